"""The recipes of docs/publishing.md, the hook and the action: run for real, as far as goes without a network."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
BASH = shutil.which("bash")
CLEAN = "# Walking\n\nA walk after dinner is pleasant in summer. There is a bench under the old tree by the river.\n"
FAULTY = f"""{CLEAN}
A walk after dinner lowered blood sugar in one trial [1]. People who sat all evening had the highest values [4].

## References

1. Lund K. Tea and rest: a survey. Sleep Lett. 2018;3:1-9.
"""

pytestmark = pytest.mark.skipif(BASH is None, reason="needs bash")


def recipe(name: str) -> str:
    """A block of the page, by its name."""
    page = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- recipe: {re.escape(name)} -->\n```\w+\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert found, name
    return found[1]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with a good article, and a path on which the command is found."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "walk.md").write_text(CLEAN, encoding="utf-8")
    tools = tmp_path / "tools"
    tools.mkdir()
    _tool(tools / "citecheck", f'exec {shlex.quote(sys.executable)} -m citecheck "$@"')
    return tmp_path


def _tool(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def _run(site: Path, command: list[str], env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    path = f"{site / 'tools'}{os.pathsep}{os.environ['PATH']}"
    cache = {"CITECHECK_CACHE_DIR": str(site / "cache"), "PATH": path}
    return subprocess.run(
        command, cwd=site, env={**os.environ, **cache, **(env or {})}, capture_output=True, text=True, check=False
    )


def _bash(site: Path, script: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return _run(site, [str(BASH), "--noprofile", "--norc", "-eo", "pipefail", "-c", script], env)


def _spoil(site: Path, name: str = "articles/walk.md") -> None:
    (site / name).write_text(FAULTY, encoding="utf-8")


# --- pre-commit --------------------------------------------------------------------------------------------------


def test_the_hook_stops_a_commit_with_one_line_a_finding(site: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    asked = yaml.safe_load(recipe(".pre-commit-config.yaml"))["repos"][0]["hooks"][0]
    assert asked["id"] == hook["id"]
    assert re.match(asked["files"], "articles/walk.md")
    command = [*shlex.split(hook["entry"]), *asked["args"], "articles/walk.md"]
    assert "--offline" in command
    done = _run(site, command)
    assert (done.returncode, done.stdout) == (0, "")
    _spoil(site)
    done = _run(site, command)
    assert done.returncode == 1
    assert re.search(r"^articles/walk\.md:5:\d+: error CIT001 ", done.stdout, re.MULTILINE)


# --- GitHub ------------------------------------------------------------------------------------------------------

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def _step(name: str) -> dict[str, Any]:
    step: dict[str, Any] = next(step for step in ACTION["runs"]["steps"] if step["name"] == name)
    return step


def _act(site: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Runs the step that audits, with inputs as a workflow would give them."""
    given = {name: str(one.get("default", "")) for name, one in ACTION["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    step = _step("Audit")
    env = {}
    for name, expression in step["env"].items():
        found = re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", expression)
        assert found
        env[name] = given[found[1]]
    return _bash(site, step["run"], {**env, "GITHUB_STEP_SUMMARY": str(site / "summary.md")})


def test_the_action_annotates_sums_up_and_fails(site: Path) -> None:
    assert _act(site, files="articles/**/*.md").returncode == 0
    _spoil(site)
    (site / "articles" / "two words.md").write_text(CLEAN, encoding="utf-8")
    done = _act(site, files="articles/*.md\n\nnowhere/*.md", sarif="found.sarif")
    assert done.returncode == 1
    assert "::error file=articles/walk.md,line=5" in done.stdout
    assert "CIT001" in (site / "summary.md").read_text(encoding="utf-8")
    log = json.loads((site / "found.sarif").read_text(encoding="utf-8"))
    uris = {artifact["location"]["uri"] for artifact in log["runs"][0]["artifacts"]}
    assert uris == {"articles/walk.md", "articles/two%20words.md"}


def test_the_action_takes_further_options_works_and_a_baseline(site: Path) -> None:
    _spoil(site)
    assert _act(site, files="articles/walk.md", args="--fail-on none").returncode == 0
    (site / "library.jsonl").write_text('{"DOI": "10.5555/a", "title": ["Tea"]}\n', encoding="utf-8")
    assert _act(site, files="articles/walk.md", works="library.jsonl").returncode == 1
    assert _act(site, files="articles/walk.md", works="gone.jsonl").returncode == 2
    _run(site, ["citecheck", "audit", "--offline", "articles/walk.md", "--baseline", "b.json", "--update-baseline"])
    assert _act(site, files="articles/walk.md", baseline="b.json").returncode == 0


def test_the_action_says_where_no_file_matches(site: Path) -> None:
    done = _act(site, files="nowhere/*.md")
    assert (done.returncode, done.stdout) == (2, "::error::citecheck: no file matches: nowhere/*.md\n")


def test_no_input_of_the_action_is_taken_for_a_command(site: Path) -> None:
    hostile = "$(touch stolen)`touch stolen`;touch stolen;'\""
    _act(site, files=f"articles/walk.md\n{hostile}", args=hostile, works=hostile, baseline=hostile, sarif=hostile)
    assert not (site / "stolen").exists()
    assert not any("${{" in step.get("run", "") for step in ACTION["runs"]["steps"])


def test_an_article_whose_name_looks_like_an_option_is_audited(site: Path) -> None:
    (site / "--help.md").write_text(FAULTY, encoding="utf-8")
    done = _act(site, files="*.md")
    assert done.returncode == 1
    assert "CIT001" in done.stdout


def test_the_action_installs_what_it_lies_beside(site: Path) -> None:
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode:
        pytest.skip("needs pip")
    _tool(site / "tools" / "python", f'exec {shlex.quote(sys.executable)} "$@"')
    offline = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_TARGET": str(site / "lib")}
    done = _bash(site, _step("Install citecheck")["run"], {**offline, "GITHUB_ACTION_PATH": str(ROOT)})
    assert done.returncode == 0, done.stderr
    assert (site / "lib" / "citecheck" / "py.typed").is_file()


def test_the_workflow_gives_the_action_what_it_takes() -> None:
    workflow = yaml.safe_load(recipe(".github/workflows/articles.yml"))
    steps = workflow["jobs"]["citecheck"]["steps"]
    (own,) = (step for step in steps if step["uses"].startswith("citecheck/citecheck@"))
    required = {name for name, one in ACTION["inputs"].items() if one.get("required")}
    assert required <= set(own["with"]) <= set(ACTION["inputs"])
    assert next(step for step in steps if "codeql" in step["uses"])["with"]["sarif_file"] == own["with"]["sarif"]


# --- other builds ------------------------------------------------------------------------------------------------


def test_gitlab(site: Path) -> None:
    job = yaml.safe_load(recipe(".gitlab-ci.yml"))["citecheck"]
    script = "\n".join(job["script"])
    assert _bash(site, script).returncode == 0
    _spoil(site)
    done = _bash(site, script)
    assert done.returncode == 1
    assert "CIT001" in done.stdout
    assert "CIT001" in (site / job["artifacts"]["reports"]["junit"]).read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_audits_what_has_changed(site: Path) -> None:
    (site / "Makefile").write_text(recipe("Makefile"), encoding="utf-8")
    first = _run(site, ["make", "check"])
    assert first.returncode == 0, first.stderr
    assert first.stdout.count("citecheck audit") == 1
    assert "citecheck audit" not in _run(site, ["make", "check"]).stdout
    _spoil(site)
    os.utime(site / "articles" / "walk.md", (2e9, 2e9))
    assert _run(site, ["make", "check"]).returncode == 2
    assert _run(site, ["make", "check"]).returncode == 2


@pytest.mark.parametrize(
    ("name", "tool", "article"),
    [("hugo.sh", "hugo", "content/posts/walk.md"), ("jekyll.sh", "bundle", "_posts/2026-05-01-walk.md")],
)
def test_the_site_is_built_only_where_the_articles_pass(site: Path, name: str, tool: str, article: str) -> None:
    _tool(site / "tools" / tool, 'echo "$@" >>built')
    (site / article).parent.mkdir(parents=True)
    (site / article).write_text(f"---\ntitle: Walking\n---\n\n{CLEAN}", encoding="utf-8")
    assert _bash(site, recipe(name)).returncode == 0
    assert (site / "built").is_file()
    (site / "built").unlink()
    _spoil(site, article)
    assert _bash(site, recipe(name)).returncode == 1
    assert not (site / "built").exists()


def test_wordpress(site: Path) -> None:
    """WP-CLI is stood in for by a script that answers as it does."""
    (site / "12").write_text("<!-- wp:paragraph -->\n<p>It rained on the bench all day.</p>\n", encoding="utf-8")
    (site / "15").write_text(
        "<!-- wp:paragraph -->\n<p>Walks helped in a trial [1]. Sitters had the highest values [4].</p>\n"
        "<h2>References</h2><ol><li>Lund K. Tea and rest. Sleep Lett. 2018;3:1-9.</li></ol>\n",
        encoding="utf-8",
    )
    answers = 'case "$2 $4" in "list "*) echo "12 15" ;; *title) echo Walking ;; *) cat "$3" ;; esac'
    _tool(site / "tools" / "wp", answers)
    done = _bash(site, recipe("wordpress.sh"))
    assert done.returncode == 1, done.stderr
    assert re.findall(r"^pending/(\d+)\.html:\d+:\d+: error CIT001", done.stdout, re.MULTILINE) == ["15"]


def test_the_settings_can_be_used(site: Path) -> None:
    assert tomllib.loads(recipe("citecheck.toml"))["works"] == ["library.jsonl"]
    (site / "citecheck.toml").write_text(recipe("citecheck.toml"), encoding="utf-8")
    (site / "library.jsonl").write_text('{"DOI": "10.5555/a", "title": ["Tea"]}\n', encoding="utf-8")
    assert _run(site, ["citecheck", "audit", "--offline", "articles/walk.md"]).returncode == 0
