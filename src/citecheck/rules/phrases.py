"""Phrase rules: which words of a sentence sell. The words are data (declared/PRO*.toml and rule packs).

A declaration holds

    message            what a finding says
    [[phrases]]        `severity` 1 to 3 and `patterns` (see patterns.py), one a line; `negatable = false` where a "not"
                       before the words takes nothing back; `silent-in`, genres in which they are no fault
    unless             patterns that, where they cover the words, make them innocent ("leading cause")
    habits = false     where what is said of walking or sleep is no advertisement
    [better]           neutral wordings: a pattern, and what to put in its place

What makes words innocent whatever the rule stands in context.py. One rule holds no words but a `probability`, from
which a sentence reads like advertising to a model (tone.py): it speaks where no list knows a word of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct

from citecheck.config import Config, HousePhrases
from citecheck.expressions import expression
from citecheck.lexicon import Hit, Lexicon, Token, tokens
from citecheck.model import Fix, Genre
from citecheck.patterns import classes_in, patterns_in
from citecheck.rules import tone
from citecheck.rules.context import Context
from citecheck.rules.packs import book
from citecheck.rules.registry import Rule
from citecheck.tables import load

_SOLD = "treatment"
"""The class of what is sold, which the house's brand names join."""
_ARTICLE = expression(r"\b(an?)\s+$", re.IGNORECASE)
_DETERMINED = expression(
    r"\b(?:an?|the|this|these|that|those|our|its|their|your|his|her|with|of|for)\s+$", re.IGNORECASE
)
_VOWELS = "aeiou"
_TONE = "probability"
"""The field of the rule that a model speaks for."""
_SHORTEST = 4
"""Words and marks from which a sentence has a tone."""


class Promotional(Struct, frozen=True):
    """Words that sell, by their place in the sentence."""

    start: int
    end: int
    category: str
    severity: int
    rule: Rule
    silent_in: frozenset[Genre] = frozenset()
    fix: Fix | None = None
    """A neutral wording, where one is known; its place may be narrower than the words."""


class _Phrase(Struct, frozen=True):
    rule: Rule
    severity: int
    negatable: bool
    silent_in: frozenset[Genre]


class Finder:
    """The phrases of some rules, ready to be looked for."""

    def __init__(self, rules: Iterable[Rule], brands: Sequence[str] = ()) -> None:
        self.rules = {rule.id: rule for rule in rules}
        self._tone = next((rule for rule in self.rules.values() if _TONE in rule.data), None)
        self._classes = _classes(brands)
        self._phrases = Lexicon(((p, group) for rule in self.rules.values() for p, group in _of(rule)), self._classes)
        self._brands = Lexicon((brand, None) for brand in brands)
        self._excuses: dict[str, Lexicon[None]] = {}
        self._better: dict[str, Lexicon[str]] = {}

    def read_all(self) -> None:
        """Reads every pattern to its end now: for phrases that nobody has tried yet.

        Raises:
            PatternError: one cannot be read.
        """
        self._phrases.read_all()
        self._brands.read_all()
        for rule in self.rules.values():
            self._excused(rule).read_all()
            self._neutral(rule).read_all()

    def find(self, text: str, among: Container[str] | None = None) -> tuple[Promotional, ...]:
        """The promotional words of one sentence, in order, each under its strongest rule.

        `among`: ids of the rules that are asked for, where that is known; the model is not asked in vain.
        """
        words = tokens(text)
        hits = list(self._phrases.find(text, words))
        if not hits:
            asked = self._tone and (among is None or self._tone.id in among)
            return self._by_tone(self._tone, text, words) if self._tone and asked else ()
        context = Context(text, words)
        if context.disowned:
            return ()
        found = []
        for hit in hits:
            rule, phrase = hit.value.rule, hit.value
            names = (*self._excused(rule).find(text, words), *self._brands.find(text, words))
            if (
                any(one.start <= hit.start and hit.end <= one.end for one in names)
                or context.quoted(hit)
                or context.named(hit)
            ):
                continue
            if phrase.negatable and context.negated(hit):
                continue
            if not rule.data.get("habits", True) and context.of_a_habit():
                continue
            category = rule.category or rule.name
            fix = self._fix(rule, text, hit.start, hit.end)
            found.append(Promotional(hit.start, hit.end, category, phrase.severity, rule, phrase.silent_in, fix))
        return tuple(found)

    def _by_tone(self, rule: Rule, text: str, words: Sequence[Token]) -> tuple[Promotional, ...]:
        """The words by which a sentence reads like advertising that no list knows."""
        if len(words) < _SHORTEST:
            return ()
        reading = tone.model().read(words, rule.data[_TONE])
        if reading is None or reading.first == reading.last:
            return ()
        hit = Hit(words[reading.first].start, words[reading.last - 1].end, reading.first, reading.last, rule)
        context = Context(text, words)
        if context.disowned or context.of_a_habit() or context.quoted(hit) or context.negated(hit):
            return ()
        return (Promotional(hit.start, hit.end, rule.category or rule.name, 1, rule),)

    def _excused(self, rule: Rule) -> Lexicon[None]:
        """The innocent uses of a rule's words."""
        if rule.id not in self._excuses:
            innocent = patterns_in(rule.data.get("unless", ""))
            self._excuses[rule.id] = Lexicon(((pattern, None) for pattern in innocent), self._classes)
        return self._excuses[rule.id]

    def _fix(self, rule: Rule, text: str, start: int, end: int) -> Fix | None:
        """The neutral wording of the first words of a span that have one."""
        hit = self._neutral(rule).first(text[start:end])
        return _replacing(text, start + hit.start, start + hit.end, hit.value) if hit else None

    def _neutral(self, rule: Rule) -> Lexicon[str]:
        if rule.id not in self._better:
            known: Mapping[str, str] = rule.data.get("better", {})
            self._better[rule.id] = Lexicon(known.items(), self._classes)
        return self._better[rule.id]


@lru_cache(maxsize=4)
def _finder(rules: tuple[str, ...], phrases: tuple[HousePhrases, ...], brands: tuple[str, ...]) -> Finder:
    book_of_rules = book(Config(rules=rules, phrases=phrases))
    return Finder((rule for rule in book_of_rules.values() if of_words(rule)), brands)


def of_words(rule: Rule) -> bool:
    """Whether a rule looks at the words of single sentences, by lists or by the model."""
    return "phrases" in rule.data or _TONE in rule.data


def finder(config: Config) -> Finder:
    """The phrase rules with the vocabulary of the house; made once.

    Raises:
        RuleError: a rule pack or a phrase of the settings cannot be used.
    """
    return _finder(config.rules, config.phrases, config.brands)


def _of(rule: Rule) -> Iterator[tuple[str, _Phrase]]:
    for group in rule.data.get("phrases", ()):
        silent_in = frozenset(group.get("silent-in", ()))
        phrase = _Phrase(rule, group["severity"], group.get("negatable", True), silent_in)
        for pattern in patterns_in(group["patterns"]):
            yield pattern, phrase


def _classes(brands: Sequence[str]) -> Mapping[str, Sequence[str]]:
    classes: dict[str, Any] = classes_in(load(tone.CLASSES))
    return {**classes, _SOLD: [*classes[_SOLD], *(brand for brand in brands if len(tokens(brand)) == 1)]}


def _replacing(text: str, start: int, end: int, better: str) -> Fix | None:
    """The words replaced, an "a" before them made "an" where it has to be, and the case of the first letter kept.

    To leave words out is a sentence still only between a determiner and a noun: "a remarkable result".
    """
    if not better:
        if not (
            _DETERMINED.search(text, 0, start) and text[end : end + 1] == " " and text[end + 1 : end + 2].isalpha()
        ):
            return None
        end += 1
    article = _ARTICLE.search(text, 0, start)
    form = "an" if (better or text[end:])[0].lower() in _VOWELS else "a"
    if article and form != article[1].lower():
        form = form if article[1][0].islower() else form.capitalize()
        return Fix(article.start(1), end, f"{form} {better}")
    if better and text[start].isupper() and not text[:start].strip():
        better = better[0].upper() + better[1:]
    return Fix(start, end, better)
