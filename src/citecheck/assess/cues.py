"""What the linear models see of a sentence: its cues in their order, what governs them, its words and its register.

A feature is a short string such as `cc:hedge>act`. Cues are words that show what a sentence relates and how surely
(cues.toml). Their order generalises over topics: "X may lower Y" and "Y might be raised by X" share most of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from citecheck.expressions import expression
from citecheck.lexicon import Hit, Token, word_list

_DATA = Path(__file__).with_name("cues.toml")
_FRAME = frozenset("be have do to that with of by between when det prep and we study person remedy".split())
"""Cues that only show how a sentence is built."""
_RELATIONS = frozenset(
    "assoc predict risky upsrisk risk likely cause effect act acted change effective comp lower".split()
)
_GOVERNORS = frozenset("may can would should not to aim further known option suggest show that when have tool".split())
_SHAPES = frozenset({"act", "acted", "lower"})
"""Cues that may be a verb, an adjective or a noun."""
_TOPICS = frozenset({"science", "wellbeing", "society"})
"""What a sentence is about: of no weight for how it is built."""
_REACH = 8
"""Words over which a cue governs another."""
_BE = frozenset("is are was were be been being 's".split())
_AUXILIARY = frozenset("may might could can would will should did does do not cannot to must".split())
_BEFORE_NOUN = frozenset(
    "a an the this these its their with of in for and or had has have show showed shows no both by to from between more"
    " significant significantly marked any some further that than as % ^".split()
)
_AFTER_VERB = frozenset(
    "in with by after during over from to at on among for of and or as when between but than until through while"
    " compared . , ; ) $".split()
)
"""What follows a verb that has no object; `$` is the end."""
_SUFFIXES = (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("ly", ""))
_SIGNS = frozenset('%()?!;:@"')
_LINK = expression(r"https?:|\B[@#]\w")
_ADDRESS = expression(r"https?:\S*|@\w+")
_PIECE = 4
"""Letters: posts shorten, join and misspell words, but pieces of them remain."""
_YEAR = expression(r"(?:19|20)\d\d")
_FIRST, _SECOND, _OURS = (
    frozenset("i my me i'm i've".split()),
    frozenset({"you", "your"}),
    frozenset({"we", "our", "us"}),
)
Cue = Hit[str]


def find_cues(text: str, words: Sequence[Token]) -> list[Cue]:
    """The cues of a sentence, left to right; the value is the name of the list."""
    return list(word_list(_DATA).find(text, words))


def features(text: str, words: Sequence[Token], cues: Sequence[Cue], said: Iterable[tuple[str, int]]) -> set[str]:
    """All features of a sentence. `said`: how often each word list of claims.toml is met."""
    built = [cue for cue in cues if cue.value not in _TOPICS]
    found = {f"c:{cue.value}" for cue in cues}
    found.update(_order(built))
    found.update(_relations(built, words))
    found.update(_words(words))
    found.update(_register(text, words))
    if mentions(text):
        found.update(_pieces(text))
    for name, count in said:
        found.add(f"s:{name}")
        if count > 1:
            found.add(f"s2:{name}")
    return found


def _order(cues: Sequence[Cue]) -> Iterator[str]:
    """Which cues follow one another: all that touch, and those that say something."""
    for cue, following in pairwise(cues):
        if following.first == cue.last:
            yield f"adj:{cue.value}>{following.value}"
    content = [cue.value for cue in cues if cue.value not in _FRAME]
    for name, other in pairwise([*content, ""]):
        yield f"kk:{name}>{other}"
    if content:
        yield f"first:{content[0]}"


def _relations(cues: Sequence[Cue], words: Sequence[Token]) -> Iterator[str]:
    """What governs each relation, and what kind of word it is."""
    governors: list[Cue] = []
    count = 0
    for i, cue in enumerate(cues):
        name = cue.value
        if name in _RELATIONS:
            near = [g.value for g in governors[-2:] if cue.first - g.last <= _REACH]
            touching = i and cues[i - 1].last == cue.first
            before = cues[i - 1].value if touching else "x" if cue.first else "^"
            touching = i + 1 < len(cues) and cues[i + 1].first == cue.last
            after = cues[i + 1].value if touching else "x" if cue.last < len(words) else "$"
            yield f"pn:{name}:{before}:{after}"
            if name in _SHAPES:
                name = f"{name}.{_shape(cue, words)}"
                yield f"v:{name}"
            yield f"gv:{name}:{near[-1] if near else 0}"
            if not count:
                yield f"r1:{name}"
                yield f"r1:{name}:{'+'.join(near)}"
            count += 1
        if cue.value in _GOVERNORS:
            governors.append(cue)
    yield f"rn:{min(4, count)}"


def _shape(cue: Cue, words: Sequence[Token]) -> str:
    """Verb with an object or without, passive, infinitive, adjective or noun: told by the words on either side."""
    at = cue.first - 1
    while at >= 0 and words[at].word.endswith("ly"):
        at -= 1
    before = words[at].word if at >= 0 else "^"
    at = cue.last
    while at < len(words) and words[at].word.endswith("ly"):
        at += 1
    after = words[at].word if at < len(words) else "$"
    object_ = "in" if after in _AFTER_VERB else "tr"
    named = before in _BEFORE_NOUN or before[0].isdigit()
    if cue.value == "acted":
        if before in _BE:
            return "passive"
        return f"adjective.{object_}" if named else object_
    if before in _AUXILIARY:
        return f"{'infinitive' if before == 'to' else 'auxiliary'}.{object_}"
    return f"noun.{object_}" if named else object_


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without its ending, roughly; every number is the same."""
    if word[0].isdigit():
        return "#"
    word = word.replace("'s", "")
    for suffix, instead in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4 and not word.endswith("ss"):
            word = word[: -len(suffix)] + instead
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def _words(words: Sequence[Token]) -> Iterator[str]:
    stems = [stem(w.word) for w in words if w.word[0].isalnum() or w.word in _SIGNS]
    for one in stems:
        yield f"w:{one}"
        if len(one) > 5:
            yield f"w5:{one[:5]}"
    for one, other in pairwise(stems):
        yield f"ww:{one} {other}"
    yield "start:" + " ".join(stems[:1])
    yield "start2:" + " ".join(stems[:2])


def mentions(text: str) -> bool:
    """Whether a text links, names an account or has a tag, as posts do."""
    return ("http" in text or "@" in text or "#" in text) and _LINK.search(text) is not None


def _pieces(text: str) -> Iterator[str]:
    """Pieces of the words of a post, the blanks around each word with it."""
    for word in _ADDRESS.sub(" ", text.lower()).split():
        spaced = f" {word} "
        for at in range(len(spaced) - _PIECE + 1):
            yield f"x:{spaced[at : at + _PIECE]}"


def _register(text: str, words: Sequence[Token]) -> Iterator[str]:
    """What tells a paper, a news item, a page and a post from one another."""
    plain = {w.word for w in words}
    for name, its in (("i", _FIRST), ("you", _SECOND), ("we", _OURS)):
        if not plain.isdisjoint(its):
            yield f"person:{name}"
    if mentions(text):
        yield "post"
    if not text.rstrip().endswith((".", "!", "?", '"')):
        yield "headline"
    if _YEAR.search(text):
        yield "year"
    written = [text[word.start : word.end] for word in words[1:] if text[word.start].isupper()]
    if any(len(word) > 1 and word.isupper() for word in written):
        yield "acronym"
    if any(len(word) == 1 or not word.isupper() for word in written):
        yield "capital"
    yield f"length:{min(6, len(words) // 7)}"
    yield f"numbers:{min(3, sum(w.word[0].isdigit() for w in words))}"
    yield f"past:{min(3, sum(w.word.endswith('ed') or w.word in ('was', 'were') for w in words))}"
