"""Whether a work can be about what a sentence says, by the words of its title: the grade gives nothing for another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from citecheck.expressions import expression

_WORD = expression(r"[^\W\d_]{5,}")
_STEM = 6
"""Letters by which a word is known, so that "depressive" is "depression"."""
_LEAST = 2
"""Telling words that a title must have to speak against a work."""
_MANY = 4
"""Telling words of a title of which more than one is to be expected."""
_TOPIC = 3
"""Times that an article uses a word of its topic at least."""
_GENERIC = frozenset(
    (
        "above across adults advers after analys articl assess associ before below betwee cases center centre"
        " clinic cohort compar contro core correc countr curren differ diseas disord double during effect effica"
        " evalua eviden experi factor first follow functi genera genetic global group groups guidel health histor"
        " human impact improv increa interv invest journa level levels litera manage measur mechan medica medici"
        " method middle models months nation novel observ older outcom partic patien people placeb popula potent"
        " practi predic preval primar progra prospe protoc qualit random rapid recent recomm relate relati releas"
        " report resear respon result retros review safety sample scale second seriou severe signif single sourc"
        " specif standa state statem strate studie study suppor survey sympto system target term their theory"
        " therap these three throug toward treat treatm trial trials under update using value versus volunt weeks"
        " where which while within withou women years young"
    ).split()
)
"""How words begin that stand in titles on every topic."""


@lru_cache(maxsize=512)
def _uses(text: str) -> Mapping[str, int]:
    """How often a text has each word that may tell a topic."""
    stems = (word[:_STEM] for word in _WORD.findall(text.lower().replace("ae", "e").replace("oe", "e")))
    return Counter(stem for stem in stems if stem not in _GENERIC)


def can_be_about(title: str, near: Sequence[str], whole: str) -> bool:
    """False where the title has words that tell a topic, and the article does not share it.

    Two such words anywhere in the whole text do, one that the text keeps coming back to, and one near. Of a title with
    many words, one that the article has in that single place may mean something else there: a bridge, a cell.
    """
    telling, used = _uses(title).keys(), _uses(whole)
    if len(telling) < _LEAST:
        return True
    close = {word for text in near for word in telling & _uses(text).keys()}
    shared = close | (telling & used.keys())
    if len(shared) != 1:
        return bool(shared)
    times = used.get(shared.pop(), 0)
    return times >= _TOPIC or (bool(close) and (times > 1 or len(telling) < _MANY))
