"""A newsletter saved as text: what its head says of it, and which of its lines are no words of the article."""

from __future__ import annotations

import re

from msgspec import Struct

from citecheck.dates import find_dates
from citecheck.expressions import expression
from citecheck.model import Facts
from citecheck.text import collapse

_HEAD = expression(r"\s*(?:[A-Z][\w-]{1,30}:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*){2,60}(?=[ \t]*(?:\n|$))")
_FIELD = expression(r"(?m:^)(?P<name>[A-Z][\w-]{1,30}):(?P<value>[^\n]*(?:\n[ \t]+\S[^\n]*)*)")
_ENCODED = "=?"
_LIST = expression(r"(?:(?:re|fwd?|aw|wg):\s*)*(?:\[(?P<list>[^\]]{1,60})\]\s*)?", re.IGNORECASE)
"""What stands before a subject: that it is an answer, and the name of the letter."""
_SENDER = expression(r"[\"“']?(?P<name>[^<>\"”@]{2,60}?)[\"”']?\s*(?:<[^<>]*>)?$")
_BODY = expression(
    r"The\b|.*\b(?:news|newsletter|letter|digest|daily|weekly|health|clinic|team|cent(?:re|er)|university|info)\b",
    re.IGNORECASE,
)
"""A name of nobody."""
_RULED = frozenset("=-_*~#+·•–—")
_LEAST = 3
"""Signs of a rule, with or without blanks between."""
_HEADS = 5_000
"""Characters within which a message says who sent it."""
_SIGNATURE = ("--", "-- ")
_FOOTER = 10
"""Lines."""


class Message(Struct, frozen=True):
    """The head of a message; empty where a text has none."""

    end: int = 0
    """Where the text behind it begins."""
    facts: Facts = Facts()

    def is_aside(self, line: str) -> bool:
        """Whether a line is a rule, or in a message quotes another one."""
        signs = "".join(line.split())
        ruled = len(signs) >= _LEAST and _RULED.issuperset(signs)
        return ruled or (self.end > 0 and line.startswith(">"))

    def footer(self, text: str, lines: list[tuple[int, int]]) -> int:
        """Where the footer begins, at a line of two hyphens; the end of the text where there is none."""
        for behind, (start, end) in enumerate(reversed(lines)):
            if text[start:end] in _SIGNATURE and start >= self.end:
                # Elsewhere two hyphens may part sections, but not with a blank behind them.
                return start if self.end or (behind <= _FOOTER and text[start:end] == "-- ") else len(text)
        return len(text)


def read_head(text: str) -> Message:
    """The head of a text that begins with the sender and the subject or date of a message."""
    head = _HEAD.match(text) if "from:" in text[:_HEADS].lower() else None
    fields = {f["name"].lower(): collapse(f["value"]) for f in _FIELD.finditer(head.group())} if head else {}
    if not head or "from" not in fields or not {"subject", "date", "sent"} & set(fields):
        return Message()
    subject, sender = (fields.get(name, "") for name in ("subject", "from"))
    ahead = _LIST.match(subject)
    title = subject[ahead.end() :] if ahead and _ENCODED not in subject else ""
    named = _SENDER.match(sender) if _ENCODED not in sender else None
    name = named["name"].strip() if named else ""
    dated = next(find_dates(fields.get("date") or fields.get("sent", "")), None)
    of_list = bool(name and ahead and ahead["list"] and ahead["list"].lower().startswith(name.lower()))
    nobody = of_list or _BODY.match(name) is not None
    facts = Facts(
        title=title or None,
        author=(name,) if name and not nobody else (),
        published=dated.iso if dated else None,
        publisher=name if name and nobody else None,
    )
    return Message(head.end(), facts)
