"""Tells how far the phrases of the promotional rules reach: on how many labelled articles each of them fires.

A phrase that fires on one article may be a memory of that article. What a rule finds with such phrases alone tells how
much of its recall on these articles might be of that kind; fixtures/promotion holds sentences that no list has seen.

    python benchmarks/promotion_reach.py [--shared ../shared]
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from citecheck.lexicon import Lexicon
from citecheck.patterns import classes_in, patterns_in
from citecheck.rules import rules
from citecheck.rules.tone import CLASSES
from citecheck.tables import load
from promotion_rules import ROOT, labelled


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the shared folder")
    rows = labelled(parser.parse_args().shared / "gold" / "promotion" / "dev.jsonl.gz")
    classes = classes_in(load(CLASSES))
    print("rule    phrases  on none  on one  on more  articles' sentences found  by phrases of one article alone")
    for rule_id, rule in rules().items():
        patterns = [p for group in rule.data.get("phrases", ()) for p in patterns_in(group["patterns"])]
        if not patterns:
            continue
        lexicon = Lexicon(((pattern, pattern) for pattern in patterns), classes)
        articles: dict[str, set[str]] = defaultdict(set)
        found = []
        for row in rows:
            if hits := set(lexicon.find_each(row["text"])):
                found.append(hits)
                for pattern in hits:
                    articles[pattern].add(row["article"])
        one = sum(len(its) == 1 for its in articles.values())
        alone = sum(all(len(articles[pattern]) == 1 for pattern in hits) for hits in found)
        print(
            f"{rule_id} {len(patterns):8} {len(set(patterns)) - len(articles):8} {one:7} {len(articles) - one:8}"
            f" {len(found):27} {alone:39}"
        )


if __name__ == "__main__":
    main()
