"""Tells the article from the chrome around it, in text that says no more than its lines: every block gets its region.

A page is read as three stretches: what comes before the title, the body, and what follows it. Menus and boxes are known
by what their lines say (chrome.toml), by being short where the article is prose, and by the section they stand in:
"Related articles" opens a section that lasts until prose goes on. A call to action is kept as a region of its own,
since it tells who publishes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from citecheck.dates import find_dates
from citecheck.expressions import expression
from citecheck.lexicon import word_list
from citecheck.model import Block, RegionKind
from citecheck.text import fold, sentences, trimmed

_DATA = Path(__file__).with_name("chrome.toml")
_HEADINGS = Path(__file__).parents[1] / "headings.toml"
_SHORT = 14
"""Words: the lines of menus and boxes are shorter than this."""
_FEW_PARAGRAPHS = 3
_PROSE = 10
"""Words: a paragraph with a full stop and at least as many is prose."""
_OWN: dict[str, RegionKind] = {"navigation": "navigation", "share": "other", "metadata": "metadata", "other": "other"}
_SECTIONS: dict[str, RegionKind] = {"start_related": "related", "start_author": "author-box", "start_other": "other"}
_BY = ("by", "By", "BY", "Por", "Von", "Par", "Door", "Av")
_BYLINE = expression(
    rf"(?:{'|'.join(_BY)})"
    r"[ \t]+(?:(?:Dr\.?[ \t]+)?"
    r"[A-ZÀ-Þ][\w.'’\-]+(?:[ \t]+[A-ZÀ-Þ][\w.'’\-]*){1,4}\b.{0,60}"
    r"|the [^.]{3,40} (?:team|staff|editors|newsroom|desk))$"
)
_CATEGORY = expression(r"in [A-Z][\w &-]{2,40}$")
_PERSON = expression(
    r"(?:Dr\.? |Prof(?:essor|\.)? )?[A-Z][\w'’\-]+(?: [A-Z]\.?)?(?: [A-Z][\w'’\-]+){1,2},? (?:[A-Z][\w. ,]{1,40}, )?"
    r"(?:is (?:an?|the)|has (?:been|worked|written|practised)|was|works|writes|teaches|holds|speciali[sz]es|runs)\b"
)
_ABOUT = expression(r"About (?:the )?[A-Z][\w.,&'’ ()™®-]{1,70}:?$")
_BOX = expression(
    r"About (?:the )?(?P<first>[A-Z][\w&'’™®-]+)[\w&.,'’()™® -]{0,70}?[.:]?\s*"
    r"(?=(?:The )?(?P=first)|(?:Founded|Based|Established|Headquartered|Since|Our|We)\b)"
)
"""The heading of a box on a company together with its first words, which may have lost the space between them."""
_COMPANY = expression(
    r"^(?:Founded|Established|Launched|Headquartered|Based) in\b"
    r"|^(?:With|For) (?:over |more than )?[\w-]+ (?:years|decades)(?: of [\w ]{3,40})?,"
    r" (?:the company|(?:[A-Z][\w&’']* ){1,5})"
    r"|\b(?:is|are) (?:an? |the |one of the )(?:[\w-]+,? (?:and )?){0,6}"
    r"(?:company|provider|platform|organi[sz]ation|association|firm|manufacturer|publisher|brand|charity|clinic|university"
    r"|leader in|force for)\b"
    r"|\bis (?:dedicated|committed) to (?:deliver|provid|help|advanc|improv)ing\b|\bis powered by\b"
)
"""How a paragraph speaks of who publishes the page, or of whom it is about."""
_OF_COMPANIES = (
    "ounded in", "stablished in", "aunched in", "eadquartered in", "ased in", "With", "For", "compan", "provider",
    "platform", "organi", "association", "firm", "manufacturer", "publisher", "brand", "charity", "clinic",
    "university", "leader in", "force for", "is dedicated", "is committed", "is powered",
)  # fmt: skip
"""One of these stands in all that it finds."""
_GLUED = expression(r"(?:(?<=[.!?)”\"])|(?<=[.!?)”\"]  ))About (?=[A-Z]|the [A-Z])")
"""The same behind a sentence, where a page lost its line breaks."""
_LONG = 150
"""Words: a paragraph with more may be a page that lost its line breaks, two spaces being all that is left of them."""
_LOST_BREAK = expression(r"(?<=[.!?:”\"]) {2,}(?=[A-Z“\"•*])")
_ADDRESS = ("http", "www.", "doi")
_SENTENCE = 5
"""Words: the shortest sentence that counts."""
_MARKER = expression(
    r"[.!?]\s?\[\^?\d[\d\s,–-]{0,12}\]$|(?:\[\^?\d[\d\s,–-]{0,12}\]|\([A-ZÀ-Þ][^()]{1,60}\b(?:19|20)\d\d[a-z]?\))[.!?]$"
)
"""A marker of a source at a sentence's end."""
_SEPARATED = expression(r"\s[|•·–—]\s")
_SOURCED = expression(r"\b(?:19|20)\d\d\b|doi|\bAccessed\b|https?://", re.IGNORECASE)


class _Line(Struct, frozen=True):
    """A block with what the layout needs to know of it."""

    block: Block
    text: str
    words: int
    prose: bool
    own: RegionKind | None
    opens: RegionKind | None


def label_regions(
    text: str, blocks: Sequence[Block], title: str | None, *, scraped: bool = False
) -> tuple[tuple[Block, ...], int | None]:
    """The blocks with their regions, and the index of the one that is the title; `title` where the format states it.

    What the reader has already told to be chrome stays so, and the rest is read as if it were not there. Paragraphs
    that a page ran together are parted. Text that was `scraped` off a page holds what its images are called.
    """
    blocks = [part for block in blocks for part in _parted(text, block)]
    open_ = [i for i, block in enumerate(blocks) if block.region == "main"]
    regions, heading = _regions(text, [blocks[i] for i in open_], title, scraped=scraped)
    labelled = list(blocks)
    for i, region in zip(open_, regions, strict=True):
        labelled[i] = replace(blocks[i], region=region)
    return tuple(labelled), open_[heading] if heading is not None else None


def _parted(text: str, block: Block) -> list[Block]:
    """A paragraph at the places where it lost its line breaks."""
    line = text[block.start : block.end]
    if block.kind != "paragraph" or block.region != "main" or len(line) < 400:
        return [block]
    breaks = [found.end() for found in _LOST_BREAK.finditer(line)] if len(line.split()) > _LONG else []
    # Who types two spaces behind every sentence means nothing by it.
    if 2 * len(breaks) > len(re.findall(r"[.!?][”\"]? +[A-Z“\"]", line)):
        breaks = []
    cuts = sorted({0, *breaks, *(found.start() for found in _GLUED.finditer(line)), len(line)})
    spans = [trimmed(text, block.start + a, block.start + b) for a, b in pairwise(cuts)]
    return [
        replace(block, start=a, end=b, label=block.label if not i else "") for i, (a, b) in enumerate(spans) if b > a
    ]


def _regions(
    text: str, blocks: Sequence[Block], title: str | None, *, scraped: bool
) -> tuple[list[RegionKind], int | None]:
    lines = [_line(text, block) for block in blocks]
    body = _body(lines)
    heading = _title(lines, body, title)
    regions = [_before(lines, i, body, heading) if i < body and i != heading else "main" for i in range(len(lines))]
    _sections(lines, regions, body)
    for i, line in enumerate(lines):
        if i != heading and regions[i] == "main" and ((scraped and _is_caption(lines, i)) or _disclaims(line)):
            regions[i] = "other"
        if i != heading and regions[i] in ("main", "other", "related", "navigation") and _calls_to_act(line):
            regions[i] = "call-to-action"
    _self_portrait(lines, regions)
    _followers(lines, regions, heading)
    _signature(lines, regions)
    return regions, heading


def _body(lines: Sequence[_Line]) -> int:
    """Where the text begins: its first prose or sentence with a source; in a short one its first sentence or line."""
    listed = _listed(lines)
    told = (i for i, line in enumerate(lines) if (line.prose or _cites(line)) and not line.own and i not in listed)
    first = next((i for i in told if not _is_entry(lines[i]) and not _calls_to_act(lines[i])), None)
    if first is None:
        plain = [i for i, line in enumerate(lines) if not line.own and not line.opens]
        ended = (i for i in plain if lines[i].text[-1:] in ".!?…]" and lines[i].block.kind == "paragraph")
        first = next(ended, plain[0] if plain else 0)
    return first


def _cites(line: _Line) -> bool:
    """Whether a line is a sentence, however short, that names its source: no menu does."""
    return line.block.kind == "paragraph" and line.words >= _SENTENCE and _MARKER.search(line.text) is not None


def _is_entry(line: _Line) -> bool:
    """Whether a line is an entry of a numbered list of references, or a footnote."""
    if line.block.label.startswith("[^"):
        return True
    return line.block.label[:-1].strip("([").isdigit() and _SOURCED.search(line.text) is not None


def _listed(lines: Sequence[_Line]) -> set[int]:
    """The lines with a year or an address directly behind a heading of references."""
    found: set[int] = set()
    for i, (before, line) in enumerate(pairwise(lines), 1):
        headed = before.block.kind == "heading" and _heads_references(lines, i - 1)
        if (headed or i - 1 in found) and _SOURCED.search(line.text):
            found.add(i)
    return found


def _sections(lines: Sequence[_Line], regions: list[RegionKind], body: int) -> None:
    """Boxes behind the first prose: what a line says of itself, else the section it stands in."""
    section: RegionKind | None = None
    for i in range(body, len(lines)):
        if i > body and lines[i].opens and not _is_subheading(lines, i):
            section = lines[i].opens
        elif section and _article_goes_on(lines, i):
            section = None
        regions[i] = section or lines[i].own or "main"


def _is_subheading(lines: Sequence[_Line], i: int) -> bool:
    """Whether "About …" heads a part of the article: the box on a company or an author stands behind the article."""
    ahead, behind = (sum(line.prose for line in part) for part in (lines[:i], lines[i:]))
    company = any(_describes_company(line.text) for line in lines[i : i + 2])
    return _ABOUT.match(lines[i].text) is not None and behind * 2 > ahead and not (company and ahead)


def _line(text: str, block: Block) -> _Line:
    """What a block's text says of it."""
    line = text[block.start : block.end]
    words = len(line.split())
    own: RegionKind | None = None
    opens: RegionKind | None = None
    if block.kind == "table":
        return _Line(block, line, words, False, None, None)
    if words <= _SHORT:
        hit = word_list(_DATA, *_OWN, *_SECTIONS).first(line)
        named = hit.value if hit else ""
        own, opens = _OWN.get(named), _SECTIONS.get(named)
        if own is None and opens is None:
            own = _fact_line(line, block)
            opens = "author-box" if _ABOUT.match(line) and block.kind in ("heading", "paragraph") else None
    elif words <= 4 * _SHORT:
        own = "other" if word_list(_DATA, "other").first(line) else _fact_line(line, block)
    if word_list(_DATA, "begins_other").first(line[:120]):
        own = own or "other"
    elif (
        words > 5
        and line.startswith("About ")
        and (named_box := _BOX.match(line))
        and _describes_company(line[named_box.end() :])
    ):
        opens = opens or "author-box"
    prose = (
        block.kind != "heading"
        and words >= _PROSE
        and bool(re.search(r"[.!?…:][\"”’)\]\d,–\-\s]*$", line) or words >= 2 * _SHORT)
    )
    return _Line(block, line, words, prose, own, opens)


def tells_facts(text: str, block: Block) -> bool:
    """Whether a block says by itself when and by whom the article was written, as an item of a list, too."""
    return _line(text, replace(block, kind="paragraph", label="")).own == "metadata"


def _describes_company(line: str) -> bool:
    line = line[:300]
    return any(sign in line for sign in _OF_COMPANIES) and _COMPANY.search(line) is not None


def _fact_line(line: str, block: Block) -> RegionKind | None:
    """A line that is nothing but a byline, a date or a category."""
    if block.label:
        return None
    if (line.startswith(_BY) and _BYLINE.match(line)) or _CATEGORY.match(line):
        return "metadata"
    dates = list(find_dates(line))
    rest = len(line) - sum(date.end - date.start for date in dates)
    parted = _SEPARATED.search(line) and sum(any(c.isalnum() for c in word) for word in line.split()) <= _SHORT
    told = line[-1] in ".!?" and not parted  # a short sentence with a date in it
    return "metadata" if dates and not told and (parted or rest <= 25 * len(dates)) else None


def _title(lines: Sequence[_Line], body: int, stated: str | None) -> int | None:
    """The headline: of the heading-like lines before the prose the one most akin to it; none where the page lost it."""
    ahead = [i for i in range(min(body, len(lines))) if lines[i].block.kind == "heading" and not lines[i].own]
    if stated:
        same = next((i for i in ahead if fold(lines[i].text) == fold(stated)), None)
        if same is not None:
            return same
    first_level = [i for i in ahead if lines[i].block.level == 1]
    if first_level:
        return first_level[0]
    prose = set(fold(" ".join(line.text for line in lines[body : body + 12])).split())

    def kinship(i: int) -> tuple[float, int]:
        own = [w for w in fold(lines[i].text).split() if len(w) > 3]
        near = 2.0 if i == max(titles) else 0.0
        offer = -3.0 if word_list(_DATA, "call_to_action").first(lines[i].text) else 0.0
        return (len([w for w in own if w.strip("?:,") in prose]) + min(len(own), 8) / 2 + near + offer, -i)

    titles = [i for i in ahead if lines[i].words >= 3]
    return max(titles, key=kinship, default=None)


def _before(lines: Sequence[_Line], i: int, body: int, heading: int | None) -> RegionKind:
    line = lines[i]
    if line.own:
        return line.own
    if heading is not None and i < heading:
        return "metadata" if line.prose else "navigation"
    # Between headline and prose: the first subheading belongs to the prose, a standfirst too.
    if line.block.kind == "heading" and i == body - 1 and i != heading and line.words > 1 and heading is not None:
        return "main"
    if line.block.kind != "heading" and line.words >= _PROSE // 2 and line.text[:1].isupper() and heading is not None:
        return "main"
    return "main" if heading is None and line.block.kind == "heading" and i == body - 1 else "other"


def _article_goes_on(lines: Sequence[_Line], i: int) -> bool:
    """Whether the article is taken up again after a box: a list of references, or prose without teasers between."""
    line = lines[i]
    if line.words <= _SHORT and _heads_references(lines, i):
        return True
    if _is_entry(line) or word_list(_DATA, "article_goes_on").first(line.text[:120]):
        return True
    ahead = lines[i : i + 6]
    teasers = any(
        a.own in {"metadata", "other"} or fold(a.text).startswith(("read more", "continue reading")) for a in ahead
    )
    if teasers or line.block.kind != "heading" or len(ahead) < 3:
        return False
    return ahead[1].prose and ahead[2].prose and ahead[1].words + ahead[2].words > 8 * _PROSE


def _is_caption(lines: Sequence[_Line], i: int) -> bool:
    """Image names and alternative texts stand alone, in lower case, without a stop."""
    line = lines[i]
    alone = line.block.kind == "paragraph" and not line.block.label and line.words <= _SHORT
    alone = alone and not line.text.startswith(_ADDRESS)
    return alone and line.text[-1:] not in '.!?:;”"' and line.text[:1].islower() and not _continued(lines, i)


def _continued(lines: Sequence[_Line], i: int) -> bool:
    """Whether a line in lower case goes on with the sentence of the line before."""
    before = lines[i - 1].text if i else ""
    return (bool(before) and before[-1] in ",;:-–") or (bool(before) and before[-1].islower() and lines[i - 1].prose)


def _followers(lines: Sequence[_Line], regions: list[RegionKind], heading: int | None) -> None:
    """Headings and taglines take the region of what they belong to."""
    for i in reversed(range(len(lines))):
        line = lines[i]
        if i == heading or line.block.kind != "heading" or regions[i] not in ("main", "related"):
            continue
        ahead = regions[i + 1] if i + 1 < len(lines) else None
        calls = line.words <= _SHORT and bool(word_list(_DATA, "call_to_action").first(line.text))
        heads_call = ahead == "call-to-action" and (calls or regions[i] == "main")
        if _after_body(lines, regions, i) and (heads_call or calls):
            regions[i] = "call-to-action"
        elif (
            regions[i] == "main"
            and _after_body(lines, regions, i)
            and not (_heads_references(lines, i) or _SOURCED.search(line.text))
        ):
            regions[i] = "other"
    for i in range(1, len(lines)):
        line = lines[i]
        tagline = line.words <= _SHORT and line.text.endswith("!") and not line.block.label
        if regions[i] == "main" and regions[i - 1] == "call-to-action" and tagline:
            regions[i] = "call-to-action"


def _self_portrait(lines: Sequence[_Line], regions: list[RegionKind]) -> None:
    """The last paragraphs, where they speak of the company: behind the first that does, all do."""
    prose = [i for i, line in enumerate(lines) if regions[i] == "main" and line.prose and not line.block.label]
    for place, i in enumerate(prose):
        if place >= _FEW_PARAGRAPHS and 2 * place >= len(prose) and _describes_company(lines[i].text[:160]):
            rest = prose[place:]
            if len(rest) <= _FEW_PARAGRAPHS and not any(
                "http" in lines[k].text or "doi" in lines[k].text for k in rest
            ):
                for k in rest:
                    regions[k] = "author-box"
            return


def _signature(lines: Sequence[_Line], regions: list[RegionKind]) -> None:
    """The last paragraph, where it is a word on the author: "Jane Doe, RD, has worked …"."""
    last = [
        i
        for i, line in enumerate(lines)
        if regions[i] == "main" and line.prose and not line.block.label and not _SOURCED.search(line.text)
    ]
    if len(last) > _FEW_PARAGRAPHS and lines[last[-1]].words <= 4 * _SHORT and _PERSON.match(lines[last[-1]].text):
        regions[last[-1]] = "author-box"


def _disclaims(line: _Line) -> bool:
    """Whether at least half of a paragraph's sentences take back what the page says."""
    parts = [line.text[p.start : p.end] for p in sentences(line.text)]
    return line.block.kind == "paragraph" and sum(
        bool(word_list(_DATA, "disclaimer").first(part)) for part in parts
    ) * 2 >= max(1, len(parts))


def _heads_references(lines: Sequence[_Line], i: int) -> bool:
    return lines[i].text in word_list(_HEADINGS)


def _after_body(lines: Sequence[_Line], regions: Sequence[RegionKind], i: int) -> bool:
    """Whether nothing of the article follows but headings."""
    return not any(
        line.block.kind != "heading" and region == "main"
        for line, region in zip(lines[i + 1 :], regions[i + 1 :], strict=True)
    )


def _calls_to_act(line: _Line) -> bool:
    """Whether at least half of a paragraph's sentences sell, and one of them calls."""
    if line.own in ("metadata", "navigation") or line.block.kind == "heading":
        return False
    parts = [line.text[p.start : p.end] for p in sentences(line.text)]
    calls = [bool(word_list(_DATA, "call_to_action").first(part)) for part in parts]
    if not any(calls):
        return False
    sells = [call or bool(word_list(_DATA, "selling").first(part)) for call, part in zip(calls, parts, strict=True)]
    return sum(sells) * 2 >= len(parts)
