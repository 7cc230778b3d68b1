"""Whether references whose parts come from different works are told from real ones with slips, offline.

Each reference is written from the records of `works.jsonl.gz`, in one of four styles. Of the made-up ones, the title,
the authors, the journal with its numbers, or the DOI is another work's; of the genuine ones, at most one thing has
slipped: a digit, a letter of a name or of the title, an author left out, the journal abbreviated. The command then
reads and matches them as a user's.

    python benchmarks/fabrications.py [--references 1000] [--show 0]
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from msgspec import Struct
from msgspec.structs import replace

from citecheck.model import Work
from citecheck.resolve.judge import is_same
from citecheck.resolve.works import load_works
from citecheck.text import fold
from matching import WORKS

KINDS = ("title", "authors", "journal", "DOI")
"""What is another work's."""
Answer = Mapping[str, Any]


class Parts(Struct, frozen=True):
    """What a reference is written from."""

    names: tuple[tuple[str, str], ...]
    """Family and given names."""
    title: str
    journal: str
    year: int
    volume: str
    page: str
    doi: str | None = None


class Case(Struct, frozen=True):
    """A reference, what it was made from, and what was done to it."""

    raw: str
    kind: str
    work: Work
    other: Work | None = None


def parts_of(work: Work) -> Parts | None:
    """The parts of a record that has all of them; None of any other."""
    csl = work.csl
    names = tuple((str(name.get("family", "")), str(name.get("given", ""))) for name in csl.get("author", ()))
    title, journal = str(csl.get("title", "")), str(csl.get("container-title", ""))
    year, volume = csl.get("issued", {}).get("date-parts", [[0]])[0][0], str(csl.get("volume", ""))
    page = str(csl.get("page", "")).replace("–", "-")
    whole = (
        1 < len(names) < 7
        and all(len(family) > 2 and given and "," not in family for family, given in names)
        and 5 <= len(title.split()) < 30
        and title.isascii()
        and journal
        and year
        and volume.isdigit()
        and re.fullmatch(r"\d+-\d+", page)
    )
    return Parts(names, title.rstrip("."), journal, year, volume, page) if whole else None


def vancouver(parts: Parts) -> str:
    names = ", ".join(f"{family} {_initials(given)}" for family, given in parts.names)
    return f"{names}. {parts.title}. {parts.journal}. {parts.year};{parts.volume}:{parts.page}.{_doi(parts, 'doi:')}"


def apa(parts: Parts) -> str:
    names = [f"{family}, {'. '.join(_initials(given))}." for family, given in parts.names]
    return (
        f"{', '.join(names[:-1])}, & {names[-1]} ({parts.year}). {parts.title}. {parts.journal}, "
        f"{parts.volume}, {parts.page.replace('-', '–')}.{_doi(parts, 'https://doi.org/')}"
    )


def harvard(parts: Parts) -> str:
    names = [f"{family}, {''.join(f'{i}.' for i in _initials(given))}" for family, given in parts.names]
    return (
        f"{', '.join(names[:-1])} and {names[-1]}, {parts.year}. {parts.title}. {parts.journal}, {parts.volume}, "
        f"pp.{parts.page}.{_doi(parts, 'https://doi.org/')}"
    )


def chicago(parts: Parts) -> str:
    (family, given), *others = parts.names
    names = ", ".join([f"{family}, {given}", *(f"{first} {last}" for last, first in others)])
    return (
        f"{names}. “{parts.title}.” {parts.journal} {parts.volume} ({parts.year}): {parts.page}."
        f"{_doi(parts, 'https://doi.org/')}"
    )


STYLES: Sequence[Callable[[Parts], str]] = (vancouver, apa, harvard, chicago)


def _initials(given: str) -> str:
    return "".join(part[0].upper() for part in re.split(r"[\s.\-]+", given) if part[:1].isalpha())


def _doi(parts: Parts, before: str) -> str:
    return f" {before}{parts.doi}" if parts.doi else ""


def made_up(one: Parts, other: Parts, doi: str | None, kind: str) -> Parts:
    """A reference to one work with a part of another."""
    if kind == "title":
        return replace(one, title=other.title)
    if kind == "authors":
        return replace(one, names=other.names)
    if kind == "journal":
        return replace(one, journal=other.journal, volume=other.volume, page=other.page)
    return replace(one, doi=doi)


SLIPS = ("none", "year", "volume", "page", "name", "title", "left out", "abbreviated", "initial")


def slipped(parts: Parts, kind: str, chance: random.Random) -> Parts:
    """A reference as it is written in haste."""
    names = list(parts.names)
    at = chance.randrange(len(names))
    family, given = names[at]
    if kind == "year":
        return replace(parts, year=parts.year + chance.choice((-2, -1, 1, 2)))
    if kind == "volume":
        return replace(parts, volume=_other_digit(parts.volume, chance))
    if kind == "page":
        first, last = parts.page.split("-")
        return replace(parts, page=f"{_other_digit(first, chance)}-{last}")
    if kind == "name":
        names[at] = (_misspelt(family, chance), given)
    elif kind == "initial":
        names[at] = (family, chance.choice("ABCDEFGHJKLMNPRST"))
    elif kind == "left out":
        del names[at]
    elif kind == "abbreviated":
        short = [word[: chance.choice((3, 4, 5))] for word in parts.journal.split() if word[0].isupper()]
        return replace(parts, journal=" ".join(short) if len(short) > 1 else parts.journal)
    elif kind == "title":
        words = parts.title.split()
        place = chance.randrange(len(words))
        words[place] = _misspelt(words[place], chance)
        return replace(parts, title=" ".join(words))
    return replace(parts, names=tuple(names))


def _other_digit(number: str, chance: random.Random) -> str:
    at = chance.randrange(len(number))
    return number[:at] + chance.choice([d for d in "123456789" if d != number[at]]) + number[at + 1 :]


def _misspelt(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, max(2, len(word) - 1))
    return chance.choice(
        (word[:at] + word[at + 1 :], word[:at] + word[at : at + 1] + word[at:], word[:at] + "e" + word[at + 1 :])
    )


def cases(works: Sequence[Work], count: int) -> tuple[list[Case], list[Case]]:
    """As many made-up references as genuine ones."""
    chance = random.Random(0)  # noqa: S311 - nothing secret
    whole = [(work, parts) for work in works if (parts := parts_of(work))]
    chance.shuffle(whole)
    foreign, genuine = [], []
    for number in range(count):
        (work, one), (other, its) = whole[2 * number % len(whole)], whole[(2 * number + 1) % len(whole)]
        kind, style = KINDS[number % len(KINDS)], STYLES[number // len(KINDS) % len(STYLES)]
        foreign.append(Case(style(made_up(one, its, other.doi, kind)), kind, work, other))
        slip = SLIPS[number % len(SLIPS)]
        own = replace(one, doi=work.doi) if chance.random() < 0.3 else one
        genuine.append(Case(style(slipped(own, slip, chance)), slip, work))
    return foreign, genuine


def resolved(found: Sequence[Case]) -> list[Answer]:
    command = [sys.executable, "-m", "citecheck", "references", "resolve", "--offline", "--works", str(WORKS)]
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder, "references.jsonl")
        given.write_text("".join(json.dumps({"raw": case.raw}) + "\n" for case in found), encoding="utf-8")
        done = subprocess.run([*command, str(given)], stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line)["resolution"] for line in done.stdout.splitlines()]


def wrong(case: Case, answer: Answer, by_doi: Mapping[str, Work]) -> bool:
    """Whether it is matched to a work that it is not; one with the title of another work is neither of the two."""
    if answer["status"] != "matched":
        return False
    return (case.other is not None and case.kind == "title") or not _is_one_of(
        case.work, [by_doi[str(answer["doi"]).lower()]]
    )


def recognised(case: Case, answer: Answer, by_doi: Mapping[str, Work]) -> bool:
    """Whether the answer says what was done to a made-up reference: what of it is the work's, or what is not.

    Of a title that is another work's, both works have to be named.
    """
    fields = {difference["field"] for difference in answer["differences"]}
    said = [by_doi[str(candidate["doi"]).lower()] for candidate in answer["candidates"] if candidate["agrees"]]
    if case.kind == "DOI":
        other = (answer["identifier_work"] or {}).get("DOI", "")
        return answer["status"] == "mismatch" and _is_one_of(case.other, [by_doi.get(other.lower(), case.work)])
    if case.kind == "title":
        return _is_one_of(case.work, said) and _is_one_of(case.other, said)
    matched = _is_one_of(case.work, [by_doi[answer["doi"].lower()]]) if answer["doi"] else False
    told = {"author"} if case.kind == "authors" else {"container-title", "page"}
    return _is_one_of(case.work, said) or (matched and bool(told & fields))


def _is_one_of(work: Work | None, others: Sequence[Work]) -> bool:
    """Whether one of some records is the work's, or of the same paper under another DOI."""
    keys = ("title", "volume")
    return work is not None and any(
        is_same(work, other)
        or all(
            fold(str(work.csl.get(key, ""))).strip(". ") == fold(str(other.csl.get(key, ""))).strip(". ")
            for key in keys
        )
        for other in others
    )


ACCUSES: Mapping[str, frozenset[str]] = {
    "year": frozenset({"issued"}),
    "volume": frozenset({"volume"}),
    "page": frozenset({"page"}),
    "name": frozenset({"author"}),
    "title": frozenset({"title"}),
}
"""What may be said of a slip."""


def accused(case: Case, answer: Answer) -> bool:
    """Whether a genuine reference is said to have anything but its slip."""
    fields = {difference["field"] for difference in answer["differences"]}
    foreign = answer["status"] in ("mismatch", "not-found") or any(c["agrees"] for c in answer["candidates"])
    return foreign or bool(fields - ACCUSES.get(case.kind, frozenset()))


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--references", type=int, default=1000)
    cli.add_argument("--show", type=int, default=0, help="of each kind, so many that went wrong")
    options = cli.parse_args()
    works = load_works(WORKS)
    by_doi = {str(work.doi).lower(): work for work in works}
    foreign, genuine = cases(works, options.references)
    answers = resolved([*foreign, *genuine])
    figures: Counter[str] = Counter()
    shown: Counter[str] = Counter()

    def count(what: str, case: Case, answer: Answer, holds: bool, *, bad: bool) -> None:
        figures[f"{what}, {case.kind}"] += holds
        figures[what] += holds
        if holds is bad and shown[f"{what}{case.kind}"] < options.show:
            shown[f"{what}{case.kind}"] += 1
            print(json.dumps({"what": what, "kind": case.kind, "raw": case.raw, "answer": answer}, ensure_ascii=False))

    for case, answer in zip(foreign, answers, strict=False):
        count("made up: matched to a wrong work", case, answer, wrong(case, answer, by_doi), bad=True)
        count("made up: recognised", case, answer, recognised(case, answer, by_doi), bad=False)
    for case, answer in zip(genuine, answers[len(foreign) :], strict=True):
        count("genuine: accused of more than the slip", case, answer, accused(case, answer), bad=True)
        count("genuine: matched", case, answer, answer["status"] == "matched", bad=False)
        count("genuine: matched to a wrong work", case, answer, wrong(case, answer, by_doi), bad=True)
    counts = Counter(case.kind for case in (*foreign,)) + Counter(f"slip {case.kind}" for case in genuine)
    for what, number in sorted(figures.items()):
        total = options.references
        if ", " in what:
            kind = what.rsplit(", ", 1)[1]
            total = counts[kind if what.startswith("made") else f"slip {kind}"]
        print(f"{what:60} {number:5} of {total:5}  {number / total:.4f}")


if __name__ == "__main__":
    main()
