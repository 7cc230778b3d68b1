"""From a Document to an Article: sentences, references, citations and attributions, all with their positions."""

from __future__ import annotations

from citecheck.model import Article, Document
from citecheck.parse.attributions import find_attributions
from citecheck.parse.citations import find_citations
from citecheck.parse.reference_list import find_list
from citecheck.parse.references import read_references
from citecheck.parse.sentences import find_sentences


def parse_document(document: Document) -> Article:
    """Never raises: what is not found is left out."""
    found = find_list(document)
    references, repeats = read_references(document, found)
    citations = find_citations(document, references, repeats, found.spans)
    sentences = find_sentences(document, found.spans, citations)
    return Article(
        document=document,
        sentences=sentences,
        references=references,
        citations=citations,
        attributions=find_attributions(sentences, document.text),
        reference_list=found.spans,
    )
