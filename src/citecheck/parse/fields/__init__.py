"""A reference string into CSL-JSON: what is certain by rules, the rest by a tagger that looks at every word."""

from __future__ import annotations

from typing import Any

from citecheck.parse.fields.assemble import assemble
from citecheck.parse.fields.kinds import reference_type
from citecheck.parse.fields.stretches import Stretches
from citecheck.parse.fields.strings import prepare
from citecheck.parse.fields.tagger import tag
from citecheck.parse.fields.tokens import tokenize

__all__ = ["parse_reference"]


def parse_reference(raw: str) -> dict[str, Any]:
    """CSL-JSON of one reference; what the string does not show is left out.

    Raises ModelError where the model cannot be read, and nothing else, whatever the string.
    """
    prepared = prepare(raw)
    tokens = tokenize(prepared.text)
    csl = {**assemble(Stretches(prepared.text, tokens, tag(tokens))), **prepared.csl}
    return {"type": reference_type(csl, prepared.printed), **csl}
