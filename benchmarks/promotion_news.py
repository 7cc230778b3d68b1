"""Counts the promotional findings in ordinary health news, and how many of a sample are right.

The texts are news stories of the folder of shared material, audited as plain text files. A sample of the findings was
read one by one in its article; promotion_news.tsv holds the judgements: the story, the rule, the words found, right or
wrong, and why. Of the stories themselves it holds no more than those words.

    python benchmarks/promotion_news.py                 findings per 1,000 words, how many of the sample are right
    python benchmarks/promotion_news.py --sample 60     also prints as many findings with what stands around them
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from citecheck.config import Config
from citecheck.ingest import read_bytes
from citecheck.pipeline import Auditor
from citecheck.text import collapse

ROOT = Path(__file__).resolve().parent.parent
JUDGED = Path(__file__).with_suffix(".tsv")
STORIES = 300
SEED = 1
_AROUND = 110


@dataclass(frozen=True)
class Found:
    """One finding: where it is and what stands around it."""

    story: str
    rule_id: str
    words: str
    around: str


def audited(path: Path) -> tuple[int, list[Found]]:
    """The words of the stories, and the promotional findings in them."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    random.Random(SEED).shuffle(rows)  # noqa: S311 - a sample that anybody can draw again
    auditor = Auditor(Config(network="off"))
    words, found = 0, []
    for row in rows[:STORIES]:
        words += len(row["text"].split())
        report = auditor.audit_document(read_bytes(row["text"].encode(), f"{row['id']}.txt", ".txt"))
        text = report.audited.article.document.text
        for f in report.findings:
            if f.rule_id.startswith("PRO") and f.start is not None and f.end is not None:
                around = collapse(text[max(0, f.start - _AROUND) : f.end + _AROUND])
                found.append(Found(row["id"], f.rule_id, collapse(text[f.start : f.end]), around))
    return words, found


def judged() -> list[tuple[str, str, str, str]]:
    """Story, rule, words and verdict of each finding of the sample."""
    with JUDGED.open(encoding="utf-8", newline="") as file:
        return [(r["story"], r["rule"], r["words"], r["verdict"]) for r in csv.DictReader(file, delimiter="\t")]


def sample(found: Sequence[Found], size: int) -> list[Found]:
    return random.Random(SEED).sample(list(found), size)  # noqa: S311 - as above


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--shared", type=Path, default=ROOT.parent / "shared", help="the shared folder (default: %(default)s)"
    )
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="print a sample of the findings")
    options = parser.parse_args()
    path = options.shared / "gold" / "claims" / "fakehealth_story_text.dev.jsonl.gz"
    if not path.exists():
        raise SystemExit(f"{path} is not there: --shared names the folder of shared material")
    words, found = audited(path)
    print(
        f"{len(found)} findings in {words} words of {STORIES} stories: {1000 * len(found) / words:.2f} per 1,000 words"
    )
    print(", ".join(f"{rule_id} {count}" for rule_id, count in Counter(f.rule_id for f in found).most_common()))
    here = {(f.story, f.rule_id, f.words) for f in found}
    rows = judged() if JUDGED.exists() else []
    right = sum(verdict == "right" for *_, verdict in rows)
    still = sum((story, rule_id, span) in here for story, rule_id, span, _ in rows)
    if rows:
        print(f"{right} of {len(rows)} judged one by one are right; {still} of them are still found")
    for one in sample(found, options.sample) if options.sample else ():
        print(f"{one.story}\t{one.rule_id}\t{one.words}\t{one.around}")


if __name__ == "__main__":
    main()
