"""Which species a study was done in, not which it only mentions, with the words that say so."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from citecheck.lexicon import Hit, tokens, word_list
from citecheck.model import Species
from citecheck.text import collapse

_DATA = Path(__file__).with_name("subjects.toml")
_LISTS = ("animal", "animal_done", "not_animal", "human", "not_human", "human_done", "cell", "not_cell")
_EXCEPTIONS = {"animal": "not_animal", "animal_done": "not_animal", "human": "not_human", "cell": "not_cell"}


class Subjects(Struct, frozen=True):
    """The species and how it is told; `words` is empty where nothing tells."""

    species: Species
    words: str = ""


def species_of(title: str, abstract: str) -> Subjects:
    """The species that was studied, not those that are only mentioned; the title weighs more than the abstract."""
    told, said = _hits(title), _hits(abstract)
    if told["animal"] and not told["human"]:
        return Subjects("animal", _quote(title, told["animal"]))
    # Cells of people may have been taken from people who were treated.
    of_people = bool(told["not_human"] and (told["human_done"] or said["human_done"]))
    if told["cell"] and not told["human"] and not told["animal"] and not of_people:
        return Subjects("cell", _quote(title, told["cell"]))
    if told["human"] and not told["animal"] and not told["cell"]:
        return Subjects("human", _quote(title, told["human"]))
    animals, people = len(said["animal_done"]), len(said["human_done"]) + len(told["human_done"])
    if animals > people or (said["animal"] and not said["human"] and not told["human"]):
        return Subjects("animal", _quote(abstract, said["animal_done"] or said["animal"]))
    if len(said["cell"]) >= 2 and not people and not animals:
        return Subjects("cell", _quote(abstract, said["cell"]))
    for text, hits in ((title, told["human"]), (abstract, said["human_done"] or said["human"])):
        if hits:
            return Subjects("human", _quote(text, hits))
    return Subjects("unknown")


def names_animals(text: str) -> bool:
    """Whether a sentence itself speaks of animals, cells or the laboratory."""
    hits = _hits(text)
    return bool(hits["animal"] or hits["cell"]) or text in word_list(_DATA, "laboratory")


def _hits(text: str) -> dict[str, list[Hit[str]]]:
    """By list, without what only sounds so: "rabbit antibodies", "human cells", "in vitro fertilisation"."""
    found = word_list(_DATA, *_LISTS).find_each(text, tokens(text))
    kept = {name: found.get(name, []) for name in _LISTS}
    for name, exceptions in _EXCEPTIONS.items():
        others = kept[exceptions]
        if others:
            kept[name] = [hit for hit in kept[name] if not hit.overlaps_any(others)]
    return kept


def _quote(text: str, hits: list[Hit[str]]) -> str:
    return collapse(text[hits[0].start : hits[0].end])
