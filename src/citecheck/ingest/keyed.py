"""Citations by key as Pandoc, Quarto and Obsidian write them: "[@harte2021, p. 3]", "[see @a; -@b]", "@key found"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citecheck.expressions import expression
from citecheck.text import collapse

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

    from citecheck.ingest.front_matter import Header

_NAME = r"[^\W_](?:(?:_{1,3}|[:.#/+-])?[^\W_])*"
_KEY = rf"(?<![\w.@/])@(?:\{{(?P<braced>[^{{}}\s]{{1,200}})\}}|(?P<key>{_NAME}))"
_KEYS = expression(_KEY)
_WITHIN = r"[^\[\]\\`<>]"
_GROUP = expression(rf"(?P<links>\[)?\[(?=[^@\]]{{0,200}}(?<![\w.@])@[\w{{]){_WITHIN}{{1,600}}\](?(links)\])")
_NARRATIVE = expression(rf"(?<![\w.@/])@(?:\{{[^{{}}\s]{{1,200}}\}}|{_NAME})(?: \[pp?\.{_WITHIN}{{1,30}}\])?")
_BEGINS = expression(
    r"\[{1,2}(?:(?:but )?(?:see|cf\.?|e\.\s?g\.|vgl\.|siehe|voir|véase)(?: also| auch| aussi)?,?\s)?-?@", re.IGNORECASE
)
"""How a citation in brackets begins; other words before a key may speak of a person on a network."""
_YEAR = expression(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CROSS = expression(
    r"(?:fig|tbl|tab|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|rem|alg|sol|nte|tip|wrn|imp|cau|vid)[-:].*"
)
"""Keys by which Quarto and pandoc-crossref point to figures, tables and sections of the article itself."""


def citation_plugin(parser: MarkdownIt) -> None:
    """Tokens "citation" for what may be one; links, escapes and code come first."""
    parser.inline.ruler.after("image", "citation", _citation)


def keys_in(text: str) -> tuple[str, ...]:
    """The keys that a text names, each once, in order; those of the article's own figures and tables left out."""
    keys = (found["braced"] or found["key"] for found in _KEYS.finditer(text))
    return tuple(dict.fromkeys(key for key in keys if not _CROSS.fullmatch(key)))


class Keyed:
    """Which of an article's keys are citations, and to what they may lead."""

    def __init__(self, header: Header, source: str) -> None:
        self._header = header
        self._in_brackets = _keys_in_brackets(source) if header.unread else frozenset()
        # A list that holds none of the keys is not the one that is meant.
        self._looked_at = not header.unread and any(key in header.keys for key in keys_in(source))
        self._first = ""

    def keys(self, written: str) -> tuple[str, ...] | None:
        """The keys of a citation that lead to a reference, or should; None for what is no citation.

        Without brackets a key may be anybody's handle: it counts where a list holds it, or, of a list that could not
        be looked at, where it is cited in brackets too or has a year.
        """
        keys = keys_in(written)
        known = tuple(key for key in keys if key in self._header.keys)
        if not known and not any(self._may_be(key, written) for key in keys):
            return None
        self._first = self._first or written
        return keys if self._looked_at else known

    def _may_be(self, key: str, written: str) -> bool:
        if written.startswith("["):
            return _BEGINS.match(written) is not None
        return bool(self._header.unread) and (key in self._in_brackets or _YEAR.search(key) is not None)

    def remark(self) -> str:
        """What is said where works are cited by key and their list could not be looked at."""
        if not self._first or self._looked_at:
            return ""
        why = "; ".join(self._header.unread)
        if not why:
            why = "the list that it names holds none of the keys" if self._header.lists else "it names none"
        return (
            f"cites works by key, such as {collapse(self._first)}, and the list of them could not be looked at ({why}):"
            " put it beside the article, and its name into the front matter as `bibliography:`"
        )


def _keys_in_brackets(text: str) -> frozenset[str]:
    return frozenset(key for found in _GROUP.finditer(text) for key in keys_in(found.group()))


def _citation(state: StateInline, silent: bool) -> bool:
    form = {"[": _GROUP, "@": _NARRATIVE}.get(state.src[state.pos])
    found = form.match(state.src, state.pos, state.posMax) if form and not state.linkLevel else None
    if not found:
        return False
    if not silent:
        state.push("citation", "", 0).content = found.group()
    state.pos = found.end()
    return True
