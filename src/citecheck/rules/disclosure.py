"""BAL: who publishes, sells, writes and judges, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citecheck.model import Audited, Finding
from citecheck.rules.genres import check_by_genre, efficacy, own_sentences, treats, words
from citecheck.rules.registry import Rule
from citecheck.text import collapse

_ADVISES = 3
"""Sentences on what a treatment does, from which readers ask what their author knows of it."""
_NAME = r"[A-ZÀ-Þ][\w&'’]+(?:[ \-][A-ZÀ-Þ][\w&'’]+)*"
_AFFILIATED = re.compile(
    rf"\b(?:at|of|for|with|from|to)[ ](?:the[ ])?(?P<name>{_NAME}(?:[ ](?:of|for|and)[ ](?:the[ ])?{_NAME})*)"
)
_NAMES = re.compile(_NAME)
_OWN = r"(?:©|\bcopyright|\bfrom|\babout|\bcontact|\bby)[ ](?:\d{4}[ ])?(?:the[ ])?"
"""What stands before the name of a page's publisher: "© 2023 Lumen Clinic", "Related articles from Lumen Clinic"."""
_LEAST = 5
"""Letters: a shorter name stands on a page for other things too."""


@check_by_genre("BAL002")
def seller_not_stated(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """The page asks its reader to buy or book what it writes about, and does not say so."""
    document = audited.article.document
    if audited.assessment.told.get("ownership"):
        return
    calls = [
        block
        for block in document.blocks
        if block.region == "call-to-action"
        and block.kind != "heading"
        and document.text[block.start : block.end] in words("sells")
    ]
    where = calls[0] if calls else None
    others = where is not None and document.text[where.start : where.end] in words("others")
    told = (
        "The page sends its readers to a seller of what it writes about, and does not say what it has to do with it."
        if others
        else "The page offers the treatment it writes about, and does not say that its publisher earns by it."
    )
    yield rule.finding(told, where.start if where else None, where.end if where else None)


@check_by_genre("BAL012")
def own_expert(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """Somebody who works for the publisher is quoted as an expert on what it sells."""
    page = _about_itself(audited)
    for sentence, text in own_sentences(audited):
        if text not in words("speaks") or text in words("says_so"):
            continue
        for found in _AFFILIATED.finditer(text):
            name = found["name"].rstrip("'’").removesuffix("’s").removesuffix("'s")
            if len(name) >= _LEAST and re.search(rf"{_OWN}{re.escape(name)}\b", page, re.IGNORECASE):
                yield rule.finding(
                    f"The expert works for {name}, whose page this is; the article does not say so.",
                    sentence.start,
                    sentence.end,
                )
                break


def _about_itself(audited: Audited) -> str:
    """What the page around the article says, a stretch a line; the whole of a call speaks of the publisher."""
    article, document = audited.article, audited.article.document
    lines = [f"© {document.facts.publisher or ''}"]
    for block in document.blocks:
        if block.region in ("main", "references") or any(s.overlaps(block) for s in article.reference_list):
            continue
        text = collapse(document.text[block.start : block.end])
        lines += [f"© {word}" for word in _NAMES.findall(text)] if block.region == "call-to-action" else [text]
    return "\n".join(lines)


@check_by_genre("BAL016")
def no_author(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """Nobody signs, and nobody is said to have reviewed."""
    told = audited.assessment.told
    if treats(audited) and not (told.get("author") or told.get("reviewed")):
        yield rule.finding("The article says what a treatment does, and names neither an author nor a reviewer.")


@check_by_genre("BAL017")
def no_date(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """A reader cannot tell how old the advice is."""
    told = audited.assessment.told
    if treats(audited) and not (told.get("date") or told.get("reviewed")):
        yield rule.finding("The article says what a treatment does, and not when it was written or last reviewed.")


@check_by_genre("BAL018")
def unknown_author(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """A name alone does not tell a reader what its bearer knows of medicine."""
    told = audited.assessment.told
    named = audited.article.document.facts.author
    if named and len(efficacy(audited)) >= _ADVISES and not (told.get("credentials") or told.get("reviewed")):
        yield rule.finding(
            f"{', '.join(named)} signs; the page names no medical training of the author and no reviewer who has one."
        )


@check_by_genre("BAL019")
def own_study(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """Authors write about a study of their own, and nothing is said of interests or funding."""
    if audited.assessment.told.get("disclosure"):
        return
    for sentence, text in own_sentences(audited):
        if text in words("own_study"):
            yield rule.finding(
                "The author writes about a study of the author's own; nothing is said of its funding or interests.",
                sentence.start,
                sentence.end,
            )
            return
