"""What the rules of balance and disclosure share: their words, and the sentences that they look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from citecheck.assess.effects import effects
from citecheck.lexicon import Lexicon, tokens
from citecheck.model import Audited, Finding, Sentence
from citecheck.patterns import patterns_in
from citecheck.rules.registry import Check, Rule, check
from citecheck.tables import load
from citecheck.text import unquoted

_DATA = Path(__file__).with_name("balance.toml")
DENYING = frozenset(
    "no not any never nothing without nor neither cannot hardly little minimal negligible unlikely lack absence differ"
    " failed fails fail unchanged ineffective useless similar comparable equivalent equal as instead insufficient"
    " limited".split()
)
"""One of these, or a verb shortened with "n't", stands in every sentence that tells of no effect."""
_WORKS = 2
"""Sentences that say a treatment works, from which an article owes its readers the rest."""


def check_in_english(rule_id: str) -> Callable[[Check], Check]:
    """Binds a check to its rule, run on English articles only: what it looks for are English words."""

    def bind(function: Check) -> Check:
        def run(rule: Rule, audited: Audited) -> Iterable[Finding]:
            return function(rule, audited) if audited.article.document.facts.in_english else ()

        return check(rule_id)(run)

    return bind


@cache
def words(name: str) -> Lexicon[None]:
    """A list of balance.toml."""
    return Lexicon((pattern, None) for pattern in patterns_in(load(_DATA)["words"][name]))


def efficacy(audited: Audited) -> list[int]:
    """Indices of the sentences that say a treatment works; that it does not is no praise."""
    judged = enumerate(zip(audited.article.sentences, audited.assessment.claims, strict=True))
    return [
        i
        for i, (sentence, claim) in judged
        if claim.is_claim and claim.type == "efficacy" and not claim.common_knowledge and not _of_none(sentence.text)
    ]


def _of_none(text: str) -> bool:
    """Whether all that a sentence tells of effects is that there are none."""
    if not any(token.word in DENYING or token.word.endswith("n't") for token in tokens(text)):
        return False  # what effects.toml holds need not be read for it
    told = effects(text)
    return bool(told) and all(effect.null for effect in told)


def treats(audited: Audited) -> bool:
    """Whether an article says often enough that a treatment works."""
    return len(efficacy(audited)) >= _WORKS


def own_sentences(audited: Audited) -> Iterator[tuple[Sentence, str]]:
    """The sentences, each with its text without what somebody is quoted with: that is not the article's advice."""
    for sentence in audited.article.sentences:
        text = unquoted(sentence.text)
        if text.strip():
            yield sentence, text
