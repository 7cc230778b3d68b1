"""Studies, bodies and experts that the text names without a reference, and phrases that lean on nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from citecheck.expressions import expression
from citecheck.lexicon import tokens, word_list
from citecheck.model import Attribution, AttributionKind, Sentence
from citecheck.parse.attribution_forms import FORMS, SPEAKS, SPOKEN
from citecheck.text import collapse, trimmed

_VAGUE = Path(__file__).with_name("attributions.toml")
_NAME_INSIDE = expression(r"(?<=[\w,;:] )[^\W\d_a-zß-ÿ]")
_RANK: dict[AttributionKind, int] = {"study": 0, "expert": 1, "organisation": 2, "vague": 3}


def find_attributions(sentences: Sequence[Sentence], text: str) -> tuple[Attribution, ...]:
    """In order; where two overlap, the one that can be identified stays."""
    found: list[Attribution] = []
    for sentence in sentences:
        own = _in_sentence(text, sentence)
        if not any(a.identifiable for a in own):
            own += _again(text, sentence, found)
        found += sorted(own, key=lambda a: a.start)
    return tuple(found)


def _again(text: str, sentence: Sentence, before: Sequence[Attribution]) -> list[Attribution]:
    """An expert once introduced is named by the surname, or by "he said", from then on."""
    introduced = " ".join(a.text for a in before if a.kind == "expert" and a.identifiable)
    if not introduced or SPEAKS.isdisjoint(_words(text[sentence.start : sentence.end])):
        return []
    spoken = SPOKEN.search(text, sentence.start, sentence.end)
    if not spoken:
        return []
    speaker = spoken["before"] or spoken["after"]
    if speaker.lower() not in ("he", "she", "they") and not re.search(rf"\b{re.escape(speaker)}\b", introduced):
        return []
    start, end = trimmed(text, spoken.start(), spoken.end())
    return [Attribution(start, end, collapse(text[start:end]), "expert", identifiable=True)]


def _words(text: str) -> set[str]:
    return {token.word.removesuffix("'s") for token in tokens(text)}


def _in_sentence(text: str, sentence: Sentence) -> list[Attribution]:
    own = text[sentence.start : sentence.end]
    straight = own.replace("’", "'")
    said = _words(own)
    speaks = [token for token in tokens(own) if token.word in SPEAKS]
    names = _NAME_INSIDE.search(own) is not None
    hits = [
        Attribution(
            sentence.start + m.start(),
            sentence.start + m.end(),
            " ".join(own[m.start() : m.end()].split()),
            form.kind,
            form.identifiable,
        )
        for form in FORMS
        if not any(map(said.isdisjoint, form.words))
        and (names or not form.named)
        and (not form.signs or any(sign in own for sign in form.signs))
        and (form.holds is None or form.holds(straight, speaks))
        for m in form.pattern.finditer(straight)
    ]
    hits += [
        Attribution(
            sentence.start + h.start,
            sentence.start + h.end,
            " ".join(own[h.start : h.end].split()),
            "vague",
            identifiable=False,
        )
        for h in word_list(_VAGUE).find(own)
    ]
    kept: list[Attribution] = []
    for one in sorted(hits, key=lambda a: (not a.identifiable, _RANK[a.kind], a.start - a.end)):
        if not any(one.overlaps(other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda a: a.start)
