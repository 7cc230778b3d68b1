"""Reference strings with a label for every word, from every source there is."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from alignment import Folded, Span, align, labelled
from citecheck.parse.fields.strings import prepare
from citecheck.parse.fields.tokens import Label, Tokens, tokenize
from restyled import restyled

OWN = Path(__file__).with_name("references")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z-]+)>")
_LABELS: Mapping[str, Label] = {
    "author": "author", "editor": "editor", "translator": "editor", "title": "title", "container-title": "container",
    "collection-title": "series", "volume": "volume", "issue": "issue", "page": "page", "edition": "edition",
    "publisher": "publisher", "publisher-place": "place", "issued": "issued", "number": "number", "genre": "genre",
    "medium": "medium", "event-title": "event", "note": "note",
}  # fmt: skip
"""Tags of our own references; what rules read (DOI, URL, accessed …) has none."""
_INITIALS_BEFORE = re.compile(
    r"(?:^|(?<=[\s\]\d)]))(?:(?:[A-ZÀ-Þ][a-z]?\.[ \-]?){1,4}|[A-ZÀ-Þ]{1,3} |[A-ZÀ-Þ][\w.\-]+ (?:[A-Z]\. ?)*)$"
)
_INITIALS_BEHIND = re.compile(
    r",?\s?(?:[A-ZÀ-Þ][a-zà-þ]?[.]?[ \-‐]?){1,4}(?![\w])|, [A-ZÀ-Þ][\w\-]+(?: [A-Z]\.?| [A-Z][\w\-]+)*"
)
_FEW = frozenset("vol available from and the pp".split())


class Example(NamedTuple):
    """A tokenized string with its labels."""

    tokens: Tokens
    labels: list[Label]


class Row(NamedTuple):
    """A gold record: the string, its fields, and where it comes from."""

    raw: str
    fields: Mapping[str, Any]
    source: str


def read_rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def title_key(title: object) -> str:
    """By which two strings are taken to cite one work."""
    return Folded(str(title or "")).text[:45]


def of_gold(row: Mapping[str, Any]) -> Example | None:
    """A tagged record; None where its fields cannot all be found in the string."""
    text = prepare(row["raw"]).text
    spans = align(row["fields"], text)
    return _example(text, spans) if spans is not None else None


def _example(text: str, spans: Sequence[Span]) -> Example:
    tokens = tokenize(text)
    return Example(tokens, labelled(tokens, spans))


def own(folder: Path = OWN) -> Iterator[Example]:
    """The references written for the project, tagged by hand."""
    return map(_of_tags, (row["tagged"] for row in _written(folder)))


def own_restyled(folder: Path = OWN) -> Iterator[Example]:
    """The same in rarer forms."""
    return map(_of_tags, restyled(_written(folder)))


def _written(folder: Path) -> list[dict[str, Any]]:
    lines = (line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines())
    return [json.loads(line) for line in lines]


def _of_tags(tagged: str) -> Example:
    text = prepare(_TAG.sub("", tagged)).text
    spans, cursor = [], 0
    for name, value in re.findall(r"<([A-Za-z-]+)>(.*?)</\1>", tagged):
        start = text.find(value, cursor) if name in _LABELS else -1
        if start >= 0:  # else rules read it, as part of an address perhaps
            cursor = start + len(value)
            spans.append(Span(start, cursor, _LABELS[name]))
    return _example(text, spans)


def rendered(
    rows: Sequence[Mapping[str, Any]], works: Mapping[str, Mapping[str, Any]], seen: Collection[str]
) -> Iterator[Example]:
    """Strings that a citation processor made of Crossref's records, labelled from the records.

    Left out are works whose title is `seen`, and strings with words that the record does not explain.
    """
    for row in rows:
        doi = row["doi"][0] if isinstance(row["doi"], list) else row["doi"]
        work = works.get(str(doi).lower())
        title = _plain((work or {}).get("title"))
        if not work or "degraded" in row["style"] or title_key(title) in seen:
            continue
        text = prepare(row["raw"]).text
        spans = _of_work(text, work)
        if spans is None:
            continue
        example = _example(text, spans)
        unexplained = sum(
            label == "other" and word[0].isalpha() and len(word) > 2 and word.lower() not in _FEW
            for word, label in zip(example.tokens.words, example.labels, strict=True)
        )
        if unexplained <= 1:
            yield example


def _plain(value: Any) -> str:
    value = value[0] if isinstance(value, list) and value else value or ""
    return re.sub(r"<[^>]+>", "", html.unescape(str(value)))


def _of_work(text: str, work: Mapping[str, Any]) -> list[Span] | None:
    folded = Folded(text)
    year = ((work.get("issued") or {}).get("date-parts") or [[None]])[0][0]
    page = str(work.get("page") or "")
    shown: dict[str, Any] = {
        "title": _plain(work.get("title")), "container": _plain(work.get("container-title")),
        "volume": work.get("volume"), "issue": work.get("issue"), "year": str(year or ""),
    }  # fmt: skip
    shown = {key: value for key, value in shown.items() if value and Folded(value).text in folded.text}
    if page and Folded(page.split("-", maxsplit=1)[0]).text in folded.text:
        shown |= {"pages": page, "fpage": page.split("-", maxsplit=1)[0], "lpage": page.rsplit("-", maxsplit=1)[-1]}
    if "title" not in shown and "container" not in shown:
        return None
    spans = align(shown, text)
    if spans is None:
        return None
    authors = _author_block(folded, work.get("author") or [], min(span.start for span in spans))
    if authors:
        spans = [s for s in spans if s.end <= authors.start or authors.end <= s.start] + [authors]
    return sorted(spans)


def _author_block(folded: Folded, authors: Sequence[Mapping[str, str]], limit: int) -> Span | None:
    """The names at the head of a rendered string, from the first to the last that is printed, with their initials."""
    families = [a.get("family") or a.get("name") for a in authors]
    first = [p for p in folded.places(families[0]) if p[0] < min(limit, 80)] if families else []
    if not first:
        return None
    start, end = first[0]
    for family in families[1:]:
        following = [p for p in folded.places(family) if end <= p[0] < limit and p[0] - end < 45]
        end = following[0][1] if following else end
    before = _INITIALS_BEFORE.search(folded.source[:start])
    start = before.start() if before else start
    behind = _INITIALS_BEHIND.match(folded.source, end)
    end = behind.end() if behind and behind.end() <= max(limit, end) else end
    return Span(start, end, "author")


def corrected(row: Mapping[str, Any], labels: Sequence[Label], tokens: Tokens, text: str) -> Example | None:
    """A string whose title, journal, volume, page and first author are known, labelled by a tagger that agrees.

    Where it does not, what is known wins; None where that leaves a contradiction.
    """
    known = row["meta"]
    fields = {"title": known.get("atitle"), "container": known.get("jtitle"), "volume": known.get("volume")}
    fields |= {"pages": known.get("firstPage"), "fpage": known.get("firstPage")}
    if not fields["title"] or not fields["container"]:
        return None
    spans = align({key: value for key, value in fields.items() if value}, text)
    if spans is None:
        return None
    merged: list[Label] = []
    for certain, guessed in zip(labelled(tokens, spans), labels, strict=True):
        if certain != "other":
            merged.append(certain)
        elif guessed in ("title", "container", "volume") or (guessed == "page" and merged[-1:] != ["page"]):
            return None
        else:
            merged.append(guessed)
    if "author" not in merged or "issued" not in merged:
        return None
    head = merged.index("author")
    named = Folded(str(known.get("firstAuthor") or "")).text
    return Example(tokens, merged) if named in Folded("".join(tokens.words[head : head + 4])).text else None
