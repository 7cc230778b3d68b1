"""CIT: quotations that begin and do not end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citecheck.expressions import expression
from citecheck.model import Audited, Block, Document, Finding
from citecheck.rules.registry import Rule, check

_CLOSED = {
    "“": expression('[”“"]'),
    "‘": expression(r"’(?!\w)|‘(?=\W|$)"),
    "«": expression("»"),
    "„": expression("[“”]"),
}
"""What closes a quotation, by what opens it. An apostrophe within a word closes none."""
_OPENS = expression(
    r"(?:(?<=[\s(\[—–])|^)(?:[“„]|«|‘(?!\d|(?:em|til|tis|twas|n|cause|bout|round)\b))(?=\w)", re.MULTILINE
)
"""An opening mark before a word; "‘60s" and "‘em" have an apostrophe that was turned round."""


@check("CIT005")
def unclosed_quotation(rule: Rule, audited: Audited) -> Iterator[Finding]:
    """Within one paragraph; a quotation over several opens each of them, and only the last is closed."""
    document = audited.article.document
    blocks = [b for b in document.blocks if b.region == "main" and b.kind in ("paragraph", "list-item")]
    for place, block in enumerate(blocks):
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        at = _unclosed(document, block)
        if at is not None and not (following and document.text[following.start] == document.text[at]):
            end = document.text.find(" ", at, block.end)
            message = "This quotation is never closed: where do the source's own words end?"
            yield rule.finding(message, at, end if end > 0 else block.end)


def _unclosed(document: Document, block: Block) -> int | None:
    """Where a quotation begins that nothing in its paragraph closes."""
    position = block.start
    while opening := _OPENS.search(document.text, position, block.end):
        closing = _CLOSED[opening.group()].search(document.text, opening.end(), block.end)
        if closing is None:
            return opening.start()
        position = closing.end()
    return None
