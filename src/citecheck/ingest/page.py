"""Tells a page's parts by its markup, and its main text with trafilatura.

Builders of pages name their parts: <nav>, class="related-posts", role="contentinfo". The names are believed unless the
part holds most of the article, since a name such as "has-sidebar" may stand on the whole page. What no name tells is
judged by what trafilatura takes for the main text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from citecheck.expressions import expression
from citecheck.ingest.interface import Reading
from citecheck.ingest.layout import tells_facts
from citecheck.ingest.tags import Tag
from citecheck.lexicon import word_list
from citecheck.model import Block, RegionKind
from citecheck.tables import load

_DATA = Path(__file__).with_name("page.toml")
_HEADINGS = Path(__file__).parents[1] / "headings.toml"
_KINDS: Mapping[str, RegionKind] = {
    "main": "main", "author-box": "author-box", "metadata": "metadata", "related": "related",
    "call-to-action": "call-to-action", "other": "other", "navigation": "navigation",
}  # fmt: skip
"""In the order in which a part's names are asked."""
_TAGS: Mapping[str, RegionKind] = {
    "nav": "navigation", "menu": "navigation", "aside": "related", "footer": "other", "form": "other",
    "figcaption": "other", "button": "navigation", "dialog": "other", "fieldset": "other",
}  # fmt: skip
_SURE = frozenset({"nav", "menu", "figcaption", "button", "dialog"})
"""Elements whose kind holds however much they hold."""
_CONTAINERS = frozenset("div section aside nav ul ol header footer form details dl table p span article figure".split())
_WORDS = expression(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_YEAR = expression(r"\b(?:19|20)\d\d\b")
_BUILDERS = tuple("elementor et_pb vc_ wpb_ fl- brxe- brx- wp-block-group wp-block-column x-widget".split())
"""How the names begin that page builders give to every box."""
_DISPLAY_NONE = expression(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
_LARGEST = 2_000_000
"""Characters: a larger page is judged by its names alone."""
_DEEPEST = 200
"""Elements within one another."""
_MOST = 5_000
"""Paragraphs."""
_SHINGLE = 4
_PROSE = 12
"""Words: a block of at least as many can tell where the main text begins and ends."""


class Container(Struct):
    """A part of a page that has a name: the blocks [first, end) that it holds."""

    kind: RegionKind
    tag: str
    first: int
    end: int = 0


def own_kind(tag: Tag) -> RegionKind | None:
    """What a part is by its element, its role or the words of its class and id; None where nothing tells."""
    if tag.name == "li" or tag.name in ("html", "body", "main"):
        return None
    named = _names(tag, own=True) if tag.attributes else frozenset()
    if tag.name in _CONTAINERS or tag.name in _TAGS:
        for list_name, kind in _KINDS.items():
            if named & _vocabulary()[list_name]:
                return kind
    return _TAGS.get(tag.name)


def is_hidden(tag: Tag) -> bool:
    """Whether a part is never seen; what is folded away, and a hidden list of references, can be opened."""
    said = tag.attributes
    named = _names(tag)
    if named & _vocabulary()["hidden"]:
        return True
    hides = "hidden" in said or _DISPLAY_NONE.search(said.get("style", ""))
    return bool(hides) and not named & (_vocabulary()["folded"] | _vocabulary()["main"])


def _names(tag: Tag, *, own: bool = False) -> frozenset[str]:
    """The words of a part's names; `own`: what a page builder calls its boxes counts as a whole only."""
    said = tag.attributes
    printed = " ".join(said[key][:300] for key in ("class", "id", "role") if key in said)
    if not own:
        return _split(printed) if printed else frozenset()
    built = [name for name in printed.split() if name.lower().startswith(_BUILDERS)]
    whole = frozenset("-".join(word.lower() for word in _WORDS.findall(name)) for name in built)
    return _split(" ".join(name for name in printed.split() if name not in built)) | whole


@cache
def _vocabulary() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in load(_DATA).items()}


def _split(printed: str) -> frozenset[str]:
    """The words of names, and every two or three that follow one another, joined."""
    found: set[str] = set()
    for name in printed.split()[:40]:
        words = [w.lower() for w in _WORDS.findall(name)]
        for size in (1, 2, 3, 4):
            found.update("-".join(words[i : i + size]) for i in range(len(words) - size + 1))
    return frozenset(found)


def judge(reading: Reading, source: str, containers: Sequence[Container], depth: int) -> Reading:
    """The reading with the region of every block that markup and main text tell."""
    blocks, words = reading.blocks, [_words(reading.text, block) for block in reading.blocks]
    kept = _main_text(source, depth, words)
    weight = [len(w) if k else 0 for w, k in zip(words, kept, strict=True)]
    if not any(weight):
        weight = [len(w) if len(w) >= _PROSE and b.kind != "heading" else 0 for w, b in zip(words, blocks, strict=True)]
    if not any(weight):
        weight = [len(w) for w in words]
    sums = [0]
    for one in weight:
        sums.append(sums[-1] + one)
    regions: list[RegionKind] = ["main"] * len(blocks)
    named = [False] * len(blocks)
    for container in containers:  # inner ones come behind those around them
        share = sums[container.end] - sums[container.first]
        if container.tag in _SURE or container.kind == "main" or 2 * share <= sums[-1]:
            count = container.end - container.first
            regions[container.first : container.end] = [container.kind] * count
            named[container.first : container.end] = [container.kind == "main"] * count
        for i in _listed_below(reading.text, blocks, container):
            regions[i], named[i] = "main", True
    _outside(reading.text, blocks, words, kept, regions, named)
    judged = (replace(block, region=region) for block, region in zip(blocks, regions, strict=True))
    return replace(reading, blocks=tuple(judged))


def _listed_below(text: str, blocks: Sequence[Block], container: Container) -> range:
    """The list of references that a page puts into a box: from a heading that says so, and numbered from 1."""
    for i in range(container.first, container.end - 2):
        if text[blocks[i].start : blocks[i].end].rstrip(":") in word_list(_HEADINGS):
            after = [text[b.start : b.start + 4].lstrip("[(") for b in blocks[i + 1 : i + 3]]
            numbered = all(a.startswith(str(n)) for n, a in enumerate(after, 1))
            if not numbered and blocks[i + 1].label != "1.":
                return range(0)
            in_foot = container.tag == "footer" or container.kind == "other"
            return range(i, container.end) if in_foot else _works(text, blocks, i, container.end)
    return range(0)


def _works(text: str, blocks: Sequence[Block], heading: int, end: int) -> range:
    """A list with its heading as far as it goes; none where it numbers stories: works have years."""
    begins = (text[b.start : b.start + 2].lstrip("[(")[:1] for b in blocks[heading + 1 : end])
    counted = [b.kind == "list-item" or c.isdigit() for b, c in zip(blocks[heading + 1 : end], begins, strict=True)]
    last = heading + 1 + (counted.index(False) if False in counted else len(counted))
    dated = sum(_YEAR.search(text, b.start, b.end) is not None for b in blocks[heading + 1 : last])
    return range(heading, last if 2 * dated >= last - heading - 1 else heading)


def _outside(
    text: str,
    blocks: Sequence[Block],
    words: Sequence[Sequence[str]],
    kept: Sequence[bool],
    regions: list[RegionKind],
    named: Sequence[bool],
) -> None:
    """What stands before the first and behind the last prose of the main text belongs to the page."""
    prose = [i for i, k in enumerate(kept) if k and regions[i] == "main" and len(words[i]) >= _PROSE]
    if not prose:
        return
    headline = next((i for i in range(prose[0]) if blocks[i].kind == "heading" and blocks[i].level == 1), prose[0])
    for i, block in enumerate(blocks[: prose[0]]):
        if regions[i] == "main" and not named[i] and block.kind != "heading" and not kept[i]:
            regions[i] = "metadata" if i > headline and tells_facts(text, block) else "other"


def _words(text: str, block: Block) -> list[str]:
    return re.findall(r"\w+", text[block.start : block.end].lower())


def _main_text(source: str, depth: int, words: Sequence[Sequence[str]]) -> list[bool]:
    """Whether trafilatura keeps each block: most of its runs of words are among those of the main text."""
    nothing = [False] * len(words)
    if len(source) > _LARGEST or depth > _DEEPEST or len(words) > _MOST:
        return nothing
    from trafilatura import extract

    try:
        text = extract(source, include_comments=False, include_tables=True, deduplicate=False, fast=True)
    except Exception:  # noqa: BLE001  its judgement is an opinion, whatever it stumbles over
        return nothing
    seen: set[tuple[str, ...]] = set()
    for line in (text or "").split("\n"):
        seen.update(_shingles(re.findall(r"\w+", line.lower())))
    if not seen:
        return nothing
    return [_kept(list(_shingles(w)), seen) for w in words]


def _kept(shingles: list[tuple[str, ...]], seen: set[tuple[str, ...]]) -> bool:
    return bool(shingles) and 2 * sum(s in seen for s in shingles) >= len(shingles)


def _shingles(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Runs of words; of fewer the whole."""
    if 0 < len(words) <= _SHINGLE:
        yield tuple(words)
    for i in range(len(words) - _SHINGLE):
        yield tuple(words[i : i + _SHINGLE])
