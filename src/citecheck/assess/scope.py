"""What a citation or an attribution covers, as a reader takes it, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from citecheck.assess.attributed import attributed, sentence_of
from citecheck.assess.content import owes_no_source
from citecheck.expressions import expression
from citecheck.lexicon import word_list
from citecheck.model import Article, Citation, Scope, Sentence, Span

_DATA = Path(__file__).with_name("scope.toml")
_FEW_WORDS = 200
"""Characters that hold more than three words."""
_ASIDE = expression(r"\((?P<said>[^()]{1,300})$")
_REMARK = 4
"""Words from which a bracket holds a remark and not a name or a number."""
_VERB = expression(r"\b(?:is|are|was|were|has|have|can|may|also|do|does|suffer|suffers|get|gets|include|includes)\b")


class Cover(Struct, frozen=True):
    """What stands behind a sentence."""

    reference_ids: tuple[str, ...] = ()
    citations: tuple[int, ...] = ()
    attribution: int | None = None
    reason: str = ""


def citation_scopes(article: Article) -> tuple[Scope, ...]:
    """The stretch each citation stands for: its clause, its sentence, or the list that its sentence introduces."""
    lists = {s.lead_in: s.end for s in article.sentences if s.lead_in is not None}
    return tuple(_scope(article, citation, lists) for citation in article.citations)


def _scope(article: Article, citation: Citation, lists: Mapping[int, int]) -> Scope:
    """`lists`: of the sentences that introduce one, where the list ends."""
    at = sentence_of(article.sentences, citation.start)
    if at is None:
        return Scope(citation.start, citation.end, "outside the sentences of the text")
    sentence = article.sentences[at]
    if at in lists:
        return Scope(sentence.start, lists[at], "the sentence and the list it introduces")
    aside = _aside(article, citation, sentence)
    if aside:
        return Scope(aside.start, aside.end, "the aside in brackets that it ends")
    rest = article.document.text[citation.end : min(sentence.end, citation.end + _FEW_WORDS)]
    if len(rest.split()) > 3:
        return Scope(sentence.start, citation.end, "the sentence up to the marker")
    return Scope(sentence.start, sentence.end, "the sentence")


def _aside(article: Article, citation: Citation, sentence: Sentence) -> Span | None:
    """The remark in brackets that a marker ends, where it says something of its own: "(many also snore [3])".

    What names a study, a figure or a source in brackets speaks for the whole sentence.
    """
    found = _ASIDE.search(article.document.text, sentence.start, citation.start)
    if not found or len(found["said"].split()) < _REMARK:
        return None
    end = citation.end
    for other in article.citations:
        end = other.end if end <= other.start <= end + 1 else end  # several markers in a row end it together
    behind = article.document.text[end : end + 2].lstrip()
    if not behind.startswith(")"):
        return None
    if found["said"] in word_list(_DATA, "evidence") or not _VERB.search(found["said"]):
        return None
    return Span(found.start(), citation.end + 1)


def covers(article: Article) -> tuple[Cover, ...]:
    """Of each sentence, what a reader takes to stand behind it."""
    found = [Cover()] * len(article.sentences)
    cited: dict[int, list[int]] = {}
    for i, citation in enumerate(article.citations):
        at = sentence_of(article.sentences, citation.start)
        if at is not None:
            cited.setdefault(at, []).append(i)
    for at, citations in cited.items():
        own = [i for i in citations if not _aside(article, article.citations[i], article.sentences[at])]
        if not own:
            found[at] = Cover(reason="its marker stands for the aside in brackets alone")
            continue
        ids = dict.fromkeys(one for i in own for one in article.citations[i].reference_ids)
        found[at] = Cover(tuple(ids), tuple(own), None, "cited in the sentence")
    for i, sentence in enumerate(article.sentences):
        lead = found[sentence.lead_in] if sentence.lead_in is not None else None
        if lead and lead.citations and not found[i].citations:
            found[i] = Cover(lead.reference_ids, lead.citations, None, "cited where the list is introduced")
    _continue(article, found)
    _sources_below(article, found)
    for i, (attribution, reason) in attributed(article).items():
        if not found[i].citations and not found[i].reference_ids:
            found[i] = Cover(attribution=attribution, reason=reason)
    return tuple(found)


def _continue(article: Article, found: list[Cover]) -> None:
    """A sentence that goes on about the study just cited ("In that trial, …") is covered by the same citation.

    A sentence that owes no source may stand between: "See a doctor if it gets worse."
    """
    for i, here in enumerate(article.sentences):
        if i == 0 or found[i].citations or here.text not in word_list(_DATA, "same_study"):
            continue
        just = i - 1 if found[i - 1].citations or not owes_no_source(article.sentences[i - 1].text) else i - 2
        cited = article.sentences[just]
        if just >= 0 and found[just].citations and cited.block == here.block and not _is_another(cited.text, here.text):
            found[i] = Cover(
                found[just].reference_ids, found[just].citations, None, "goes on about the study just cited"
            )


def _is_another(cited: str, text: str) -> bool:
    """Whether the study that a sentence goes on about is set against the one just cited: "an earlier study"."""
    return cited in word_list(_DATA, "an_earlier_one") and text in word_list(_DATA, "the_new_one")


def _sources_below(article: Article, found: list[Cover]) -> None:
    """A "Source:" line covers what it stands below, up to the heading or the "Source:" line before."""
    for reference in article.references:
        for i, sentence in enumerate(article.sentences if reference.below else ()):
            if reference.below and reference.below.contains(sentence) and not found[i].citations:
                ids = (*found[i].reference_ids, reference.id)
                found[i] = Cover(ids, (), None, "the source is named below")
