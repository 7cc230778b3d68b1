"""The command as a user starts it, and small articles to give it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from citecheck.cli import main

FIXTURES = Path(__file__).parents[2] / "fixtures"

# One finding of each level: a marker without a reference (error), an effect without a source (warning), and a
# reference that nothing points to (note).
ARTICLE = """
Walking after meals

A ten-minute walk after dinner lowered blood sugar by a tenth in one trial [1]. People who sat all evening had the \
highest values [4]. Walking also cuts the risk of a stroke by 30%.

References

1. Aldous P, Reyes M. Post-meal walking and glucose: a randomised crossover trial. J Daily Mov. 2019;4(2):33-41.
2. Brenner K. Fasted walking and glucose: a crossover trial. J Daily Mov. 2020;5(1):12-19.
"""
NO_REFERENCES = """
Walking after meals

A walk after dinner is pleasant in summer. The path along the river is the best of all, and there is a bench.
"""
WORKS = """\
{"DOI": "10.5555/jdm.2019.0033", "title": ["Post-meal walking and glucose: a randomised crossover trial"], \
"author": [{"given": "Peter", "family": "Aldous"}, {"given": "Maria", "family": "Reyes"}], \
"container-title": ["Journal of Daily Movement"], "issued": {"date-parts": [[2019]]}, "volume": "4", "page": "33-41"}
{"DOI": "10.5555/jdm.2020.0012", "title": ["Fasted walking and glucose: a crossover trial"], \
"author": [{"given": "Karl", "family": "Brenner"}], \
"container-title": ["Journal of Daily Movement"], "issued": {"date-parts": [[2020]]}, "volume": "5", "page": "12-19"}
"""


@dataclass(frozen=True)
class Outcome:
    """What a run of the command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.out)
        return value

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Of a filter: its output lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def complaint(self) -> str:
        """The one line on standard error."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("citecheck: ")
        return lines[0].removeprefix("citecheck: ")


Run = Callable[..., Outcome]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder with nobody's settings."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "CITECHECK_MODEL_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command within this process: fast, and without a terminal."""

    def call(*arguments: str | Path, stdin: str | bytes = b"") -> Outcome:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(given), encoding="utf-8"))
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        out, err = capsys.readouterr()
        return Outcome(code, out, err)

    return call


@pytest.fixture
def command(here: Path) -> Run:
    """Runs the command as a process of its own, its input given as bytes or text."""

    def call(*arguments: str | Path, stdin: str | bytes = b"", env: dict[str, str] | None = None) -> Outcome:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [sys.executable, "-m", "citecheck", *map(str, arguments)],
            input=given,
            capture_output=True,
            check=False,
            env={**os.environ, **(env or {})},
        )
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture
def article(here: Path) -> Path:
    path = here / "walking.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def harmless(here: Path) -> Path:
    """An article without a reference and without a finding."""
    path = here / "river.txt"
    path.write_text(NO_REFERENCES, encoding="utf-8")
    return path


@pytest.fixture
def works(here: Path) -> Path:
    path = here / "works.jsonl"
    path.write_text(WORKS, encoding="utf-8")
    return path


@pytest.fixture(params=sorted((FIXTURES / "articles").iterdir()), ids=lambda path: path.name)
def fixture_article(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def fixture_works() -> list[Path]:
    return sorted((FIXTURES / "works").iterdir())
