"""Which field each word of a reference string belongs to: a linear-chain conditional random field (CRFsuite)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from citecheck.parse.fields import boundaries, repairs, unnumbered
from citecheck.parse.fields.features import features
from citecheck.parse.fields.tokens import Label, Tokens
from citecheck.trained import ModelError, model_file

if TYPE_CHECKING:
    import pycrfsuite


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
    repairs.put_right(tokens, labels)
    boundaries.put_right(tokens, labels)
    unnumbered.put_right(tokens, labels)
    return labels
