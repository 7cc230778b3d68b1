"""BibTeX and BibLaTeX files as writers keep them: the entries of some keys, as CSL. What is damaged is passed over."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Any

from citecheck.csl import checked, person
from citecheck.expressions import expression

_ENTRY = expression(r"^[ \t]*@(?P<kind>[A-Za-z]+)\s{0,9}[{(]\s{0,9}(?P<key>[^\s,{}()=\"]{1,200})\s{0,9},", re.MULTILINE)
_STRING = expression(r"^[ \t]*@string\s{0,9}[{(]\s{0,9}(?=\w)", re.MULTILINE | re.IGNORECASE)
_FIELD = expression(r"[\s,]{0,99}(?P<name>[A-Za-z][\w-]{0,40})\s{0,9}=\s{0,99}")
_BARE = expression(r"[\w.:/+-]{1,100}")
_JOINED = expression(r"\s{0,99}#\s{0,99}")
_BRACE = expression(r"\\.|[{}]", re.DOTALL)
_QUOTE = expression(r"\\.|[{}\"]", re.DOTALL)
_AND = expression(r"[{}]|\s{1,20}and\s{1,20}(?=\S)")
_ACCENT = expression(
    r"\\(?P<sign>[`'^\"~=.]|[uvHcrk](?![A-Za-z]))\s?(?:\{\\?(?P<held>[A-Za-z])\}|\\?(?P<bare>[A-Za-z]))"
)
_SIGNS = dict(
    zip("`'^\"~=.uvHcrk", "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u030a\u0328", strict=True)
)
_LETTERS = {"ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l": "ł",
            "L": "Ł", "i": "ı", "j": "ȷ", "textendash": "–", "textemdash": "—"}  # fmt: skip
_LETTER = expression(rf"\\({'|'.join(_LETTERS)})(?![A-Za-z])\s?")
_COMMAND = expression(r"\\[A-Za-z]+\s?")
_TYPES = {
    **dict.fromkeys(("book", "mvbook", "collection", "proceedings"), "book"),
    **dict.fromkeys(("incollection", "inbook", "inreference"), "chapter"),
    **dict.fromkeys(("inproceedings", "conference"), "paper-conference"),
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis"), "thesis"),
    **dict.fromkeys(("techreport", "report"), "report"),
    **dict.fromkeys(("online", "electronic", "www"), "webpage"),
    "article": "article-journal",
    "unpublished": "manuscript",
}
"""Of others the fields tell."""
_NAMES = {
    "title": ("title",),
    "container-title": ("journal", "journaltitle", "booktitle"),
    "volume": ("volume",),
    "page": ("pages",),
    "DOI": ("doi",),
    "URL": ("url",),
    "PMID": ("pmid",),
    "PMCID": ("pmcid",),
    "publisher": ("publisher", "institution", "school", "organization"),
}


def read_bibtex(text: str, wanted: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The entries of the keys that are wanted."""
    macros: dict[str, str] = {}
    for found in _STRING.finditer(text):
        macros |= _fields(text, found.end(), macros)
    for found in _ENTRY.finditer(text):
        if found["key"] in wanted:
            yield found["key"], _as_csl(found["kind"].lower(), _fields(text, found.end(), macros))


def _fields(text: str, at: int, macros: dict[str, str]) -> dict[str, str]:
    """The fields of an entry by their names in lower case, from where the first of them stands."""
    fields: dict[str, str] = {}
    while found := _FIELD.match(text, at):
        value, at = _value(text, found.end(), macros)
        fields.setdefault(found["name"].lower(), value)
    return fields


def _value(text: str, at: int, macros: dict[str, str]) -> tuple[str, int]:
    """A value of one or several pieces, and where it ends."""
    pieces = []
    while True:
        if text[at : at + 1] in ("{", '"'):
            end = _closed(text, at)
            pieces.append(text[at + 1 : end - 1])
        elif bare := _BARE.match(text, at):
            end = bare.end()
            pieces.append(macros.get(bare.group().lower(), bare.group()))
        else:
            return "".join(pieces), at
        joined = _JOINED.match(text, end)
        if not joined:
            return "".join(pieces), end
        at = joined.end()


def _closed(text: str, at: int) -> int:
    """Just after the brace or quote that closes the one at a place; the end where none does."""
    quoted, depth = text[at] == '"', 0
    for found in (_QUOTE if quoted else _BRACE).finditer(text, at + quoted):
        sign = found.group()
        depth += (sign == "{") - (sign == "}")
        if depth <= 0 and sign == ('"' if quoted else "}"):
            return found.end()
    return len(text) + 1


def _as_csl(kind: str, fields: dict[str, str]) -> dict[str, Any]:
    csl: dict[str, Any] = {"type": _TYPES[kind]} if kind in _TYPES else {}
    for name, sources in _NAMES.items():
        value = next((_plain(fields[source]) for source in sources if fields.get(source)), "")
        csl |= {name: value} if value else {}
    if csl.get("title") and fields.get("subtitle"):
        csl["title"] += f": {_plain(fields['subtitle'])}"
    if "page" in csl:
        csl["page"] = re.sub(r"\s?[-–]+\s?", "-", csl["page"])
    if fields.get("eprinttype", "").lower() == "pubmed":
        csl.setdefault("PMID", _plain(fields.get("eprint", "")))
    number = _plain(fields.get("number") or fields.get("issue", ""))
    csl |= {"issue" if kind in ("article", "periodical") else "number": number} if number else {}
    csl["issued"] = _plain(fields.get("year") or fields.get("date", "").partition("/")[0])
    for role in ("author", "editor"):
        csl[role] = list(_people(fields.get(role, "")))
    return checked(csl)


def _people(value: str) -> Iterator[dict[str, str]]:
    """The names between each "and"; one in braces is a body's."""
    edges, depth = [(0, 0)], 0
    for found in _AND.finditer(value):
        depth += (found.group() == "{") - (found.group() == "}")
        if depth == 0 and found.group() != "}":
            edges.append(found.span())
    for (_, start), (end, _) in zip(edges, [*edges[1:], (len(value), 0)], strict=True):
        name = value[start:end].strip()
        if name.startswith("{") and _closed(name, 0) == len(name):
            yield {"literal": _plain(name)}
        elif name and name != "others":
            yield person(_plain(name))


def _plain(value: str) -> str:
    """A value without LaTeX's signs: accents as letters, braces and commands left out."""
    if "\\" in value:
        value = _ACCENT.sub(lambda m: (m["held"] or m["bare"]) + _SIGNS[m["sign"]], value)
        value = _LETTER.sub(lambda m: _LETTERS[m[1]], value)
        value = re.sub(r"\\([&%$#_{}])", r"\1", _COMMAND.sub("", value))
    value = re.sub(r"[{}]", "", value).replace("~", " ").replace("---", "—").replace("--", "–")
    return unicodedata.normalize("NFC", " ".join(value.split()))
