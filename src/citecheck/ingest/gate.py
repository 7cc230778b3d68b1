"""What a page shows in place of an article: a wall to pay at, a door to log in at, or nothing without its scripts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from citecheck.expressions import expression
from citecheck.lexicon import word_list
from citecheck.model import Block

_DATA = Path(__file__).with_name("gate.toml")
_FEW_WORDS = 120
"""Of main text: a page that shows more has at least the beginning of an article."""
_HARDLY_ANY = 60
"""Words: who has more to read has got through the door."""
_PASSWORD = expression(r"<input[^>]{0,300}type\s*=\s*[\"']?password", re.IGNORECASE)
_NOT_FREE = expression(r"[\"']?isAccessibleForFree[\"']?\s*:\s*[\"']?false", re.IGNORECASE)
_SCRIPT = expression(r"<script\b", re.IGNORECASE)
_SAVE = "save the page from your browser once it shows the article, and name the file"


def obstacle(source: str, text: str, blocks: Sequence[Block]) -> str | None:
    """Why a page of HTML holds no article, as the rest of a sentence; None where it seems to hold one."""
    words = sum(
        len(text[b.start : b.end].split()) for b in blocks if b.region == "main" and b.kind not in ("heading", "table")
    )
    if words >= _FEW_WORDS:
        return None
    shown = " ".join(text[b.start : b.end] for b in blocks if b.region != "navigation")[:20_000]
    if _NOT_FREE.search(source) or word_list(_DATA, "paywall").first(shown):
        return f"shows a paywall in place of the article: {_SAVE}"
    if words < _HARDLY_ANY and (_PASSWORD.search(source) or word_list(_DATA, "login").first(shown)):
        return f"shows a login in place of the article: {_SAVE}"
    unscripted = words < _HARDLY_ANY and word_list(_DATA, "scripts").first(shown + _unscripted(source))
    if unscripted or (words < _HARDLY_ANY // 2 and _SCRIPT.search(source)):
        return f"shows nothing without running its scripts: {_SAVE}"
    return None


def _unscripted(source: str) -> str:
    """What the page says to those who run no scripts."""
    return " ".join(
        re.sub(r"<[^>]*>", " ", m) for m in re.findall(r"<noscript>(.{0,400}?)</noscript>", source, re.DOTALL)
    )
