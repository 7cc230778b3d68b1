"""Citations by key: what is one, to which references it leads, and what is said where these cannot be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citecheck.ingest.markdown import MarkdownReader

if TYPE_CHECKING:
    from tests.conftest import Page, ReadBy, ReadPage

HEADER = """---
references:
- id: lind2019
  title: Naps on night shifts
  author: [{family: Lind, given: Tora}]
  issued: {year: 2019}
---

"""


def citations(page: Page) -> list[tuple[str, str]]:
    """What each citation prints, and the keys of what it should lead to."""
    return [(page.written(mark), mark.target) for mark in page.document.marks if mark.kind == "citation"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Naps help [@lind2019].", [("[@lind2019]", "lind2019")]),
        ("Naps help [-@lind2019].", [("[-@lind2019]", "lind2019")]),
        ("Naps help [@lind2019, p. 3].", [("[@lind2019, p. 3]", "lind2019")]),
        ("They do [see @lind2019; also @varga2020, ch. 2].", [
            ("[see @lind2019; also @varga2020, ch. 2]", "lind2019 varga2020")]),
        ("They do [as told in @lind2019].", [("[as told in @lind2019]", "lind2019")]),
        ("Naps help [[@lind2019]].", [("[[@lind2019]]", "lind2019")]),
        ("Naps help [@missing] [@lind2019].", [("[@missing]", "missing"), ("[@lind2019]", "lind2019")]),
        ("Naps help [@{lind2019}].", [("[@{lind2019}]", "lind2019")]),
        ("Naps help [@lind2019][@doi:10.5555/x_y.1].", [
            ("[@lind2019]", "lind2019"), ("[@doi:10.5555/x_y.1]", "doi:10.5555/x_y.1")]),
        ("@lind2019 followed nurses.", [("@lind2019", "lind2019")]),
        ("As @lind2019, and *nurses of @lind2019* too.", [("@lind2019", "lind2019")] * 2),
        ("Naps help.[@lind2019] Some nap[@lind2019].", [("[@lind2019]", "lind2019")] * 2),
        ("@lind2019 [p. 33] says so.", [("@lind2019 [p. 33]", "lind2019")]),
    ],
)  # fmt: skip
def test_keys_in_brackets_and_known_ones_in_the_text_are_citations(
    read_by: ReadBy, text: str, found: list[tuple[str, str]]
) -> None:
    page = read_by(HEADER + text, MarkdownReader)
    assert citations(page) == found
    assert page.written(page.document.blocks[-1]) == text


@pytest.mark.parametrize(
    "text",
    [
        "Write to lind2019@naps.example or info@lind2019.",
        "Follow @nhs and @drjones on X.",
        "Follow us [on X: @nhs] and [write to us](mailto:a@b.example).",
        "The code `[@lind2019]` and `@lind2019`.",
        "    [@lind2019]",
        "It says \\@lind2019 and [\\@lind2019].",
        "Read [@lind2019](https://naps.example) and [what @lind2019 says](https://naps.example).",
        "Read [@lind2019].\n\n[@lind2019]: https://naps.example",
        "See https://naps.example/@lind2019 for it.",
        "See [@sec-naps] and [@tbl:naps].",
        "![a nap [@lind2019]](nap.png)",
    ],
)
def test_addresses_handles_code_links_and_escapes_are_none(read_by: ReadBy, text: str) -> None:
    page = read_by(f"{HEADER}Naps.\n\n{text}\n", MarkdownReader)
    assert citations(page) == []


def test_without_a_list_only_brackets_are_citations(read_by: ReadBy) -> None:
    page = read_by("@lind2019 followed nurses [@lind2019] and [ask @nhs].", MarkdownReader)
    assert citations(page) == [("[@lind2019]", "")]


def test_an_escaped_bracket_leaves_the_key_within_it(read_by: ReadBy) -> None:
    assert citations(read_by(f"{HEADER}Naps help \\[@lind2019].", MarkdownReader)) == [("@lind2019", "lind2019")]


@pytest.mark.parametrize(
    ("header", "remark"),
    [
        ("", "(it names none)"),
        ("---\nbibliography: refs.bib\n---\n\n", "(refs.bib does not lie beside it)"),
        ("---\nbibliography: https://naps.example/refs.bib\n---\n\n", "refs.bib does not lie beside it)"),
        (HEADER.replace("lind2019", "varga2020"), "(the list that it names holds none of the keys)"),
        (HEADER, None),
    ],
)
def test_one_remark_says_that_the_list_could_not_be_looked_at(read: ReadPage, header: str, remark: str | None) -> None:
    text = "Naps of twenty minutes help nurses through the night [@lind2019]. They help drivers too [@lind2019].\n"
    told = [note.message for note in read(header + text, ".md").document.notifications]
    assert len(told) == (remark is not None)
    if remark:
        assert remark in told[0]
        assert "[@lind2019]" in told[0]


@pytest.mark.parametrize("cell", ["[@lind2019, p. 1\\|2]", "^[a\\|b]", "[@lind2019]", "^[`]` b]", "@lind2019"])
def test_markers_stand_in_cells_of_tables(read_by: ReadBy, cell: str) -> None:
    page = read_by(f"{HEADER}| a | b |\n|---|---|\n| x | naps {cell} |\n| y | rest |\n", MarkdownReader)
    [mark] = page.document.marks
    assert page.written(mark).startswith(cell[:2])
    assert page.written(page.span("rest")) == "rest"


def test_an_article_that_cites_nothing_by_key_is_not_asked_for_its_list(read: ReadPage) -> None:
    page = read("---\nbibliography: refs.bib\n---\n\nNaps of twenty minutes help nurses [1]. Ask @nhs.\n", ".md")
    assert page.document.notifications == ()


def test_where_the_list_cannot_be_looked_at_a_key_with_a_year_or_in_brackets_is_cited(read_by: ReadBy) -> None:
    text = "---\nbibliography: refs.bib\n---\n\n@lind2019 saw it, @varga saw it [@varga], and @nhs did not.\n"
    assert [written for written, _ in citations(read_by(text, MarkdownReader))] == ["@lind2019", "@varga", "[@varga]"]
