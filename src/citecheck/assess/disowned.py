"""Whether an article speaks of a retracted work as retracted, or cites it as if it stood."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from citecheck.assess.content import unmarked
from citecheck.expressions import expression
from citecheck.lexicon import word_list
from citecheck.model import Article, Resolution

_DATA = Path(__file__).with_name("disowned.toml")
_MARKED = expression(r"\b(?:retracted|retraction|withdrawn|withdrawal notice)\b", re.IGNORECASE)


def disowned(article: Article, resolutions: Mapping[str, Resolution], reference_id: str) -> bool:
    """Whether the reference, a sentence that cites it, or one beside it says that the work no longer stands.

    In doubt it does: to discuss a retraction is what a good article does, and once is enough.
    """
    reference = next(r for r in article.references if r.id == reference_id)
    if _MARKED.search(reference.raw):
        return True
    notices = _notices(article, resolutions, reference_id)
    cited = _cited_in(article)
    texts = tuple(unmarked(article))
    for at, ids in cited.items():
        if reference_id in ids and (ids & notices or _is_said(texts[at]) or _is_said_beside(article, texts, cited, at)):
            return True
    return False


def _cited_in(article: Article) -> dict[int, set[str]]:
    """Of each sentence that cites something, the references that it cites."""
    cited: dict[int, set[str]] = {}
    below = [(r.below, r.id) for r in article.references if r.below]
    for at, sentence in enumerate(article.sentences):
        ids = {i for c in article.citations_in(sentence) for i in article.citations[c].reference_ids}
        ids.update(i for span, i in below if span.contains(sentence))
        if ids:
            cited[at] = ids
    return cited


def _notices(article: Article, resolutions: Mapping[str, Resolution], reference_id: str) -> set[str]:
    """The references that are the notices of its retraction."""
    work = resolutions[reference_id].work
    dois = {notice.doi.lower() for notice in (work.retractions if work else ()) if notice.doi}
    dois -= {work.doi.lower()} if work and work.doi else set()
    return {
        r.id
        for r in article.references
        if str(r.csl.get("DOI", "")).lower() in dois or (resolutions[r.id].doi or "").lower() in dois
    }


def _is_said(text: str) -> bool:
    otherwise = list(word_list(_DATA, "means_otherwise").find(text))
    return any(not hit.overlaps_any(otherwise) for hit in word_list(_DATA, "says").find(text))


def _is_said_beside(article: Article, texts: Sequence[str], cited: Mapping[int, set[str]], at: int) -> bool:
    """Whether a sentence beside it says so: one that cites nothing else, where the later of the two points back."""
    sentences = article.sentences
    near = [i for i in (at - 1, at + 1) if 0 <= i < len(sentences) and sentences[i].block == sentences[at].block]
    return any(
        cited.get(beside, cited[at]) <= cited[at]
        and sentences[max(at, beside)].text in word_list(_DATA, "points_back")
        and _is_said(texts[beside])
        for beside in near
    )
