"""Whether the grade ever pays for making an article worse: changes whose direction is known, made and graded again.

Nothing that makes an article better may lower the grade: to name a harm, a limit, a price, to send readers to a doctor,
to give a bare claim a real source, to strike a sentence that sells. Nothing that only looks like a source may raise it:
a work about something else, a retracted one, a citation or an entry that is there already. The order of paragraphs and
typography change nothing.

    python benchmarks/incentives.py ARTICLES... [--works FILE]... [--least 2000]

prints the changes by kind and every violation, and exits 1 where there is one, or where fewer changes were made.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, Literal

from msgspec.structs import replace

from citecheck.config import Config
from citecheck.ingest import read_bytes
from citecheck.model import Report, Sentence
from citecheck.pipeline import Auditor
from citecheck.resolve.records import work_from_record
from citecheck.resolve.works import LocalWorks, load_works
from citecheck.text import source_span

Direction = Literal["not lower", "not higher", "the same"]
FRANK: Mapping[str, list[str]] = tomllib.loads(
    (Path(__file__).resolve().parent.parent / "fixtures" / "incentives" / "frank.toml").read_text("utf-8")
)
"""By kind, sentences that a fair writer adds."""
_EACH = 4
"""Additions of a kind that are tried on an article."""
_BROKEN = 120
"""Characters that no line of a text has whose lines are broken by hand."""
SAME = 0.05
"""Points of the value, printed with one decimal."""


@dataclass(frozen=True, slots=True)
class Change:
    """An article changed in one place."""

    kind: str
    direction: Direction
    text: str
    what: str


class Grader:
    """Grades texts against works, together with those that the changes cite."""

    def __init__(self, works: Sequence[Path], article: str, name: str) -> None:
        self.name = name
        topic = _topic(article)
        own = [work for record in _records(topic) if (work := work_from_record(record))]
        self.auditor = Auditor(
            Config(network="off"), [*(LocalWorks(load_works(path)) for path in works), LocalWorks(own)]
        )
        self.cited = {
            "real": _entry(f"{topic}: a randomised trial", 1),
            "retracted": _entry(f"{topic}: a new trial", 2),
        }
        self.cited["off-topic"] = _entry(_ELSEWHERE, 3)

    def report(self, text: str) -> Report:
        document = read_bytes(text.encode(), self.name, Path(self.name).suffix)
        return self.auditor.audit_document(document)


_ELSEWHERE = "Corrosion of steel bridges below lorry traffic"


def _topic(article: str) -> str:
    """What an article is about, as a title would have it: its first line."""
    line = next(line for line in article.splitlines() if line.strip(" #-="))
    return " ".join("".join(c for c in line if c.isalnum() or c in " -").split()[:12])


def _records(topic: str) -> Iterator[dict[str, Any]]:
    for number, title in enumerate((f"{topic}: a randomised trial", f"{topic}: a new trial", _ELSEWHERE), 1):
        record: dict[str, Any] = {
            "DOI": f"10.5555/incentives.2019.{number}",
            "type": "journal-article",
            "title": [title],
            "author": [{"family": "Abernethy", "given": "Q"}],
            "container-title": ["Journal of Invented Results"],
            "issued": {"date-parts": [[2019]]},
            "volume": str(number),
            "page": "11-19",
        }
        notice = {"type": "retraction", "DOI": "10.5555/incentives.2020.2", "updated": {"date-parts": [[2020, 2]]}}
        yield {**record, "updated-by": [notice]} if number == 2 else record


def _entry(title: str, number: int) -> str:
    return (
        f"Abernethy Q. {title}. Journal of Invented Results. 2019;{number}:11-19. doi:10.5555/incentives.2019.{number}"
    )


def in_source(report: Report) -> Report:
    """The report with positions in the file, which is what is changed."""
    article, document = report.audited.article, report.audited.article.document

    def placed(span: Any) -> Any:
        start, end = source_span(document, span.start, span.end)
        return replace(span, start=start, end=end)

    moved = replace(
        article,
        document=replace(document, blocks=tuple(map(placed, document.blocks))),
        sentences=tuple(map(placed, article.sentences)),
        references=tuple(map(placed, article.references)),
        citations=tuple(map(placed, article.citations)),
        reference_list=tuple(map(placed, article.reference_list)),
    )
    findings = tuple(f if f.start is None else placed(f) for f in report.findings)
    return replace(report, audited=replace(report.audited, article=moved), findings=findings)


def changes(text: str, report: Report, grader: Grader, seed: int) -> Iterator[Change]:
    """Changes of every kind that an article allows, some of each, chosen by the seed."""
    chance = Random(seed)  # noqa: S311 (a choice that can be made again)
    report = in_source(report)
    sentences = list(report.audited.article.sentences)
    if len(sentences) < 2:
        return
    yield from _frank(text, sentences, chance)
    yield from _sources(text, report, grader, chance)
    yield from _struck(text, report, chance)
    yield from _repeated(text, report, chance)
    yield from _moved(text, report, chance)
    yield from _typography(text, report)


def _some(chance: Random, items: Sequence[Any], count: int) -> list[Any]:
    return chance.sample(list(items), min(count, len(items)))


def _frank(text: str, sentences: Sequence[Sentence], chance: Random) -> Iterator[Change]:
    told = [s for s in sentences if text[s.start : s.end].rstrip().endswith(".") and s.lead_in is None]
    told = [s for s in told if text[s.end : s.end + 1] in ("", " ", "\n")]
    gap = _gap(text)
    for kind, added in FRANK.items():
        for sentence in _some(chance, added, _EACH):
            for place in _some(chance, told, 1):
                yield Change(
                    kind,
                    "not lower",
                    f"{text[: place.end]}{gap}{sentence}{text[place.end :]}",
                    f"{sentence} @{place.end}",
                )


def _gap(text: str) -> str:
    """What to put before an addition: among lines that are broken by hand, it begins one."""
    return "\n" if max(map(len, text.splitlines())) < _BROKEN else " "


def _bare(report: Report) -> list[Sentence]:
    judged = zip(report.audited.article.sentences, report.audited.assessment.verdicts, strict=True)
    return [s for s, verdict in judged if verdict.kind == "missing-citation"]


def _sources(text: str, report: Report, grader: Grader, chance: Random) -> Iterator[Change]:
    """A new entry at the end of the list, or a list of one, and its marker at a claim that has no source."""
    references = report.audited.article.references
    dangling = any(citation.dangling for citation in report.audited.article.citations)
    kinds: tuple[tuple[str, Direction], ...] = (
        ("real", "not lower"),
        ("off-topic", "not higher"),
        ("retracted", "not higher"),
    )
    for kind, direction in kinds:
        for place in _some(chance, _bare(report), 4):
            body = report.audited.article.sentences[-1].end
            marked = None if dangling else _marked(text, place, references, grader.cited[kind], body)
            if marked:
                yield Change(f"{kind} source", direction, marked, f"at {place.text[:60]!r}")
    used = [
        c
        for c in report.audited.article.citations
        if c.reference_ids
        and c.style in ("bracket", "superscript", "footnote")
        and all(report.audited.resolutions[i].status == "matched" for i in c.reference_ids)
    ]
    for citation in _some(chance, used, 2):
        for place in _some(chance, _bare(report), 3):
            at = place.start + len(text[place.start : place.end].rstrip(" .!?"))
            marker = " " * (citation.style == "bracket") + text[citation.start : citation.end]
            yield Change(
                "known source", "not lower", text[:at] + marker + text[at:], f"{marker} at {place.text[:60]!r}"
            )


def _marked(text: str, place: Sentence, references: Sequence[Any], entry: str, body: int) -> str | None:
    """None where the list is not numbered; `body` is where the text ends, and a list begins where there is none."""
    at = place.start + len(text[place.start : place.end].rstrip(" .!?"))
    if not references:
        return f"{text[:at]} [1]{text[at:body]}\n\nReferences\n\n1. {entry}\n\n{text[body:].lstrip()}"
    last = max(references, key=lambda r: r.end)
    label = text[text.rfind("\n", 0, last.start) + 1 : last.start]
    number = len(references) + 1
    if str(len(references)) not in label:
        return None
    new = label.replace(str(len(references)), str(number))
    marker = f"[^{number}]" if "^" in label else f" [{number}]"
    return f"{text[:at]}{marker}{text[at : last.end]}\n{new}{entry}{text[last.end :]}"


def _struck(text: str, report: Report, chance: Random) -> Iterator[Change]:
    selling = [f for f in report.findings if f.rule_id.startswith("PRO") and f.start is not None and f.level != "note"]
    sentences = [
        s for s in report.audited.article.sentences if any(s.start <= f.start < s.end for f in selling if f.start)
    ]
    for sentence in _some(chance, sentences, 8):
        rest = text[: sentence.start] + text[sentence.end :].lstrip(" ")
        yield Change("promotion struck", "not lower", rest, sentence.text[:60])


def _repeated(text: str, report: Report, chance: Random) -> Iterator[Change]:
    for citation in _some(chance, [c for c in report.audited.article.citations if c.style == "bracket"], 4):
        marker = text[citation.start : citation.end]
        yield Change("citation twice", "not higher", text[: citation.end] + marker + text[citation.end :], marker)
    references = report.audited.article.references
    if any(citation.dangling for citation in report.audited.article.citations):
        return  # a further entry would be the one that a marker misses
    for reference in _some(chance, references, 2):
        last = max(references, key=lambda r: r.end)
        label = text[text.rfind("\n", 0, last.start) + 1 : last.start]
        if str(len(references)) in label:
            new = label.replace(str(len(references)), str(len(references) + 1))
            more = f"\n{new}{text[reference.start : reference.end]}"
            yield Change("entry twice", "not higher", text[: last.end] + more + text[last.end :], reference.id)


def _moved(text: str, report: Report, chance: Random) -> Iterator[Change]:
    """Two paragraphs that stand one after the other change places; the opening stays, and what introduces a list."""
    listed = report.audited.article.reference_list
    blocks = [b for b in report.audited.article.document.blocks if not any(s.overlaps(b) for s in listed)]
    pairs = [
        (one, two)
        for one, two in pairwise(blocks[4:])
        if one.kind == two.kind == "paragraph" and one.region == two.region == "main" and one.end < two.start
    ]
    pairs = [
        (one, two)
        for one, two in pairs
        if all(text[b.start : b.end].rstrip().endswith((".", "!", "?", "]", "”", '"')) for b in (one, two))
        and not text[one.end : two.start].strip()
    ]
    for one, two in _some(chance, pairs, 5):
        swapped = text[two.start : two.end] + text[one.end : two.start] + text[one.start : one.end]
        yield Change(
            "paragraphs moved",
            "the same",
            text[: one.start] + swapped + text[two.end :],
            text[one.start : one.start + 50],
        )


def _typography(text: str, report: Report) -> Iterator[Change]:
    body = report.audited.article.sentences
    start, end = body[0].start, body[-1].end
    inner = text[start:end]
    ways = {
        "curly apostrophes": inner.replace("'", "’"),
        "straight apostrophes": inner.replace("’", "'"),
        "straight quotes": inner.replace("“", '"').replace("”", '"'),
        "one sign for an ellipsis": inner.replace("...", "…"),
        # Some texts part their paragraphs so: there it would be another text.
        "two spaces after a stop": inner if "  " in text else inner.replace(". ", ".  "),
        "no-break spaces after numbers": _no_breaks(inner),
    }
    for what, changed in ways.items():
        if changed != inner:
            yield Change("typography", "the same", text[:start] + changed + text[end:], what)
    yield Change("typography", "the same", text.replace("\r\n", "\n").replace("\n", "\r\n"), "line ends of Windows")


def _no_breaks(text: str) -> str:
    return "".join(
        "\u00a0" if c == " " and i and text[i - 1].isdigit() and text[i + 1 : i + 2].isalpha() else c
        for i, c in enumerate(text)
    )


def violates(change: Change, before: float, after: float | None) -> bool:
    """Whether the grade went the wrong way; without a grade it went nowhere."""
    if after is None:
        return False
    low, high = after < before - SAME, after > before + SAME
    return {"not lower": low, "not higher": high, "the same": low or high}[change.direction]


def measure(
    path: Path, works: Sequence[Path], seed: int = 0, most: int | None = None
) -> Iterator[tuple[Change, bool, str]]:
    """Each change of one article, whether it violates its direction, and the two values in words."""
    text = path.read_bytes().decode("utf-8-sig")
    grader = Grader(works, text, path.name)
    report = grader.report(text)
    before = report.score.value
    if before is None:
        return
    made = list(changes(text, report, grader, seed))
    for change in made if most is None else _some(Random(seed), made, most):  # noqa: S311 (as above)
        after = grader.report(change.text).score.value
        yield change, violates(change, before, after), f"{before} -> {after}"


def main() -> int:
    """The exit code: 1 for a violation, or for too few changes."""
    cli = argparse.ArgumentParser(description="Changes articles in ways whose direction is known, and grades again.")
    cli.add_argument("articles", nargs="+", type=Path, help="articles, or folders of them (txt, md)")
    cli.add_argument("--works", action="append", default=[], type=Path)
    cli.add_argument("--least", type=int, default=0, help="changes that have to be made")
    cli.add_argument("--seed", type=int, default=0)
    options = cli.parse_args()
    counts: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    files = [f for path in options.articles for f in (sorted(path.iterdir()) if path.is_dir() else [path])]
    for file in files:
        if file.suffix in (".txt", ".md"):
            for change, violated, values in measure(file, options.works, options.seed):
                counts[change.kind] += 1
                wrong[change.kind] += violated
                if violated:
                    sys.stdout.write(f"{file.name}: {change.kind}: {values}: {change.what}\n")
    for kind, count in counts.items():
        sys.stdout.write(f"{kind:20s} {count:5d} changes {wrong[kind]:4d} violations\n")
    sys.stdout.write(f"{counts.total()} changes, {wrong.total()} violations\n")
    return int(wrong.total() > 0 or counts.total() < options.least)


if __name__ == "__main__":
    raise SystemExit(main())
