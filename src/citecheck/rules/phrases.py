"""Phrase rules: which words of a sentence sell. The words are data (declared/PRO*.toml), what excuses them is here.

A declaration holds `[[phrases]]` with `severity` 1 to 3 and `patterns` (see lexicon.py), and `unless`: patterns that,
where they cover the words, make them innocent ("leading cause", "breakthrough infection").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from citecheck.lexicon import Lexicon, Token, classes_in, load, patterns_in, tokens
from citecheck.rules.registry import Rule, rules

_CLASSES = Path(__file__).with_name("classes.toml")
_NEGATIONS = frozenset(
    "not no never n't isn't aren't wasn't weren't doesn't don't cannot can't neither nor without hardly".split()
)
_REACH = 4
"""Words before a phrase in which a negation takes it back: "is not a miracle cure"."""
_ADDING = frozenset("only just merely simply doubt wonder".split())
"""After a negation these take nothing back: "not only powerful", "no doubt the best"."""
_QUOTED = re.compile(r"[“\"‘][^“”\"‘’]{1,300}[”\"’]")
_SCEPTICAL = Lexicon(
    (p, None)
    for p in (
        "so called",
        "myth|myths|hype|misleading|exaggerated|overstated|unproven|unfounded",
        "claims|claim|claimed|promises|promise|advertised|marketed|sold|billed|labelled|labeled ... to|that|as",
        "there is|are no",
        "there's no",
        "no|without|little|lack* [*] evidence|proof",
        "too good to be true",
        "beware",
        "warn|warns|warned|warning",
        "be wary|sceptical|skeptical",
        "buzzword*",
        "touted as",
    )
)
"""Beside these a quotation is criticised, not used."""
_DEBUNKS = Lexicon(
    (p, None)
    for p in (
        "seller|sellers|marketers|advertisers|advertisements|ads|adverts ... promise|claim|claims|say|swear|insist",
        "labels|influencers|websites|promoters|bestsellers|sites ... promise|claim|claims|say|swear|insist",
        "is|are never|not|rarely|hardly true",
        "a trick|scam|red_flag|warning_sign|hoax",
        "how to spot",
        "warn|warns|warned|warning ... against|of|about",
    )
)
"""A sentence that holds one of these tells its reader not to believe such words."""


@dataclass(frozen=True, slots=True)
class Promotional:
    """Words that sell, by their place in the sentence."""

    start: int
    end: int
    category: str
    severity: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class _Phrase:
    rule: Rule
    severity: int
    negatable: bool


@lru_cache(maxsize=4096)
def find_promotional(text: str) -> tuple[Promotional, ...]:
    """The promotional words of one sentence, in order, each under its strongest rule."""
    words = tokens(text)
    hits = list(_phrases().find(text, words))
    if not hits or _DEBUNKS.first(text, words):
        return ()
    quotes = [m.span() for m in _QUOTED.finditer(text)]
    sceptical = _SCEPTICAL.first(text, words) is not None
    found = []
    for hit in hits:
        excused = any(e.start <= hit.start and hit.end <= e.end for e in _excuses(hit.value.rule.id).find(text, words))
        negated = hit.value.negatable and _negated(words, hit.first)
        criticised = sceptical and any(start <= hit.start and hit.end <= end for start, end in quotes)
        if not (excused or negated or criticised):
            found.append(Promotional(hit.start, hit.end, hit.value.rule.name, hit.value.severity, hit.value.rule))
    return tuple(found)


def _negated(words: Sequence[Token], first: int) -> bool:
    after = ""
    for word in (token.word for token in reversed(words[max(0, first - _REACH) : first])):
        if word in ",;:.!?":
            return False
        if word in _NEGATIONS or word.endswith("n't"):
            return after not in _ADDING
        after = word
    return False


def _phrase_rules() -> Iterator[Rule]:
    return (rule for rule in rules().values() if "phrases" in rule.data)


@cache
def _phrases() -> Lexicon[_Phrase]:
    return Lexicon(
        (
            (pattern, _Phrase(rule, group["severity"], group.get("negatable", True)))
            for rule in _phrase_rules()
            for group in rule.data["phrases"]
            for pattern in patterns_in(group["patterns"])
        ),
        classes_in(load(_CLASSES)),
    )


@cache
def _excuses(rule_id: str) -> Lexicon[None]:
    """The innocent uses of a rule's words."""
    innocent = patterns_in(rules()[rule_id].data.get("unless", ""))
    return Lexicon(((pattern, None) for pattern in innocent), classes_in(load(_CLASSES)))
