"""Whether a source says what a claim says: its topic, figures, people, direction, strength and design.

Each point has a check of its own and gives, where claim and source differ, the words of both. What cannot be told from
the text at hand is left open: the verdict is then `unclear`, and nothing is said against the claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from citecheck.assess.claims import strengths
from citecheck.assess.effects import check_direction, direction, effects
from citecheck.assess.figures import check_numbers
from citecheck.assess.groups import check_population
from citecheck.assess.wording import concepts, content, printed
from citecheck.expressions import expression
from citecheck.lexicon import Lexicon, word_list
from citecheck.model import Contrast, Exaggeration, Strength, Support, SupportKind
from citecheck.patterns import patterns_in
from citecheck.tables import load
from citecheck.text import collapse, sentences

_DATA = Path(__file__).with_suffix(".toml")
_ORDER: tuple[Strength, ...] = ("none", "correlational", "hedged-causal", "causal")
_SAME = 0.43
"""Probability from which claim and source are taken to be put alike."""
_FUTURE = expression(r"\b(?:needed|warranted|required|future|further)\b", re.IGNORECASE)
_DESIGNS = {
    "trial": "a trial",
    "synthesis": "a systematic review or meta-analysis",
    "observation": "an observational study",
    "case": "an uncontrolled study",
    "narrative": "a narrative review",
}
_SAID_OF_DESIGN = expression(
    r"\b(?:a|an|the|this|one|new|recent|large|small|his|her|their)\s(?:[\w-]+\s){0,4}"
    r"(?:trial|meta-analysis|systematic review|cohort(?: study)?|survey|case (?:report|series))\b"
    r"(?=[^.;]{0,60}\b(?:found|finds|showed|shows|shown|linked|links|confirmed|proved|reported|demonstrated|concluded)\b)",
    re.IGNORECASE,
)
_SAID_AS = (
    ("synthesis", expression(r"meta-analys|systematic review", re.IGNORECASE)),
    ("observation", expression(r"cohort|survey", re.IGNORECASE)),
    ("case", expression(r"case (?:report|series)", re.IGNORECASE)),
    ("trial", expression(r"trial", re.IGNORECASE)),
)
_PRIOR = 0.5
"""What is left of the probability that a claim, or what its source says of it, states no relation: where the two stand
side by side few do, while of the sentences that the models learnt from half did."""
_LONG_ENOUGH = 250
"""Characters of an abstract that says what its work is about."""
_LEAD = 3000
"""Characters of a whole text within which its abstract stands."""
_TOPIC = 2
"""Words that a claim and its source share where they are about the same thing."""
_ENOUGH = 4
"""Words by which a sentence of the source is near enough to a claim to be quoted as what it rests on."""


class Source(Struct, frozen=True):
    """What a claim is held against."""

    text: str
    title: str = ""
    whole: bool = False
    """Whether it is the whole text: what it lacks is then not somewhere else."""

    @property
    def lead(self) -> Source:
        """The part that tells what was done and found: of a whole text its beginning, where the abstract stands."""
        return replace(self, text=self.text[:_LEAD]) if self.whole else self

    @property
    def everything(self) -> str:
        return f"{self.title}. {self.text}" if self.title else self.text


def compare(claim: str, source: Source) -> Support:
    """What a source says to a claim; never raises.

    >>> compare("Tea lowers blood pressure.", Source("Tea had no effect on blood pressure.")).verdict
    'contradicts'
    """
    numbers, contrasts = check_numbers(claim, source.text, source.title, source.whole)
    if off := _topic(claim, source):
        contrasts = [off]
    else:
        lead = source.lead
        contrasts += check_population(claim, lead.text, lead.title)
        if turned := check_direction(claim, lead.text, lead.title):
            contrasts.append(turned)
        contrasts += _strength(claim, lead)
        contrasts += _design(claim, lead)
        contrasts += _missing(claim, source)
    nearest, shared = _nearest(claim, source.text)
    own, its = _strengths(claim), _strengths(nearest or source.text)
    verdict: SupportKind = "unclear"
    if any(one.kind == "direction" for one in contrasts):
        verdict = "contradicts"
    elif not contrasts and _is_said(claim, source, shared, all(one.found for one in numbers)):
        verdict = "supports"
    return Support(
        verdict=verdict,
        exaggeration=_exaggeration(own, its),
        strength=max(_ORDER, key=lambda name: own[name]),
        source_strength=max(_ORDER, key=lambda name: its[name]),
        numbers=tuple(numbers),
        contrasts=tuple(contrasts),
        quote=contrasts[0].quote if contrasts else nearest,
        reasons=tuple(f"the source {one.message}" for one in contrasts),
    )


def _nearest(claim: str, text: str) -> tuple[str, int]:
    """The sentence of the source that shares most words with a claim, and how many; the later of two alike."""
    wanted = content(claim)
    best, most = "", 0
    for span in sentences(text):
        shared = len(wanted & content(text[span.start : span.end]))
        if shared and shared >= most:
            best, most = collapse(text[span.start : span.end]), shared
    return best, most


def _is_said(claim: str, source: Source, shared: int, figures_found: bool) -> bool:
    """Whether a sentence of the source says the same: an effect the same way, or the same figures and words."""
    if not figures_found:
        return False
    found = direction(claim, source.text, source.title)
    return (found.agrees is not None and found.shared >= _ENOUGH) or shared >= _ENOUGH + 1


def _topic(claim: str, source: Source) -> Contrast | None:
    """Where a claim has neither a treatment nor a condition nor a word of weight in common with its source."""
    said, its = content(claim), content(source.everything)
    named = concepts(claim)
    if not named or named & concepts(source.everything) or _umbrella(named, source.everything):
        return None
    if len(said & its) > (1 if len(named) > 1 and len(said) >= _ENOUGH else 0):
        return None
    if len(named) == 1 and len(said) <= _ENOUGH:
        return None
    sure = bool(source.title) and len(source.text) >= _LONG_ENOUGH
    return Contrast(
        "topic", collapse(claim), source.title, f"does not speak of {printed(named, claim)}", 0.85 if sure else 0.6
    )


def _missing(claim: str, source: Source) -> Iterator[Contrast]:
    """What a claim names and its source never does, where it speaks of the same thing otherwise."""
    named, its = concepts(claim), concepts(source.everything)
    for one in sorted(named - its if named & its else ()):
        if not _umbrella({one}, source.everything) and not content(one) & content(source.everything):
            words = printed({one}, claim)
            yield Contrast("missing", words, "", f"does not speak of {words}", 0.5)
    mine, theirs = _terms("said").find_each(claim), _terms("said", "also").find_each(source.everything)
    for term, hits in mine.items():
        if term not in theirs:
            words = claim[hits[0].start : hits[0].end]
            yield Contrast("missing", words, "", f"does not speak of {term}", 0.5)


@cache
def _terms(*parts: str) -> Lexicon[str]:
    data = load(_DATA.with_name("terms.toml"))
    return Lexicon((line, term) for term, table in data.items() for part in parts for line in patterns_in(table[part]))


def _umbrella(named: set[str] | frozenset[str], text: str) -> bool:
    """Whether a text speaks of a kind of thing that one of these is: of mental disorders, of heart disease."""
    covers = _umbrellas()
    return any(word in text.lower() for one in named for word in covers.get(one, ()))


@cache
def _umbrellas() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for umbrella in load(_DATA.with_name("wording.toml"))["umbrellas"]:
        for name in umbrella["names"]:
            found[name] = (*found.get(name, ()), *umbrella["kinds"])
    return found


def _strength(claim: str, source: Source) -> Iterator[Contrast]:
    """Where a claim leaves no doubt, or makes a cause of what the source only saw, and its source does not."""
    lists = word_list(_DATA, "certain", "not_certain", "loud", "makes", "doubt", "seen", "weak")
    mine = lists.find_each(claim)
    its = lists.find_each(source.everything)
    end = _conclusion(source.text)
    for name, confidence in (("certain", 0.85), ("loud", 0.6)):
        words = [claim[hit.start : hit.end] for hit in mine.get(name, ())]
        absent = [word for word in words if not content(word) & content(source.everything)]
        wary = "doubt" in its or "weak" in its or "seen" in its or _bold(absent)
        if absent and wary and "not_certain" not in mine:
            close = len(content(claim) & content(source.everything)) >= _TOPIC
            message = f"does not say so strongly: it has no “{absent[0]}”"
            yield Contrast("strength", absent[0], end, message, confidence if close else 0.6)
            return
    said = any(not one.null for one in effects(claim))
    if (
        said
        and "makes" in mine
        and "doubt" not in mine
        and "seen" not in mine
        and "seen" in its
        and not _tested(source)
    ):
        made = claim[mine["makes"][0].start : mine["makes"][0].end]
        if not direction(claim, source.text, source.title).differs:
            wanted = content(claim)
            spans = [source.text[span.start : span.end] for span in sentences(source.text)]
            told = [one for one in spans if one in word_list(_DATA, "seen")]
            quote = collapse(max(told, key=lambda one: len(wanted & content(one)), default=end))
            near = len(wanted & content(source.everything)) >= _TOPIC
            message = "saw the two together and does not say that one causes the other"
            yield Contrast("strength", made, quote, message, 0.85 if near else 0.6)


def _bold(words: Sequence[str]) -> bool:
    """Whether a claim says what no study can."""
    return any(
        content(word) & content("cure cures cured proven guarantee guarantees guaranteed miracle eliminates eradicates")
        for word in words
    )


def _tested(source: Source) -> bool:
    """Whether the source is a trial, or a review that may hold some."""
    kinds = _designs_of(source)
    return "trial" in kinds or (bool(kinds & {"synthesis", "narrative"}) and "observation" not in kinds)


def _design(claim: str, source: Source) -> Iterator[Contrast]:
    """Where a claim names another kind of study than its source is."""
    said = _SAID_OF_DESIGN.search(_done(claim))
    if not said:
        return
    kind = next(name for name, pattern in _SAID_AS if pattern.search(said.group()))
    kinds = _designs_of(source)
    if kinds and kind not in kinds:
        of = " and ".join(_DESIGNS[one] for one in sorted(kinds))
        yield Contrast("design", said.group(), source.title or _first(source.text), f"is of {of}", 0.85)


@lru_cache(maxsize=256)
def _designs_of(source: Source) -> frozenset[str]:
    """The kinds of study that a source speaks of as its own; what it wishes for is none."""
    return frozenset(_kinds().find_each(_done(source.everything)))


def _done(text: str) -> str:
    """The sentences of a text that do not speak of what is still to be done."""
    spans = [text[span.start : span.end] for span in sentences(text)]
    return " ".join(one for one in spans if not _FUTURE.search(one))


@cache
def _kinds() -> Lexicon[str]:
    table = load(_DATA)["design"]
    return Lexicon((line, name) for name, block in table.items() for line in patterns_in(block))


def _first(text: str) -> str:
    return next((collapse(text[s.start : s.end]) for s in sentences(text)), "")


def _conclusion(text: str) -> str:
    return next((collapse(text[s.start : s.end]) for s in reversed(sentences(text))), "")


def _strengths(text: str) -> dict[str, float]:
    """How likely each strength is of the first sentence of a text, which says what it is about."""
    shares = strengths(_first(text) or text)
    shares["none"] *= _PRIOR
    total = sum(shares.values())
    return {name: share / total for name, share in shares.items()}


def _exaggeration(own: dict[str, float], its: dict[str, float]) -> Exaggeration:
    """Whether a claim is put more strongly than its source, by the probabilities of each strength."""
    above = sum(own[a] * its[b] for i, a in enumerate(_ORDER) for b in _ORDER[:i])
    below = sum(own[a] * its[b] for i, a in enumerate(_ORDER) for b in _ORDER[i + 1 :])
    if 1 - above - below >= _SAME:
        return "same"
    return "exaggerates" if above >= below else "downplays"
