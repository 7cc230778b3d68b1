"""The figures of a text: shares, counts, times, doses, ratios, each with what its words allow it to stand for.

"One in five" is a share of 20 %, "a third" is 30 to 37 %, "more than 3,000 people" may stand for 3,120. Confidence
intervals, probabilities of error, calendar years, ages and markers of citations are no figures in this sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from citecheck.expressions import expression

Kind = Literal["share", "ratio", "fold", "time", "dose", "points", "count"]

_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen".split()
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: i for i, word in enumerate(_UNITS, 1)} | {word: 10 * i for i, word in enumerate(_TENS, 2)}
_SMALL = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[-\s](?:{'|'.join(_UNITS[:9])}))?|{'|'.join(sorted(_UNITS, key=len, reverse=True))})"
)
_NUMBER = (
    r"(?:\d{1,3}(?:[,\u00a0\u202f\u2009]\d{3})+(?:\.\d+)?|\d+(?:[.·]\d+)?"
    rf"|(?:{_SMALL}|a)\s(?:hundred|thousand)(?:\s(?:and\s)?{_SMALL})?|a\sdozen|{_SMALL})"
    r"(?:\sand\sa\shalf\b)?(?:\s(?:thousand|million|billion|trillion)\b)?"
)
_HALF = " and a half"
_SEPARATORS = expression(r"(?<=\d)[,\u00a0\u202f\u2009](?=\d)")
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_HOURS = {"second": 1 / 3600, "minute": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.5, "year": 8766.0}
_MILLIGRAMS = {"µg": 1e-3, "μg": 1e-3, "mcg": 1e-3, "ug": 1e-3, "mg": 1.0, "g": 1e3}
_PEOPLE = (
    r"(?:patients|outpatients|inpatients|participants|respondents|subjects|adults|women|men|children|people"
    r"|individuals|volunteers|persons|students|veterans|infants|adolescents|teenagers|girls|boys|mothers|users"
    r"|smokers|nurses|workers|households|residents|survivors|babies|pupils)"
)
_STUDIES = r"(?:trials|studies|articles|papers|publications|reviews|meta-analyses|randomi[sz]ed\scontrolled\strials)"
_THINGS = (
    r"(?:infusions|sessions|doses|cups|glasses|cigarettes|drinks|countries|centres|centers|hospitals|cases|deaths"
    r"|infections|strokes|attacks|visits|relapses|fractures|falls|steps|calories|kcal|capsules|tablets|injections"
    r"|mmHg|kg|kilograms|pounds|cm|ml|litres)"
)
_BETWEEN = r"(?:(?!(?:of|in|and|or|with|to|for|from|on|at|by|per|after|than|were|was)\b)[A-Za-z][\w'’-]*\s){0,3}?"
_UNIT = (
    r"(?:\s?(?P<share>%|per\s?cent\b(?!ile)|percentage\spoints?\b)"
    r"|[-\s]?(?P<time>second|minute|hour|day|week|month|year)s?\b(?!-old|\solds?\b|\sof\sage\b)"
    r"|[-\s]?(?P<dose>(?:mg|g|µg|μg|mcg|ug)(?:/kg)?|IU|international\sunits?)\b(?!/)"
    r"|[-\s]?(?P<points>points?)\b"
    r"|(?:-|\s)?(?P<fold>fold\b|times\s(?:as|more|higher|greater|less|lower|the)\b)"
    rf"|\s{_BETWEEN}(?P<people>{_PEOPLE})\b|\s{_BETWEEN}(?P<studies>{_STUDIES})\b|\s(?P<thing>{_THINGS})\b)"
)
_ONE_OF = expression(
    rf"\b(?P<n>{_NUMBER})\s(?:in\s(?:every\s)?|out\sof\s(?:every\s|the\s)?)(?P<m>{_NUMBER})\b(?!\s?(?:%|week|month|year|day))"
    r"|\b(?P<n2>\d+)\s?(?:of\s(?:the\s)?|/)\s?(?P<m2>\d+)(?=\s(?:patients|participants|people|women|men|children|cases)|\))",
    re.IGNORECASE,
)
_PART_OF = expression(rf"\b(?P<n>{_NUMBER})\sof\s(?:the\s)?(?P<m>{_NUMBER})\s(?P<thing>{_THINGS})\b", re.IGNORECASE)
_FRACTION = expression(
    r"\b(?<!and\sa\s)(?P<half>half)(?!-|\s(?:an?\b|as\b|life|hour))(?=\sof|\sthe|[\s.,;:)]|$)"
    r"|\b(?P<n>an?|one|two|three|four)[-\s](?P<part>third|quarter|fifth|tenth)s?\b(?!\s(?:of\sa\s)?(?:trial|study|dose|group|year|day|week|month|hour))",
    re.IGNORECASE,
)
_FRACTIONS = {
    "half": (45.0, 55.5),
    "1third": (30.0, 37.0),
    "2third": (62.0, 70.5),
    "1quarter": (22.0, 28.0),
    "3quarter": (71.0, 79.0),
    "1fifth": (17.5, 22.5),
    "2fifth": (37.5, 42.5),
    "3fifth": (57.5, 62.5),
    "4fifth": (77.5, 82.5),
    "1tenth": (8.5, 11.5),
}
_MEASURED = expression(
    rf"(?P<low>{_NUMBER})(?:\s?%|\spercent|\sper\scent)?(?:(?<=[\d%])\s?[-–]\s?|\s(?:to|or)\s|(?<=between\s\d)\sand\s|(?<=between\s\d\d)\sand\s|(?<=between\s\d\d%)\sand\s)(?P<high>{_NUMBER}){_UNIT}"
    rf"|(?P<one>{_NUMBER}){_UNIT.replace('?P<', '?P<_')}",
    re.IGNORECASE,
)
_POINT_IN_TIME = expression(
    r"\b(?P<unit>day|week|month|year)s?\s(?P<first>\d{1,3})(?:(?:,\s\d{1,3})*,?\s(?:and|to)\s(?P<last>\d{1,3}))?\b"
    r"(?![.·]\d|\s?(?:%|per\s?cent\b)|\s(?:of|in|out\sof)\s\d)",
    re.IGNORECASE,
)
"""No figure of its own begins behind it: "in the second year 8% of …"."""
_RATIO = expression(
    r"\b(?:odds|hazard|risk|rate|incidence)\sratios?\b|\brelative\srisks?\b|\b[aA]?(?:OR|HR|RR|IRR)\b", re.IGNORECASE
)
_RATIO_VALUE = expression(r"[\s(,:=]{0,3}(?:(?:was|were|of|is)\s)?(?P<value>\d+[.·]\d+)")
_NEXT_RATIO = expression(r"[^.;\d]{0,60}?(?:,|\sand)\s(?P<value>\d+[.·]\d+)(?=\s(?:for|in|with|among)\b)")
"""A further value of the same ratio: "1.14 for one and 1.74 for the other"."""
_MULTIPLE = expression(
    r"\b(?:(?P<less>half)\sas\s(?:many|much|likely|often|high|common)|(?P<twice>twice)\s(?:as|the)|(?P<double>doubl(?:e|es|ed|ing))\b(?!-|\sblind|\sdose)"
    r"|(?P<triple>tripl(?:e|es|ed|ing))\b|(?P<halve>halv(?:e|es|ed|ing)|in\shalf(?!\s(?:of|the|an?|all|those|their|our)\b))\b)",
    re.IGNORECASE,
)
_ABOUT = expression(
    r"\b(?:about|around|roughly|approximately|some|circa|an\sestimated|an\saverage\sof|on\saverage)\s(?:the\s)?$|[~≈]\s?$",
    re.IGNORECASE,
)
_OVER = expression(
    r"\b(?:more\sthan|over|at\sleast|above|exceed(?:s|ed|ing)|upwards\sof|as\smany\sas)\s(?:one\sin\s)?$|[>≥]\s?$",
    re.IGNORECASE,
)
_UNDER = expression(
    r"\b(?:nearly|almost|close\sto|up\sto|less\sthan|fewer\sthan|under|below|just\sunder|within)\s(?:the\sfirst\s)?$|[<≤]\s?$",
    re.IGNORECASE,
)
_NO_FIGURE = expression(
    r"\b(?:\d\d\s?%\s)?(?:CI|CrI|confidence\sintervals?|credible\sintervals?)[\s:,=(\[]{0,3}[-–−]?[\d.·]+%?(?:\s?(?:to|-|–|,|;)\s?[-–−]?[\d.·]+%?)?"
    r"|\b[pP]\s?(?:value)?\s?[=<>≤]\s?[\d.·]+|±\s?[\d.·]+|\bS[ED]M?\s?[=:]?\s?[\d.·]+|\b[rtdzF]\s?=\s?[-–−]?[\d.·]+"
    r"|\[\s?\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\s?\]|(?:(?<=[A-Za-z][.,;])|(?<=[A-Za-z’”\"']))\d{1,2}(?:[,–-]\d{1,2})*(?=\s|$)"
    r"|\b(?:type|phase|stage|grade|omega|step|table|figure|class|group|covid|sars-cov|vitamin\s[A-Z])[-\s]?\d+\b"
    r"|\b(?:aged?|ages)\s(?:of\s|between\s|from\s|over\s|under\s|at\sleast\s)*\d+(?:\s?(?:-|–|to|and)\s?\d+)?(?:\s(?:and|or)\s(?:over|older|above|under|younger)|\syears)?"
    r"|\b(?:over|under|above|below)\s\d\d\syears\b(?=[\s,.](?!of\sfollow))|\b\d+[-\s]years?[-\s](?:old|of\sage)\b"
    r"|\bin\stheir\s\w+ies\b|\b(?:1[89]|20)\d\ds?\b(?!\s(?:patients|participants|people|adults|women|men|children|mg))",
)


class Quantity(Struct, frozen=True):
    """A figure with where it stands; `low` and `high` bound what its words may stand for."""

    start: int
    end: int
    kind: Kind
    unit: str
    """Of a count what is counted, of a dose whether it is by weight; only alike ones are compared."""
    values: tuple[float, ...]
    """As written: one, or the two ends of a range."""
    low: float
    high: float


@lru_cache(maxsize=1024)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The figures of a text, left to right; none overlaps another."""
    masked = _NO_FIGURE.sub(lambda found: " " * len(found.group()), text)
    found = sorted(_all(masked), key=lambda one: (one.start, -one.end))
    kept: list[Quantity] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def _all(text: str) -> Iterator[Quantity]:
    yield from _shares_in_words(text)
    yield from _measures(text)
    for found in _PART_OF.finditer(text):
        part = (_value(found["n"]), _value(found["m"]))
        yield Quantity(found.start(), found.end(), "count", found["thing"].lower(), part, *part)
    yield from _ratios(text)
    for found in _POINT_IN_TIME.finditer(text):
        hours = _HOURS[found["unit"].lower()]
        values = tuple(hours * float(found[name]) for name in ("first", "last") if found[name])
        yield Quantity(found.start(), found.end(), "time", "", values, min(values), max(values))


def _shares_in_words(text: str) -> Iterator[Quantity]:
    for found in _ONE_OF.finditer(text):
        n, m = _value(found["n"] or found["n2"]), _value(found["m"] or found["m2"])
        if not 0 < n <= m:
            continue
        share = 100 * n / m
        low, high = (100 * n / (m + 0.5), 100 * n / (m - 0.5)) if m <= 20 else (share * 0.97, share * 1.03)
        yield _bounded(text, Quantity(*found.span(), "share", "", (share,), low, min(high, 100.0)))
    for found in _FRACTION.finditer(text):
        count = {"a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "four": "4"}.get((found["n"] or "").lower())
        bounds = _FRACTIONS.get("half" if found["half"] else f"{count}{found['part'].lower()}")
        if bounds:
            middle = (bounds[0] + bounds[1]) / 2
            yield _bounded(text, Quantity(*found.span(), "share", "", (middle,), *bounds))


def _measures(text: str) -> Iterator[Quantity]:
    for found in _MEASURED.finditer(text):
        parts = {name.lstrip("_"): value for name, value in found.groupdict().items() if value}
        kind, unit, factor = _unit(parts)
        written = [parts[name] for name in ("low", "high", "one") if name in parts]
        values = tuple(factor * _value(one) for one in written)
        if len(values) == 2 and values[0] >= values[1]:
            written, values = written[1:], values[1:]
        low = factor * (_value(written[0]) - _slack(written[0], share=kind == "share"))
        high = factor * (_value(written[-1]) + _slack(written[-1], share=kind == "share", up=True))
        yield _bounded(text, Quantity(*found.span(), kind, unit, values, low, high))


def _unit(parts: dict[str, str]) -> tuple[Kind, str, float]:
    """The kind, what is compared with what, and what one unit is worth."""
    if "share" in parts:
        return "share", "", 1.0
    if "time" in parts:
        return "time", "", _HOURS[parts["time"].lower()]
    if "dose" in parts:
        unit, _, per = parts["dose"].partition("/")
        factor = _MILLIGRAMS.get(unit.lower())
        return ("dose", f"mass{per}", factor) if factor else ("dose", "iu", 1.0)
    if "points" in parts:
        return "points", "", 1.0
    if "fold" in parts:
        return "fold", "", 1.0
    if "people" in parts:
        return "count", "people", 1.0
    if "studies" in parts:
        return "count", "studies", 1.0
    return "count", parts["thing"].lower(), 1.0


def _ratios(text: str) -> Iterator[Quantity]:
    for found in _RATIO.finditer(text):
        value = _RATIO_VALUE.match(text, found.end()) or re.compile(
            r"[^.;\d]{0,60}?\b(?:was|of|were)\s(?P<value>\d+[.·]\d+)"
        ).match(text, found.end())
        while value:
            number = _value(value["value"])
            slack = _slack(value["value"])
            yield Quantity(value.start("value"), value.end(), "ratio", "", (number,), number - slack, number + slack)
            value = _NEXT_RATIO.match(text, value.end())
    for found in _MULTIPLE.finditer(text):
        if found["halve"]:
            # By how much it falls is what "about" and "more than" speak of.
            fall = _bounded(text, Quantity(*found.span(), "share", "", (50.0,), 45.0, 55.5))
            yield Quantity(*found.span(), "fold", "", (0.5,), 1 - fall.high / 100, 1 - fall.low / 100)
        else:
            number = 3.0 if found["triple"] else 0.5 if found["less"] else 2.0
            yield _bounded(text, Quantity(*found.span(), "fold", "", (number,), number * 0.9, number * 1.15))


def _bounded(text: str, found: Quantity) -> Quantity:
    """A figure with what stands before it taken into account: "about", "more than", "nearly"."""
    before = text[max(0, found.start - 24) : found.start]
    low, high, share = found.low, found.high, found.kind == "share"
    if _ABOUT.search(before):
        low, high = low * 0.9, high * 1.1
        if share:
            low, high = min(low, found.values[0] - 2.5), max(high, found.values[-1] + 2.5)
    elif _OVER.search(before):
        high = max(high * 1.2, high + (5 if share else 0))
    elif _UNDER.search(before):
        low = min(low * 0.85, low - (4 if share else 0))
    return replace(found, low=low, high=high)


def _value(written: str) -> float:
    """A number in figures or in words."""
    parts = _SEPARATORS.sub("", written.lower().replace("·", ".")).split()
    scale = 1.0
    while len(parts) > 1 and parts[-1] in ("thousand", "million", "billion", "trillion"):
        scale *= _SCALES[parts.pop()]
    whole = " ".join(parts)
    text = whole.removesuffix(_HALF)
    half = 0.0 if text == whole else 0.5
    if text[0].isdigit():
        return (float(text) + half) * scale
    total = 0.0
    for word in re.split(r"[\s-]+", text):
        if word in _SCALES:
            total = max(total, 1.0) * _SCALES[word]
        elif word == "dozen":
            total = 12.0
        else:
            total += _WORDS.get(word, 0)
    return (total + half) * scale


def _slack(written: str, *, share: bool = False, up: bool = False) -> float:
    """Half of what the last figure that is given stands for; a share may upwards have been cut off, for a whole one."""
    text = written.lower().replace("·", ".")
    scale = next((_SCALES[word] for word in text.split()[1:] if word in ("million", "billion", "trillion")), 1.0)
    digits = re.match(r"[\d,\u00a0\u202f\u2009]+(?:\.(\d+))?", text)
    if digits is None:
        return 0.0
    if digits[1]:
        step = float(10.0 ** -len(digits[1]))
    else:
        whole = re.sub(r"\D", "", digits[0])
        zeros = len(whole) - len(whole.rstrip("0"))
        step = 10.0**zeros if len(whole) > 3 and zeros else 1.0
        if scale == 1.0 and step == 1.0 and not share:
            return 0.0
    return scale * step * (0.99 if share and up and digits[1] is None else 0.5)
