"""Works as CSL describes them: names, dates and identifiers of the right form, and the line that a list prints."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from citecheck.dates import iso_date, issued_year
from citecheck.expressions import expression
from citecheck.model import Csl

_ROLES, _DATES = ("author", "editor", "translator"), ("issued", "accessed")
_INITIALS = expression(r"(?:[A-ZÀ-Þ]\.?-?){1,4}")
_MOST_NAMES = 6
"""More are left to "et al."."""


def checked(csl: Mapping[str, Any]) -> dict[str, Any]:
    """An item of CSL-JSON or CSL-YAML whose names and dates have the form that they should; others are left out."""
    names = {role: _people(csl.get(role)) for role in _ROLES}
    dates = {key: _date(csl.get(key)) for key in _DATES}
    words = {
        key: str(value)
        for key, value in csl.items()
        if isinstance(value, str | int) and not isinstance(value, bool) and key not in (*_ROLES, *_DATES)
    }
    return words | {key: value for key, value in (names | dates).items() if value}


def person(name: str) -> dict[str, str]:
    """A name as people write it: "Harte, Simon", "Simon Harte" or "Harte S"."""
    family, *behind = (part.strip() for part in name.split(","))
    words = name.split()
    if behind:
        given = behind[-1]  # "King, Jr., Martin Luther"
    elif _INITIALS.fullmatch(words[-1] if words else ""):
        family, given = " ".join(words[:-1]), words[-1]
    else:
        family, given = " ".join(words[-1:]), " ".join(words[:-1])
    return {"family": family, "given": given} if family and given else {"literal": name.strip(" ,")}


def line(csl: Csl) -> str:
    """A work in one line: authors, title, where and when it appeared, and its identifier."""
    names = [_printed(one) for one in csl.get("author", ())]
    authors = ", ".join([*names[:_MOST_NAMES], *(["et al"] if len(names) > _MOST_NAMES else [])])
    issue = f"({csl['issue']})" if "issue" in csl else ""
    place = csl.get("volume", "") + issue + (f":{csl['page']}" if "page" in csl else "")
    when = ";".join(part for part in (str(issued_year(csl) or ""), place) if part)
    within = csl.get("container-title") or csl.get("publisher", "")
    identifier = f"doi:{csl['DOI']}" if "DOI" in csl else csl.get("URL", "")
    parts = [" ".join(part.split()).rstrip(".") for part in (authors, csl.get("title", ""), within, when)]
    stopped = [part if part.endswith(("?", "!")) else f"{part}." for part in parts if part]
    return " ".join([*stopped, *([identifier] if identifier else [])])


def _printed(name: Mapping[str, str]) -> str:
    if "family" not in name:
        return name["literal"]
    initials = "".join(word[0] for word in name.get("given", "").replace("-", " ").split())
    return f"{name['family']} {initials}".strip()


def _people(value: object) -> list[dict[str, str]]:
    if isinstance(value, str) and value.strip():
        return [{"literal": value.strip()}]
    found = [_person(one) for one in value] if isinstance(value, list) else []
    return [one for one in found if one.get("family") or one.get("literal")]


def _person(value: object) -> dict[str, str]:
    if isinstance(value, str):
        return person(value)
    return {k: v for k, v in value.items() if isinstance(v, str)} if isinstance(value, Mapping) else {}


def _date(value: object) -> dict[str, list[list[int]]]:
    """A date in any of the ways that CSL's readers take: parts, year and month, a list of these, or as text."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, date):
        value = value.isoformat()
    if isinstance(value, Mapping) and "date-parts" not in value:
        in_words = value.get("literal") or value.get("raw")
        value = in_words or [value[key] for key in ("year", "month", "day") if key in value]
    if isinstance(value, str | int) and not isinstance(value, bool):
        value = (iso_date(str(value)) or "").split("-")
    try:
        listed: Any = value["date-parts"][0] if isinstance(value, Mapping) else value
        parts = [int(part) for part in listed][:3]
    except (TypeError, ValueError, LookupError):
        return {}
    return {"date-parts": [parts]} if parts else {}
