"""PubMed's records in the XML of efetch, after its DTD of 2025."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from tests.services.works import Record, Works, first, issued, pubmed, words

_DOCTYPE = (
    '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">'
)
_SECTION = re.compile(r"<jats:sec[^>]*>\s*(?:<jats:title>(.*?)</jats:title>)?(.*?)</jats:sec>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
# By the type of a notice: what PubMed calls the notice from the work, and the work from the notice.
_NOTICES = {
    "retraction": ("RetractionIn", "RetractionOf"),
    "withdrawal": ("RetractionIn", "RetractionOf"),
    "partial_retraction": ("PartialRetractionIn", "PartialRetractionOf"),
    "expression_of_concern": ("ExpressionOfConcernIn", "ExpressionOfConcernFor"),
    "correction": ("ErratumIn", "ErratumFor"),
    "erratum": ("ErratumIn", "ErratumFor"),
    "corrigendum": ("ErratumIn", "ErratumFor"),
}


def publication_types(record: Record) -> list[str]:
    """PubMed's publication types of a work: those given, and what its notices make of it."""
    given = list(pubmed(record).get("publication_types") or ["Journal Article"])
    if any(_NOTICES.get(str(n.get("type")), ("",))[0] == "RetractionIn" for n in record.get("updated-by", ())):
        given.append("Retracted Publication")
    if any(n.get("type") == "retraction" for n in record.get("update-to", ())):
        given.append("Retraction of Publication")
    return list(dict.fromkeys(given))


def document(records: Iterable[Record], works: Works) -> str:
    """The articles as efetch sends them."""
    articles = "".join(_article(record, works) for record in records)
    return f'<?xml version="1.0" ?>\n{_DOCTYPE}\n<PubmedArticleSet>{articles}</PubmedArticleSet>'


def _element(name: str, content: object, **attributes: str) -> str:
    """An element with a text; nothing where there is none."""
    said = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{said}>{escape(str(content))}</{name}>" if content not in ("", None) else ""


def _article(record: Record, works: Works) -> str:
    entry = pubmed(record)
    pmid = _element("PMID", entry["pmid"], Version="1")
    types = "".join(_element("PublicationType", kind, UI="") for kind in publication_types(record))
    return (
        "<PubmedArticle>"
        f'<MedlineCitation Status="MEDLINE" Owner="NLM">{pmid}'
        f'<Article PubModel="Print">{_journal(record)}'
        f"{_element('ArticleTitle', first(record.get('title')))}"
        f"<Pagination>{_element('MedlinePgn', record.get('page'))}</Pagination>"
        f"{_element('ELocationID', record['DOI'], EIdType='doi', ValidYN='Y')}"
        f"{_abstract(record)}{_authors(record)}<Language>eng</Language>"
        f"<PublicationTypeList>{types}</PublicationTypeList></Article>"
        f"{_notices(record, works)}</MedlineCitation>"
        f"<PubmedData><PublicationStatus>ppublish</PublicationStatus>{_identifiers(record)}</PubmedData>"
        "</PubmedArticle>"
    )


def _journal(record: Record) -> str:
    parts = zip(("Year", "Month", "Day"), issued(record), strict=False)
    date = "".join(_element(name, f"{part:02d}") for name, part in parts)
    issue = (
        f'<JournalIssue CitedMedium="Print">{_element("Volume", record.get("volume"))}'
        f"{_element('Issue', record.get('issue'))}<PubDate>{date}</PubDate></JournalIssue>"
    )
    title, short = first(record.get("container-title")), first(record.get("short-container-title"))
    issn = _element("ISSN", first(record.get("ISSN")), IssnType="Print")
    return f"<Journal>{issn}{issue}{_element('Title', title)}{_element('ISOAbbreviation', short or title)}</Journal>"


def _abstract(record: Record) -> str:
    text = str(record.get("abstract") or "")
    sections = _SECTION.findall(text)
    if sections:
        parts = [(_plain(label).upper(), _plain(said)) for label, said in sections]
        content = "".join(
            _element("AbstractText", said, **({"Label": label} if label else {})) for label, said in parts
        )
    else:
        content = _element("AbstractText", _plain(text))
    return f"<Abstract>{content}</Abstract>" if content else ""


def _plain(jats: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", jats)).split())


def _authors(record: Record) -> str:
    listed = []
    for author in record.get("author", ()):
        initials = "".join(part[0] for part in words(author.get("given", ""))).upper()
        name = (
            _element("LastName", author["family"])
            + _element("ForeName", author.get("given"))
            + _element("Initials", initials)
            if "family" in author
            else _element("CollectiveName", author.get("name"))
        )
        listed.append(f'<Author ValidYN="Y">{name}</Author>')
    return f'<AuthorList CompleteYN="Y">{"".join(listed)}</AuthorList>' if listed else ""


def _notices(record: Record, works: Works) -> str:
    """What was said of this work elsewhere, and of what other works this one speaks."""
    linked = []
    for key, side in (("updated-by", 0), ("update-to", 1)):
        for notice in record.get(key, ()):
            kind = _NOTICES.get(str(notice.get("type")))
            if kind is None:
                continue
            doi = str(notice.get("DOI") or "")
            other = works.doi(doi) or {}
            journal = first(other.get("short-container-title")) or first(other.get("container-title"))
            source = " ".join(part for part in (f"{journal}." if journal else "", f"doi: {doi}" if doi else "") if part)
            pmid = _element("PMID", pubmed(other).get("pmid"), Version="1")
            reference = _element("RefSource", source or "Retraction notice")
            linked.append(f'<CommentsCorrections RefType="{kind[side]}">{reference}{pmid}</CommentsCorrections>')
    for paper in record.get("relation", {}).get("is-preprint-of", ()):
        reference = _element("RefSource", f"doi: {paper['id']}")
        linked.append(f'<CommentsCorrections RefType="UpdateIn">{reference}</CommentsCorrections>')
    return f"<CommentsCorrectionsList>{''.join(linked)}</CommentsCorrectionsList>" if linked else ""


def _identifiers(record: Record) -> str:
    entry = pubmed(record)
    found = {"pubmed": entry["pmid"], "doi": record["DOI"], "pmc": entry.get("pmcid")}
    return f"<ArticleIdList>{''.join(_element('ArticleId', v, IdType=k) for k, v in found.items())}</ArticleIdList>"
