"""EVD008: what is sold is taken another way than what was studied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from citecheck.lexicon import tokens, word_list
from citecheck.model import Audited, Finding, Related, Sentence, Span, Work
from citecheck.rules.registry import Rule
from citecheck.rules.shared import check_in_english
from citecheck.topics import topic_of

_DATA = Path(__file__).with_suffix(".toml")
_NAMED = {
    "infusion": "infusions",
    "mouth": "a form taken by mouth",
    "nose": "a form for the nose",
    "skin": "a form for the skin",
    "injection": "injections",
    "inhaled": "a form that is inhaled",
}
"""The routes, each by the name of its list, with how they are told."""
_LONG = 4
"""Letters of a word that may name a treatment."""
_BENEFIT = ("efficacy", "comparison")


@check_in_english("EVD008")
def other_route(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """Once an article; silent where the route that is offered is spoken of anywhere but in the offers."""
    article, document = audited.article, audited.article.document
    if not document.facts.in_english:
        return
    offers = [s for s in article.sentences if s.text in word_list(_DATA, "offers")]
    about = topic_of(document.facts.title or "").interventions
    told = [s for s in article.sentences if s not in offers]
    for offer in (*offers, *_calls(audited)):
        text = document.text[offer.start : offer.end]
        offered, named = _routes(text), _named(text)
        works = [work for work in _works(audited) if named & topic_of(str(work.csl.get("title", ""))).interventions]
        spoken_of = set[str]().union(*(_routes(s.text) for s in told), *map(_studied, works))
        evidence = next(_evidence(audited, told, about & named, named), None)
        if offered and evidence and offered.isdisjoint(spoken_of):
            message = (
                f"What is told of here is {_listed(_routes(evidence.text))};"
                f" what is offered is {_listed(offered)}, of which no evidence is given."
            )
            related = (Related(offer.start, offer.end, "the offer"),)
            yield rule.finding(message, evidence.start, evidence.end, related=related)
            return


def _evidence(
    audited: Audited, told: list[Sentence], about: frozenset[str], named: frozenset[str]
) -> Iterator[Sentence]:
    """The sentences that say what the thing does when it is taken in a way that they name."""
    claims = dict(zip(audited.article.sentences, audited.assessment.claims, strict=True))
    for sentence in told:
        benefit = claims[sentence].is_claim and claims[sentence].type in _BENEFIT
        if benefit and _routes(sentence.text) and (about or _named(sentence.text) & named):
            yield sentence


def _named(text: str) -> frozenset[str]:
    """What a sentence is about: the treatments that are known by name, and the words beside a form: "zinc drops"."""
    words = tokens(text)
    beside = {
        words[place].word
        for hits in word_list(_DATA, *_NAMED).find_each(text, words).values()
        for hit in hits
        for place in (hit.first - 1, hit.last)
        if 0 <= place < len(words)
    }
    known = {word for word in beside if len(word) >= _LONG and word not in word_list(_DATA, "no_names")}
    return topic_of(text).interventions | known


def _calls(audited: Audited) -> Iterator[Span]:
    """The boxes that call, sentence or not."""
    document = audited.article.document
    yield from (b for b in document.blocks if b.region == "call-to-action" and b.kind != "heading")


def _works(audited: Audited) -> Iterator[Work]:
    for reference in audited.article.references:
        work = audited.resolutions[reference.id].work
        yield work or Work(reference.csl)


def _studied(work: Work) -> set[str]:
    return _routes(f"{work.csl.get('title', '')} {work.abstract or ''}")


def _routes(text: str) -> set[str]:
    return set(word_list(_DATA, *_NAMED).find_each(text, tokens(text)))


def _listed(routes: set[str]) -> str:
    return " or ".join(_NAMED[route] for route in _NAMED if route in routes)
