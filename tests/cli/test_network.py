"""Looking works up on the network, as a user sees it: what is asked, what is said, and the exit codes."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.cli.conftest import ARTICLE, WORKS
from tests.services import Services
from tests.services.conftest import Serving, serving

from citecheck.resolve.cache import Cache

Run = Callable[..., Any]
__all__ = ["serving"]

STRINGS = [line.partition(". ")[2] for line in ARTICLE.splitlines() if line[:3] in ("1. ", "2. ")]


@pytest.fixture
def services(serving: Serving, here: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    """The services over the two works of the article, and settings in the working folder that point there."""
    monkeypatch.setenv("CROSSREF_PLUS_API_TOKEN", "plus-secret-token")
    running = serving([json.loads(line) for line in WORKS.splitlines()])
    others = {"doi-url": running.doi_url, "datacite-url": running.datacite_url, "pubmed-url": running.eutils_url}
    settings = "".join(f'{key} = "{url}"\n' for key, url in others.items())
    (here / "citecheck.toml").write_text(settings, encoding="utf-8")
    return running


def statuses(done: Any) -> list[str]:
    return [r["resolution"]["status"] for r in done.json["reports"][0]["references"]]


def audit(run: Run, services: Services, *arguments: Any) -> Any:
    return run("audit", "walking.txt", "--crossref-url", services.crossref_url, "--fail-on", "none", *arguments)


def test_works_are_looked_up_in_crossref_and_then_in_the_cache(run: Run, article: Path, services: Services) -> None:
    first = audit(run, services, "--format", "json")
    assert (first.code, first.err) == (0, "")
    assert statuses(first) == ["matched", "matched"]
    report = first.json["run"]
    assert (report["complete"], report["network"], report["requests"], report["cache_hits"]) == (
        True, "references", {"crossref": 2}, 0,
    )  # fmt: skip
    again = audit(run, services, "--format", "json")
    assert statuses(again) == ["matched", "matched"]
    assert (again.json["run"]["requests"], again.json["run"]["cache_hits"]) == ({}, 2)
    assert {r["resolution"]["source"] for r in again.json["reports"][0]["references"]} == {"cache"}
    assert audit(run, services, "--format", "json", "--refresh").json["run"]["requests"] == {"crossref": 2}
    offline = audit(run, services, "--format", "json", "--offline")
    assert statuses(offline) == ["matched", "matched"]
    assert len(services.requests) == 4


def test_a_work_that_crossref_lacks_is_a_warning_that_says_where_it_was_looked_for(
    run: Run, article: Path, services: Services
) -> None:
    text = article.read_text(encoding="utf-8").replace("Brenner K. Fasted walking", "Quill T. Upright knitting")
    article.write_text(text.replace("J Daily Mov. 2020;5(1):12-19", "Knit Sci. 1997;8:1-2"), encoding="utf-8")
    done = audit(run, services, "--format", "json")
    assert statuses(done) == ["matched", "not-found"]
    (finding,) = (f for f in done.json["reports"][0]["findings"] if f["rule_id"] == "REF001")
    assert finding["message"] == "We found no record of this work in Crossref."


@pytest.mark.parametrize("allowed", [False, True])
def test_what_cannot_be_looked_up_is_told_with_its_reason(
    run: Run, article: Path, services: Services, allowed: bool
) -> None:
    services.fail("403", service="crossref")
    done = audit(run, services, "--format", "json", *(["--allow-incomplete"] if allowed else []))
    assert done.code == (0 if allowed else 2)
    assert statuses(done) == ["unchecked", "unchecked"]
    assert done.json["run"]["complete"] is False
    assert done.complaint == "2 references could not be looked up: Crossref refuses to answer"
    assert not [f for f in done.json["reports"][0]["findings"] if f["rule_id"].startswith("REF")]


def test_findings_do_not_outrank_look_ups_that_failed(run: Run, article: Path, services: Services) -> None:
    services.fail("403")
    arguments = ("audit", article, "--crossref-url", services.crossref_url)
    assert run(*arguments).code == 2
    assert run(*arguments, "--allow-incomplete").code == 1


def test_the_network_is_left_alone_where_it_is_not_allowed(run: Run, article: Path, services: Services) -> None:
    for option in (("--offline",), ("--network", "off")):
        done = audit(run, services, *option, "--format", "json")
        assert (done.code, done.json["run"]["complete"], done.err) == (0, True, "")
    assert services.requests == []


def test_neither_token_nor_address_stands_in_anything_that_is_printed_or_kept(
    run: Run, article: Path, services: Services, tmp_path: Path
) -> None:
    secret = services.crossref_url.replace("http://", "http://me:pass-secret@")
    services.fail("401", service="crossref")
    done = run("audit", article, "--crossref-url", secret, "--mailto", "desk@clinic.example", "--show-queries", "-v")
    services.heal()
    good = run("audit", article, "--crossref-url", secret, "--mailto", "desk@clinic.example", "--format", "json")
    assert good.json["run"]["complete"]
    kept = b"".join(file.read_bytes() for file in Path(os.environ["CITECHECK_CACHE_DIR"]).rglob("*") if file.is_file())
    for word in ("plus-secret", "pass-secret", "desk@clinic.example"):
        assert word not in done.out + done.err + good.out + good.err
        assert word.encode() not in kept


@pytest.mark.parametrize("url", ["localhost:80", "ftp://there.example", "", "http://", "https://a b.example"])
def test_an_address_that_is_none_is_refused(run: Run, article: Path, url: str) -> None:
    done = run("audit", article, "--crossref-url", url)
    assert (done.code, done.out) == (2, "")
    assert "`crossref-url`" in done.complaint


# --- what is sent ------------------------------------------------------------------------------------------------


def test_show_queries_prints_what_was_sent_and_nothing_else_was(run: Run, article: Path, services: Services) -> None:
    done = audit(run, services, "--show-queries")
    assert done.err.splitlines() == [f"citecheck: sent to Crossref: “{string}”" for string in STRINGS]
    assert [request.parameter("query.bibliographic") for request in services.requests] == STRINGS
    again = audit(run, services, "--show-queries")
    assert again.complaint == "nothing was sent"


def test_offline_show_queries_prints_what_would_be_sent(run: Run, article: Path, services: Services) -> None:
    article.write_text(ARTICLE.rstrip() + " doi:10.5555/jdm.2020.0012\n", encoding="utf-8")
    plain = audit(run, services, "--offline", "--format", "json")
    done = audit(run, services, "--offline", "--show-queries", "--format", "json")
    assert services.requests == []
    assert done.json["reports"] == plain.json["reports"]
    assert done.err.splitlines()[:2] == [
        f"citecheck: would send to Crossref: “{STRINGS[0]}”",
        "citecheck: would send to Crossref: DOI 10.5555/jdm.2020.0012",
    ]
    assert all("unless the answers before it suffice" in line for line in done.err.splitlines()[2:])


# --- filters and the cache ---------------------------------------------------------------------------------------


def test_references_are_resolved_line_by_line(run: Run, services: Services) -> None:
    lines = [STRINGS[0], json.dumps({"raw": STRINGS[1]}), '{"raw": 5}', "{", STRINGS[0]]
    done = run("references", "resolve", "--crossref-url", services.crossref_url, stdin="\n".join(lines))
    assert done.code == 2
    found = [row.get("resolution", {}).get("doi") or row.get("error") for row in done.rows]
    assert found[0] == found[4] == "10.5555/jdm.2019.0033"
    assert found[1] == "10.5555/jdm.2020.0012"
    assert "no string under 'raw'" in found[2]
    assert "no JSON" in found[3]
    assert len(services.requests) == 2


def test_references_that_cannot_be_looked_up_give_exit_code_2(run: Run, services: Services) -> None:
    services.fail("403", service="crossref")
    arguments = ("references", "resolve", "--crossref-url", services.crossref_url)
    done = run(*arguments, stdin="\n".join(STRINGS))
    assert done.code == 2
    assert [row["resolution"]["status"] for row in done.rows] == ["unchecked", "unchecked"]
    assert "2 references could not be looked up: Crossref refuses to answer" in done.complaint
    assert run(*arguments, "--allow-incomplete", stdin="\n".join(STRINGS)).code == 0


def test_references_offline_ask_nobody_and_succeed(run: Run, services: Services) -> None:
    done = run("references", "resolve", "--offline", stdin="\n".join(STRINGS * 60))
    assert (done.code, done.err, len(done.rows)) == (0, "", 120)
    assert services.requests == []
    told = run("references", "resolve", "--offline", "--show-queries", stdin="\n".join(STRINGS))
    assert told.out.splitlines() == done.out.splitlines()[:2]
    assert told.err.count("would send") == 2


def test_references_in_the_cache_are_found_offline_by_all_processes(run: Run, services: Services) -> None:
    arguments = ("references", "resolve", "--crossref-url", services.crossref_url)
    run(*arguments, stdin="\n".join(STRINGS))
    done = run(*arguments, "--offline", stdin="\n".join(STRINGS * 100))
    assert {row["resolution"]["source"] for row in done.rows} == {"cache"}
    assert len(services.requests) == 2


def test_the_cache_tells_what_it_holds_and_forgets_it(run: Run, article: Path, services: Services) -> None:
    audit(run, services)
    info = run("cache", "info")
    assert info.code == 0
    assert "answers  2 (2 search)" in info.out
    assert os.environ["CITECHECK_CACHE_DIR"] in info.out
    assert run("cache", "clear").out == "2 answers removed\n"
    assert "answers  0" in run("cache", "info").out


def test_a_cache_that_cannot_be_written_is_told_and_done_without(run: Run, article: Path, services: Services) -> None:
    Path("file").write_text("no folder", encoding="utf-8")
    with Path("citecheck.toml").open("a", encoding="utf-8") as settings:
        settings.write('cache = "file"\n')
    done = audit(run, services, "--format", "json")
    assert done.code == 0
    assert statuses(done) == ["matched", "matched"]
    assert "answers are not kept" in done.complaint


# --- Ctrl-C, and what is imported --------------------------------------------------------------------------------


def started(article: Path, services: Services, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "citecheck", "audit", str(article), "--crossref-url", services.crossref_url]
    return subprocess.Popen(
        [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def test_ctrl_c_gives_the_report_with_what_was_answered(article: Path, services: Services) -> None:
    services.fail("never", containing="Fasted walking")
    process = started(article, services, "--format", "json")
    while len(services.requests) < 2:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 130
    report = json.loads(out)
    assert [r["resolution"]["status"] for r in report["reports"][0]["references"]] == ["matched", "unchecked"]
    assert report["run"]["complete"] is False
    assert "interrupted: 1 of 1 articles" in err
    assert "Traceback" not in err


# --- several processes, and kills --------------------------------------------------------------------------------


def works_of(count: int) -> list[dict[str, Any]]:
    families = ("Aldous", "Brenner", "Castell", "Drozd", "Eklund", "Ferre", "Garrick", "Haddad")
    return [
        {
            "DOI": f"10.5555/kill.{n}",
            "type": "journal-article",
            "title": [f"Walking plan {n} and glucose in {families[-n % 8]} county: a crossover trial"],
            "author": [{"family": families[n % 8], "given": "Ada"}],
            "container-title": ["Journal of Daily Movement"],
            "issued": {"date-parts": [[1990 + n]]},
            "volume": str(n + 2),
            "page": f"{n * 11 + 1}-{n * 11 + 7}",
        }
        for n in range(count)
    ]


def test_two_audits_at_once_and_twenty_kills_leave_the_cache_whole(
    serving: Serving, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSREF_PLUS_API_TOKEN", "plus")
    records = works_of(30)
    services = serving(records, latency=0.25)
    listed = [
        f"{n}. {r['author'][0]['family']} A. {r['title'][0]}. J Daily Mov. {1989 + n};{r['volume']}:{r['page']}."
        for n, r in enumerate(records, 1)
    ]
    cited = " ".join(f"A walk lowered glucose in trial {n} [{n}]." for n in range(1, 31))
    article = here / "walks.txt"
    article.write_text(f"Walks\n\n{cited}\n\nReferences\n\n" + "\n".join(listed) + "\n", encoding="utf-8")
    cache = Cache(Path(os.environ["CITECHECK_CACHE_DIR"]))
    moments = Random(7)  # noqa: S311
    stored = 0
    for _ in range(10):
        asked = len(services.requests)
        pair = [started(article, services, "--format", "json") for _ in range(2)]
        while len(services.requests) == asked and any(process.poll() is None for process in pair):
            time.sleep(0.02)
        time.sleep(moments.uniform(0.0, 0.5))
        for process in pair:
            process.kill()
            process.communicate()
        with closing(sqlite3.connect(cache.path)) as db:
            assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        kept = sum(cache.contents().answers.values())
        assert kept >= stored, "what was stored is not lost"
        stored = kept
    services.stop()
    failing = started(article, services, "--format", "json")
    out, _ = failing.communicate()
    assert [r["resolution"]["status"] for r in json.loads(out)["reports"][0]["references"]].count("matched") == stored
    services.start()
    pair = [started(article, services, "--format", "json") for _ in range(2)]
    for process in pair:
        report = json.loads(process.communicate()[0])
        assert {r["resolution"]["status"] for r in report["reports"][0]["references"]} == {"matched"}
    assert sum(cache.contents().answers.values()) == 30, "no failure was stored"
    assert cache.problem is None
    cache.close()


HEAVY = ("habanero", "platformdirs", "tenacity", "requests", "httpx2", "urllib3")


@pytest.mark.parametrize(
    ("arguments", "free"),
    [
        (["--version"], (*HEAVY, "sqlite3")),
        (["audit", "walking.txt", "--offline"], ("habanero", "platformdirs", "tenacity", "httpx2", "sqlite3")),
    ],
)
def test_without_network_nothing_of_it_is_imported(article: Path, arguments: list[str], free: tuple[str, ...]) -> None:
    script = f"import sys\nfrom citecheck.cli import main\ntry: main({arguments!r})\nexcept SystemExit: pass\n"
    script += "print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert not loaded & set(free)
