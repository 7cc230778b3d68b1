"""What one thing is said to do to another, up, down or nothing, and whether a source says the opposite of a claim.

A claim is held against those sentences of its source that share its outcome and most of its words. Only where all of
them point the other way is it said to differ; where one agrees, or none is near enough, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from citecheck.assess.wording import content
from citecheck.lexicon import Hit, Token, tokens, word_list
from citecheck.model import Contrast
from citecheck.text import collapse, sentences

_DATA = Path(__file__).with_suffix(".toml")
_SIGNS = {
    "up": (1, 0),
    "goes_with": (1, 0),
    "cause": (1, 0),
    "aid": (0, 1),
    "down": (-1, 0),
    "loss": (-1, 0),
    "better": (0, 1),
    "worse": (0, -1),
}
"""Up or down, and good or bad where that is said."""
_OBJECT = re.compile(r"\b(?:and|in|among|with|after|at|on|by|than|when)\b")
"""What ends the thing that a verb is about."""
_REACH = 5
"""Words before a verb in which a negation is one of it."""
_BREAKS = frozenset({*".;:!?()", "but", "while", "whereas", "although", "however", "though", "despite"})
_CONCEDES = frozenset({"while", "although", "though", "despite"})
"""What comes behind them is granted, not claimed."""
_PLAIN = 200
"""Characters of a claim that says one thing."""
_SURE = 4
"""Words that are shared where the two are surely about the same."""
_LEAST = 2
"""Words that a statement shares with a claim, those of the outcome twice, to speak against it."""
_CHAIN = 4
"""Words within which a second verb says what the first one leads to."""
_LEADING = frozenset({"goes_with", "cause", "aid"})


@dataclass(frozen=True, slots=True)
class Effect:
    """One statement: `change` 1 up, -1 down; `worth` 1 for the better, -1 for the worse; 0 where it is not said."""

    change: int
    worth: int
    null: bool
    before: frozenset[str]
    after: frozenset[str]
    """The words before and behind what says it, within its part of the sentence."""
    thing: frozenset[str]
    """The words of what changes."""
    within: frozenset[str]
    """All words of its part of the sentence."""
    of_lack: bool
    """Whether it speaks of too little of something."""
    kind: str
    """The list of effects.toml that its verb stands in."""
    verb: str
    quote: str


@lru_cache(maxsize=2048)
def effects(text: str) -> tuple[Effect, ...]:
    """The statements of a text; what is only asked, planned or wished for is none."""
    return tuple(one for span in sentences(text) for one in _in_sentence(collapse(text[span.start : span.end])))


def _in_sentence(sentence: str) -> Iterator[Effect]:
    words = tokens(sentence)
    said = word_list(_DATA).find_each(sentence, words)
    if said.get("open"):
        return
    for first, last in _parts(words):
        yield from _in_part(sentence, words, said, first, last)


def _parts(words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    begin = 0
    for i, word in enumerate(words):
        if word.word in _BREAKS or (word.word == "," and words[begin - 1].word in _CONCEDES and begin):
            if i > begin and not (begin and words[begin - 1].word in _CONCEDES):
                yield begin, i
            begin = i + 1
    if len(words) > begin and not (begin and words[begin - 1].word in _CONCEDES):
        yield begin, len(words)


def _in_part(
    sentence: str, words: Sequence[Token], said: dict[str, list[Hit[str]]], first: int, last: int
) -> Iterator[Effect]:
    def inside(name: str) -> list[Hit[str]]:
        return [hit for hit in said.get(name, ()) if first <= hit.first and hit.last <= last]

    nothing, otherwise, idle = inside("none"), inside("not_negator"), inside("idle")
    negators = [
        hit for hit in inside("negator") if not any(hit.first < o.last and o.first < hit.last for o in otherwise)
    ]
    verbs = sorted((hit for name in _SIGNS for hit in inside(name)), key=lambda hit: (hit.first, -hit.last))
    verbs = _distinct(verbs)
    whole = content(_text(sentence, words, first, last))
    for hit in nothing:
        if not any(hit.first < o.last and o.first < hit.last for o in otherwise):
            yield _effect(sentence, words, hit, first, last, whole, (0, 0), null=True)
    for hit in verbs:
        if any(n.first <= hit.first < n.last for n in (*nothing, *idle)):
            continue
        null = any(0 <= hit.first - n.last <= _REACH for n in negators) or any(
            0 <= hit.first - n.last <= 1 and n.value == "none" for n in nothing
        )
        yield _effect(sentence, words, hit, first, last, whole, _SIGNS[hit.value], null=null)


def _distinct(verbs: Sequence[Hit[str]]) -> list[Hit[str]]:
    """One verb at each place; "leads to lower" is said by its last word."""
    kept: list[Hit[str]] = []
    for hit in verbs:
        if kept and hit.first < kept[-1].last:
            continue
        if kept and hit.first - kept[-1].last <= _CHAIN and _says_what(kept[-1]):
            kept.pop()
        if kept and hit.value != "goes_with" and _is_subject(kept[-1]):
            kept.pop()
        kept.append(hit)
    return kept


def _says_what(hit: Hit[str]) -> bool:
    """Whether another verb may follow that says what is done: "led to a reduction", "helps to prevent"."""
    return hit.value in _LEADING


def _is_subject(hit: Hit[str]) -> bool:
    """Whether a loss is spoken of that does something itself: "weight loss improves sleep"."""
    return hit.value == "loss"


def _effect(
    sentence: str,
    words: Sequence[Token],
    hit: Hit[str],
    first: int,
    last: int,
    whole: frozenset[str],
    sign: tuple[int, int],
    *,
    null: bool,
) -> Effect:
    before = _text(sentence, words, first, hit.first)
    after = _text(sentence, words, hit.last, last)
    verb = sentence[hit.start : hit.end]
    extra = content("weight") if "weight" in verb.lower() else frozenset()
    change, worth = sign
    object_ = _OBJECT.split(after, maxsplit=1)[0]
    thing = f"{object_} {verb}" if content(object_) or _valence(object_) else before
    if change and not worth:
        worth = change * _valence(thing)
    lack = f"{before} {after}" in word_list(_DATA, "lack")
    return Effect(
        change,
        worth,
        null,
        content(before),
        content(after) | extra,
        content(thing),
        whole | extra,
        lack,
        hit.value,
        verb,
        sentence,
    )


def _text(sentence: str, words: Sequence[Token], first: int, last: int) -> str:
    return sentence[words[first].start : words[last - 1].end] if first < last else ""


def _valence(text: str) -> int:
    """1 where more of it is good, -1 where it is bad, 0 where it is not known."""
    said = word_list(_DATA, "bad", "good").find_each(text)
    if "bad" in said:
        return -1
    return 1 if "good" in said else 0


def opposed(one: Effect, other: Effect) -> bool | None:
    """Whether two statements about the same thing exclude one another; None where nobody can tell."""
    if one.of_lack != other.of_lack:
        return None
    same_way = (one.worth == other.worth) if one.worth and other.worth else (one.change == other.change)
    alike = bool(one.thing & other.thing) or not (one.thing or other.thing)
    told = bool(one.worth and other.worth) or bool(one.change and other.change and alike)
    if one.null and other.null:
        return False
    if one.null or other.null:
        # That nothing rises does not say that nothing falls.
        nothing = one if one.null else other
        return True if same_way or not (nothing.change or nothing.worth) else None
    return not same_way if told else None


@dataclass(frozen=True, slots=True)
class Direction:
    """How a source's statements stand to a claim's."""

    agrees: Effect | None
    differs: Effect | None
    claim: Effect | None
    of_subject: bool
    """Whether the statement names what the claim says has the effect."""
    shared: int
    """Words that the claim and the statement share, those of the outcome twice."""


def direction(claim: str, source: str, title: str = "") -> Direction:
    """How the nearest statements of a source stand to the first of a claim that one of them answers."""
    mine, theirs = effects(claim), effects(source)
    if claim.rstrip().endswith("?") or len({one.null for one in mine}) > 1:
        return _NOTHING
    known = content(f"{title} . {source}")
    for own in mine:
        outcome = own.after or own.before
        subject = own.within - outcome
        if subject and not subject & known:
            continue
        near = _near(own, outcome, subject, theirs)
        best = max((rank for rank, _ in near), default=(False, 0))
        judged = [(opposed(own, one), one) for rank, one in near if rank == best]
        agrees = next((one for verdict, one in judged if verdict is False), None)
        differs = next((one for verdict, one in judged if verdict), None) if best[1] >= _LEAST else None
        if title and subject and not best[0] and not subject & content(title):
            differs = None  # what the statement is of is not said, and the source has more than one thing to be of
        if agrees or differs:
            return Direction(agrees, None if agrees else differs, own, *best)
    return _NOTHING


def _near(
    own: Effect, outcome: frozenset[str], subject: frozenset[str], theirs: Sequence[Effect]
) -> list[tuple[tuple[bool, int], Effect]]:
    """The statements about the same outcome, or of the same subject where they leave the outcome out; ranked."""
    found = []
    for one in theirs:
        elliptical = bool(subject & one.within) and not one.thing and not one.null
        if elliptical or outcome & (one.within if one.null else one.thing | one.after):
            shared = 2 * len(outcome & one.within) + len(subject & one.within) + (own.verb == one.verb)
            found.append(((bool(subject & one.within), shared + 2 * elliptical), one))
    return found


_NOTHING = Direction(None, None, None, of_subject=False, shared=0)


def check_direction(claim: str, source: str, title: str) -> Contrast | None:
    """Where the source says the opposite of a claim, or that there is no such effect."""
    found = direction(claim, source, title)
    if not found.differs or not found.claim:
        return None
    own, other = found.claim, found.differs
    if other.null:
        message = "says that there is no such effect or difference"
    elif own.null:
        message = "says that there is one"
    else:
        message = "says the opposite"
    vague = "goes_with" in (own.kind, other.kind) and not (own.null or other.null)
    sure = found.shared >= _SURE and found.of_subject and len(claim) <= _PLAIN
    return Contrast("direction", own.verb, other.quote, message, 0.85 if sure and not vague else 0.7)
