"""How well markers and reference lists are found in the articles of fixtures/reading, in every format and style.

    python benchmarks/reading.py [dev|test] [--show]

A marker agrees if it stands at the same place and points to the same references; a reference if it is the same string.
For txt, md and html the place is that of the source; for the other formats it is told by what stands before.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz.fuzz import ratio

from citecheck.config import Config
from citecheck.model import Run, Unreadable
from citecheck.pipeline import Auditor
from citecheck.report.json import as_json

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "reading"
Item = dict[str, Any]
Agrees = Callable[[Item, Item], bool]


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("part", nargs="?", choices=("dev", "test"), default="test")
    cli.add_argument("--show", action="store_true", help="what is missed and what is wrong, article by article")
    options = cli.parse_args()
    print(json.dumps(measure(options.part, show=options.show)))


def measure(part: str, *, show: bool = False) -> dict[str, Any]:
    """The figures over one part of the articles: F1 of markers, their targets and references; facts; the worst."""
    totals = {kind: [0, 0, 0] for kind in ("markers", "targets", "references")}
    invented = facts = right = 0
    worst: dict[str, float] = {}
    auditor = Auditor(Config(network="off"))
    for path in sorted((FIXTURES / "articles" / part).iterdir()):
        gold = json.loads((FIXTURES / "gold" / part / f"{path.stem}.json").read_text(encoding="utf-8"))
        report = read(auditor, path)
        kinds = score(gold, report)
        for kind, counts in kinds.items():
            totals[kind] = [a + b for a, b in zip(totals[kind], counts, strict=True)]
        worst[path.name] = min(f1(*counts) for counts in kinds.values())
        invented += 0 if gold["references"] else len(report["references"])
        for fact in ("title", "published", "language"):
            facts += fact in gold
            right += fact in gold and gold[fact] == report["document"].get(fact)
            if show and fact in gold and gold[fact] != report["document"].get(fact):
                print(path.name, fact, repr(gold[fact]), "read as", repr(report["document"].get(fact)))
        if show:
            tell(path.name, gold, report)
    low = {name: round(value, 3) for name, value in sorted(worst.items(), key=lambda pair: pair[1]) if value < 1}
    return {
        **{f"{kind}_F1": round(f1(*counts), 4) for kind, counts in totals.items()},
        "references_where_there_is_no_list": invented,
        "facts": f"{right}/{facts}",
        "articles": len(worst),
        "below_1": low,
    }


def read(auditor: Auditor, path: Path) -> Item:
    """The report on one article, as the command prints it in JSON."""
    report = auditor.audit(str(path))
    if isinstance(report, Unreadable):
        raise SystemExit(report.error)
    printed: Item = as_json([report], Run(complete=True, network="off", duration_s=0.0), {})["reports"][0]
    document = report.audited.article.document
    for citation, found in zip(printed["citations"], report.audited.article.citations, strict=True):
        citation["before"] = "".join(
            c for c in document.text[max(0, found.start - 200) : found.start].lower() if c.isalpha()
        )
    return printed


def score(gold: Item, report: Item) -> dict[str, tuple[int, int, int]]:
    """Right, found and wanted, for markers, for markers with their targets, and for references."""
    markers, citations = gold["markers"], report["citations"]
    references = report["references"]
    here = same_place if not markers or "start" in markers[0] else same_words

    def target(marker: Item, citation: Item) -> bool:
        return here(marker, citation) and [str(r) for r in sorted(marker["refs"])] == sorted(
            citation["reference_ids"], key=int
        )

    return {
        "markers": (paired(markers, citations, here), len(citations), len(markers)),
        "targets": (paired(markers, citations, target), len(citations), len(markers)),
        "references": (paired(gold["references"], references, same_string), len(references), len(gold["references"])),
    }


def paired(gold: Sequence[Item], found: Sequence[Item], agrees: Agrees) -> int:
    free, count = list(found), 0
    for one in gold:
        twin = next((f for f in free if agrees(one, f)), None)
        if twin is not None:
            free.remove(twin)
            count += 1
    return count


def same_place(marker: Item, citation: Item) -> bool:
    shared = min(marker["end"], citation["end"]) - max(marker["start"], citation["start"])
    return bool(shared >= 0.8 * max(marker["end"] - marker["start"], citation["end"] - citation["start"]))


def same_words(marker: Item, citation: Item) -> bool:
    """Whether the same letters stand before both, and the same digits in both unless the format renumbers them."""
    before = marker["before"][-16:]
    return bool(citation["before"].endswith(before)) and (
        "^" in marker["text"] or plain(marker["text"]) == plain(citation["text"])
    )


def same_string(reference: Item, found: Item) -> bool:
    return ratio(plain(reference["raw"]), plain(found["raw"])) >= 90


def plain(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def f1(right: int, found: int, wanted: int) -> float:
    return 2 * right / (found + wanted) if found + wanted else 1.0


def tell(name: str, gold: Item, report: Item) -> None:
    """Prints what is missed and what is wrong."""
    here = same_place if not gold["markers"] or "start" in gold["markers"][0] else same_words
    for marker in gold["markers"]:
        twins = [c for c in report["citations"] if here(marker, c)]
        if not twins:
            print(name, "marker missed", marker["text"], "after", marker["before"][-12:])
        elif not any([str(r) for r in sorted(marker["refs"])] == sorted(c["reference_ids"], key=int) for c in twins):
            print(name, "marker", marker["text"], "wants", marker["refs"], "has", [c["reference_ids"] for c in twins])
    for citation in report["citations"]:
        if not any(here(m, citation) for m in gold["markers"]):
            print(name, "no marker", citation["text"][:60], citation["style"], "after", citation["before"][-12:])
    for one in gold["references"]:
        if not any(same_string(one, r) for r in report["references"]):
            print(name, "reference missed", one["raw"][:100])
    for r in report["references"]:
        if not any(same_string(one, r) for one in gold["references"]):
            print(name, "no reference", r["raw"][:100])


if __name__ == "__main__":
    main()
