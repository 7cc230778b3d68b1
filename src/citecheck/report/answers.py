"""Reads the list of questions as an author sends it back: with an answer behind each “Answer:”."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from citecheck.baseline import BaselineError
from citecheck.expressions import expression
from citecheck.report.queries import ANSWER, HEADING
from citecheck.text import collapse

_MARK = expression(r"\[[^\[\]\n]*\b(?P<fingerprint>[0-9a-f]{16}:[1-9]\d*)\]\s*$", re.MULTILINE)
_QUESTION = expression(r"^\s*\d+\.\s", re.MULTILINE)


class Answers(Struct, frozen=True):
    """The answers of a list, by the heading of their article, then by fingerprint."""

    articles: Mapping[str, Mapping[str, str]]

    def of(self, uri: str, *, alone: bool) -> Mapping[str, str]:
        """Those about one article; `alone` where no other is meant, whatever it is called in the list."""
        name = "the article" if uri == "-" else uri
        for heading, answers in self.articles.items():
            if heading.endswith((f"({name})", f"{HEADING}{name}")):
                return answers
        return next(iter(self.articles.values())) if alone and len(self.articles) == 1 else {}


def answers_in(path: Path) -> Answers:
    """The answers in a file.

    Raises:
        BaselineError: it is not there, cannot be read, or is no such list.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise BaselineError(f"{path} cannot be read as text: save the list of questions as UTF-8 and name it") from None
    headings = list(re.finditer(rf"^{re.escape(HEADING)}.*$", text, re.MULTILINE))
    if not headings:
        raise BaselineError(f"{path} is no list of questions: make one with --format queries")
    ends = [*(found.start() for found in headings[1:]), len(text)]
    return Answers(
        {found.group().strip(): _answers(text[found.end() : end]) for found, end in zip(headings, ends, strict=True)}
    )


def _answers(text: str) -> dict[str, str]:
    marks = list(_MARK.finditer(text))
    ends = [*(found.start() for found in marks[1:]), len(text)]
    answers = {}
    for found, end in zip(marks, ends, strict=True):
        behind = text[found.end() : end]
        asked = behind.find(ANSWER)
        if asked >= 0:
            answer = behind[asked + len(ANSWER) :]
            following = list(_QUESTION.finditer(answer)) if found is not marks[-1] else []
            answer = collapse(answer[: following[-1].start()] if following else answer)
            if answer:
                answers[found["fingerprint"]] = answer
    return answers
