"""Dates as people print them, in references and on pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from citecheck.expressions import expression

if TYPE_CHECKING:
    from citecheck.model import Csl

_NAMES = "january february march april may june july august september october november december".split()
_MONTHS = {name[:3]: number for number, name in enumerate(_NAMES, 1)}
_ELSEWHERE = (
    "januar januari janvier janv enero ene gennaio janeiro",
    "februar februari février févr febrero febbraio fevereiro fev",
    "märz maart mars marzo março",
    "april avril avr abril abr aprile",
    "mai mei mayo maggio maio",
    "juni juin junio giugno junho",
    "juli juillet juil julio luglio julho",
    "august augustus août agosto ago",
    "september septembre septiembre settembre setembro set",
    "oktober okt octobre octubre ottobre outubro out",
    "november novembre noviembre novembro",
    "dezember dez december décembre déc diciembre dic dicembre dezembro",
)
"""The months in German, Dutch, French, Spanish, Italian and Portuguese, in full and as these abbreviate them."""
_FOREIGN = {name: number for number, names in enumerate(_ELSEWHERE, 1) for name in names.split()}
# "may" without a capital is the verb: "those who joined in 2019 may have".
_MONTH = (
    r"(?P<month{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|(?-i:M)ay|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year{}>(?:1[5-9]|20)\d\d)"
_DAY = r"(?P<day{}>[0-3]?\d)(?:st|nd|rd|th)?"
_SPACE = r"[ \t\u00a0]+"
_FORMS = (
    _YEAR + r"[-/](?P<month{}>[01]\d)[-/]" + _DAY + r"(?!\d)",
    _MONTH + r"(?:" + _SPACE + _DAY + r")?,?" + _SPACE + _YEAR + r"(?!\d)",
    _DAY + _SPACE + r"(?:of" + _SPACE + r")?" + _MONTH + r",?" + _SPACE + _YEAR + r"(?!\d)",
    _YEAR + _SPACE + _MONTH + r"(?:" + _SPACE + _DAY + r")?(?![\w])",
    r"(?P<a{}>[0-3]?\d)(?P<stop{}>[/.])(?P<b{}>[0-3]?\d)[/.]" + _YEAR + r"(?!\d)",
)
_OF = r"\.?" + _SPACE + r"(?:de" + _SPACE + r")?"
_FOREIGN_FORM = (
    _DAY + _OF + r"(?P<foreign{}>" + "|".join(sorted(_FOREIGN, key=len, reverse=True)) + r")" + _OF + _YEAR + r"(?!\d)"
)


def _any_of(forms: Sequence[str]) -> re.Pattern[str]:
    numbered = "|".join(form.replace("{}", str(i)) for i, form in enumerate(forms))
    return expression(rf"(?<![\w/])(?:{numbered})", re.IGNORECASE)


_ANY = _any_of((*_FORMS, _FOREIGN_FORM))
_ENGLISH = _any_of(_FORMS)
"""The same without the names of other languages, which take as long to compile as all the rest."""
_BEHIND_DAY = expression(
    r"\d(?:st|nd|rd|th)?(?P<of>" + _OF + r")(?P<name>[^\W\d_]{3,10})(?P<de>\.?" + _SPACE + r"de\b)?", re.IGNORECASE
)


class Date(Struct, frozen=True):
    """A date in a text; `parts` is [year], [year, month] or [year, month, day]."""

    start: int
    end: int
    parts: tuple[int, ...]

    @property
    def iso(self) -> str:
        return "-".join(f"{part:02d}" if i else f"{part:04d}" for i, part in enumerate(self.parts))


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[Date]:
    """Dates with at least a month, in order.

    "2/1/2024" is read as month/day unless only day/month can be; "2.1.2024" is day.month.
    """
    end = len(text) if end is None else end
    foreign = any(map(_is_foreign, _BEHIND_DAY.finditer(text, start, end)))
    for found in (_ANY if foreign else _ENGLISH).finditer(text, start, end):
        parts = _parts({key.rstrip("0123456789"): value for key, value in found.groupdict().items() if value})
        if parts:
            yield Date(found.start(), found.end(), parts)


def _is_foreign(named: re.Match[str]) -> bool:
    """Whether a day and the word behind it may be a date of another language; "12 April" is one of ours."""
    name = named["name"].lower()
    return name in _FOREIGN and (name not in _NAMES or bool(named["of"].strip()) or named["de"] is not None)


def iso_date(printed: str) -> str | None:
    """A date in any printed form as ISO 8601; a year, or a year and a month, is one too."""
    found = next(find_dates(printed), None)
    if found:
        return found.iso
    short = re.match(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?(?![\d-])", printed)
    return short.group() if short else None


def _parts(group: dict[str, str]) -> tuple[int, ...] | None:
    year = int(group["year"])
    if "a" in group:
        month, day = int(group["a"]), int(group["b"])
        if month > 12 or (group["stop"] == "." and day <= 12):
            month, day = day, month
    elif "foreign" in group:
        month, day = _FOREIGN[group["foreign"].lower()], int(group["day"])
    else:
        named = group["month"]
        month = int(named) if named.isdigit() else _MONTHS[named[:3].lower()]
        if "day" not in group:
            return year, month
        day = int(group["day"])
    try:
        date(year, month, day)
    except ValueError:
        return None  # the 31st of February, a 13th month
    return year, month, day


def issued_year(csl: Csl) -> int | None:
    """The year of publication in CSL-JSON; None where it is not given."""
    parts = (csl.get("issued") or {}).get("date-parts") or [[]]
    return int(parts[0][0]) if parts[0] else None
