"""What a sentence or a title is about: a treatment, a condition, a group of people; and whether two are about the same.

By one of them alone thousands of works are alike. The names stand in topics.toml, and endings tell those that no list
can hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

from citecheck.lexicon import Lexicon, tokens
from citecheck.patterns import patterns_in
from citecheck.tables import load

_DATA = Path(__file__).with_suffix(".toml")
_DRUG = tuple(
    "mab tinib pril sartan vastatin olol azole glutide gliptin gliflozin oxetine azepam azolam triptan mycin cillin"
    " floxacin cycline vir setron parin xaban dronate gepant caine profen dipine pristone faxine pramine triptyline"
    " traline citalopram zodone peridone tidine gabalin gabapentin".split()
)
"""Endings of international nonproprietary names (WHO's stem book), the usual ones."""
_DISEASE = tuple(
    "itis algia aemia emia penia uria plegia rrhoea rrhea sclerosis fibrosis cirrhosis necrosis carcinoma sarcoma"
    " lymphoma melanoma myeloma glioma neuropathy nephropathy retinopathy myopathy".split()
)
_LEAST_SHARED, _LEAST_SHARE = 2, 0.6
"""Names, and of those of a title how many, that have to be told near a study that is named."""

_LONG, _STEM = 5, 7
"""Letters of a word that may tell something; those by which it is known."""
_GENERIC = tuple(
    "about across adult after analys among associat before between clinic cohort compar control differen double during"
    " effect efficacy evaluat evidence factor follow group health impact improv literature management medic meta month"
    " mortality multicent outcome participa patient people placebo pilot populat prevalen prospective random relation"
    " report research result retrospective review safety sectional study studies survey symptom system their therap"
    " these those three through treat trial under using versus volunteer weeks where which while within without women"
    " years".split()
)
"""How words begin that stand in titles of every topic."""


class Topic(Struct, frozen=True):
    """Names of concepts, as topics.toml gives them."""

    interventions: frozenset[str]
    conditions: frozenset[str]
    people: frozenset[str]

    @property
    def names(self) -> frozenset[str]:
        return self.interventions | self.conditions

    @property
    def whole(self) -> bool:
        """Whether both a treatment and a condition are named, without which no work can be told to answer for it."""
        return bool(self.interventions and self.conditions)

    def is_answered_by(self, title: Topic) -> bool:
        """Whether a work of this title is of this treatment, and of no condition or group of people besides."""
        return (
            not self.interventions.isdisjoint(title.interventions)
            and bool(title.conditions)
            and title.conditions <= self.conditions
            and title.people <= self.people
        )

    def overlaps(self, title: Topic) -> bool:
        """Whether most of what a title is about, and two names of it at least, is this topic's."""
        shared = self.names & title.names
        return (
            len(shared) >= _LEAST_SHARED
            and len(shared) >= _LEAST_SHARE * len(title.names)
            and title.people <= self.people
        )


@lru_cache(maxsize=4096)
def topic_of(text: str) -> Topic:
    """The topic of a sentence or a title."""
    found: dict[str, set[str]] = {"interventions": set(), "conditions": set(), "people": set()}
    listed: set[int] = set()
    for (kind, name), hits in _concepts().find_each(text).items():
        found[kind].add(name)
        listed.update(place for hit in hits for place in range(hit.first, hit.last))
    for token in (token for place, token in enumerate(tokens(text)) if place not in listed):
        word = token.word.removesuffix("'s")
        if _ends(word, _DRUG, 2):
            found["interventions"].add(word)
        elif _ends(word, _DISEASE, 3):
            found["conditions"].add(word)
    return Topic(*(frozenset(found[kind]) for kind in ("interventions", "conditions", "people")))


def _ends(word: str, endings: tuple[str, ...], least: int) -> bool:
    """Whether a word of plain letters has one of the endings behind as many letters at least."""
    return (
        word.endswith(endings)
        and word.isascii()
        and word.isalpha()
        and any(word.endswith(ending) and len(word) >= least + len(ending) for ending in endings)
    )


@lru_cache(maxsize=1024)
def printed_names(text: str) -> Mapping[str, str]:
    """The names of a text's treatments and conditions, each with the words that it is printed with."""
    found = {}
    for (kind, name), hits in _concepts().find_each(text).items():
        if kind != "people":
            found[name] = text[hits[0].start : hits[0].end]
    return found


def telling_words(text: str) -> frozenset[str]:
    """The words of a text that say what it is about, as far as they are long; without their endings."""
    return frozenset(t.word[:_STEM] for t in tokens(text) if len(t.word) >= _LONG and not t.word.startswith(_GENERIC))


@cache
def _concepts() -> Lexicon[tuple[str, str]]:
    data = load(_DATA)
    lines = ((kind, line) for kind in ("interventions", "conditions", "people") for line in patterns_in(data[kind]))
    return Lexicon((line, (kind, _name(line))) for kind, line in lines)


def _name(line: str) -> str:
    """What a concept is called: the first choice of each part, "vitamin d", "back pain"."""
    return " ".join(part.split("|")[0].rstrip("*").replace("_", " ") for part in line.split())
