"""`citecheck fix`: shown first, written only when told to, and what is not certain is left to the author."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from citecheck.mend import MendError, write

Run = Callable[..., Any]

WORK = {
    "DOI": "10.5555/jdm.2019.0033",
    "title": ["Post-meal walking and glucose: a randomised crossover trial"],
    "author": [{"given": "Peter", "family": "Aldous"}, {"given": "Maria", "family": "Reyes"}],
    "container-title": ["Journal of Daily Movement"],
    "issued": {"date-parts": [[2019]]},
    "volume": "4",
    "issue": "2",
    "page": "33-41",
}
TITLE = "Post-meal walking and glucose: a randomised crossover trial"
BODY = "Walking after meals\n\nA walk after dinner lowered blood sugar by a tenth in one trial{}.\n\nReferences\n\n"
DOI = "https://doi.org/10.5555/jdm.2019.0033"


@pytest.fixture
def fix(run: Run, here: Path) -> Callable[..., Any]:
    """Mends one article that cites one reference; gives the outcome and the file as it is then."""
    (here / "works.jsonl").write_text(json.dumps(WORK) + "\n", encoding="utf-8")

    def call(text: str | bytes, *options: str, name: str = "walk.txt") -> tuple[Any, bytes]:
        path = here / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        done = run("fix", "--offline", "--works", "works.jsonl", *options, name)
        return done, path.read_bytes()

    return call


def _article(reference: str, marker: str = " [1]") -> str:
    return BODY.format(marker) + f"1. {reference}\n"


def test_without_write_the_change_is_only_shown(fix: Callable[..., Any]) -> None:
    text = _article(f"Aldous P, Reyes M. {TITLE}. J Daily Mov. 2019;4(2):33-41.")
    done, left = fix(text)
    assert done.code == 0
    assert left.decode() == text
    assert done.out.startswith("--- walk.txt\n+++ walk.txt\n@@")
    assert f"+1. Aldous P, Reyes M. {TITLE}. J Daily Mov. 2019;4(2):33-41. {DOI}\n" in done.out
    assert "citecheck: walk.txt: nothing is written yet: --write does it" in done.err.splitlines()


@pytest.mark.parametrize(
    ("cited", "mended"),
    [
        (f"Aldous P, Reyes M. {TITLE}. J Daily Mov. 2017;4(2):33-41. {DOI}", "2019;4(2):33-41"),
        (f"Aldous P, Reyes M. {TITLE}. J Daily Mov. 2019;14(2):33-41. {DOI}", "2019;4(2):33-41"),
        (f"Aldous P, Reyes M. {TITLE}. J Daily Mov. 2019;4(3):33-41. {DOI}", "2019;4(2):33-41"),
        (f"Aldous P, Reyes M. {TITLE}. J Daily Mov. 2019;4(2):35–41. {DOI}", "2019;4(2):33–41"),
        (f"Aldous P, Reyes M. {TITLE}. J Daily Mov. 2019;4(2):38. {DOI}", "2019;4(2):33-41"),
    ],
)
def test_numbers_become_those_of_the_record(fix: Callable[..., Any], cited: str, mended: str) -> None:
    _, after = fix(_article(cited), "--write")
    assert after.decode() == _article(f"Aldous P, Reyes M. {TITLE}. J Daily Mov. {mended}. {DOI}")


def test_the_year_changes_in_the_markers_that_name_it_too(fix: Callable[..., Any]) -> None:
    cited = f"Aldous, P., & Reyes, M. (2017). {TITLE}. Journal of Daily Movement, 4(2), 33–41. {DOI}"
    text = BODY.format(" (Aldous & Reyes, 2017)") + cited + "\n"
    _, after = fix(text, "--write")
    assert after.decode() == text.replace("2017", "2019")


@pytest.mark.parametrize(
    ("cited", "why"),
    [
        (f"Osei B. {TITLE}. J Daily Mov. 2017;4(2):33-41. {DOI}", "in more than numbers (authors)"),
        ("Aldous P. Evening walking and sleep. J Daily Mov. 2019;4(2):33-41.", "in more than numbers (title)"),
    ],
)
def test_what_may_be_another_work_is_left_to_the_author(fix: Callable[..., Any], cited: str, why: str) -> None:
    done, after = fix(_article(cited), "--write")
    assert after.decode() == _article(cited)
    assert why in done.err or "nothing to mend" in done.err


def test_a_reference_without_a_record_stays_as_it_is(fix: Callable[..., Any]) -> None:
    text = _article("Lund K. Coffee and rest: a survey. Sleep Lett. 2018;3:1-9.")
    done, after = fix(text, "--write")
    assert after.decode() == text
    assert done.err == "citecheck: walk.txt: nothing to mend\n"


WORDS = "Tea and colds\n\nThis is a revolutionary treatment for colds in adults. It is sold in bottles.\n"


@pytest.mark.parametrize("options", [(), ("--rule", "PRO001"), ("--rule", "REF")])
def test_no_wording_is_changed_unless_its_rule_is_named(fix: Callable[..., Any], options: tuple[str, ...]) -> None:
    _, after = fix(WORDS, "--write", *options)
    assert after.decode() == WORDS


@pytest.mark.parametrize("rule", ["PRO003", "pro003", "breakthrough", "PRO"])
def test_a_wording_is_changed_where_its_rule_is_named(fix: Callable[..., Any], rule: str) -> None:
    _, after = fix(WORDS, "--write", "--rule", rule)
    assert after.decode() == WORDS.replace("revolutionary", "new")


def test_words_with_markup_in_them_are_left_alone(fix: Callable[..., Any]) -> None:
    text = WORDS.replace("revolutionary", "revolution<b>ary</b>")
    _, after = fix(text, "--write", "--rule", "PRO003", name="walk.html")
    assert after.decode() == text


def test_one_change_that_cannot_be_made_keeps_no_other_from_being_made(fix: Callable[..., Any]) -> None:
    text = f"<h1>Tea and colds</h1><p>{WORDS.split(chr(10))[2]}</p>"
    text += text.partition("</h1>")[2].replace("revolutionary", "revolution<b>ary</b>") + text.partition("</h1>")[2]
    done, after = fix(text, "--write", "--rule", "PRO003", name="walk.html")
    assert after.decode() == text.replace("revolutionary", "new")
    assert done.err.count("PRO003: “new” for “revolutionary”\n") == 2
    assert "left as it is: PRO003: “new” for “revolutionary”: this cannot be done without" in done.err


def test_entities_comments_and_attributes_stay(fix: Callable[..., Any]) -> None:
    reference = f"Aldous&nbsp;P, Reyes M. <I CLASS=j>{TITLE}</I>. J Daily Mov. 2019;14(2):33&#8211;41."
    text = (
        "<html><BODY>\r\n<h1>Walking after meals</h1><!-- x -->\r\n<p>A walk after dinner lowered blood sugar by a"
        f" tenth in one trial&#32;[1].\r\n<h2>References</h2>\r\n<ol><li id=a>{reference} </li></ol></BODY></html>"
    )
    _, after = fix(text, "--write", name="walk.html")
    assert after.decode() == text.replace(";14(", ";4(").replace("41. <", f"41. {DOI} <")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_wrapped_reference_has_its_doi_in_a_line_of_its_own(fix: Callable[..., Any], line_end: str) -> None:
    before, after = f"1. Aldous P, Reyes M. {TITLE}.", "J Daily Mov. {};4(2):33-41"
    body = BODY.format(" [1]")
    text = f"{body}{before}\n   {after.format(2017)}\n".replace("\n", line_end).encode("utf-16")
    _, mended = fix(text, "--write")
    wanted = f"{body}{before}\n   {after.format(2019)}.\n   {DOI}\n"
    assert mended == wanted.replace("\n", line_end).encode("utf-16")


def test_front_matter_and_footnotes_are_mended(fix: Callable[..., Any]) -> None:
    entry = f"Aldous P, Reyes M. {TITLE}. J Daily Mov. {{}};4(2):**33-41**."
    front = f'---\ntitle: Walking\nreferences:\n  - "{entry}"\n---\n\nA walk lowered blood sugar in one trial [1].\n'
    front = front.replace("**", "")
    note = f"# Walking\n\nA walk lowered blood sugar by a tenth in one trial[^b].\n\n[^b]: {entry}\n"
    for text in (front, note):
        _, after = fix(text.format(2017), "--write", name="walk.md")
        assert after.decode() == text.format(2019).replace("41**.", f"41**. {DOI}").replace('41."', f'41. {DOI}"')


def test_references_in_fields_are_left_to_the_author_and_notes_in_the_text_are_mended(
    fix: Callable[..., Any], here: Path
) -> None:
    fields = f"title = {{{TITLE}}}, author = {{Aldous, P and Reyes, M}}, journal = {{J Daily Mov}}, year = {{2017}}"
    (here / "refs.bib").write_text(f"@article{{a2017,\n{fields}, volume = 4, number = 2, pages = {{33--41}}}}\n")
    item = f"- {{id: b, title: {TITLE!r}, author: [{{family: Aldous}}, {{family: Reyes}}], issued: 2017, volume: 4}}"
    header = f"---\nbibliography: refs.bib\nreferences:\n{item}\n---\n\n"
    note = f"^[Aldous P, Reyes M. {TITLE}. J Daily Mov. YEAR;4(2):33-41.]"
    text = f"{header}A walk lowered blood sugar in one trial [@a2017; @b], and in rats.{note} It did so by a tenth.\n"
    done, after = fix(text.replace("YEAR", "2017"), "--write", name="walk.md")
    assert after.decode() == text.replace("YEAR", "2019").replace("33-41.]", f"33-41. {DOI}]")
    assert "reference a2017 is given in fields and differs from its record" in done.out + done.err
    assert "reference b is given in fields and differs from its record" in done.out + done.err


def test_signs_of_markup_in_a_doi_are_written_as_the_format_wants_them(run: Run, here: Path) -> None:
    doi = "10.5555/(SICI)1097<33::AID-JDM1>3.0.CO;2-B"
    (here / "works.jsonl").write_text(json.dumps({**WORK, "DOI": doi}) + "\n", encoding="utf-8")
    cited = f"Aldous P, Reyes M. {TITLE}. J Daily Mov. 2019;4(2):33-41."
    for name, written in (("walk.md", doi.replace("<", "\\<").replace(">", "\\>")),):
        (here / name).write_text(_article(cited), encoding="utf-8")
        run("fix", "--offline", "--works", "works.jsonl", "--write", name)
        assert (here / name).read_text("utf-8") == _article(f"{cited} https://doi.org/{written}")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("brackets.docx", "is a Word file, and txt, md and html are mended"),
        ("brackets.pdf", "is a PDF, and txt, md and html are mended"),
    ],
)
def test_other_formats_get_one_sentence(run: Run, name: str, said: str) -> None:
    found = sorted((Path(__file__).parents[2] / "fixtures").rglob(f"*{Path(name).suffix}"))
    done = run("fix", "--offline", "--write", found[0])
    assert done.code == 2
    assert said in done.complaint


def test_standard_input_and_missing_files_are_refused(run: Run, here: Path) -> None:
    assert "is no file" in run("fix", "--offline", "-", stdin=WORDS).complaint
    done = run("fix", "--offline", "gone.txt")
    assert (done.code, done.complaint) == (2, "gone.txt is not there: check the path")


def test_an_unknown_rule_is_told(fix: Callable[..., Any]) -> None:
    done, _ = fix(WORDS, "--rule", "PRO999")
    assert (done.code, done.complaint) == (2, "no rule is called PRO999: `citecheck rules` lists them")


# --- writing -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
def test_permissions_and_links_stay(fix: Callable[..., Any], here: Path) -> None:
    text = _article(f"Aldous P, Reyes M. {TITLE}. J Daily Mov. 2019;4(2):33-41.")
    (here / "real").mkdir()
    real = here / "real" / "draft.txt"
    real.write_text("", encoding="utf-8")
    real.chmod(0o640)
    (here / "walk.txt").symlink_to(real)
    fix(text, "--write")
    assert (here / "walk.txt").is_symlink()
    assert DOI in real.read_text("utf-8")
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_file_that_was_changed_meanwhile_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "walk.txt"
    path.write_bytes(b"new words")
    with pytest.raises(MendError, match=r"walk\.txt was changed"):
        write(path, b"old words", b"mended words")
    assert path.read_bytes() == b"new words"


def test_a_write_that_fails_leaves_the_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "walk.txt"
    path.write_bytes(b"old words")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(MendError, match="No space left"):
        write(path, b"old words", b"mended words")
    assert path.read_bytes() == b"old words"
    assert list(tmp_path.iterdir()) == [path]
