"""Measures how often each rule of promotional language is right, and writes it down for the rule pages.

The data are the labelled sentences of press releases in the folder of shared material (their texts are CC0, the labels
ours). The rule that a model speaks for is left out: the model has seen these sentences, and train_promotion.py --folds
measures it on those that it has not. A finding is right where its sentence is marked as promotional. What is written
holds counts and no text.

    python benchmarks/promotion_rules.py            print the counts and write promotion_rules.json
    python benchmarks/promotion_rules.py --check    write nothing; exit code 1 when the file is out of date
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

from citecheck.config import Config
from citecheck.rules import rules
from citecheck.rules.phrases import finder

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = Path(__file__).with_suffix(".json")


def labelled(path: Path) -> list[dict[str, Any]]:
    """The sentences of the articles themselves, each once."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row for row in rows if not row.get("in_boilerplate") and not row.get("dup_of")]


def measured(path: Path) -> dict[str, Any]:
    rows = labelled(path)
    phrases = finder(Config())
    listed = {rule_id for rule_id, rule in rules().items() if "phrases" in rule.data}
    found, right = Counter[str](), Counter[str]()
    for row in rows:
        for rule_id in {one.rule.id for one in phrases.find(row["text"])} & listed:
            found[rule_id] += 1
            right[rule_id] += row["promotional"]
    return {
        "data": {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()},
        "sentences": len(rows),
        "articles": len({row["article"] for row in rows}),
        "rules": {r: {"found": found[r], "right": right[r]} for r in rules() if found[r]},
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--shared", type=Path, default=ROOT.parent / "shared", help="the shared folder (default: %(default)s)"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 when the file is out of date")
    options = parser.parse_args()
    gold = options.shared / "gold" / "promotion" / "dev.jsonl.gz"
    if not gold.exists():
        raise SystemExit(f"{gold} is not there: --shared names the folder of shared material")
    figures = measured(gold)
    for rule_id, counts in figures["rules"].items():
        print(f"{rule_id} {rules()[rule_id].name:24} {counts['right']:4} of {counts['found']:4} right")
    text = json.dumps(figures, indent=1) + "\n"
    stale = not WRITTEN.exists() or WRITTEN.read_text(encoding="utf-8") != text
    if not options.check:
        WRITTEN.write_text(text, encoding="utf-8")
    return int(options.check and stale)


if __name__ == "__main__":
    raise SystemExit(main())
