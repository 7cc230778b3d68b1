"""The stretches of a string by the field they belong to, as printed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from citecheck.expressions import expression
from citecheck.parse.fields.tokens import Label, Tokens

_INITIAL = expression(r"[A-Z]\..*[ .][A-Z]$")
"""An initial at the end, whose stop belongs to it where others have theirs."""
_BRACKETS = {")": "(", "]": "["}
_JOINING_WORDS = 2
"""Unlabelled words between two stretches of one field that it may span: "Cancer [and its] treatment"."""


class Stretches:
    """The stretches of a string by their label, each as printed."""

    def __init__(self, text: str, tokens: Tokens, labels: Sequence[Label]) -> None:
        self.text = text
        self._offsets = tokens.offsets()
        self._found: dict[Label, list[tuple[int, int]]] = {}
        before: tuple[Label, int] | None = None
        for label, group in groupby(enumerate(labels), key=itemgetter(1)):
            words = [number for number, _ in group]
            first, last = words[0], words[-1]
            spans = self._found.setdefault(label, [])
            if (
                before
                and before[0] == label
                and first - before[1] <= _JOINING_WORDS + 1
                and label in ("title", "container")
            ):
                spans[-1] = (spans[-1][0], last)
            else:
                spans.append((first, last))
            if label != "other":
                before = (label, last)

    def of(self, label: Label) -> list[str]:
        """What is printed of a field, stretch by stretch, with the marks that belong to it."""
        return [self._printed(first, last) for first, last in self._found.get(label, ())]

    def are_neighbours(self, label: Label, following: Label) -> bool:
        """Whether the first stretch of one field stands right before the first of another."""
        one, other = self._found.get(label, ()), self._found.get(following, ())
        return any(first[1] + 1 == second[0] for first, second in zip(one[:1], other[:1], strict=False))

    def behind(self, label: Label) -> str:
        """What follows its first stretch; empty where there is none."""
        found = self._found.get(label)
        return self.text[self._offsets[2 * found[0][1] + 1] :] if found else ""

    def _printed(self, first: int, last: int) -> str:
        text, start, end = self.text, self._offsets[2 * first], self._offsets[2 * last + 1]
        while end < len(text) and text[end] in "%®™°+′″":
            end += 1
        for closing, opening in _BRACKETS.items():
            inside = text[start:end]
            if inside.count(opening) > inside.count(closing) and text[end : end + 1] == closing:
                end += 1
            elif inside.count(closing) > inside.count(opening) and text[start - 1 : start] == opening:
                start -= 1
        unclosed = text[start:end].rfind("[")
        if unclosed > 0 and "]" not in text[start + unclosed : end]:
            end = start + len(text[start : start + unclosed].rstrip())  # "The Opinion [blog on the Internet]"
        while end < len(text) and text[end] in "?!":
            end += 1
        if text[end : end + 1] == "." and _INITIAL.search(text[start:end]):
            end += 1
        return text[start:end]
