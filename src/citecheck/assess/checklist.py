"""HealthNewsReview's criteria and the JAMA benchmarks by genre, each with a score and the words that decided.

What a criterion asks and what answers it is data (checklist.toml); where the article tells it, content.py has found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec import Struct

from citecheck.assess.attributed import sentence_of
from citecheck.model import Assessment, Audited, ChecklistItem, Finding, Told
from citecheck.tables import load

_DATA = Path(__file__).with_suffix(".toml")
_MET = 0.5
"""Score from which a criterion counts as met."""
_CRITERIA = (
    "costs benefits harms evidence-quality disease-mongering funding alternatives availability novelty language"
).split()
"""HealthNewsReview's, in the contract's order."""
_LEAFLET = "how-it-works without-treatment quality-of-life uncertainty shared-decision further-support".split()
_BENCHMARKS = "authorship attribution disclosure currency".split()
_FAULTS = {"sensational": 0.12, "excited": 0.05, "warned": 0.08, "noted": 0.05}
"""What a sentence with such words takes from the score of the language."""
_MOST_FAULTS = 4
_SHOWN = 80
"""Characters of a quotation in an explanation."""


class Sign(Struct, frozen=True):
    """One thing that answers a criterion, with the points that each sentence of it brings."""

    told: tuple[str, ...]
    points: float
    most: int
    tells: str


class Met(Struct, frozen=True):
    """How far a criterion is met: what the article tells of it and where, and what it does not."""

    score: float
    told: tuple[tuple[Sign, Told], ...]
    """Each sign with its first place, the weightiest sign first."""
    untold: tuple[Sign, ...]


@cache
def signs(criterion: str) -> tuple[Sign, ...]:
    """What answers a criterion."""
    rows: Sequence[Mapping[str, Any]] = load(_DATA)[criterion]["signs"]
    return tuple(Sign(tuple(r["told"].split("+")), float(r["points"]), r["most"], r["tells"]) for r in rows)


def how_far(criterion: str, told: Mapping[str, Sequence[Told]]) -> Met:
    """The score of a criterion: it grows with what is told, and nothing that is told besides takes from it."""
    score = 0.0
    found: list[tuple[Sign, Told]] = []
    missing: list[Sign] = []
    for sign in signs(criterion):
        places = list(islice(_places(sign, told), sign.most))
        if places:
            score += sign.points * len(places)
            found.append((sign, places[0]))
        else:
            missing.append(sign)
    found.sort(key=lambda pair: -pair[0].points)
    return Met(round(min(1.0, score), 3), tuple(found), tuple(missing))


def _places(sign: Sign, told: Mapping[str, Sequence[Told]]) -> Iterator[Told]:
    """Where the article tells it; of two topics, the sentences that tell both."""
    first, *others = sign.told
    besides = [{place.start for place in told.get(topic, ())} for topic in others]
    seen: set[int | None] = set()
    for place in told.get(first, ()):
        if place.start not in seen and all(place.start in starts for starts in besides):
            seen.add(place.start)
            yield place


def fill_checklist(audited: Audited, findings: Sequence[Finding]) -> tuple[ChecklistItem, ...]:
    """Every criterion in the contract's order; a leaflet's own questions behind them."""
    assessment = audited.assessment
    asked = [*_CRITERIA, *_BENCHMARKS, *(_LEAFLET if assessment.genre == "patient-information" else ())]
    if not audited.article.document.facts.in_english:
        return tuple(ChecklistItem(one, "cannot-tell", "the article is not in English") for one in asked)
    own = {
        "disease-mongering": _mongering,
        "novelty": _novelty,
        "language": lambda audited: _language(audited, findings),
        "authorship": _authorship,
        "attribution": _attribution,
        "disclosure": _disclosure,
        "currency": _currency,
    }
    return tuple(own[one](audited) if one in own else _by_signs(one, assessment) for one in asked)


def _by_signs(criterion: str, assessment: Assessment) -> ChecklistItem:
    row = load(_DATA)[criterion]
    if assessment.genre in row.get("unasked", ()):
        return ChecklistItem(criterion, "not-applicable", f"not asked of this genre ({assessment.genre})")
    met = how_far(criterion, assessment.told)
    if not met.told and row.get("treats") and not _treats(assessment):
        return ChecklistItem(criterion, "not-applicable", "no claim that a treatment works")
    if not met.told and row.get("silent"):
        return ChecklistItem(criterion, "cannot-tell", row["unmet"], 0.0)
    if met.score >= _MET:
        return _item(criterion, "satisfactory", f"{row['met']}: {_told(met)}", met)
    but = f"; told is {_told(met)}" if met.told else ""
    return _item(criterion, "not-satisfactory", f"{row['unmet']}{but}", met)


def _treats(assessment: Assessment) -> bool:
    """Whether the article is about a treatment: that it works, how it compares, or how it was tried."""
    works = any(c.type in ("efficacy", "comparison") and not c.common_knowledge for c in assessment.claims)
    return works or "trial-design" in assessment.told


def _item(criterion: str, verdict: Any, explanation: str, met: Met) -> ChecklistItem:
    where = met.told[0][1] if met.told else Told("")
    return ChecklistItem(criterion, verdict, explanation, met.score, where.start, where.end)


def _told(met: Met) -> str:
    """What is told, each with its words, as they stand in the article."""
    named = dict.fromkeys(f"{sign.tells} (“{_short(place.words)}”)" for sign, place in met.told[:3])
    more = len(met.told) - 3
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + "…"


def _mongering(audited: Audited) -> ChecklistItem:
    """Only words that can be quoted speak against an article; that nothing was found tells little."""
    told = audited.assessment.told.get("alarm", ())
    if told:
        quoted = f"the condition is made common or grave: “{_short(told[0].words)}”"
        score = max(0.0, 0.4 - 0.1 * len(told))
        return ChecklistItem(
            "disease-mongering", "not-satisfactory", quoted, round(score, 3), told[0].start, told[0].end
        )
    return ChecklistItem("disease-mongering", "cannot-tell", "judged by a reader: how common and grave it is made")


def _novelty(audited: Audited) -> ChecklistItem:
    if audited.assessment.genre in load(_DATA)["novelty"]["unasked"]:
        return ChecklistItem("novelty", "not-applicable", "a leaflet is asked other questions")
    told = audited.assessment.told
    met = how_far("novelty", told)
    known = any(topic in told for topic in ("earlier-work", "difference", "confirmation"))
    if met.score >= _MET and known:
        return _item("novelty", "satisfactory", f"what is new is set beside what was known: {_told(met)}", met)
    loud = next((place for place in told.get("sensational", ()) if "new" in told or "first" in told), None)
    if loud and not known:
        quoted = f"it is called new (“{_short(loud.words)}”), and what was known before is not told"
        return ChecklistItem("novelty", "not-satisfactory", quoted, met.score, loud.start, loud.end)
    return ChecklistItem("novelty", "cannot-tell", "judged by a reader: whether what is called new is new", met.score)


def _language(audited: Audited, findings: Sequence[Finding]) -> ChecklistItem:
    """By the sentences that sell or cheer, those of people who are quoted too: a writer chooses what to quote."""
    own = [f for f in findings if f.rule_id.startswith("PRO") and not f.suppressed]
    told = audited.assessment.told
    places = {
        "sensational": [(p.start, p.end) for p in told.get("sensational", ())],
        "excited": [(p.start, p.end) for p in told.get("excited", ())],
        "warned": [(f.start, f.end) for f in own if f.level != "note"],
        "noted": [(f.start, f.end) for f in own if f.level == "note"],
    }
    score = 1.0 - sum(_FAULTS[name] * min(len(spans), _MOST_FAULTS) for name, spans in places.items())
    count = _places_of(audited, [start for spans in places.values() for start, _ in spans if start is not None])
    if score >= 0.75:
        found = _places_of(audited, [f.start for f in own if f.start is not None])
        but = f" but for {found} place{'s' if found > 1 else ''}" if found else ""
        return ChecklistItem("language", "satisfactory", f"the wording is sober{but}", round(score, 3))
    start, end = next(spans[0] for name in ("warned", "sensational", "noted", "excited") if (spans := places[name]))
    explained = f"wording that sells or cheers in {count} places"
    return ChecklistItem("language", "not-satisfactory", explained, round(max(score, 0.0), 3), start, end)


def _places_of(audited: Audited, starts: Sequence[int]) -> int:
    """How many sentences, and lines that are none, these offsets lie in."""
    within = {start: sentence_of(audited.article.sentences, start) for start in starts}
    return len({at for at in within.values() if at is not None}) + sum(at is None for at in within.values())


def _authorship(audited: Audited) -> ChecklistItem:
    authors = audited.article.document.facts.author
    if not authors:
        return ChecklistItem("authorship", "not-satisfactory", "no author is named", 0.0)
    named = f"by {', '.join(authors)}"
    if "credentials" in audited.assessment.told:
        return ChecklistItem("authorship", "satisfactory", f"{named}, with credentials", 1.0)
    return ChecklistItem("authorship", "satisfactory", f"{named}; credentials are not given", 0.75)


def _attribution(audited: Audited) -> ChecklistItem:
    kinds = [verdict.kind for verdict in audited.assessment.verdicts]
    sourced = sum(kind in ("cited", "supported", "weak-source", "attributed") for kind in kinds)
    wanting = sum(kind in ("missing-citation", "overstated", "contradicted") for kind in kinds)
    if not sourced + wanting:
        return ChecklistItem("attribution", "not-applicable", "nothing in it needs a source")
    told = f"{sourced} of {sourced + wanting} statements that need a source have one"
    share = sourced / (sourced + wanting)
    return ChecklistItem("attribution", "satisfactory" if share >= _MET else "not-satisfactory", told, round(share, 3))


def _disclosure(audited: Audited) -> ChecklistItem:
    told = [place for topic in ("disclosure", "ownership") for place in audited.assessment.told.get(topic, ())]
    if told:
        explained = f"interests or ownership are stated (“{_short(told[0].words)}”)"
        return ChecklistItem("disclosure", "satisfactory", explained, 1.0, told[0].start, told[0].end)
    silent = "nothing is said of ownership or interests"
    if audited.assessment.genre == "commercial":
        return ChecklistItem("disclosure", "not-satisfactory", silent, 0.0)
    return ChecklistItem("disclosure", "cannot-tell", silent)


def _currency(audited: Audited) -> ChecklistItem:
    published = audited.article.document.facts.published
    reviewed = audited.assessment.told.get("reviewed", ())
    if published:
        return ChecklistItem("currency", "satisfactory", f"dated {published}", 1.0)
    if reviewed:
        explained = f"a review is dated (“{_short(reviewed[0].words)}”)"
        return ChecklistItem("currency", "satisfactory", explained, 0.75, reviewed[0].start, reviewed[0].end)
    return ChecklistItem("currency", "not-satisfactory", "no date is given", 0.0)
