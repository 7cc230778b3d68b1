"""What the command prints and where: formats, files, colours, and how much."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from citecheck import __version__
from citecheck.model import LEVELS
from citecheck.rules import FAMILIES, rules

Run = Callable[..., Any]
ESCAPE = "\x1b"


@pytest.fixture(scope="module")
def schema() -> Any:
    from importlib.resources import files

    return json.loads(files("citecheck.report").joinpath("schema.json").read_text(encoding="utf-8"))


def test_schema_is_printed_and_is_a_schema(run: Run, schema: Any) -> None:
    done = run("schema")
    assert (done.code, done.err) == (0, "")
    assert done.json == schema
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("with_works", [False, True], ids=["no works", "works"])
def test_json_of_every_fixture_validates(
    run: Run, schema: Any, fixture_article: Path, fixture_works: list[Path], *, with_works: bool
) -> None:
    works = [option for path in fixture_works for option in ("--works", path)] if with_works else []
    done = run("audit", fixture_article, "--offline", "--fail-on", "none", "--format", "json", *works)
    assert (done.code, done.err) == (0, "")
    jsonschema.validate(done.json, schema, cls=jsonschema.Draft202012Validator)


def test_json_of_unreadable_and_incomplete_runs_validates(run: Run, schema: Any, article: Path) -> None:
    done = run("audit", article, "gone.txt", "--format", "json")
    assert done.code == 2
    jsonschema.validate(done.json, schema, cls=jsonschema.Draft202012Validator)


def test_json_says_which_version_made_it(run: Run, harmless: Path) -> None:
    report = run("audit", harmless, "--format", "json").json
    assert report["schema_version"] == "1"
    assert report["tool"] == {"name": "citecheck", "version": __version__}


def test_json_is_the_same_every_time(run: Run, article: Path) -> None:
    first, second = (run("audit", article, "--offline", "--format", "json").json for _ in range(2))
    del first["run"]["duration_s"], second["run"]["duration_s"]
    assert first == second


def test_a_box_of_the_page_heads_no_paragraph_behind_it(run: Run, here: Path) -> None:
    page = """<h1>Naps</h1><p>Naps help people who work at night to stay awake until the morning.</p>
    <h2>At work</h2><p>Naps halve the number of accidents on night shifts.</p>
    <aside class="related"><h3>Read more</h3><ul><li><a href="/tea">Tea</a></li></ul></aside>
    <p>Naps lower the risk of stroke by 40% in people who work at night.</p>"""
    (here / "naps.html").write_text(f"<html><body><article>{page}</article></body></html>", encoding="utf-8")
    told = run("audit", "naps.html", "--offline", "--fail-on", "none").out
    assert "stroke by 40%" in told
    assert "under “At work”" in told
    assert "Read more" not in told


def test_several_articles_come_in_the_order_given(run: Run, article: Path, harmless: Path) -> None:
    done = run("audit", harmless, article, harmless, "--offline", "--format", "json")
    assert [r["document"]["uri"] for r in done.json["reports"]] == [str(harmless), str(article), str(harmless)]


def test_several_articles_end_in_a_table(run: Run, article: Path, harmless: Path) -> None:
    done = run("audit", article, harmless, "--offline")
    assert "All articles, worst first" in done.out
    assert "All articles" not in run("audit", article, "--offline").out


@pytest.mark.parametrize("format_", ["terminal", "json"])
def test_output_writes_the_same_into_a_file(run: Run, article: Path, format_: str) -> None:
    options = ("audit", article, "--offline", "--fail-on", "none", "--format", format_)
    printed = run(*options)
    written = run(*options, "--output", "report.out")
    assert (written.code, written.out, written.err) == (0, "", "")
    report = Path("report.out").read_text(encoding="utf-8")
    if format_ == "json":
        assert json.loads(report)["reports"] == printed.json["reports"]
    else:
        assert report == printed.out


def test_output_does_not_change_the_exit_code(run: Run, article: Path) -> None:
    assert run("audit", article, "--offline", "--output", "report.txt").code == 1
    assert run("audit", article, "--output", "report.txt").code == 2


@pytest.mark.parametrize("target", ["no/such/folder/report.txt", "."])
def test_output_that_cannot_be_written(run: Run, harmless: Path, target: str) -> None:
    done = run("audit", harmless, "--output", target)
    assert (done.code, done.out) == (2, "")
    assert "cannot be written" in done.complaint


def test_data_goes_to_standard_output_and_the_rest_to_standard_error(run: Run, article: Path) -> None:
    done = run("audit", article, "gone.txt", "--format", "json", "--show-queries")
    assert json.loads(done.out)
    assert all(line.startswith("citecheck: ") for line in done.err.splitlines())


# --- how much ----------------------------------------------------------------------------------------------------


def test_quiet_keeps_the_summary_and_the_grade(run: Run, fixture_article: Path) -> None:
    whole = run("audit", fixture_article, "--offline").out
    quiet = run("audit", fixture_article, "--offline", "--quiet").out
    assert len(quiet) < len(whole) / 2
    assert "Grade " in quiet or "No grade" in quiet
    assert not any(rule in quiet for rule in rules())


def test_verbose_shows_every_finding(run: Run, fixture_article: Path) -> None:
    findings = run("audit", fixture_article, "--offline", "--format", "json").json["reports"][0]["findings"]
    shown = run("audit", fixture_article, "--offline", "--verbose").out
    told = [
        line
        for line in shown.splitlines()
        if any(f" {level} {r.id} {r.name}" in line for r in rules().values() for level in LEVELS)
    ]
    assert len(told) == len(findings)
    assert "-v shows them all" not in shown


@pytest.mark.parametrize("short", [("-v", "--verbose"), ("-q", "--quiet")])
def test_short_options(run: Run, article: Path, short: tuple[str, str]) -> None:
    assert run("audit", article, "--offline", short[0]).out == run("audit", article, "--offline", short[1]).out


# --- colour ------------------------------------------------------------------------------------------------------


def test_piped_output_has_no_escape_codes(command: Run, article: Path) -> None:
    for options in ((), ("-v",), ("--format", "json"), ("--output", "report.txt")):
        done = command("audit", article, "--offline", *options)
        assert ESCAPE not in done.out + done.err
    assert ESCAPE not in Path("report.txt").read_text(encoding="utf-8")


def _in_a_terminal(*arguments: str, env: dict[str, str] | None = None) -> str:
    """What the command prints where its output is a terminal."""
    pty = pytest.importorskip("pty")
    above, below = pty.openpty()
    settings = {**os.environ, "TERM": "xterm-256color", **(env or {})}
    with subprocess.Popen(
        [sys.executable, "-m", "citecheck", *arguments], stdout=below, stderr=below, env=settings
    ) as process:
        os.close(below)
        chunks = []
        while True:
            try:
                chunk = os.read(above, 65536)
            except OSError:  # Linux says so when the other end has closed
                break
            if not chunk:
                break
            chunks.append(chunk)
        process.wait()
    os.close(above)
    return b"".join(chunks).decode()


def test_a_terminal_gets_colours(article: Path) -> None:
    assert ESCAPE in _in_a_terminal("audit", str(article), "--offline")


def test_a_terminal_gets_the_same_bytes_every_time(article: Path) -> None:
    first, second = (_in_a_terminal("audit", str(article), "--offline") for _ in range(2))
    assert first == second
    assert "docs/rules/CIT001.md" in first


@pytest.mark.parametrize(("options", "env"), [(["--no-color"], {}), ([], {"NO_COLOR": "1"}), ([], {"TERM": "dumb"})])
def test_no_color_means_no_escape_codes(article: Path, options: list[str], env: dict[str, str]) -> None:
    shown = _in_a_terminal("audit", str(article), "--offline", "-v", *options, env=env)
    assert "Walking after meals" in shown
    assert ESCAPE not in shown


def test_an_empty_no_color_is_none(article: Path) -> None:
    assert ESCAPE in _in_a_terminal("audit", str(article), "--offline", env={"NO_COLOR": ""})


def test_an_article_cannot_steer_the_terminal(here: Path) -> None:
    path = here / "trick.txt"
    path.write_text(
        "A trick\n\nThis miracle drink cures colds in all\x1b[2J people who drink it every day.\n", encoding="utf-8"
    )
    assert "\x1b[2J" not in _in_a_terminal("audit", str(path), "--offline", "-v")


def test_output_that_knows_few_characters(command: Run, article: Path) -> None:
    for options in ((), ("--format", "json")):
        done = command(
            "audit",
            article,
            "--offline",
            "--fail-on",
            "none",
            *options,
            env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        )
        assert (done.code, done.err) == (0, "")


def test_a_reader_who_has_seen_enough(article: Path) -> None:
    """`citecheck … | head -1`: no complaint about the closed pipe."""
    command = (
        f"{sys.executable} -m citecheck audit {article} {article} --offline -v --fail-on none | head -n 1 > /dev/null"
    )
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "arguments",
    [("audit", "{}", "--offline"), ("audit", "{}", "--offline", "--format", "json"), ("rules",), ("schema",)],
)
def test_a_full_disk_is_told_in_a_sentence(article: Path, arguments: tuple[str, ...], unbuffered: str) -> None:
    given = [argument.format(article) for argument in arguments]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "citecheck", *given],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        )
    assert (done.returncode, done.stderr) == (
        2,
        "citecheck: the output cannot be written: No space left on device\n",
    )


def test_output_that_is_closed(article: Path) -> None:
    command = f"{sys.executable} -m citecheck audit {article} --offline --fail-on none >&-"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("verb", "code", "said"),
    [
        ("sentences", 0, ""),
        ("references resolve --offline", 0, ""),
        ("references format --style apa", 0, ""),
        ("audit - --offline", 2, "citecheck: standard input is empty: there is nothing to audit\n"),
    ],
)
def test_input_that_is_closed_is_empty(verb: str, code: int, said: str) -> None:
    command = f"{sys.executable} -m citecheck {verb} <&-"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", said)


def test_messages_that_nobody_wants_do_not_stand_in_the_output() -> None:
    command = f"{sys.executable} -m citecheck audit gone.md 2>&-"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")


# --- version, rules, start-up ------------------------------------------------------------------------------------


def test_version(run: Run) -> None:
    done = run("--version")
    assert (done.code, done.out, done.err) == (0, f"citecheck {__version__}\n", "")


def test_no_verb(run: Run) -> None:
    done = run()
    assert (done.code, done.out) == (2, "")
    assert "VERB" in done.err


@pytest.mark.parametrize(
    "verb",
    [
        [],
        ["audit"],
        ["references"],
        ["references", "parse"],
        ["references", "resolve"],
        ["works"],
        ["sentences"],
        ["rules"],
        ["schema"],
    ],
)
def test_help(run: Run, verb: list[str]) -> None:
    done = run(*verb, "--help")
    assert done.code == 0
    assert done.out.startswith("usage: citecheck")
    assert done.err == ""


def test_version_imports_nothing_heavy() -> None:
    heavy = {
        "rich",
        "rapidfuzz",
        "tantivy",
        "requests",
        "markdown_it",
        "charset_normalizer",
        "yaml",
        "dask",
        "habanero",
    }
    code = (
        "import sys\nfrom citecheck.cli import main\ntry:\n    main(['--version'])\nfinally:\n    print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    version, modules = done.stdout.decode().splitlines()
    assert version == f"citecheck {__version__}"
    assert "citecheck.cli" in modules.split()
    assert not heavy & {name.partition(".")[0] for name in modules.split()}


def test_an_offline_audit_of_a_text_imports_what_it_needs(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Walking\n\nWalking after meals cuts the risk of a stroke by 30%.\n", encoding="utf-8")
    needless = set(
        "tomllib requests urllib3 habanero tenacity tantivy rapidfuzz sqlite3 multiprocessing charset_normalizer yaml"
        " markdown_it lxml trafilatura mammoth pypdfium2 pycrfsuite jinja2 docx".split()
    )
    code = (
        "import os, sys\nfrom citecheck.cli import main\n"
        f"main(['audit', {str(article)!r}, '--offline', '--output', os.devnull])\nprint(*sys.modules)"
    )
    environment = os.environ | {"CITECHECK_CACHE_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
    assert not needless & {name.partition(".")[0] for name in done.stdout.decode().split()}


def test_nothing_is_compiled_and_no_data_read_before_an_article_is_there() -> None:
    code = (
        "import sys\nimport citecheck.cli.audit\nfrom citecheck.expressions import Expression\n"
        "from citecheck.tables import load\n"
        "held = [(name, value) for name, module in [*sys.modules.items()] if name.startswith('citecheck')"
        " for value in vars(module).values() if isinstance(value, Expression)]\n"
        "assert len(held) > 200\n"
        "print([name for name, one in held if len(vars(one)) > 2], load.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode() == "[] 0\n"


def test_rules_are_listed_by_family(run: Run) -> None:
    done = run("rules")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert all(
        any(rule.id in line and rule.name in line and rule.summary in line for line in lines)
        for rule in rules().values()
    )
    assert [line for line in lines if line and line[0] != " "] == [
        f"{family}  {title}" for family, title in FAMILIES.items()
    ]


@pytest.mark.parametrize("name", ["CIT003", "cit003", "missing-citation"])
def test_one_rule_is_explained(run: Run, name: str) -> None:
    done = run("rules", name)
    rule = rules()["CIT003"]
    assert (done.code, done.err) == (0, "")
    for text in (rule.id, rule.name, rule.level, rule.summary, rule.why, rule.remedy, rule.before, rule.after):
        assert text in done.out


def test_every_rule_is_explained(run: Run) -> None:
    for rule in rules().values():
        assert rule.why in run("rules", rule.id).out


def test_an_unknown_rule_names_the_nearest(run: Run) -> None:
    done = run("rules", "mising-citation")
    assert (done.code, done.out) == (2, "")
    assert "did you mean missing-citation?" in done.complaint
