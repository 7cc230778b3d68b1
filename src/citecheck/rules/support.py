"""EVD: whether a source says what the sentence says that cites it. What is shown are the words of both."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from citecheck.assess.backing import shown
from citecheck.assess.within import clashes
from citecheck.model import Audited, ContrastKind, Finding, Related, Support
from citecheck.rules.registry import Rule, check

_LONGEST = 240
"""Characters of a quotation."""


@check("EVD010")
def overstated(rule: Rule, audited: Audited) -> Iterator[Finding]:
    yield from _differing(rule, audited, "strength", "design")


@check("EVD011")
def number_not_in_source(rule: Rule, audited: Audited) -> Iterator[Finding]:
    yield from _differing(rule, audited, "number")


@check("EVD012")
def number_of_another_group(rule: Rule, audited: Audited) -> Iterator[Finding]:
    yield from _differing(rule, audited, "group")


@check("EVD013")
def off_topic_source(rule: Rule, audited: Audited) -> Iterator[Finding]:
    yield from _differing(rule, audited, "topic")


@check("EVD014")
def other_population(rule: Rule, audited: Audited) -> Iterator[Finding]:
    yield from _differing(rule, audited, "population")


@check("EVD015")
def contradicted_direction(rule: Rule, audited: Audited) -> Iterator[Finding]:
    yield from _differing(rule, audited, "direction")


@check("EVD016")
def press_page_for_paper(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """The page is cited, and the works hold a study of its treatment, its condition and its words."""
    for reference in audited.article.references:
        study = audited.reported.get(reference.id)
        if study and reference.id in audited.article.cited:
            title = study.work.csl.get("title", "")
            message = f"This page seems to report a study: “{title}” (DOI {study.work.doi})."
            finding = rule.finding(message, reference.start, reference.end)
            yield replace(finding, suggestions=(study,))


@check("EVD017")
def contradiction_within(rule: Rule, audited: Audited) -> Iterator[Finding]:
    sentences = audited.article.sentences
    for clash in clashes(sentences, audited.assessment.claims):
        first, second = sentences[clash.first], sentences[clash.second]
        message = (
            f"Here the article has “{clash.other}”, and before, of the same, “{clash.one}”: “{_short(first.text)}”"
        )
        related = (Related(first.start, first.end, "what it says before"),)
        yield rule.finding(message, second.start, second.end, related=related)


def _differing(rule: Rule, audited: Audited, *kinds: ContrastKind) -> Iterator[Finding]:
    """One finding a sentence: the first of its differences of these kinds."""
    by_id = {reference.id: reference for reference in audited.article.references}
    for sentence, support in zip(audited.article.sentences, audited.assessment.support, strict=True):
        found = next((one for one in shown(support) if one.kind in kinds), None)
        if not found or not support:
            continue
        reference = by_id.get(support.reference_id or "")
        quote = f" It says: “{_short(found.quote)}”" if found.quote else ""
        where = _source(support, cited=reference is not None)
        message = f"“{_short(found.words)}” differs from {where}, which {found.message}.{quote}"
        related = (
            (Related(reference.start, reference.end, f"reference {reference.label or reference.id}"),)
            if reference
            else ()
        )
        yield rule.finding(message, sentence.start, sentence.end, confidence=found.confidence, related=related)


def _source(support: Support, *, cited: bool) -> str:
    return f"{support.where} of the work it cites" if cited and support.where == "the abstract" else support.where


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"
