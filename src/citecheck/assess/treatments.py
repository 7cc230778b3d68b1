"""Which treatments an article is about, what agencies have decided on them, and where the article goes beyond it.

The table that ships (treatments.toml) is short and dated on purpose: of what is not in it nothing is said. A team adds
files of the same form with `treatments` in citecheck.toml; an entry of the same name takes the place of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

from msgspec import Struct
from msgspec.structs import replace

from citecheck.config import ConfigError
from citecheck.expressions import expression
from citecheck.lexicon import Lexicon
from citecheck.model import Article, Claim, Decision, Sentence, Told, Treatment
from citecheck.patterns import PatternError, patterns_in
from citecheck.tables import load

_SHIPPED = Path(__file__).with_name("treatments.toml")
_OFTEN = 3
"""Sentences that name a treatment, from which an article is about it though its title is silent."""
_DAY = expression(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_STATUSES = get_args(get_type_hints(Decision)["status"])


class _Entry(Struct, frozen=True):
    """A treatment of the table, with the words for what lies outside of every approval; None where all does."""

    treatment: Treatment
    words: tuple[str, ...]
    outside: tuple[str, ...] | None


class Treatments:
    """The table, ready to be looked up."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        self._entries = {entry.treatment.name: entry for entry in entries}
        self._named = Lexicon((words, name) for name, entry in self._entries.items() for words in entry.words)

    def of(self, article: Article, claims: Sequence[Claim]) -> tuple[Treatment, ...]:
        """The treatments that an article is about; `claims` are in step with its sentences."""
        title = article.document.facts.title or ""
        headed = {hit.value for hit in self._named.find(title)}
        named: dict[str, list[int]] = {}
        for index, sentence in enumerate(article.sentences):
            for name in {hit.value for hit in self._named.find(sentence.text)}:
                named.setdefault(name, []).append(index)
        about = [name for name, places in named.items() if name in headed or len(places) >= _OFTEN]
        return tuple(self._found(self._entries[name], named[name], title, article, claims) for name in about)

    def _found(
        self, entry: _Entry, places: Sequence[int], title: str, article: Article, claims: Sequence[Claim]
    ) -> Treatment:
        known = entry.treatment
        outside = next((told for i in places if (told := _beyond(entry, title, article.sentences[i], claims[i]))), None)
        return replace(known, named=tuple(places), outside=outside)


def _beyond(entry: _Entry, title: str, sentence: Sentence, claim: Claim) -> Told | None:
    """The words of a sentence that says a treatment works for what no agency has approved it for."""
    if not claim.is_claim or claim.type not in ("efficacy", "comparison"):
        return None
    if entry.outside is None:
        return Told(entry.treatment.name, sentence.start, sentence.end)
    outside = _lexicon(entry.outside)
    hit = outside.first(sentence.text)
    if hit:
        return Told(sentence.text[hit.start : hit.end], sentence.start, sentence.end)
    hit = outside.first(title)
    return Told(title[hit.start : hit.end], sentence.start, sentence.end) if hit else None


def load_treatments(paths: Sequence[str] = ()) -> Treatments:
    """The shipped table with those of the user over it.

    Raises:
        ConfigError: a file that cannot be read or holds a mistake; one sentence that says which and where.
    """
    if not paths:
        return _shipped()
    entries = (*_entries(load(_SHIPPED), _SHIPPED), *(entry for path in paths for entry in _read(Path(path))))
    return Treatments({entry.treatment.name: entry for entry in entries}.values())


@cache
def _shipped() -> Treatments:
    return Treatments(_entries(load(_SHIPPED), _SHIPPED))


def _read(path: Path) -> list[_Entry]:
    import tomllib  # only where somebody brings treatments of their own

    try:
        with path.open("rb") as file:
            data = tomllib.load(file)
    except OSError as problem:
        raise ConfigError(f"`treatments` names {path}, which cannot be read: {problem.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ConfigError(f"{path}: no TOML: {problem}") from None
    entries = _entries(data, path)
    for number, entry in enumerate(entries, 1):
        try:
            for patterns in (entry.words, entry.outside or ()):
                _lexicon(patterns)
        except PatternError as problem:
            raise ConfigError(f"{path}: treatment {number} ({entry.treatment.name}): {problem}") from None
    return entries


@lru_cache(maxsize=1000)
def _lexicon(patterns: tuple[str, ...]) -> Lexicon[None]:
    return Lexicon((pattern, None) for pattern in patterns)


def _entries(data: Mapping[str, Any], path: Path) -> list[_Entry]:
    tables = data.get("treatments")
    if not isinstance(tables, list) or set(data) != {"treatments"}:
        raise ConfigError(f"{path} holds something else than [[treatments]]: see docs/genre.md for an entry")
    return [_entry(table, f"{path}: treatment {number}") for number, table in enumerate(tables, 1)]


def _entry(table: Mapping[str, Any], where: str) -> _Entry:
    named = _strings(table, ("name", "words", "outside", "known"), ("decisions",), where)
    where = f"{where} ({named['name']})"
    if not _DAY.fullmatch(named["known"]):
        raise ConfigError(f"{where}: `known` is {named['known']!r}; it takes a date such as 2025-06-01")
    decisions = tuple(_decision(one, where) for one in table["decisions"])
    words, outside = (tuple(patterns_in(named[key])) for key in ("words", "outside"))
    treatment = Treatment(named["name"], named["known"], decisions)
    return _Entry(treatment, words, None if outside == ("*",) else outside)


def _decision(table: Any, where: str) -> Decision:
    keys = ("agency", "status", "of", "source", "address")
    if not isinstance(table, dict):
        raise ConfigError(f"{where}: `decisions` takes tables: [[treatments.decisions]]")
    named = _strings(table, keys, (), f"{where}, decision")
    if named["status"] not in _STATUSES:
        raise ConfigError(f"{where}: `status` is {named['status']!r}; it takes {', '.join(map(repr, _STATUSES))}")
    return Decision(**named)


def _strings(table: Any, keys: tuple[str, ...], lists: tuple[str, ...], where: str) -> dict[str, Any]:
    """The keys that are strings, all there and none other; `lists` are there too, and lists."""
    if not isinstance(table, dict):
        raise ConfigError(f"{where} is no table")
    for key in table:
        if key not in (*keys, *lists):
            raise ConfigError(f"{where}: unknown key `{key}`: the keys are {', '.join((*keys, *lists))}")
    for key in keys:
        if not isinstance(table.get(key), str) or not table[key].strip():
            raise ConfigError(f"{where}: `{key}` is missing or no text")
    for key in lists:
        if not isinstance(table.get(key), list) or not table[key]:
            raise ConfigError(f"{where}: `{key}` is missing: an entry needs at least one [[treatments.{key}]]")
    return {key: table[key] for key in keys}
