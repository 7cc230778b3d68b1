"""Which field each word of a reference string belongs to: a linear-chain conditional random field (CRFsuite)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

from citecheck.parse.fields.features import features
from citecheck.parse.fields.tokens import Tokens
from citecheck.trained import ModelError, model_file

if TYPE_CHECKING:
    import pycrfsuite

# A vocabulary reads better side by side.
# fmt: off
Label = Literal[
    "author", "editor", "title", "container", "series", "volume", "issue", "page", "edition", "publisher", "place",
    "issued", "genre", "medium", "number", "event", "note", "other",
]
# fmt: on
LABELS: tuple[Label, ...] = get_args(Label)


@cache
def _tagger() -> pycrfsuite.Tagger:
    import pycrfsuite  # only where references are read

    path = model_file("fields.crfsuite")
    tagger = pycrfsuite.Tagger()
    try:
        tagger.open(str(path))
    except ValueError:
        raise ModelError(f"{path}: this is no model of CRFsuite") from None
    return tagger


def tag(tokens: Tokens) -> list[Label]:
    """One label a word. Raises ModelError where the model cannot be read."""
    if not tokens.words:
        return []
    labels: list[Label] = _tagger().tag(features(tokens))
    _put_right(tokens, labels)
    return labels


def _put_right(tokens: Tokens, labels: list[Label]) -> None:
    """What no style prints: a bare year at the head, and names behind the stop that ends a list without other stops."""
    words, gaps = tokens
    if labels[:2] == ["issued", "title"] and gaps[1] == " ":
        labels[0] = "title"  # "2020 vision of sleep"
    unstopped = False  # "Lund KA," has been seen: initials behind the family name, and without stops
    for i in range(1, len(words) - 1):
        if labels[i] != "author" or gaps[i] != " " or not _is_initials(words[i]):
            continue
        if gaps[i + 1] != ". ":
            unstopped = unstopped or gaps[i + 1].startswith(",")
        elif (unstopped or len(words[i]) > 1) and not _is_initials(words[i + 1]):
            # "Lund KA, Osei B. Ketamine, a new hope": the title has a comma where names have theirs.
            end = next((at for at in range(i + 1, len(words)) if labels[at] != "author"), len(words))
            if labels[end : end + 1] == ["title"] and not any(map(_is_initials, words[i + 1 : end])):
                labels[i + 1 : end] = ["title"] * (end - i - 1)
            return


def _is_initials(word: str) -> bool:
    return word.isalpha() and word.isupper() and len(word) < 4
