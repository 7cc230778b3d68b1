"""What one thing is said to do to another, up, down or nothing, and whether a source says the opposite of a claim.

A claim is held against those sentences of its source that share its outcome and most of its words. Only where all of
them point the other way is it said to differ; where one agrees, or none is near enough, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from citecheck.assess.wording import content
from citecheck.expressions import expression
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
_OBJECT = expression(r"\b(?:and|in|among|with|after|at|on|by|than|when)\b")
"""What ends the thing that a verb is about."""
_REACH = 5
"""Words before a verb in which a negation is one of it."""
_BREAKS = frozenset({*".;:!?()", "but", "while", "whereas", "although", "however", "though", "despite"})
_LONGEST = 60
"""Words of a part within which a verb is still about what stands there."""
_MOST = 8
"""Statements of a claim that are looked at."""
_STOP = Token(0, 0, ".")
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


class Effect(Struct, frozen=True):
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
    if not said.get("open"):
        for first, last in _parts(words):
            yield from _Part(sentence, words, said, first, last).effects()


def _parts(words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The stretches of words between stops and between words such as "but"; what is only granted is left out."""
    begin = 0
    for i, word in enumerate((*words, _STOP)):
        granted = begin > 0 and words[begin - 1].word in _CONCEDES
        if word.word in _BREAKS or (word.word == "," and granted):
            if i > begin and not granted:
                yield begin, i
            begin = i + 1
        elif i - begin >= _LONGEST:
            yield begin, i
            begin = i


class _Part(Struct, frozen=True):
    """A stretch of a sentence within which a verb finds what it is about."""

    sentence: str
    words: Sequence[Token]
    said: Mapping[str, Sequence[Hit[str]]]
    """What the whole sentence holds of effects.toml."""
    first: int
    last: int

    def effects(self) -> Iterator[Effect]:
        """Its statements, and those that there is no effect."""
        nothing, idle, otherwise = self._said("none"), self._said("idle"), self._said("not_negator")
        negators = [hit for hit in self._said("negator") if not hit.overlaps_any(otherwise)]
        for hit in nothing:
            if not hit.overlaps_any(otherwise):
                yield self._effect(hit, (0, 0), null=True)
        verbs = sorted((hit for name in _SIGNS for hit in self._said(name)), key=lambda hit: (hit.first, -hit.last))
        for hit in _distinct(verbs):
            if any(other.first <= hit.first < other.last for other in (*nothing, *idle)):
                continue
            null = any(self._negates(n, hit) for n in negators)
            null = null or any(0 <= hit.first - n.last <= 1 for n in nothing)
            yield self._effect(hit, _SIGNS[hit.value], null=null)

    def _negates(self, negator: Hit[str], verb: Hit[str]) -> bool:
        """Whether a negation is one of this verb: near before it, and with no comma between."""
        between = self.words[negator.last : verb.first]
        return 0 <= verb.first - negator.last <= _REACH and not any(word.word == "," for word in between)

    def _said(self, name: str) -> list[Hit[str]]:
        return [hit for hit in self.said.get(name, ()) if self.first <= hit.first and hit.last <= self.last]

    def _text(self, first: int, last: int) -> str:
        return self.sentence[self.words[first].start : self.words[last - 1].end] if first < last else ""

    def _effect(self, hit: Hit[str], sign: tuple[int, int], *, null: bool) -> Effect:
        before, after = self._text(self.first, hit.first), self._text(hit.last, self.last)
        verb = self.sentence[hit.start : hit.end]
        lost = content("weight") if hit.value == "loss" else frozenset()
        change, worth = sign
        object_ = _OBJECT.split(after, maxsplit=1)[0]
        thing = f"{object_} {verb}" if content(object_) or _valence(object_) else before
        if change and not worth:
            worth = change * _valence(thing)
        return Effect(
            change=change,
            worth=worth,
            null=null,
            before=content(before),
            after=content(after) | lost,
            thing=content(thing),
            within=content(self._text(self.first, self.last)) | lost,
            of_lack=f"{before} {after}" in word_list(_DATA, "lack"),
            kind=hit.value,
            verb=verb,
            quote=self.sentence,
        )


def _distinct(verbs: Sequence[Hit[str]]) -> list[Hit[str]]:
    """One verb at each place: "leads to lower" is said by its last word, a loss that does something by the other."""
    kept: list[Hit[str]] = []
    for hit in verbs:
        if kept and hit.first < kept[-1].last:
            continue
        if kept and hit.first - kept[-1].last <= _CHAIN and kept[-1].value in _LEADING:
            kept.pop()
        if kept and hit.value != "goes_with" and kept[-1].value == "loss":
            kept.pop()
        kept.append(hit)
    return kept


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


class Direction(Struct, frozen=True):
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
    mine, theirs = effects(claim)[:_MOST], effects(source)
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
