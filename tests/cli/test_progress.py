"""Who waits at a terminal is told for what, and how long; nobody else is."""

from __future__ import annotations

import re
from io import StringIO

import pytest

from citecheck.cli.progress import Bar, watcher


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_what_is_asked_and_how_long_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("TERM", "xterm")
    screen = Terminal()
    bar = Bar(screen)
    bar.begin({"crossref": 31, "pubmed": 1}, 10.4)
    for _ in range(32):
        bar.answered()
    bar.end()
    shown = screen.getvalue()
    assert "asking Crossref 31 times, PubMed once: at least 10 s within the limits" in shown
    assert "32/32" in shown


@pytest.mark.parametrize("width", [40, 80])
def test_nothing_of_it_is_cut_off_where_there_is_little_room(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm")
    screen = Terminal()
    bar = Bar(screen)
    bar.begin({"crossref": 31, "pubmed": 1}, 10.4)
    bar.end()
    words = re.sub(r"\x1b\[[?\d]*[A-Za-z]|[━╸╺]", "", screen.getvalue()).split()
    assert "0/32" in words
    told = "asking Crossref 31 times, PubMed once: at least 10 s within the limits (Ctrl-C: report so far)".split()
    assert set(told) <= set(words)


def test_what_is_over_at_once_is_not_told() -> None:
    screen = Terminal()
    bar = Bar(screen)
    bar.begin({"crossref": 1}, 0.3)
    bar.answered()
    bar.end()
    assert screen.getvalue() == ""


@pytest.mark.parametrize(
    ("terminal", "quiet", "told"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_only_a_terminal_is_told(monkeypatch: pytest.MonkeyPatch, terminal: bool, quiet: bool, told: bool) -> None:
    monkeypatch.setattr("sys.stderr", Terminal() if terminal else StringIO())
    assert (watcher(quiet=quiet) is not None) == told
