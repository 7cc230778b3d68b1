"""References of references/ once more, in forms that few of them have, as forms.toml declares them.

Some ways of printing a source are rare in every collection, so that a model never learns them: a page behind the name
of its site, a leaflet without an author. What a reference lacks is lent. The same references give the same strings.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from citecheck.dates import find_dates

FORMS = Path(__file__).with_name("forms.toml")
MOST = 24
"""Strings of one form: enough to learn it, and too few to forget the others."""
_FIELD = re.compile(r"<([A-Za-z_-]+)>(?![^<]*</\1>)")
_TAGGED = re.compile(r"<(?P<name>[A-Za-z-]+)>(?P<value>.*?)</(?P=name)>")
_TAGS: Mapping[str, str] = {
    "year": "issued", "announced": "genre", "leaflet": "genre", "company": "publisher", "town": "publisher-place",
    "university": "publisher", "archive": "container-title", "keeper": "publisher",
    "body": "publisher", "part": "issue", "acronym": "publisher", "site": "container-title", "parent": "publisher",
    "online": "container-title", "seat": "publisher-place", "runner": "publisher", "weblog": "container-title",
    "handbook": "title", "paper": "container-title", "number_of_issue": "issue", "place": "publisher-place",
    "server": "container-title", "meeting": "event-title", "held_at": "publisher-place", "spoken": "genre",
    "maker": "author", "dated": "title", "named": "publisher",
}  # fmt: skip
"""The tag of a field that forms call by another name."""
_MONTHS = "January February March April May June July August September October November December".split()
_DATES: Mapping[str, Callable[[int, str, int], str]] = {
    "vancouver": lambda year, month, day: f"{year} {month[:3]} {day}",
    "ama": lambda year, month, day: f"{month} {day}, {year}",
    "apa issued": lambda year, month, day: f"{year}, {month} {day}",
    "harvard": lambda year, month, day: f"{day} {month} {year}",
    "mla": lambda year, month, day: f"{day} {month if len(month) < 5 else month[:3] + '.'} {year}",
}
_DATED_LIKE: Mapping[str, str] = {"nlm": "vancouver", "chicago": "ama", "apa": "ama"}


def restyled(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Tagged strings, `MOST` of each form and fewer where few references have its fields."""
    declared = tomllib.loads(FORMS.read_text(encoding="utf-8"))
    for number, form in enumerate(declared["form"]):
        made: list[str] = []
        for row in rows:
            if row["kind"] in form["kinds"] and (known := _fields(row, form["style"])):
                turn = number + len(made)
                lent = {name: values[turn % len(values)] for name, values in declared["lent"].items()}
                if (text := _filled(form, known, lent)) and text not in made:
                    made.append(text)
        yield from made[:: max(1, len(made) // MOST)][:MOST]


def _fields(row: Mapping[str, Any], style: str) -> dict[str, str]:
    """What a reference prints, as the style would; empty for the few that print two works."""
    known: dict[str, str] = {}
    for found in _TAGGED.finditer(row["tagged"]):
        known.setdefault(found["name"], found["value"])
    if "title" not in known:
        return {}
    for role in ("author", "editor"):
        known.pop(role, None)
        if role in row:
            known[role] = _names(row[role], style)
    if year := re.search(r"(?:19|20)\d\d", known.get("issued", "")):
        known["year"] = year.group()
    if "author" in known and "literal" not in row["author"][0]:
        known["named"] = " ".join(row["author"][0].get(part, "") for part in ("given", "family")).strip()
    return known


def _filled(form: Mapping[str, Any], known: Mapping[str, str], lent: Mapping[str, str]) -> str:
    """The string of a form; empty where a field is missing."""
    values = {**lent, **known, "maker": lent["company"]}
    values["dated"] = f"{lent['lead']} {known['title'][:1].lower()}{known['title'][1:]}"
    missing = [name for name in _FIELD.findall(form["text"]) if name not in values]
    if missing:
        return ""

    def tagged(found: re.Match[str]) -> str:
        name = found[1]
        value = values[name]
        if name in ("issued", "accessed"):
            value = _dated(value, "apa issued" if (name, form["style"]) == ("issued", "apa") else form["style"])
        tag = _TAGS.get(name, name)
        return f"<{tag}>{value}</{tag}>"

    text = _FIELD.sub(tagged, form["text"])
    return re.sub(r"([.?!])(</\w[\w-]*>”?)\.(?= |”|$)", r"\1\2", text)  # no second stop behind "Inc." or "?"


def _dated(printed: str, style: str) -> str:
    """A date as the style writes it; as it is where it has no day."""
    date = next(find_dates(printed), None)
    if date is None or len(date.parts) < 3:
        return printed
    year, month, day = date.parts
    return _DATES[_DATED_LIKE.get(style, style)](year, _MONTHS[month - 1], day)


def _names(names: Sequence[Mapping[str, str]], style: str) -> str:
    printed = [name.get("literal") or _name(name, style, number) for number, name in enumerate(names)]
    if style in ("mla", "ama", "vancouver", "nlm") and len(printed) > 3:
        printed = [*printed[: 1 if style == "mla" else 3], "et al"]
    joined = {"apa": ", & ", "harvard": " and ", "chicago": ", and ", "mla": ", and "}.get(style, ", ")
    if len(printed) < 2 or printed[-1] == "et al":
        return ", ".join(printed)
    return ", ".join(printed[:-1]) + joined + printed[-1]


def _name(name: Mapping[str, str], style: str, number: int) -> str:
    family, given = name["family"], name.get("given", "")
    if not given:
        return family
    initials = given.split() if "." in given else list(given) if given.isupper() else given.split()
    letters = [part[0] for part in initials if part[0].isalpha()]
    if style in ("vancouver", "nlm", "ama"):
        return f"{family} {''.join(letters)}"
    if style in ("apa", "harvard"):
        return f"{family}, {' '.join(f'{letter}.' for letter in letters)}"
    return f"{family}, {given}" if number == 0 else f"{given} {family}"
