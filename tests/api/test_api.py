"""citecheck.audit: of a file, a text or an address; its errors; and what the import costs."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

import citecheck
from citecheck import Config, ConfigError, UnreadableSourceError, WorksFileError

ROOT = Path(__file__).parents[2]
OFFLINE = Config(network="off")
TEXT = """Walking after meals

A ten-minute walk after dinner lowered blood sugar by a tenth in one trial [1]. Sitters had the highest values [4].

References

1. Aldous P, Reyes M. Post-meal walking and glucose: a randomised crossover trial. J Daily Mov. 2019;4(2):33-41.
"""


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITECHECK_CACHE_DIR", str(tmp_path / "cache"))


def test_a_file_and_its_text_give_the_same_findings(tmp_path: Path) -> None:
    path = tmp_path / "walking.txt"
    path.write_text(TEXT, encoding="utf-8")
    of_file, of_text = citecheck.audit(path, config=OFFLINE), citecheck.audit(TEXT, config=OFFLINE)
    assert of_file.findings == of_text.findings
    finding = next(f for f in of_text.findings if f.rule_id == "CIT001")
    assert citecheck.quote(of_text, finding) == "[4]"
    assert citecheck.place(of_text, finding) == (3, TEXT.splitlines()[2].index("[4]") + 1)


def test_the_settings_may_be_a_file_and_are_found_beside_the_article(tmp_path: Path) -> None:
    path = tmp_path / "walking.txt"
    path.write_text(TEXT, encoding="utf-8")
    (tmp_path / "citecheck.toml").write_text('network = "off"\nselect = ["CIT001"]\n', encoding="utf-8")
    beside = citecheck.audit(path)
    named = citecheck.audit(TEXT, config=tmp_path / "citecheck.toml")
    assert {f.rule_id for f in beside.findings} == {f.rule_id for f in named.findings} == {"CIT001"}


def test_works_of_the_settings_are_matched(tmp_path: Path) -> None:
    record = {
        "DOI": "10.5555/jdm.2019.0033",
        "title": ["Post-meal walking and glucose: a randomised crossover trial"],
        "author": [{"family": "Aldous"}, {"family": "Reyes"}],
        "container-title": ["Journal of Daily Movement"],
        "issued": {"date-parts": [[2019]]},
        "volume": "4",
        "issue": "2",
        "page": "33-41",
    }
    works = tmp_path / "works.jsonl"
    works.write_text(json.dumps(record), encoding="utf-8")
    report = citecheck.audit(TEXT, config=Config(network="off", works=(str(works),)))
    assert report.audited.resolutions["1"].doi == "10.5555/jdm.2019.0033"
    assert citecheck.is_complete([report])


def test_a_text_may_be_markdown_or_html() -> None:
    comment = "<!-- citecheck: ignore PRO003 -- a slogan -->"
    text = f"<h1>Tea</h1><p>This revolutionary tea is sold in bottles. {comment}</p>"
    (finding,) = citecheck.audit(text, config=Config(network="off", select=("PRO003",)), format="html").findings
    assert finding.suppressed


def test_errors_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableSourceError, match=r"gone\.txt is not there: check the path"):
        citecheck.audit(tmp_path / "gone.txt", config=OFFLINE)
    with pytest.raises(UnreadableSourceError, match="nothing is fetched offline"):
        citecheck.audit("https://clinic.example/tea", config=OFFLINE)
    with pytest.raises(ConfigError, match=r"gone\.toml is not there"):
        citecheck.audit(TEXT, config=tmp_path / "gone.toml")
    with pytest.raises(ConfigError, match="`mailto`"):
        citecheck.audit(TEXT, config=Config(mailto="nobody"))
    with pytest.raises(WorksFileError):
        citecheck.audit(TEXT, config=Config(network="off", works=("gone.jsonl",)))
    monkeypatch.chdir(tmp_path)
    Path("walking.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(ValueError, match=r"'walking\.txt' is a file: pass pathlib\.Path"):
        citecheck.audit("walking.txt", config=OFFLINE)


def test_a_report_is_rendered_in_every_format_of_the_command() -> None:
    report = citecheck.audit(TEXT, config=OFFLINE)
    schema = json.loads(files("citecheck.report").joinpath("schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(citecheck.render([report])), schema, cls=jsonschema.Draft202012Validator)
    assert "error CIT001" in str(citecheck.render([report], "text"))
    for name in ("terminal", "word"):
        with pytest.raises(ValueError, match="no format is called"):
            citecheck.render([report], name)
    with pytest.raises(citecheck.FormatError):
        citecheck.render([report], "docx")


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'audits'"):
        citecheck.audits  # type: ignore[attr-defined]  # noqa: B018


def test_the_import_alone_brings_nothing_of_the_package() -> None:
    script = "import citecheck; print([m for m in sys.modules if m.startswith('citecheck.') or m == 'typing'])"
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}); {script}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"


def test_the_package_says_that_it_is_typed() -> None:
    assert files("citecheck").joinpath("py.typed").is_file()


def test_the_examples_of_the_docs_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import re

    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    Path("draft.md").write_text(TEXT.replace("Walking after", "# Walking after", 1), encoding="utf-8")
    Path("library.jsonl").write_text('{"DOI": "10.5555/a", "title": ["Tea"]}\n', encoding="utf-8")
    scope: dict[str, object] = {}
    examples = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert examples
    for example in examples:
        exec(compile(example, "docs/api.md", "exec"), scope)  # noqa: S102 - our own page
