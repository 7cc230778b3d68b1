"""What tests of labels share: labels written as one letter a word."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from citecheck.parse.fields.tokens import Label, Tokens, tokenize

LETTERS: Mapping[str, Label] = {
    "a": "author", "e": "editor", "t": "title", "c": "container", "d": "issued", "o": "other", "l": "place",
}  # fmt: skip
"""Of the labels that every string may have; a test adds those of its own kind."""


def relabelled(
    put_right: Callable[[Tokens, list[Label]], None], letters: Mapping[str, Label], text: str, labels: str
) -> str:
    """The labels of a text after a repair; blanks among those given are for the eye."""
    full = [letters[letter] for letter in labels.replace(" ", "")]
    tokens = tokenize(text)
    assert len(tokens.words) == len(full), tokens.words
    put_right(tokens, full)
    by_label = {label: letter for letter, label in letters.items()}
    return "".join(by_label[label] for label in full)
