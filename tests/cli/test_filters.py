"""The filters: one line out for one line in, in order; a bad line gives its error in its place and exit code 2."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from citecheck.cli import main

Run = Callable[..., Any]

VANCOUVER = "Brenner K. Fasted walking and glucose: a crossover trial. J Daily Mov. 2020;5(1):12-19."
RECORD = {
    "DOI": "10.5555/jdm.2020.0012",
    "title": ["Fasted walking and glucose: a randomised crossover trial"],
    "abstract": "<jats:p>We enrolled 48 adults with type 2 diabetes.</jats:p>",
}
# Verb, a line that it can answer, and the keys of its answer.
FILTERS: dict[str, tuple[tuple[str, ...], dict[str, Any], set[str]]] = {
    "references parse": (("references", "parse"), {"raw": VANCOUVER}, {"raw", "csl"}),
    "references resolve": (("references", "resolve", "--offline"), {"raw": VANCOUVER}, {"raw", "csl", "resolution"}),
    "works classify": (("works", "classify"), RECORD, {"DOI", "evidence"}),
    "compare": (
        ("compare",),
        {"text": "Ginger cuts nausea by 40%.", "text_b": "Nausea fell by 14% with ginger."},
        {"text", "support"},
    ),
    "sentences": (("sentences",), {"text": "Ginger cuts nausea by 40%."}, {"text", "claim", "promotional"}),
}
each_filter = pytest.mark.parametrize(("verb", "good", "keys"), FILTERS.values(), ids=FILTERS)


def _lines(*rows: object) -> str:
    return "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)


@each_filter
def test_one_line_out_for_one_line_in(run: Run, verb: tuple[str, ...], good: dict[str, Any], keys: set[str]) -> None:
    done = run(*verb, stdin=_lines(good, good, good))
    assert (done.code, done.err) == (0, "")
    assert [set(row) for row in done.rows] == [keys] * 3


@each_filter
def test_as_a_process_of_its_own(command: Run, verb: tuple[str, ...], good: dict[str, Any], keys: set[str]) -> None:
    done = command(*verb, stdin=_lines(good, "", "{", good))
    assert (done.code, done.err) == (2, "")
    assert [set(row) for row in done.rows] == [keys, {"error"}, keys]


@each_filter
def test_order_is_kept(run: Run, verb: tuple[str, ...], good: dict[str, Any], keys: set[str]) -> None:
    key = "DOI" if "DOI" in good else next(iter(good))
    rows = [{**good, key: f"10.5555/no.{n}" if key == "DOI" else f"Reference number {n}."} for n in range(20)]
    assert [row[key] for row in run(*verb, stdin=_lines(*rows)).rows] == [row[key] for row in rows]


@each_filter
@pytest.mark.parametrize("bad", ['{"raw": ', "{}", '{"raw": 3, "text": 3}', '{"title": []}', "{" * 20_000])
def test_a_bad_line_gives_its_error_in_its_place(
    run: Run, verb: tuple[str, ...], good: dict[str, Any], keys: set[str], bad: str
) -> None:
    done = run(*verb, stdin=_lines(good, bad, good))
    assert done.code == 2
    first, error, last = done.rows
    assert set(first) == set(last) == keys
    assert set(error) == {"error"}
    assert error["error"]
    assert done.err == ""


@each_filter
def test_what_was_sent_is_answered_before_more_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, verb: tuple[str, ...], good: dict[str, Any], keys: set[str]
) -> None:
    class Asking(io.BytesIO):
        """Sends one line, and the next when that is answered."""

        sent = 0

        def read1(self, _size: int | None = -1, /) -> bytes:
            assert len(written.getvalue().splitlines()) == self.sent
            self.sent += 1
            return _lines(good).encode() if self.sent <= 100 else b""

    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Asking(), encoding="utf-8"))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="utf-8"))
    assert main([*verb]) == 0
    assert len(written.getvalue().splitlines()) == 100


@each_filter
def test_order_is_kept_where_several_processes_answer(
    command: Run, verb: tuple[str, ...], good: dict[str, Any], keys: set[str]
) -> None:
    key = "DOI" if "DOI" in good else next(iter(good))
    rows: list[Any] = [{**good, key: f"10.5555/no.{n}" if key == "DOI" else f"Ginger cuts {n}."} for n in range(400)]
    done = command(*verb, stdin=_lines(*rows[:300], "{", *rows[300:]))
    assert done.code == 2
    assert [row.get(key) for row in done.rows] == [row[key] for row in [*rows[:300], {key: None}, *rows[300:]]]


@each_filter
@pytest.mark.parametrize("block", [1, 7, 1000])
def test_lines_are_put_together_from_what_comes(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    verb: tuple[str, ...],
    good: dict[str, Any],
    keys: set[str],
    block: int,
) -> None:
    class Slow(io.BytesIO):
        def read1(self, _size: int | None = -1, /) -> bytes:
            return self.read(block)

    given = "\ufeff" + _lines({**good, "note": "é\u2028😀"}).rstrip("\n") + "\r\n\r" + _lines(good).rstrip("\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Slow(given.encode()), encoding="utf-8"))
    assert main([*verb]) == 0
    assert [set(json.loads(line)) - {"note"} for line in capsys.readouterr().out.splitlines()] == [keys, keys]


def test_json_that_is_no_object_is_an_error_where_no_line_is_plain_text(run: Run) -> None:
    verb, good, keys = FILTERS["works classify"]
    done = run(*verb, stdin=_lines("[1]", "null", '"text"', "3", good))
    assert done.code == 2
    assert [set(row) for row in done.rows] == [{"error"}] * 4 + [keys]


@each_filter
def test_blank_lines_are_skipped(run: Run, verb: tuple[str, ...], good: dict[str, Any], keys: set[str]) -> None:
    done = run(*verb, stdin=_lines("", good, "   ", "\t", good, ""))
    assert (done.code, len(done.rows)) == (0, 2)


@each_filter
def test_nothing_in_nothing_out(run: Run, verb: tuple[str, ...], good: dict[str, Any], keys: set[str]) -> None:
    done = run(*verb)
    assert (done.code, done.out, done.err) == (0, "", "")


@each_filter
def test_a_file_is_read_like_standard_input(
    run: Run, here: Path, verb: tuple[str, ...], good: dict[str, Any], keys: set[str]
) -> None:
    (here / "rows.jsonl").write_text(_lines(good, "{", good), encoding="utf-8")
    from_file = run(*verb, "rows.jsonl")
    assert from_file.code == 2
    assert from_file.rows == run(*verb, "-", stdin=_lines(good, "{", good)).rows


@each_filter
def test_a_file_that_cannot_be_read(
    run: Run, here: Path, verb: tuple[str, ...], good: dict[str, Any], keys: set[str]
) -> None:
    for name in ("gone.jsonl", "."):
        done = run(*verb, name)
        assert (done.code, done.out) == (2, "")
        assert f"{name} cannot be read" in done.complaint


@each_filter
def test_bytes_that_are_no_utf8_do_not_end_the_run(
    run: Run, verb: tuple[str, ...], good: dict[str, Any], keys: set[str]
) -> None:
    done = run(*verb, stdin=_lines(good).encode() + b"\xff\xfe\n" + _lines(good).encode())
    assert len(done.rows) == 3
    assert "Traceback" not in done.err


@each_filter
def test_windows_line_ends(run: Run, verb: tuple[str, ...], good: dict[str, Any], keys: set[str]) -> None:
    done = run(*verb, stdin=_lines(good, good).replace("\n", "\r\n"))
    assert (done.code, [set(row) for row in done.rows]) == (0, [keys] * 2)


@each_filter
def test_separators_of_unicode_do_not_end_a_line(
    run: Run, verb: tuple[str, ...], good: dict[str, Any], keys: set[str]
) -> None:
    row = json.dumps({**good, "note": "a\u2028b\u0085c\u000cd"}, ensure_ascii=False)
    assert len(run(*verb, stdin=row + "\n").rows) == 1


def test_a_reader_of_a_filter_who_has_seen_enough(here: Path) -> None:
    import subprocess
    import sys

    (here / "rows.txt").write_text("Ginger cuts nausea by 40%.\n" * 5000, encoding="utf-8")
    command = f"{sys.executable} -m citecheck sentences rows.txt | head -n 1 > /dev/null"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
    assert done.stderr == b""


# --- what each answers -------------------------------------------------------------------------------------------


def test_plain_strings_are_references(run: Run) -> None:
    done = run("references", "parse", stdin=_lines(VANCOUVER, {"raw": VANCOUVER}))
    plain, row = done.rows
    assert plain == row
    assert plain["raw"] == VANCOUVER
    assert plain["csl"] == {
        "type": "article-journal",
        "author": [{"family": "Brenner", "given": "K"}],
        "title": "Fasted walking and glucose: a crossover trial",
        "container-title": "J Daily Mov",
        "issued": {"date-parts": [[2020]]},
        "volume": "5",
        "issue": "1",
        "page": "12-19",
    }


def test_resolve_against_works(run: Run, works: Path) -> None:
    done = run(
        "references",
        "resolve",
        "--offline",
        "--works",
        works,
        stdin=_lines(VANCOUVER, "Nobody N. A work of which nothing is known. 1999."),
    )
    found, missing = (row["resolution"] for row in done.rows)
    assert done.code == 0
    assert (found["status"], found["doi"], found["source"]) == ("matched", "10.5555/jdm.2020.0012", "works")
    assert 0.5 < found["score"] <= 1
    assert found["work"]["title"] == "Fasted walking and glucose: a crossover trial"
    assert missing["status"] == "unchecked"
    assert "switched off" in missing["reason"]
    assert (missing["doi"], missing["score"], missing["work"], missing["candidates"]) == (None, None, None, [])


def test_resolve_works_that_cannot_be_used(run: Run, here: Path) -> None:
    done = run("references", "resolve", "--works", "gone.jsonl")
    assert (done.code, done.out) == (2, "")
    assert "gone.jsonl is not there" in done.complaint


def test_classify_gives_the_design_and_the_size(run: Run) -> None:
    evidence = run("works", "classify", stdin=_lines(RECORD)).rows[0]["evidence"]
    assert set(evidence) == {
        "design",
        "level",
        "species",
        "sample_size",
        "population",
        "source_type",
        "issuer",
        "retracted",
        "confidence",
        "reasons",
    }
    assert (evidence["design"], evidence["sample_size"], evidence["species"]) == ("rct", 48, "human")
    assert evidence["source_type"] == "article"
    assert evidence["retracted"] is False


def test_classify_takes_csl_records(run: Run) -> None:
    record = {
        "type": "article-journal",
        "title": "Cherries and gout: a prospective cohort study",
        "DOI": "10.5555/csl.1",
    }
    assert run("works", "classify", stdin=_lines(record)).rows[0]["evidence"]["design"] == "cohort"


def test_sentences_are_judged_alone(run: Run) -> None:
    rows = run(
        "sentences",
        stdin=_lines(
            {"text": "Ginger cuts nausea by 40%."}, {"text": "This miracle tea is guaranteed to work."}, "How are you?"
        ),
    ).rows
    claim, selling, question = rows
    assert claim["claim"]["is_claim"] is True
    assert set(claim["claim"]) == {"is_claim", "type", "check_worthiness", "strength"}
    assert claim["promotional"] == []
    assert (question["claim"]["is_claim"], question["claim"]["type"]) == (False, None)
    assert question["claim"]["check_worthiness"] < claim["claim"]["check_worthiness"]
    assert {p["category"] for p in selling["promotional"]} >= {"breakthrough", "guarantee"}
    for part in selling["promotional"]:
        assert set(part) == {"start", "end", "category", "severity", "rule_id"}
        assert 0 <= part["start"] < part["end"] <= len(selling["text"])
        assert 1 <= part["severity"] <= 3


def test_many_lines_are_answered_in_order_by_several_processes(run: Run) -> None:
    raws = [f"Lund K. Naps, part {number}. Nordic Shift Journal. 2018;{number}(1):1-9." for number in range(1, 500)]
    done = run("references", "parse", stdin=_lines(*({"raw": raw} for raw in raws), "{no JSON", {"raw": "last"}))
    assert [row.get("raw") for row in done.rows] == [*raws, None, "last"]
    assert [row["csl"]["volume"] for row in done.rows[:-2]] == [str(number) for number in range(1, 500)]
    assert (done.code, "error" in done.rows[-2]) == (2, True)
