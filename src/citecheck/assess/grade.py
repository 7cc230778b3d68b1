"""The grade: named, weighted, explained components, and what would raise it, computed by changing one thing at a time.

The letter rates how an article sources and words what it says. It is no GRADE or USPSTF grade: those rate evidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from citecheck.assess.measures import BALANCE, Backing, Measures, measure
from citecheck.model import Audited, Component, ComponentName, Finding, Grade, Score

WEIGHTS: Mapping[ComponentName, float] = {
    "citations": 22.0,
    "sources": 7.0,
    "evidence": 7.0,
    "balance": 38.0,
    "tone": 16.0,
    "disclosure": 10.0,
}
"""Of a hundred; `weights` in citecheck.toml sets others."""
_LETTERS: tuple[tuple[float, Grade], ...] = ((80, "A"), (65, "B"), (50, "C"), (35, "D"), (0, "F"))
_UNSOURCED, _UNSOURCED_MOST = 0.6, 49.9
"""What is left of the value of an article that gives no source at all, and the most it can be: D."""
_ENOUGH = 0.8
"""The share of what is wanted from which a component is full: not every statement has to be cited."""
_TELLS = 0.85
"""The mean score of the criteria of balance from which that component is full."""
_BEST = 0.5
"""The part that an article's best source brings by itself; the rest goes by how much of the article is sourced."""
_DENSE = 20.0
"""Promotional weight per 1,000 words at which nothing is left of the tone component."""
_UNSOUND = 0.2
"""What each reference that is taken back, or cannot be the one meant, takes from the sources."""
_FIRST = 5
"""Statements that one of the edits gives a source."""
_LEAST = 3
"""Statements that need a source, below which there is nothing to grade."""
_MOST_UNCHECKED = 0.5
"""The share of what is backed by references alone that nobody looked up, above which there is no grade."""


def grade(audited: Audited, findings: Sequence[Finding], weights: Mapping[ComponentName, float] | None = None) -> Score:
    """The score of an article; null, with the reason, where there is nothing to grade. `weights` replaces WEIGHTS."""
    facts = audited.article.document.facts
    if not facts.in_english:
        return Score(None, None, f"claims are judged in English only, and this article's language is {facts.language}")
    measures = measure(audited, findings)
    reason = _ungraded(measures.backings)
    if reason:
        return Score(None, None, reason)
    shares = _shares(weights)
    value = _value(measures, shares)
    return Score(
        _letter(value), round(value, 1), None, _components(measures, shares), _raise_by(measures, shares, findings)
    )


def _ungraded(backings: Sequence[Backing]) -> str | None:
    if len(backings) < _LEAST:
        return f"{len(backings)} statements that need a source are too few to grade"
    sourced = [b for b in backings if b.sourced]
    unchecked = sum(b.unchecked for b in sourced)
    if unchecked > _MOST_UNCHECKED * len(sourced):
        return f"the sources of {unchecked} of {len(sourced)} statements could not be looked up"
    return None


def _shares(weights: Mapping[ComponentName, float] | None) -> Mapping[ComponentName, float]:
    """The weights of all components, summing to 100."""
    chosen = {**WEIGHTS, **(weights or {})}
    total = sum(chosen.values())
    return {name: 100 * weight / total for name, weight in chosen.items()}


def _values(m: Measures) -> dict[ComponentName, float]:
    """Each component, 0 to 100."""
    disclosure = 0.3 * m.author + 0.1 * m.credentials + 0.2 * m.date + 0.4 * max(m.told["funding"], 0.5 * m.disclosed)
    return {
        "citations": _share([b.sourced for b in m.backings], m.backings),
        "sources": _share([b.findable for b in m.backings], m.backings) * max(0.0, 1 - _UNSOUND * m.unsound),
        "evidence": _share([b.strength for b in m.backings], m.backings),
        "balance": 100 * min(1.0, sum(m.told[criterion] for criterion in BALANCE) / (_TELLS * len(BALANCE))),
        "tone": 100 * max(0.0, 1 - m.promotion / _DENSE),
        "disclosure": 100 * disclosure,
    }


def _share(parts: Sequence[float], backings: Sequence[Backing]) -> float:
    """Of all that needs a source, weighed by what is at stake; and, by itself, of the best that there is.

    No average over the sources alone: that would fall with a further one.
    """
    wanted = sum(b.worth for b in backings if b.owed)
    got = sum(b.worth * part for b, part in zip(backings, parts, strict=True))
    share = min(1.0, got / (_ENOUGH * wanted)) if wanted else float(got > 0)
    return 100 * (_BEST * max(parts, default=0.0) + (1 - _BEST) * share)


def _value(m: Measures, shares: Mapping[ComponentName, float]) -> float:
    value = sum(shares[name] * part / 100 for name, part in _values(m).items())
    return value if m.any_source else min(_UNSOURCED * value, _UNSOURCED_MOST)


def _letter(value: float) -> Grade:
    return next(letter for least, letter in _LETTERS if round(value, 1) >= least)


def _components(m: Measures, shares: Mapping[ComponentName, float]) -> dict[str, Component]:
    sourced, wanted = sum(b.owed and b.sourced > 0 for b in m.backings), sum(b.owed for b in m.backings)
    told = [f"{criterion} {m.told[criterion]:.0%}" for criterion in BALANCE]
    values = _values(m)
    explained: dict[ComponentName, str] = {
        "citations": f"{sourced} of {wanted} graded statements rest on a source, their own or the whole article's,"
        " weighed by what is at stake; harms, limits and prices owe none",
        "sources": _in_words(values["sources"], "a reader can find the sources of {} that needs one"),
        "evidence": _in_words(values["evidence"], "there is strong evidence behind {} that needs it"),
        "balance": "how far each is told: " + ", ".join(told),
        "tone": f"{m.promotion:.0f} promotional findings per 1,000 words, by weight",
        "disclosure": ", ".join(
            f"{name} {'given' if there else 'not given'}"
            for name, there in (
                ("author", m.author),
                ("credentials", m.credentials),
                ("date", m.date),
                ("funding or interests", m.disclosed or m.told["funding"] > 0),
            )
        ),
    }
    return {name: Component(round(values[name], 1), shares[name], explained[name]) for name in WEIGHTS}


def _in_words(value: float, told: str) -> str:
    return told.format("most" if value >= 75 else "half of all" if value >= 40 else "little" if value else "nothing")


def _raise_by(m: Measures, shares: Mapping[ComponentName, float], findings: Sequence[Finding]) -> tuple[str, ...]:
    """Up to three edits with the points each would bring, the best first; each is made, and graded again."""
    bare = sorted((b for b in m.backings if not b.sourced or not b.findable), key=lambda b: -b.worth)[:_FIRST]
    cited = tuple(_cited(b) if b in bare else b for b in m.backings)
    promotional = sum(f.rule_id.startswith("PRO") and f.level != "note" and not f.suppressed for f in findings)

    def telling(criterion: str) -> Measures:
        return replace(m, told={**m.told, criterion: max(m.told[criterion], _TOLD)})

    edits = {
        f"cite a source for the {len(bare)} statements with most at stake"
        if len(bare) > 1
        else "cite a source for the statement that has none": replace(m, backings=cited, any_source=True),
        "name side effects, how often they come, and whom it is not for": telling("harms"),
        "say what kind of evidence there is, and what it cannot show": telling("evidence-quality"),
        "say in figures how large the benefit is, and against what": telling("benefits"),
        "name the alternatives": telling("alternatives"),
        "say what it costs": telling("costs"),
        f"replace the promotional wording ({promotional} places)": replace(m, promotion=0.0),
        "name the author": replace(m, author=True),
        "give the date": replace(m, date=True),
        "state who paid, and who earns by it": replace(telling("funding"), disclosed=True),
    }
    value = _value(m, shares)
    gains = sorted(((_value(changed, shares) - value, edit) for edit, changed in edits.items()), key=lambda p: -p[0])
    return tuple(f"{edit}: +{gain:.0f}" for gain, edit in gains[:3] if gain >= 0.5)


_TOLD = 0.8
"""How far a criterion is taken to be met once an edit has told it."""


def _cited(backing: Backing) -> Backing:
    """As with a good journal article behind it."""
    return replace(backing, sourced=1.0, findable=1.0, strength=max(backing.strength, 0.6))
