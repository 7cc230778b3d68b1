"""How the rules of balance and disclosure, and others on sellers, depend on the genre: a level there, or silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from citecheck.lexicon import Lexicon, load, patterns_in
from citecheck.model import LEVELS, Audited, Finding, Level, Sentence
from citecheck.rules.registry import Check, Rule, check
from citecheck.text import unquoted

_DATA = Path(__file__).with_name("balance.toml")
_WORKS = 2
"""Sentences that say a treatment works, from which an article owes its readers the rest."""


def check_by_genre(rule_id: str) -> Callable[[Check], Check]:
    """Binds a check to its rule, run on English articles of the genres that balance.toml gives it a level for.

    A finding keeps a level below that of its genre: a check may hold some of its findings to be less than others.
    """

    def bind(function: Check) -> Check:
        def run(rule: Rule, audited: Audited) -> Iterator[Finding]:
            level = level_of(rule_id, audited)
            if level:
                for finding in function(rule, audited):
                    own = level if finding.level == rule.level else finding.level
                    yield replace(finding, level=min(own, level, key=LEVELS.index))

        return check(rule_id)(run)

    return bind


def level_of(rule_id: str, audited: Audited) -> Level | None:
    """The level of a rule for this article; None where it does not look at it."""
    if not audited.article.document.facts.in_english:
        return None
    return levels()[rule_id].get(audited.assessment.genre)


def levels() -> Mapping[str, Mapping[str, Level]]:
    """By rule and genre its level."""
    table: Mapping[str, Mapping[str, Level]] = load(_DATA)["levels"]
    return table


@cache
def words(name: str) -> Lexicon[None]:
    """A list of balance.toml."""
    return Lexicon((pattern, None) for pattern in patterns_in(load(_DATA)["words"][name]))


def efficacy(audited: Audited) -> list[int]:
    """Indices of the sentences that say a treatment works."""
    claims = audited.assessment.claims
    return [i for i, c in enumerate(claims) if c.is_claim and c.type == "efficacy" and not c.common_knowledge]


def treats(audited: Audited) -> bool:
    """Whether an article says often enough that a treatment works."""
    return len(efficacy(audited)) >= _WORKS


def own_sentences(audited: Audited) -> Iterator[tuple[Sentence, str]]:
    """The sentences, each with its text without what somebody is quoted with: that is not the article's advice."""
    for sentence in audited.article.sentences:
        text = unquoted(sentence.text)
        if text.strip():
            yield sentence, text
