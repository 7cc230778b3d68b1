"""What kind of source a reference is and who stands behind it, by its type, the names in it and its address.

A body is one that issues the source, not one that its title speaks of: a newspaper's page about the NHS is the
newspaper's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from citecheck.expressions import expression
from citecheck.lexicon import word_list
from citecheck.model import Csl, Issuer, SourceType, Work

_DATA = Path(__file__).with_suffix(".toml")
_BY_TYPE: Mapping[str, SourceType] = {
    "book": "book",
    "chapter": "book",
    "thesis": "book",
    "article-newspaper": "news",
    "article-magazine": "news",
    "entry-encyclopedia": "encyclopaedia",
    "entry-dictionary": "encyclopaedia",
    "article": "preprint",
    "report": "other",
    "standard": "other",
}
"""By CSL type."""
_PAGES = ("webpage", "pamphlet", "post", "post-weblog", "broadcast", "motion_picture", "speech", "document")
_PREPRINT_DOIS = ("10.1101/", "10.21203/", "10.2139/", "10.20944/", "10.31234/", "10.31219/", "10.48550/", "10.26434/")
_ACRONYMS = expression(
    r"\b(?:WHO|NIH|NIMH|NIDA|NIAAA|NCCIH|CDC|FDA|NHS|NICE|EMA|EFSA|ECDC|MHRA|SIGN|AHRQ|SAMHSA|USPSTF|IARC|USDA|PHE|UKHSA|TGA|NHMRC)\b"
)
_PROFESSIONAL_ACRONYMS = expression(r"\b(?:APA|AHA|ACOG|AAP|AAD|ADA|RCOG|RCGP|ESC|AASM|ACP|BDA|ASCO|ESMO)\b")
_ADDRESS = expression(
    r"\b(?:who\.int|un\.org|europa\.eu|nhs\.uk|nice\.org\.uk|medlineplus|[\w.-]+\.(?:gov|mil|int)(?:\.[a-z]{2})?|gov\.uk|gc\.ca|canada\.ca"
    r"|govt\.nz|rki\.de|bund\.de|admin\.ch)(?![\w-])",
    re.IGNORECASE,
)
_RESEARCH_ADDRESS = expression(r"[\w.-]+\.(?:edu|ac)(?:\.[a-z]{2})?(?![\w-])", re.IGNORECASE)
_SITE_NAME = 6
"""Words that the name of a site has at most."""
_SITE = expression(r"\s(?:[|»–—-]|::)\s")


class Source(Struct, frozen=True):
    """The kind of a source and its issuer, each with what tells it."""

    type: SourceType
    issuer: Issuer
    type_reason: str
    issuer_reason: str


def source_of(csl: Csl, raw: str) -> Source:
    """Of a reference as it is printed."""
    around = _around_title(csl, raw)
    issuer, issuer_reason = _issuer(around)
    kind, reason = _type(csl, raw, around)
    official = issuer in ("public-body", "professional-body")
    if official and kind in ("web-page", "other", "book") and raw in word_list(_DATA, "guideline"):
        kind, reason = "guideline", f"{_first(raw, 'guideline')}, issued by {issuer_reason}"
    elif kind == "article":
        issuer, issuer_reason = "research", "an article in a journal"
    elif kind == "preprint":
        issuer, issuer_reason = "research", "a preprint"
    elif kind == "commercial":
        issuer, issuer_reason = "seller", reason
    elif issuer == "unknown" and kind in ("news", "book"):
        issuer, issuer_reason = "publisher", "what publishes it"
    return Source(kind, issuer, reason, issuer_reason)


def source_of_work(work: Work) -> Source:
    """Of a record of an index: what is indexed is research unless a body is its author or publisher."""
    csl = work.csl
    venue = f"{csl.get('container-title', '')} {csl.get('publisher', '')}"
    doi = (work.doi or "").lower()
    if csl.get("type") == "article" or doi.startswith(_PREPRINT_DOIS) or venue in word_list(_DATA, "preprint"):
        return Source("preprint", "research", "the record is that of a preprint", "a preprint")
    kind = _BY_TYPE.get(str(csl.get("type")), "web-page" if csl.get("type") in _PAGES else "article")
    bodies = " ; ".join(str(name["literal"]) for name in csl.get("author") or () if name.get("literal"))
    named = bodies if kind == "article" else f"{bodies} ; {csl.get('publisher', '')}"
    issuer, reason = _body(named)
    if issuer == "unknown":
        issuer, reason = ("publisher", "what publishes it") if kind == "book" else ("research", "a record of an index")
    return Source(kind, issuer, f"the record's type is {csl.get('type', 'not given')}", reason)


def _type(csl: Csl, raw: str, around: str) -> tuple[SourceType, str]:
    kind = str(csl.get("type", ""))
    for name, found in _NAMED.items():
        if around in word_list(_DATA, name):
            return found, _first(around, name)
    if raw in word_list(_DATA, "press_release"):
        return "press-release", _first(raw, "press_release")
    if kind in _BY_TYPE:
        return _BY_TYPE[kind], f"it is cited as a {kind.replace('-', ' ')}"
    if kind not in _PAGES:
        return "article", "it is cited as an article of a journal"
    where = " ".join(str(csl.get(key, "")) for key in ("container-title", "URL", "publisher"))
    if where in word_list(_DATA, "shop"):
        return "commercial", _first(where, "shop")
    if where in word_list(_DATA, "news") and where not in word_list(_DATA, "no_news"):
        return "news", _first(where, "news")
    # Authors and a year, and too little else to say what it is.
    unclear = kind == "document" and "URL" not in csl and "author" in csl and "issued" in csl
    return ("other", "too little to say what it is") if unclear else ("web-page", "it is cited as a page")


_NAMED: Mapping[str, SourceType] = {"preprint": "preprint", "encyclopaedia": "encyclopaedia"}


def _issuer(around: str) -> tuple[Issuer, str]:
    issuer, reason = _body(around)
    if issuer != "unknown":
        return issuer, reason
    named: Mapping[str, Issuer] = {"research": "research", "health_publisher": "publisher", "maker": "seller"}
    for name, found in named.items():
        if around in word_list(_DATA, name):
            return found, _first(around, name)
    address = _RESEARCH_ADDRESS.search(around)
    return ("research", f"“{address.group()}”") if address else ("unknown", "no name that is known")


def _body(text: str) -> tuple[Issuer, str]:
    """The public or professional body that a text names."""
    public = _ACRONYMS.search(text) or _ADDRESS.search(text)
    if public:
        return "public-body", f"“{public.group()}”"
    if text in word_list(_DATA, "public_body"):
        return "public-body", _first(text, "public_body")
    acronym = _PROFESSIONAL_ACRONYMS.search(text)
    if acronym:
        return "professional-body", f"“{acronym.group()}”"
    hits = word_list(_DATA, "professional_body", "no_body").find_each(text)
    hits_of_none = hits.get("no_body", [])
    for hit in hits.get("professional_body", []):
        name = text[hit.start : hit.end]
        if name[0].isupper() and not any(o.first <= hit.last and hit.first < o.last for o in hits_of_none):
            return "professional-body", f"“{name}”"
    return "unknown", "no name that is known"


def _first(text: str, name: str) -> str:
    """The words of a list that a text holds, in quotation marks."""
    hit = word_list(_DATA, name).first(text)
    return f"“{' '.join(text[hit.start : hit.end].split())}”" if hit else ""


def _around_title(csl: Csl, raw: str) -> str:
    """A reference without the words of its title, but for a site's name that the title carries: "Sleep | NHS"."""
    title = str(csl.get("title", ""))
    if not title or title not in raw:
        return raw
    parts = _SITE.split(title)
    sites = [part for part in (parts[0], parts[-1]) if len(parts) > 1 and len(part.split()) <= _SITE_NAME]
    behind = title.rpartition(". ")
    if behind[0] and len(behind[2].split()) <= _SITE_NAME:
        sites.append(behind[2])
    rest = raw.replace(title, f" {' ; '.join(sites)} ")
    return rest if any(c.isalpha() for c in rest) else raw
