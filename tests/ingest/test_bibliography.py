"""References in fields: in the header of an article, and in files of references that lie beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from citecheck.ingest import read_source
from citecheck.ingest.bibtex import read_bibtex
from citecheck.model import Article
from citecheck.parse.article import parse_document
from citecheck.text import source_span

TEXT = "Naps of twenty minutes help nurses through the night [@lind2019]. @varga-b found the same in drivers.\n"
LIND = {
    "id": "lind2019",
    "type": "article-journal",
    "title": "Naps on night shifts: a trial",
    "author": [{"family": "Lind", "given": "Tora-Ann"}, {"family": "Moss", "given": "P"}],
    "issued": {"date-parts": [[2019, 3]]},
    "container-title": "J Rest",
    "volume": 4,
    "issue": "2",
    "page": "11-19",
    "DOI": "https://doi.org/10.5555/JR.2019.11",
}
LINE = "Lind TA, Moss P. Naps on night shifts: a trial. J Rest. 2019;4(2):11-19. doi:https://doi.org/10.5555/JR.2019.11"
BIBTEX = """\
@comment{a library}
@string{jr = "J Rest"}
@article{lind2019,
  author = {Lind, Tora-Ann and Moss, P},
  title = {{Naps} on night shifts: a trial},
  journal = jr, year = 2019, month = mar, volume = {4}, number = 2, pages = "11--19",
  doi = {10.5555/jr.2019.11}
}
@book{varga-b, author = {{The Nap Trust and Friends}}, title = {Naps}, year = {2020}, publisher = {Rest \\& Co}}
@misc{uncited, title = {Nobody cites it}}
"""


def article(folder: Path, header: str, text: str = TEXT) -> Article:
    path = folder / "naps.md"
    path.write_text(f"---\ntitle: Naps\n{header}---\n\n{text}", encoding="utf-8")
    return parse_document(read_source(str(path)))


def fields(csl: dict[str, Any]) -> dict[str, Any]:
    """As the contract gives them: the DOI alone, numbers as text."""
    kept = {key: value for key, value in csl.items() if key != "id"}
    return kept | {"volume": "4", "DOI": "10.5555/jr.2019.11"}


# --- in the header -----------------------------------------------------------------------------------------------


def test_references_in_fields_are_read_as_they_stand_and_cited_by_their_key(tmp_path: Path) -> None:
    # JSON is YAML.
    found = article(
        tmp_path, f"references:\n- {json.dumps(LIND)}\n- {{id: varga-b, title: Naps, author: Tibor Varga}}\n"
    )
    first, second = found.references
    assert (first.label, first.raw, first.csl) == ("lind2019", LINE, fields(LIND))
    assert (second.label, second.raw) == ("varga-b", "Tibor Varga. Naps.")
    assert [(c.text, c.style, c.reference_ids) for c in found.citations] == [
        ("[@lind2019]", "bracket", ("1",)),
        ("@varga-b", "author-year", ("2",)),
    ]
    assert [found.document.source[slice(*source_span(found.document, r.start, r.end))][:12] for r in found.references] \
        == ['{"id": "lind', "{id: varga-b"]  # fmt: skip


@pytest.mark.parametrize(
    "issued",
    [
        "2019-03",
        '"2019-03"',
        "March 2019",
        "{year: 2019, month: 3}",
        "[{year: 2019, month: 3}]",
        "{date-parts: [[2019, 3]]}",
        "{date-parts: [['2019', '3']]}",
        "{raw: 2019-03}",
    ],
)
def test_a_date_may_be_written_in_any_way_that_pandoc_takes(tmp_path: Path, issued: str) -> None:
    found = article(tmp_path, f"references:\n- id: lind2019\n  title: Naps\n  issued: {issued}\n")
    assert found.references[0].csl["issued"] == {"date-parts": [[2019, 3]]}


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("[{family: Lind, given: Tora}]", [{"family": "Lind", "given": "Tora"}]),
        ("[Tora Lind, Lind T]", [{"family": "Lind", "given": "Tora"}, {"family": "Lind", "given": "T"}]),
        ('["Lind, Tora"]', [{"family": "Lind", "given": "Tora"}]),
        ("The Nap Trust", [{"literal": "The Nap Trust"}]),
        ("[{literal: The Nap Trust}, {role: nurse}, 7]", [{"literal": "The Nap Trust"}]),
    ],
)
def test_names_may_be_whole_or_in_parts(tmp_path: Path, author: str, names: list[dict[str, str]]) -> None:
    found = article(tmp_path, f"references:\n- id: lind2019\n  title: Naps\n  author: {author}\n")
    assert found.references[0].csl["author"] == names


@pytest.mark.parametrize(
    "item", ["{id: a}", "{id: a, title: [], author: {}}", "{id: a, issued: {x: y}}", "{id: [b], title: Naps}"]
)
def test_an_item_without_a_work_shows_nothing_of_how_it_was_read(tmp_path: Path, item: str) -> None:
    found = article(tmp_path, f"references:\n- {item}\n")
    assert "Node(" not in found.document.text
    assert "tag:yaml" not in found.document.text
    assert not any(reference.label for reference in found.references)


# --- in files beside it ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("refs.bib", BIBTEX),
        ("refs.bib", BIBTEX.replace("\n", "\r\n")),
        ("refs.json", json.dumps([LIND, {"id": "varga-b", "title": "Naps"}, {"id": "uncited", "title": "No"}, 7])),
        ("refs.yaml", "references:\n- " + json.dumps(LIND) + "\n- {id: varga-b, title: Naps}\n"),
    ],
)
def test_the_works_of_a_file_that_are_cited_are_the_references(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_bytes(content.encode())
    found = article(tmp_path, f"bibliography: {name}\n")
    assert [r.label for r in found.references] == ["lind2019", "varga-b"]
    expected = fields(LIND)
    if name.endswith("bib"):
        expected["issued"] = {"date-parts": [[2019]]}
    assert found.references[0].csl == expected
    assert [c.reference_ids for c in found.citations] == [("1",), ("2",)]
    assert found.document.notifications == ()
    first = found.references[0]
    assert found.document.source[slice(*source_span(found.document, first.start, first.end))] == name


def test_several_files_and_the_header_are_one_list(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text(BIBTEX)
    (tmp_path / "b.json").write_text("[]")
    header = "bibliography: [b.json, a.bib]\nreferences:\n- {id: other, title: Rest}\n"
    found = article(tmp_path, header, TEXT + "\nSee [@other; @nobody].\n")
    assert [r.label for r in found.references] == ["lind2019", "varga-b", "other"]
    assert found.citations[-1].dangling == ("nobody",)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "refs.json does not lie beside it"),
        (b"[{", "refs.json is no list of references that can be read"),
        (b"\x00\x01\x02", "refs.json is no list"),
        (b"", "refs.json is no list"),
    ],
)
def test_a_list_that_cannot_be_read_leaves_its_sentences_cited(tmp_path: Path, content: bytes | None, why: str) -> None:
    if content is not None:
        (tmp_path / "refs.json").write_bytes(content)
    found = article(tmp_path, "bibliography: refs.json\n", "Naps help nurses through the night [@lind2019].\n")
    assert [(c.text, c.reference_ids, c.dangling) for c in found.citations] == [("[@lind2019]", (), ())]
    assert [why in note.message for note in found.document.notifications] == [True]


# --- BibTeX ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "key", "read"),
    [
        ('author = {M{\\"u}ller, Zo{\\\'e} and others}', "author", [{"family": "Müller", "given": "Zoé"}]),
        ("author = {Nu{\\~n}ez, I{\\~n}igo}", "author", [{"family": "Nuñez", "given": "Iñigo"}]),
        ("author = {S{\\o}rensen, \\L{}uk and King, Jr., M. L.}", "author",
         [{"family": "Sørensen", "given": "Łuk"}, {"family": "King", "given": "M. L."}]),
        ("author = {Ada Lind and\n {Rest and Sleep Trust}}", "author",
         [{"family": "Lind", "given": "Ada"}, {"literal": "Rest and Sleep Trust"}]),
        ('title = {A "quoted" \\emph{nap} at 5\\% -- or not}', "title", 'A "quoted" nap at 5% – or not'),
        ('title = "Naps" # " and " # {rest}', "title", "Naps and rest"),
        ("title = {Naps}, subtitle = {a trial}", "title", "Naps: a trial"),
        ("date = {2019-03-04}, title = {x}", "issued", {"date-parts": [[2019, 3, 4]]}),
        ("pages = {11 -- 19}", "page", "11-19"),
        ("eprint = {123}, eprinttype = {pubmed}", "PMID", "123"),
        ("title = {never closed", "title", "never closed"),
    ],
)  # fmt: skip
def test_a_field_of_bibtex_is_read_without_its_markup(value: str, key: str, read: object) -> None:
    [(_, csl)] = read_bibtex(f"@article{{a,\n {value}\n}}", {"a"})
    assert csl[key] == read
