"""The terminal report: fits its width, shows what matters first, counts the rest, and says when nothing is sourced."""

from __future__ import annotations

import re
from collections import Counter
from io import StringIO

import pytest
from msgspec.structs import replace
from rich.cells import cell_len
from rich.console import Console

from citecheck.model import Finding, Level, Report, Run, Unreadable
from citecheck.report.places import Places
from citecheck.report.results import Results
from citecheck.report.selection import select
from citecheck.report.terminal import draw
from citecheck.text import collapse

DONE = Run(complete=True, network="off", duration_s=0.1)
MARKS = str.maketrans("", "", "»«")
MOST = 5
"""Missing citations shown before the rest becomes a count."""


def _drawn(
    *reports: Report | Unreadable, width: int = 80, run: Run = DONE, verbose: bool = False, quiet: bool = False
) -> str:
    console = Console(file=StringIO(), width=width, highlight=False, emoji=False, markup=False)
    draw(console, reports, run, verbose=verbose, quiet=quiet)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def _squeezed(text: str) -> str:
    """Without white space, so that where a line was broken does not matter."""
    return "".join(text.split())


def _active(report: Report) -> list[Finding]:
    return [f for f in report.findings if not f.suppressed]


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("verbose", [False, True])
def test_no_line_is_wider_than_the_terminal(report: Report, width: int, *, verbose: bool) -> None:
    drawn = _drawn(report, width=width, verbose=verbose)
    assert max(cell_len(line) for line in drawn.splitlines()) <= width


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_words_of_a_finding_are_in_it(report: Report, width: int) -> None:
    drawn = _squeezed(_drawn(report, width=width)).translate(MARKS)
    document = report.audited.article.document
    places = Places(document)
    for finding in select(report.findings).first:
        begins = places.begins(finding)
        place = f"{begins[0]}:{begins[1]}" if begins else "article"
        assert _squeezed(f"{place} {finding.level} {finding.rule_id} {finding.name}") in drawn
        assert _squeezed(finding.message) in drawn
        words = collapse(document.text[finding.start or 0 : finding.end or 0]).translate(MARKS)
        assert _squeezed(words[:200].rpartition(" ")[0] or words) in drawn


def test_each_rule_says_once_how_to_mend(report: Report) -> None:
    drawn = _squeezed(_drawn(report, verbose=True))
    for remedy in {f.remedy for f in _active(report)}:
        assert drawn.count(_squeezed(f"→ {remedy}")) >= 1
    assert drawn.count("→") == len({f.rule_id for f in _active(report)})


def test_at_most_five_missing_citations_and_the_count_of_the_rest(report: Report) -> None:
    drawn = " ".join(_drawn(report).split())
    shown = len(
        re.findall(
            r"\d+:\d+ (?:note|warning|error) [A-Z]{3}\d{3} |article (?:note|warning|error) [A-Z]{3}\d{3} ", drawn
        )
    )
    missing = sum(f.rule_id == "CIT003" for f in _active(report))
    assert drawn.count("CIT003 missing-citation") == min(missing, MOST)
    more = re.search(r"And (\d+) more \(([^)]*)\)", drawn)
    assert shown + (int(more[1]) if more else 0) == len(_active(report))
    if more:
        by_name = {name: int(n) for n, name in (part.split(" ", 1) for part in more[2].split(", "))}
        assert sum(by_name.values()) == int(more[1])
        assert by_name.get("missing-citation", 0) == max(0, missing - MOST)


def test_errors_are_always_shown(report: Report) -> None:
    errors = [f for f in _active(report) if f.level == "error"]
    assert [f for f in select(report.findings).first if f.level == "error"] == errors


def test_errors_come_before_the_others_each_in_reading_order(report: Report) -> None:
    places = [(f.start is not None, f.level != "error", f.start or 0) for f in select(report.findings).first]
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["probiotics-no-sources.txt"], indirect=True)
def test_an_article_without_sources_says_so_in_one_sentence(report: Report) -> None:
    drawn = " ".join(_drawn(report).split())
    said = re.findall(r"This article gives no source at all: (\d+) statements in it would need one\.", drawn)
    wanting = sum(v.kind == "missing-citation" for v in report.audited.assessment.verdicts)
    assert said == [str(wanting)]
    assert "References" not in drawn


def test_the_head_counts_what_was_found(report: Report) -> None:
    article = report.audited.article
    drawn = " ".join(_drawn(report).split())
    if article.references:
        assert f"{len(article.references)} references, {len(article.citations)} citation" in drawn
        assert drawn.count("Looked up Evidence") == 1


def test_the_title_and_the_grade_are_in_it(report: Report) -> None:
    drawn = _squeezed(_drawn(report))
    assert _squeezed(report.audited.article.document.facts.title or "(no headline)") in drawn
    if report.score.grade:
        assert f"Grade{report.score.grade}(" in drawn
        for name, part in report.score.components.items():
            assert f"{name}{part.value * part.weight / 100:.0f}of{part.weight:.0f}" in drawn


def test_one_line_on_what_is_good(report: Report) -> None:
    satisfied = [c for c in report.checklist if c.verdict == "satisfactory"]
    assert ("Good: " in _drawn(report)) == bool(satisfied)


def test_several_articles_end_in_a_table_worst_first(all_reports: dict[str, Report]) -> None:
    table = _drawn(*all_reports.values(), width=200, quiet=True).partition("All articles, worst first")[2]
    order = sorted(all_reports, key=table.index)
    values = [all_reports[name].score.value for name in order]
    graded = [value for value in values if value is not None]
    assert graded == sorted(graded)
    assert None not in values[: len(graded)]
    grades = re.findall(r"^([A-F–]) ", table, re.MULTILINE)
    assert grades == [all_reports[name].score.grade or "–" for name in order]


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_table_cuts_no_file_name(all_reports: dict[str, Report], width: int) -> None:
    drawn = _drawn(*all_reports.values(), width=width, quiet=True)
    assert max(cell_len(line) for line in drawn.splitlines()) <= width
    table = drawn.partition("All articles, worst first")[2]
    letters = Counter(_squeezed(table))
    assert "…" not in table
    assert all(letters[letter] >= n for letter, n in Counter("".join(all_reports)).items())


def test_the_table_counts_by_level(all_reports: dict[str, Report]) -> None:
    table = _drawn(*all_reports.values(), width=200, quiet=True).partition("All articles, worst first")[2]
    for name, report in all_reports.items():
        row = next(line for line in table.splitlines() if name in line)
        counted = [sum(f.level == level for f in _active(report)) for level in ("error", "warning", "note")]
        assert [int(n) for n in row.split(name)[1].split()] == counted


def test_an_incomplete_run_is_told(all_reports: dict[str, Report]) -> None:
    report = next(iter(all_reports.values()))
    told = _drawn(report, run=Run(complete=False, network="references", duration_s=0.1))
    assert "Not complete: some works could not be looked up; nothing is concluded from that." in " ".join(told.split())
    assert "Not complete" not in _drawn(report)


def test_sources_that_could_not_be_read_are_left_to_the_error_output(all_reports: dict[str, Report]) -> None:
    assert _drawn(Unreadable("gone.txt", "gone.txt is not there")) == ""


def test_marked_words_are_marked_without_colour(report: Report) -> None:
    drawn = _drawn(report, verbose=True)
    within = ("PRO", "CIT001", "CIT005", "EVD021", "EVD022")
    marked = [f for f in _active(report) if f.rule_id.startswith(within)]
    assert drawn.count("»") == drawn.count("«") <= len(marked)


# --- by paragraph ------------------------------------------------------------------------------------------------


def test_findings_stand_under_their_paragraph(report: Report) -> None:
    drawn = _drawn(report, width=200, verbose=True).partition("\nFindings\n")[2]
    places = Places(report.audited.article.document)
    groups = re.split(r"^Line (?=\d+)", drawn, flags=re.MULTILINE)[1:]
    shown = [len(re.findall(r"^  \d+:\d+  ", group, re.MULTILINE)) for group in groups]
    found = Counter(places.paragraph(f.start) for f in _active(report) if f.start is not None)
    assert sorted(shown) == sorted(found.values())


def test_a_sentence_is_quoted_once_with_all_its_words_marked(made: Results) -> None:
    report = made.reports[0]
    assert isinstance(report, Report)
    text = report.audited.article.document.text
    start = text.index("In one trial")
    words = [text.index("trial", start), text.index("waking")]
    marked = tuple(replace(_finding("PRO001", at), end=at + 5, fingerprint=str(at)) for at in words)
    drawn = _drawn(replace(report, findings=marked), verbose=True)
    assert drawn.count("“In one »trial«, tea cut »wakin«g by half [1].”") == 1
    assert drawn.count("PRO001 pro001") == 2


def test_better_wording_is_told(made: Results) -> None:
    drawn = _drawn(*made.reports, verbose=True)
    assert "Better: “some” instead of “all”." in drawn


def test_a_rule_and_a_reference_are_linked_where_a_terminal_knows_links(made: Results) -> None:
    out = StringIO()
    console = Console(file=out, width=100, force_terminal=True, color_system="truecolor", legacy_windows=False)
    draw(console, made.reports, made.run, rules=made.rules)
    assert "docs/rules/PRO004.md\x1b\\" in out.getvalue()
    assert "https://doi.org/10.5555/sl.2019.101\x1b\\" in out.getvalue()
    assert "\x1b]8" not in _drawn(*made.reports)


def test_verbose_tells_the_confidence(made: Results) -> None:
    assert "confidence 75%" in _drawn(*made.reports, verbose=True)
    assert "confidence" not in _drawn(*made.reports)


def test_the_grade_can_be_seen_at_a_glance(made: Results) -> None:
    head = _drawn(*made.reports).partition("References")[0]
    assert "Grade C (61 of 100) ━━━━━━━━━━━━────────  1 error, 3 warnings, 0 notes" in head


def test_a_narrow_terminal_gets_no_table_of_broken_words(report: Report) -> None:
    drawn = _drawn(report, width=40)
    if report.audited.article.references:
        assert "Looked up" not in drawn
        assert re.search(r"^1\. ", drawn, re.MULTILINE)


# --- which are shown ---------------------------------------------------------------------------------------------


def _finding(
    rule_id: str, start: int | None = 0, level: Level = "warning", weight: float = 0.5, *, suppressed: bool = False
) -> Finding:
    return Finding(
        rule_id,
        rule_id.lower(),
        level,
        0.8,
        f"{rule_id}.",
        start,
        None if start is None else start + 5,
        weight=weight,
        suppressed=suppressed,
    )


def test_the_riskiest_are_shown_first() -> None:
    shown = select([_finding("CIT003", n, weight=n / 10) for n in range(9)])
    assert [f.start for f in shown.first] == [4, 5, 6, 7, 8]
    assert shown.more == {"cit003": 4}


def test_notes_are_counted_not_shown() -> None:
    shown = select([_finding("CIT002", level="note"), _finding("REF001")])
    assert [f.rule_id for f in shown.first] == ["REF001"]
    assert shown.more == {"cit002": 1}


@pytest.mark.parametrize(("errors", "shown"), [(40, 40), (100, 100), (5000, 100)])
def test_errors_are_shown_up_to_a_number_that_has_one_cause(errors: int, shown: int) -> None:
    selected = select([_finding("REF002", n, level="error") for n in range(errors)])
    assert (len(selected.first), selected.more.total()) == (shown, errors - shown)


def test_what_is_suppressed_is_neither_shown_nor_counted() -> None:
    for everything in (False, True):
        shown = select([_finding("CIT003", suppressed=True)], everything=everything)
        assert (shown.first, shown.more.total()) == ((), 0)


def test_everything_in_reading_order_that_of_the_whole_at_the_head() -> None:
    findings = [_finding("PRO001", 30), _finding("BAL001", None), _finding("CIT002", 10, level="note")]
    assert [f.rule_id for f in select(findings, everything=True).first] == ["BAL001", "CIT002", "PRO001"]


def test_equal_findings_are_each_counted() -> None:
    shown = select([_finding("CIT003", 0)] * 8)
    assert len(shown.first) + shown.more.total() == 8
