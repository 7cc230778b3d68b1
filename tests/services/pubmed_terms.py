"""What esearch understands of PubMed's queries: tagged terms, AND, OR, NOT and parentheses.

Words without a tag are looked for in all that is known of a work, and all of them have to be there, as in PubMed.
"""

from __future__ import annotations

import re

from tests.services.works import Record, Works, first, issued, pubmed, words

_TOKEN = re.compile(r'\(|\)|\b(?:AND|OR|NOT)\b|"[^"]*"(?:\[[^\]]*\])?|[^\s()\[\]"]+(?:\[[^\]]*\])?|\[[^\]]*\]')


def matching(term: str, works: Works) -> list[Record]:
    """The works of PubMed that a query finds, the newest PMID first."""
    tokens = _tokens(term)
    numbers = _any(tokens, works)
    found = [works.records[number] for number in numbers]
    return sorted(found, key=lambda record: int(pubmed(record)["pmid"]), reverse=True)


def _tokens(term: str) -> list[str]:
    """Parentheses, operators, and terms; words under one tag are one term."""
    tokens: list[str] = []
    for token in _TOKEN.findall(term):
        loose = bool(tokens) and tokens[-1] not in ("(", ")", "AND", "OR", "NOT") and not tokens[-1].endswith("]")
        if loose and token not in ("(", ")", "AND", "OR", "NOT"):
            tokens[-1] += f" {token}"
        else:
            tokens.append(token)
    return tokens


def _any(tokens: list[str], works: Works) -> set[int]:
    """Reads from the left, as PubMed does: no operator binds closer than another."""
    found: set[int] | None = None
    operator = "AND"
    while tokens and tokens[0] != ")":
        token = tokens.pop(0)
        if token in ("AND", "OR", "NOT"):
            operator = token
            continue
        if token == "(":  # noqa: S105  a parenthesis
            here = _any(tokens, works)
            if tokens:
                tokens.pop(0)
        else:
            here = _of_term(token, works)
        if found is None:
            found = here
        else:
            found = found | here if operator == "OR" else found - here if operator == "NOT" else found & here
        operator = "AND"
    return found or set()


def _of_term(term: str, works: Works) -> set[int]:
    text, _, tag = term.removesuffix("]").partition("[")
    text = text.strip().strip('"')
    return {
        number
        for number, record in enumerate(works.records)
        if pubmed(record) and _fits(record, text, tag.strip().casefold())
    }


def _fits(record: Record, text: str, tag: str) -> bool:
    entry = pubmed(record)
    match tag:
        case "uid" | "pmid":
            return text == str(entry["pmid"])
        case "pmc" | "pmcid":
            return text.upper().removeprefix("PMC") == str(entry.get("pmcid", "")).upper().removeprefix("PMC") != ""
        case "doi" | "aid" | "lid" | "article identifier" | "location id":
            return text.casefold() == str(record["DOI"]).casefold()
        case "dp" | "pdat" | "date - publication" | "publication date":
            return text[:4] == str(next(iter(issued(record)), ""))
        case "vi" | "volume":
            return text == str(record.get("volume", ""))
        case "ip" | "issue":
            return text == str(record.get("issue", ""))
        case "pg" | "page" | "pagination":
            return text.partition("-")[0] == str(record.get("page", "")).partition("-")[0]
    return set(words(text)) <= set(words(_text(record, tag)))


def _text(record: Record, tag: str) -> str:
    title = first(record.get("title"))
    journal = f"{first(record.get('container-title'))} {first(record.get('short-container-title'))}"
    authors = " ".join(
        f"{author.get('family', '')} {author.get('given', '')} {''.join(w[0] for w in words(author.get('given', '')))}"
        for author in record.get("author", ())
    )
    abstract = str(record.get("abstract", ""))
    match tag:
        case "ti" | "title":
            return title
        case "tiab" | "title/abstract":
            return f"{title} {abstract}"
        case "ta" | "journal":
            return journal
        case "au" | "1au" | "author" | "author - first":
            return authors
    year = next(iter(issued(record)), "")
    return f"{title} {journal} {authors} {abstract} {year} {record['DOI']} {pubmed(record)['pmid']}"
