"""Sources that the writer holds: files of a folder, read whole, so that what they say can be quoted with its page."""

from __future__ import annotations

import re
from pathlib import Path

from citecheck.expressions import expression
from citecheck.ingest import UnreadableSourceError, read_source
from citecheck.model import Document, HeldSource

_SUFFIXES = (".pdf", ".xml", ".nxml", ".docx", ".html", ".htm", ".txt", ".md")
_HEAD = 4000
"""Characters at the beginning of a paper among which its own identifiers stand."""
_DOI = expression(r"\b10\.\d{4,9}/[^\s\"<>]{1,150}[^\s\"<>.,;:)\]]", re.IGNORECASE)
_PMID = expression(r"\bPMID:?\s?(\d{4,9})\b", re.IGNORECASE)
_STATED = expression(r"<article-id[^>]{1,80}pub-id-type=[\"'](doi|pmid)[\"'][^>]{0,80}>([^<]{1,200})<")
_FRONT = 50_000
"""Bytes within which JATS has its front."""
_LIST = expression(r"\n\s*(?:\d+\.?\s+)?(?:references|bibliography|literature cited|works cited)\s*\n", re.IGNORECASE)


def read_held(folder: Path) -> tuple[list[HeldSource], list[str]]:
    """The sources of a folder and of those within it, by name; and of each file that cannot be read why."""
    held, problems = [], []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in _SUFFIXES or path.name.startswith(".") or not path.is_file():
            continue
        try:
            held.append(_held(path, read_source(str(path), "off")))
        except UnreadableSourceError as problem:
            problems.append(str(problem))
    return held, problems


def _held(path: Path, document: Document) -> HeldSource:
    """A source without its list of references, whose titles and figures are not its own."""
    text = document.text
    lists = list(_LIST.finditer(text, len(text) // 3))
    text = text[: lists[-1].start()] if lists else text
    first = next((b for b in document.blocks if b.kind == "heading"), None)
    title = document.facts.title or (document.text[first.start : first.end] if first else "")
    return HeldSource(path.name, text, title, _identifiers(path, document.text[:_HEAD]), document.pages)


def _identifiers(path: Path, head: str) -> frozenset[str]:
    """The DOIs and PMIDs of a paper's head; in JATS they stand apart from its text."""
    dois = {f"doi:{found.lower()}" for found in _DOI.findall(head)}
    pmids = {f"pmid:{found}" for found in _PMID.findall(head)}
    stated = _STATED.findall(path.read_bytes()[:_FRONT].decode("utf-8", "replace")) if "xml" in path.suffix else []
    return frozenset(dois | pmids | {f"{kind.lower()}:{found.strip().lower()}" for kind, found in stated})
