"""Sources that cannot be read: one clear line each, exit code 2, and the other sources are still reported."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

Run = Callable[..., Any]

SENTENCE = "Café owners in Málaga slept eight minutes longer after they had given up coffee for a month. "
PARAGRAPH = "Eine kleine Übung für jeden Tag. " + SENTENCE * 4

# Name, content, and words that the complaint must hold.
UNREADABLE: dict[str, tuple[str, bytes | None, str]] = {
    "missing": ("gone.txt", None, "gone.txt is not there: check the path"),
    "empty": ("empty.txt", b"", "empty.txt is empty"),
    "white space": ("blank.txt", b" \n\t\r\n \n", "blank.txt is empty"),
    "no-break spaces": ("blank.txt", "\u00a0\n\u2003\n".encode(), "nothing but white space"),
    "binary": ("data.txt", bytes(range(256)) * 40, "data.txt holds binary data"),
    "binary that decodes": ("data.txt", bytes(range(1, 32)) * 40, "data.txt holds binary data"),
    "pdf": ("paper.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "paper.txt is a damaged PDF"),
    "docx": (
        "paper.txt",
        b"PK\x03\x04\x14\x00\x06\x00",
        "paper.txt is a zip archive that is no Word file, or a damaged one",
    ),
    "old Word": ("paper.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "paper.doc is an old Word file: save it as .docx"),
    "called PDF": ("paper.pdf", bytes(range(256)) * 40, "paper.pdf is no PDF although it is called so"),
    "damaged JATS": (
        "paper.xml",
        b'<?xml version="1.0"?>\n<article dtd-version="1.3"><body><p>Walks',
        "paper.xml is damaged XML from line 2 on",
    ),
    "other XML": ("feed.xml", b'<?xml version="1.0"?><rss><channel/></rss>', "feed.xml is XML, but no article in JATS"),
    "paywall": (
        "page.html",
        f"<!doctype html><p>{SENTENCE}</p><p>Subscribe to continue reading.</p>".encode(),
        "page.html shows a paywall in place of the article",
    ),
    "picture": ("photo.md", b"\x89PNG\r\n\x1a\n", "photo.md is a picture"),
    "damaged UTF-8": (
        "torn.txt",
        (SENTENCE * 9).encode().replace(b"\xa1", b"", 1),
        "torn.txt is UTF-8 with a damaged character in line 1",
    ),
    "damaged UTF-16": (
        "torn.txt",
        codecs.BOM_UTF16_LE + SENTENCE.encode("utf-16-le")[:-1],
        "torn.txt begins as utf-16-le and is damaged",
    ),
    "6 MB": ("long.txt", (SENTENCE * 70_000).encode()[:6_000_000], "long.txt has 6 MB"),
    "no sentence": ("menu.txt", b"Home\nAbout us\nContact\n", "menu.txt holds no sentence to audit"),
    "headings": ("title.md", b"# Sleep\n\n## Coffee\n", "title.md holds no sentence to audit"),
}


def _write(name: str, content: bytes | None) -> None:
    if content is not None:
        Path(name).write_bytes(content)


@pytest.mark.parametrize(("name", "content", "told"), UNREADABLE.values(), ids=UNREADABLE)
def test_one_line_that_says_what_and_exit_code_2(run: Run, name: str, content: bytes | None, told: str) -> None:
    _write(name, content)
    done = run("audit", name, "--offline")
    assert done.code == 2
    assert told in done.complaint
    assert done.out == ""


@pytest.mark.parametrize(("name", "content", "told"), UNREADABLE.values(), ids=UNREADABLE)
def test_the_other_sources_are_still_reported(
    run: Run, article: Path, harmless: Path, name: str, content: bytes | None, told: str
) -> None:
    _write(name, content)
    done = run("audit", article, name, harmless, "--offline", "--format", "json")
    assert done.code == 2
    first, bad, last = done.json["reports"]
    assert first["document"]["uri"] == str(article)
    assert last["document"]["uri"] == str(harmless)
    assert bad["document"] == {"uri": name}
    assert told in bad["error"]
    assert bad["error"] in done.complaint


def test_in_the_terminal_too(run: Run, article: Path) -> None:
    done = run("audit", "gone.txt", article, "--offline")
    assert done.code == 2
    assert "gone.txt is not there" in done.complaint
    assert "Walking after meals" in done.out


def test_a_folder(run: Run, here: Path) -> None:
    (here / "articles").mkdir()
    done = run("audit", "articles", "--offline")
    assert done.code == 2
    assert "articles is a folder" in done.complaint


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(run: Run, article: Path) -> None:
    article.chmod(0)
    done = run("audit", article, "--offline")
    assert done.code == 2
    assert "cannot be read" in done.complaint


def test_links_that_lead_in_a_circle(run: Run, here: Path) -> None:
    (here / "circle.txt").symlink_to("circle.txt")
    done = run("audit", "circle.txt", "--offline")
    assert done.code == 2
    assert "circle.txt cannot be read" in done.complaint


@pytest.mark.parametrize(
    "name", ["with space.txt", "täglich-😴.txt", "-dash.txt", "semi;colon$(x).txt", "new\nline.txt", "tab\t.txt"]
)
def test_odd_file_names(run: Run, here: Path, name: str) -> None:
    (here / name).write_text(PARAGRAPH, encoding="utf-8")
    done = run("audit", "--offline", "--fail-on", "none", "--format", "json", "--", name)
    assert (done.code, done.err) == (0, "")
    assert done.json["reports"][0]["document"]["uri"] == name
    assert run("audit", "--offline", "--fail-on", "none", "--", name).code == 0


@pytest.mark.parametrize("name", ["new\nline.txt", "\x1b[31mred.txt", "two\r\nlines.txt", "line\u2028separator.txt"])
def test_a_complaint_stays_one_line_whatever_the_name(run: Run, name: str) -> None:
    done = run("audit", "--offline", "--", name)
    assert done.code == 2
    assert "is not there" in done.complaint
    assert done.complaint.isprintable()


def test_a_name_that_is_no_unicode(command: Run, here: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (here / name).write_text(PARAGRAPH, encoding="utf-8")
    for options in (
        (),
        ("--format", "json"),
        ("--output", "report.txt"),
        ("--format", "json", "--output", "report.json"),
    ):
        done = command("audit", "--offline", "--fail-on", "none", *options, name, env={"PYTHONUTF8": "1"})
        assert (done.code, done.err) == (0, ""), options


def test_a_name_that_is_too_long(run: Run) -> None:
    done = run("audit", "--offline", "x" * 300 + ".txt")
    assert done.code == 2
    assert "cannot be read" in done.complaint


# --- what can be read after all ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PARAGRAPH.encode(), "utf-8"),
        (codecs.BOM_UTF8 + PARAGRAPH.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + PARAGRAPH.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + PARAGRAPH.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_encodings_that_the_file_states(run: Run, here: Path, data: bytes, encoding: str) -> None:
    (here / "owners.txt").write_bytes(data)
    done = run("audit", "owners.txt", "--offline", "--fail-on", "none", "--format", "json")
    report = done.json["reports"][0]
    assert (done.code, done.err) == (0, "")
    assert report["document"]["encoding"] == encoding
    first = report["sentences"][0]
    assert (first["start"], first["text"]) == (0, "Eine kleine Übung für jeden Tag.")


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("latin-1", "cp1252"), ("cp1252", "cp1252"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")],
)
def test_encodings_that_are_guessed_are_remarked(run: Run, here: Path, encoding: str, name: str) -> None:
    (here / "owners.txt").write_bytes(PARAGRAPH.encode(encoding))
    done = run("audit", "owners.txt", "--offline", "--fail-on", "none", "--format", "json")
    assert done.code == 0
    assert f"read as {name}" in done.complaint
    assert [note["message"] for note in done.json["run"]["notifications"]] == [done.complaint]
    assert done.json["reports"][0]["sentences"][1]["text"] == SENTENCE.strip()


def test_line_ends_of_windows_and_of_old_macs(run: Run, here: Path) -> None:
    for ending in ("\r\n", "\r"):
        source = f"A headline for them{ending}{ending}{SENTENCE}{ending}{ending}{SENTENCE}"
        (here / "owners.txt").write_bytes(source.encode())
        report = run("audit", "owners.txt", "--offline", "--format", "json").json["reports"][0]
        assert [source[s["start"] : s["end"]] for s in report["sentences"]] == [SENTENCE.strip()] * 2


# --- standard input ----------------------------------------------------------------------------------------------


def test_standard_input(command: Run) -> None:
    done = command("audit", "-", "--offline", "--fail-on", "none", "--format", "json", stdin=PARAGRAPH)
    assert (done.code, done.err) == (0, "")
    assert done.json["reports"][0]["document"]["uri"] == "-"
    assert len(done.json["reports"][0]["sentences"]) == 5


@pytest.mark.parametrize(
    ("given", "told"), [(b"", "standard input is empty"), (b"\0\1\2" * 999, "standard input holds binary data")]
)
def test_standard_input_that_cannot_be_read(command: Run, given: bytes, told: str) -> None:
    done = command("audit", "-", "--offline", stdin=given)
    assert (done.code, done.out) == (2, "")
    assert told in done.complaint


# --- addresses ---------------------------------------------------------------------------------------------------

WEB_PAGE = f"""<!doctype html>
<html><head><title>Coffee &amp; sleep</title></head><body>
<nav><a href="/">Home</a> <a href="/about">About us</a></nav>
<article><h1>Coffee &amp; sleep</h1><p>Eine kleine &Uuml;bung &amp; mehr für jeden Tag. {SENTENCE}</p></article>
</body></html>"""


@pytest.fixture
def address(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """Of a page on this machine, asked without whatever proxy there is."""
    monkeypatch.setenv("no_proxy", "*")
    httpserver.expect_request("/coffee").respond_with_data(
        WEB_PAGE.encode("cp1252"), content_type="text/html; charset=iso-8859-1"
    )
    return f"http://127.0.0.1:{httpserver.port}/coffee"


def test_a_page_from_a_host_that_is_allowed(command: Run, httpserver: HTTPServer, address: str) -> None:
    done = command(
        "audit",
        address,
        "--allow-host",
        "wiki.lan",
        "--allow-host",
        "127.0.0.1",
        "--fail-on",
        "none",
        "--format",
        "json",
    )
    assert (done.code, done.err) == (0, "")
    (report,) = done.json["reports"]
    said = report["document"]
    assert (said["uri"], said["media_type"], said["encoding"]) == (address, "text/html", "cp1252")
    assert said["title"] == "Coffee & sleep"
    written = [WEB_PAGE[s["start"] : s["end"]] for s in report["sentences"]]
    assert written == ["Eine kleine &Uuml;bung &amp; mehr für jeden Tag.", SENTENCE.strip()]
    assert report["sentences"][0]["text"] == "Eine kleine Übung & mehr für jeden Tag."
    assert len(httpserver.log) == 1


def test_a_host_that_the_settings_allow(run: Run, here: Path, address: str) -> None:
    (here / "citecheck.toml").write_text('allow-hosts = ["127.0.0.1"]', encoding="utf-8")
    assert run("audit", address, "--fail-on", "none").code == 0
    assert "private network" in run("audit", address, "--allow-host", "wiki.lan").complaint


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "/coffee is an address of this machine or a private network: allow its host by name with --allow-host"),
        (("--offline", "--allow-host", "127.0.0.1"), "/coffee is an address, and nothing is fetched offline"),
    ],
)
def test_a_page_that_may_not_be_fetched_is_not_asked_for(
    run: Run, article: Path, httpserver: HTTPServer, address: str, options: tuple[str, ...], told: str
) -> None:
    done = run("audit", address, *options, "--format", "json")
    assert done.code == 2
    assert told in done.complaint
    assert done.json["reports"] == [{"document": {"uri": address}, "error": done.complaint}]
    assert httpserver.log == []


def test_a_page_that_is_gone_and_the_next_source(
    run: Run, harmless: Path, httpserver: HTTPServer, address: str
) -> None:
    httpserver.expect_request("/gone").respond_with_data("", status=410)
    gone = address.replace("coffee", "gone")
    done = run("audit", gone, harmless, "--allow-host", "127.0.0.1", "--format", "json")
    assert (done.code, [report["document"]["uri"] for report in done.json["reports"]]) == (2, [gone, str(harmless)])
    assert f"{gone} is gone (410)" in done.complaint
