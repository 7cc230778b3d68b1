"""Suppressions: they cover what they name, with a reason, and what is unused is told."""

from __future__ import annotations

import pytest

from citecheck.config import Config, Suppress
from citecheck.ingest import read_bytes
from citecheck.model import Finding, Report
from citecheck.pipeline import Auditor

SLOGAN = "This revolutionary tea is a miracle cure for colds in adults."
OTHER = "A revolutionary breakthrough was sold in bottles to adults last year."
WHY = "citecheck: ignore PRO003 -- quoted slogan"


def _report(text: str, name: str = "draft.md", config: Config | None = None) -> Report:
    document = read_bytes(text.encode(), name, name[name.rindex(".") :])
    return Auditor(config or Config(network="off", select=("PRO003", "PRO001"))).audit_document(document)


def _kept(report: Report, rule: str = "PRO003") -> list[Finding]:
    return [f for f in report.findings if f.rule_id == rule and not f.suppressed]


def _quotes(report: Report, *, suppressed: bool) -> set[str]:
    """The blocks, by their first word, in which findings are suppressed, or are not."""
    document = report.audited.article.document
    blocks = [document.text[b.start : b.end] for b in document.blocks for f in report.findings
              if f.start is not None and b.start <= f.start < b.end and f.suppressed is suppressed]  # fmt: skip
    return {block.split()[0] for block in blocks}


@pytest.mark.parametrize(
    "text",
    [
        f"# Tea\n\n<!-- {WHY} -->\n{SLOGAN}\n\n{OTHER}\n",
        f"# Tea\n\n<!-- {WHY} -->\n\n{SLOGAN}\n\n{OTHER}\n",
        f"# Tea\n\n{SLOGAN} <!-- {WHY} -->\n\n{OTHER}\n",
        f"# Tea\n\n{SLOGAN[:20]}<!-- {WHY} -->{SLOGAN[20:]}\n\n{OTHER}\n",
        f"# Tea\n\n<!--{WHY}-->{SLOGAN}\n\n{OTHER}\n",
        f"# Tea\r\n\r\n{SLOGAN}\r\n<!-- x -->\r\n\r\n{OTHER}\r\n".replace(SLOGAN, f"{SLOGAN} <!-- {WHY} -->"),
        f"# Tea\n\n- {SLOGAN} <!-- {WHY} -->\n- {OTHER}\n",
        f"# Tea\n\n<!-- {WHY.replace('PRO003', 'pro003, PRO001')} -->\n{SLOGAN}\n\n{OTHER}\n",
        f"# Tea\n\n<!-- {WHY.replace('PRO003', 'breakthrough')} -->\n{SLOGAN}\n\n{OTHER}\n",
        f"# Tea\n\n<!-- {WHY.replace('PRO003', 'PRO')} -->\n{SLOGAN}\n\n{OTHER}\n",
        f"# Tea\n\n<!-- {WHY.replace('--', '—')} -->\n{SLOGAN}\n\n{OTHER}\n",
    ],
    ids=["above", "apart", "behind", "within", "first", "crlf", "item", "two rules", "name", "family", "dash"],
)
def test_a_comment_covers_its_block_or_the_next_in_markdown(text: str) -> None:
    report = _report(text)
    assert _quotes(report, suppressed=True) == {"This"}
    assert _quotes(report, suppressed=False) == {"A"}
    why = next(f.suppression for f in report.findings if f.suppressed and f.rule_id == "PRO003")
    assert why
    assert (why.kind, why.reason) == ("comment", "quoted slogan")


@pytest.mark.parametrize(
    "body",
    [
        f"<!-- {WHY} --><p>{SLOGAN}</p><p>{OTHER}</p>",
        f"<p><!-- {WHY} -->{SLOGAN}</p><p>{OTHER}</p>",
        f"<p>{SLOGAN}<!-- {WHY} --></p><p>{OTHER}</p>",
        f"<p>{SLOGAN} <!-- {WHY} --> </p>\n<p>{OTHER}</p>",
        f"<ul><li>{SLOGAN}<!-- {WHY} --><li>{OTHER}</ul>",
        f"<p>{SLOGAN.replace('tea', f'<b>te<!-- {WHY} -->a</b>')}</p><p>{OTHER}</p>",
    ],
)
def test_a_comment_covers_its_block_or_the_next_in_html(body: str) -> None:
    report = _report(f"<html><body><h1>Tea</h1>{body}</body></html>", "draft.html")
    assert _quotes(report, suppressed=True) == {"This"}
    assert _quotes(report, suppressed=False) == {"A"}


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("citecheck: ignore PRO003", "no reason is given"),
        ("citecheck: ignore PRO003 --", "no rule is called --"),
        ("citecheck: ignore PRO999 -- why", "no rule is called pro999"),
        ("citecheck: ignore -- why", "no rule is named"),
        ("citecheck: hush", "`hush` is not understood"),
    ],
)
def test_a_comment_that_cannot_be_followed_suppresses_nothing_and_is_told(comment: str, said: str) -> None:
    report = _report(f"# Tea\n\n<!-- {comment} -->\n{SLOGAN}\n")
    assert _kept(report)
    (note,) = report.notifications
    assert note.message.startswith("draft.md:3: ")
    assert said in note.message
    assert note.level == "warning"


def test_comments_in_code_and_other_comments_are_none() -> None:
    report = _report(f"# Tea\n\n```\n<!-- {WHY} -->\n```\n\n<!-- ignore PRO003 -- why -->\n{SLOGAN}\n")
    assert _kept(report)
    assert not report.notifications


def test_an_unused_suppression_is_told_with_its_line() -> None:
    (note,) = _report(
        f"# Tea\n\n{SLOGAN}\n\n<!-- {WHY} -->\nIt rained all day on the bench by the river.\n"
    ).notifications
    assert note.message == "draft.md:5: the suppression of PRO003 is unused: take it out"


def test_nothing_is_called_unused_whose_rule_did_not_run_or_could_not_know() -> None:
    entry = "<!-- citecheck: ignore {} -- known -->\n1. Lund K. Tea. Sleep Lett. 2018;3:1-9."
    text = f"# Tea\n\nIt rained all day [1].\n\n## References\n\n{entry}\n"
    assert not _report(text.format("PRO003"), config=Config(network="off", select=("CIT",))).notifications
    assert not _report(text.format("REF001"), config=Config(network="off")).notifications
    assert _report(text.format("CIT001"), config=Config(network="off")).notifications


def test_a_finding_about_the_whole_article_is_covered_from_anywhere() -> None:
    comment = "<!-- citecheck: ignore CIT004 -- a leaflet -->"
    text = f"# Tea\n\nTea cuts the risk of a stroke by 30% in adults.\n\nIt rained. {comment}\n"
    report = _report(text, config=Config(network="off", select=("CIT004",)))
    assert [f.suppressed for f in report.findings] == [True]


# --- settings ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("quote", [SLOGAN, "Miracle  cure", "revolutionary tea is a miracle cure"])
def test_the_settings_cover_words_by_file_rule_and_quote(quote: str) -> None:
    config = Config(network="off", suppress=(Suppress("*draft.txt", "PRO003", "a slogan", quote),))
    report = _report(f"Tea\n\n{SLOGAN}\n\n{OTHER}\n", "draft.txt", config)
    assert {"This"} <= _quotes(report, suppressed=True)
    assert "A" in _quotes(report, suppressed=False)
    assert {f.suppression.kind for f in report.findings if f.suppression} == {"settings"}
    assert not report.notifications


def test_settings_for_another_file_cover_nothing_and_are_not_called_unused() -> None:
    config = Config(network="off", suppress=(Suppress("*other.txt", "PRO003", "a slogan", SLOGAN),))
    report = _report(f"Tea\n\n{SLOGAN}\n", "draft.txt", config)
    assert _kept(report)
    assert not report.notifications


def test_an_entry_whose_words_are_gone_is_told() -> None:
    config = Config(network="off", suppress=(Suppress("*draft.txt", "PRO003", "a slogan", "an elixir"),))
    (note,) = _report(f"Tea\n\n{SLOGAN}\n", "draft.txt", config).notifications
    assert note.message == "draft.txt: citecheck.toml, “an elixir”: the suppression of PRO003 is unused: take it out"


def test_what_is_taken_back_does_not_lower_the_grade() -> None:
    whole = "# Tea\n\n" + "\n\n".join(f"It rained on day {day} by the river [1]." for day in range(9))
    listed = "\n\n## References\n\n1. Lund K. Tea. Sleep Lett. 2018;3:1-9.\n"
    told = _report(f"{whole}\n\n<!-- {WHY} -->\n{SLOGAN}{listed}")
    untold = _report(f"{whole}\n\n{SLOGAN}{listed}")
    assert (told.score.value or 0) >= (untold.score.value or 0)
