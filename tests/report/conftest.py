"""The fixture articles, audited once for all tests of the reports."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from citecheck.config import Config
from citecheck.model import Report
from citecheck.pipeline import Auditor
from citecheck.resolve.works import LocalWorks, load_works

FIXTURES = Path(__file__).parents[2] / "fixtures"
ARTICLES = sorted((FIXTURES / "articles").iterdir())
WORKS = sorted((FIXTURES / "works").iterdir())


@pytest.fixture(scope="session")
def all_json() -> dict[str, dict[str, Any]]:
    """The JSON report of each fixture article by file name, as the command prints it."""
    works = [option for path in WORKS for option in ("--works", str(path))]
    command = [sys.executable, "-m", "citecheck", "audit", "--offline", "--fail-on", "none", "--format", "json", *works]
    done = subprocess.run([*command, *map(str, ARTICLES)], capture_output=True, check=True)
    return {Path(report["document"]["uri"]).name: report for report in json.loads(done.stdout)["reports"]}


@pytest.fixture(scope="session")
def all_reports() -> dict[str, Report]:
    """The report of each fixture article by file name."""
    auditor = Auditor(Config(network="off"), [LocalWorks(load_works(path), path.stem) for path in WORKS])
    reports = {path.name: auditor.audit(str(path)) for path in ARTICLES}
    return {name: report for name, report in reports.items() if isinstance(report, Report)}


@pytest.fixture(params=[path.name for path in ARTICLES])
def name(request: pytest.FixtureRequest) -> str:
    value: str = request.param
    return value


@pytest.fixture
def as_json(all_json: dict[str, dict[str, Any]], name: str) -> dict[str, Any]:
    return all_json[name]


@pytest.fixture
def report(all_reports: dict[str, Report], name: str) -> Report:
    return all_reports[name]


@pytest.fixture
def source(name: str) -> str:
    """The decoded file, its line ends untouched."""
    return (FIXTURES / "articles" / name).read_bytes().decode()
