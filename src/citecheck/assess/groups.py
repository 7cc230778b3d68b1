"""Who a claim and its source are about: people or animals, the ill or the healthy, children or adults, women or men."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from citecheck.lexicon import Hit, Lexicon
from citecheck.model import Contrast
from citecheck.patterns import patterns_in
from citecheck.tables import load
from citecheck.text import collapse, sentences
from citecheck.topics import topic_of

_DATA = Path(__file__).with_name("groups.toml")
_SHOWN = {
    "women": "women",
    "men": "men",
    "young": "children or adolescents",
    "adult": "adults",
    "animal": "animals",
    "cells": "cells",
    "human": "people",
    "healthy": "healthy volunteers",
    "ill": "patients",
}


@lru_cache(maxsize=4096)
def groups_in(text: str) -> frozenset[str]:
    """The groups that a text names, as "question.answer"."""
    return frozenset(_lexicon().find_each(text))


def apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts answer a question of who is counted with groups that exclude one another."""
    return any(ours and theirs and not ours & theirs for ours, theirs in _answers(one, other))


def _answers(one: frozenset[str], other: frozenset[str]) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    for question in ("sex", "age"):
        yield _of(one, question), _of(other, question)


def _of(groups: frozenset[str], question: str) -> frozenset[str]:
    return frozenset(group.partition(".")[2] for group in groups if group.startswith(f"{question}."))


def check_population(claim: str, source: str, title: str) -> Iterator[Contrast]:
    """Where a claim is about others than those its source looked at."""
    ours, theirs = groups_in(claim), groups_in(f"{title} . {source}")
    yield from _species(claim, ours, theirs, source, title)
    for question in ("sex", "age"):
        mine, its = _of(ours, question), _of(theirs, question)
        if mine and its and not mine & its:
            yield _contrast(claim, source, title, question, mine, its)
    health = _of(theirs, "health")
    named = topic_of(claim).conditions - topic_of(f"{title} . {source}").conditions
    if health == {"healthy"} and (_of(ours, "health") == {"ill"} or named):
        yield _contrast(claim, source, title, "health", frozenset({"ill"}), health)


def _species(claim: str, ours: frozenset[str], theirs: frozenset[str], source: str, title: str) -> Iterator[Contrast]:
    mine, its = _of(ours, "species"), _of(theirs, "species")
    if its and "human" not in its and mine == {"human"} and "bench.bench" not in ours:
        yield _contrast(claim, source, title, "species", mine, its)


def _contrast(
    claim: str, source: str, title: str, question: str, mine: frozenset[str], its: frozenset[str]
) -> Contrast:
    words = _words(claim, question, mine) or claim
    where = source if _words(source, question, its) else title
    at = next((hit.start for group in its for hit in _hits(where, f"{question}.{group}")), 0)
    of = " and ".join(_SHOWN[one] for one in sorted(its))
    said = " and ".join(_SHOWN[one] for one in sorted(mine))
    return Contrast("population", words, _sentence(where, at), f"is of {of}, not {said}", 0.9)


def _words(text: str, question: str, groups: frozenset[str]) -> str:
    found = [hit for group in sorted(groups) for hit in _hits(text, f"{question}.{group}")]
    return text[found[0].start : found[0].end] if found else ""


def _hits(text: str, group: str) -> Sequence[Hit[str]]:
    return _lexicon().find_each(text).get(group, [])


def _sentence(text: str, offset: int) -> str:
    return next((collapse(text[s.start : s.end]) for s in sentences(text) if s.start <= offset < s.end), "")


@cache
def _lexicon() -> Lexicon[str]:
    data: Mapping[str, Mapping[str, str]] = load(_DATA)
    lines = (
        (line, f"{question}.{answer}")
        for question, answers in data.items()
        for answer, block in answers.items()
        for line in patterns_in(block)
    )
    return Lexicon(lines)
