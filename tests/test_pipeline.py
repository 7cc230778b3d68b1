"""The way from an article to its report as a whole: accuse nobody wrongly, judge English only, and never fall over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.cli import main
from citecheck.config import Config
from citecheck.ingest import UnreadableSourceError, read_bytes
from citecheck.model import Report, Unreadable, Work
from citecheck.pipeline import Auditor, is_complete
from citecheck.resolve import WorkSource
from citecheck.resolve.interface import LookupFailed
from citecheck.resolve.records import work_from_record
from citecheck.resolve.works import LocalWorks

OFFLINE = Config(network="off")
ONLINE = Config(network="references")

ARTICLE = """
Cherries and gout

Cherry juice did not prevent flares of gout in people who drank it every day for a year [1]. About 4% of adults in the \
country have had gout at some time [2]. A page for patients lists the foods to leave out [3].

References

1. Moreau J, Sung P. Tart cherry juice and gout flares: a randomised trial. Rheum Plain. 2020;12(3):144-152. \
doi:10.5555/rheum.2020.0144
2. Ade F. Gout in adults: a cross-sectional survey. Rheum Plain. 2017;9(1):11-19.
3. Gout. NHS. https://www.nhs.uk/conditions/gout/. Accessed 3 May 2022.
"""
CHERRY = {
    "DOI": "10.5555/rheum.2020.0144",
    "title": ["Tart cherry juice and gout flares: a randomised trial"],
    "author": [{"family": "Moreau", "given": "Jeanne"}, {"family": "Sung", "given": "Park"}],
    "container-title": ["Rheum Plain"],
    "issued": {"date-parts": [[2020]]},
    "volume": "12",
    "page": "144-152",
}
GERMAN = """
Kirschen und Gicht

Kirschsaft senkt die Zahl der Anfälle um 40 Prozent und er ist ein wahres Wunder für die Gelenke [1]. Die Gicht ist \
bei Männern nicht selten, und das Risiko steigt mit dem Alter. Auch der Schlaf wird dabei bei vielen besser.

Literatur

1. Moreau J, Sung P. Tart cherry juice and gout flares: a randomised trial. Rheum Plain. 2012;12(3):144-152. \
doi:10.5555/rheum.2020.0144
2. Ade F. Gicht bei Erwachsenen: eine Umfrage. Rheum Plain. 2017;9(1):11-19.
"""


class Silent:
    """An index that cannot be reached."""

    name = "silent"
    complete = True

    def by_doi(self, dois: Sequence[str]) -> Sequence[Work | LookupFailed | None]:
        return [LookupFailed("no answer within 10 seconds") for _ in dois]

    def search(self, references: Sequence[str], limit: int) -> Sequence[Sequence[Work] | LookupFailed]:
        del limit
        return [LookupFailed("no answer within 10 seconds") for _ in references]


class WholeIndex(LocalWorks):
    """An index that holds everything there is."""

    complete = True


def _works(*records: Mapping[str, Any]) -> list[Work]:
    return [work for record in records if (work := work_from_record(record))]


def _audit(text: str, *sources: WorkSource, config: Config = OFFLINE, suffix: str = ".txt") -> Report:
    return Auditor(config, sources).audit_document(read_bytes(text.encode(), f"article{suffix}", suffix))


def _statuses(report: Report) -> list[str]:
    return [resolution.status for resolution in report.audited.resolutions.values()]


def _rules(report: Report) -> set[str]:
    return {finding.rule_id for finding in report.findings}


# --- never accuse wrongly ----------------------------------------------------------------------------------------


def test_a_look_up_that_failed_is_no_finding() -> None:
    report = _audit(ARTICLE, Silent(), config=ONLINE)
    assert _statuses(report) == ["unchecked", "unchecked", "not-indexable"]
    first = report.audited.resolutions["1"]
    assert first.failed
    assert "no answer within 10 seconds" in first.reason
    assert not {rule for rule in _rules(report) if rule.startswith("REF")}
    assert not is_complete([report])


def test_a_look_up_that_failed_gives_exit_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cherries.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    monkeypatch.setattr("citecheck.cli.audit.open_works", lambda *_: [Silent()])
    assert main(["audit", str(path), "--fail-on", "none"]) == 2
    out, err = capsys.readouterr()
    assert "Cherries and gout" in out
    assert "REF0" not in out
    assert "2 references could not be looked up" in err


def test_a_later_source_may_still_hold_the_work() -> None:
    report = _audit(ARTICLE, Silent(), LocalWorks(_works(CHERRY)), config=ONLINE)
    assert _statuses(report) == ["matched", "unchecked", "not-indexable"]
    assert report.audited.resolutions["1"].source == "works"


def test_what_a_chosen_file_of_works_lacks_is_unchecked() -> None:
    report = _audit(ARTICLE, LocalWorks(_works(CHERRY)))
    assert _statuses(report) == ["matched", "unchecked", "not-indexable"]
    assert not report.audited.resolutions["2"].failed
    assert is_complete([report])


def test_what_a_whole_index_lacks_is_not_found_and_a_web_page_never_is() -> None:
    report = _audit(ARTICLE, WholeIndex(_works(CHERRY), "index"))
    assert _statuses(report) == ["matched", "not-found", "not-indexable"]
    found = [f for f in report.findings if f.rule_id == "REF001"]
    assert [f.start for f in found] == [report.audited.article.references[1].start]
    assert found[0].level == "warning"


def test_a_whole_index_that_does_not_answer_leads_to_no_conclusion() -> None:
    report = _audit(ARTICLE, WholeIndex(_works(CHERRY), "index"), Silent(), config=ONLINE)
    assert _statuses(report) == ["matched", "unchecked", "not-indexable"]
    assert "REF001" not in _rules(report)


def test_offline_nothing_is_failed() -> None:
    report = _audit(ARTICLE)
    assert _statuses(report) == ["unchecked", "unchecked", "not-indexable"]
    assert is_complete([report])
    assert not any(rule.startswith("REF") for rule in _rules(report))


def test_without_works_the_default_network_is_incomplete() -> None:
    assert not is_complete([_audit(ARTICLE, config=ONLINE)])


def test_errors_are_certain() -> None:
    for report in (_audit(ARTICLE), _audit(ARTICLE, Silent(), config=ONLINE), _audit(ARTICLE, WholeIndex([], "index"))):
        assert not [f for f in report.findings if f.level == "error"]


# --- other languages ---------------------------------------------------------------------------------------------


BY_KEY = """---
{header}---

Cherry juice did not prevent flares of gout in people who drank it every day for a year [@moreau2020]. About 4% of \
adults in the country have had gout at some time [see @ade2017, table 3].^[They were counted once.] A page for \
patients lists the foods to leave out.[^1]

[^1]: Gout. NHS. https://www.nhs.uk/conditions/gout/. Accessed 3 May 2022.

## References

Moreau J, Sung P. Tart cherry juice and gout flares. Rheum Plain. 2020;12(3):144-152.

Ade F. Gout in adults: a cross-sectional survey. Rheum Plain. 2017;9(1):11-19.
"""


@pytest.mark.parametrize(
    ("header", "told"),
    [("bibliography: nowhere.bib\n", 1), ("", 1), ("references:\n- {id: ade2017, title: Gout}\n", 0)],
)
def test_what_is_cited_by_key_has_its_source(header: str, told: int) -> None:
    document = read_bytes(BY_KEY.format(header=header).encode(), "gout.md", ".md")
    report = Auditor(OFFLINE).audit_document(document)
    assert len(document.notifications) == told
    assert not _rules(report) & ({"CIT001", "CIT002", "CIT003", "CIT004"} if told else {"CIT004"})


def test_another_language_is_read_and_not_judged() -> None:
    report = _audit(GERMAN, LocalWorks(_works(CHERRY)))
    assert report.audited.article.document.facts.language == "de"
    assert (report.score.grade, report.score.value) == (None, None)
    assert "de" in str(report.score.reason)
    assert not {rule for rule in _rules(report) if rule.startswith(("PRO", "BAL", "EVD", "CIT003", "CIT004"))}


def test_its_references_and_citations_are() -> None:
    report = _audit(GERMAN, LocalWorks(_works(CHERRY)))
    assert _statuses(report) == ["matched", "unchecked"]
    assert [c.reference_ids for c in report.audited.article.citations] == [("1",)]
    assert _rules(report) == {"CIT002", "REF004"}


def test_promotional_words_of_english_within_another_language_are_left_alone() -> None:
    report = _audit(
        GERMAN + "\n\nUnser Motto ist: a miracle cure for you, das sagen wir den Kunden und auch der Presse gerne.\n"
    )
    assert not {rule for rule in _rules(report) if rule.startswith("PRO")}


def test_a_short_english_article_with_references_is_english() -> None:
    report = _audit(
        "Walking after meals\n\nA ten-minute walk after dinner lowered blood sugar by a tenth in one trial "
        "[1]. Walking before "
        "breakfast did less in a second one [2]. People who sat all evening had the highest values "
        "[3].\n\nReferences\n\n"
        "1. Aldous P, Reyes M. Post-meal walking and glucose: a randomised crossover trial. J Daily Mov. "
        "2019;4(2):33-41.\n"
        "2. Brenner K. Fasted walking and glucose: a crossover trial. J Daily Mov. 2020;5(1):12-19.\n"
        "3. Voss T, Hale M. Sitting time and glucose: a cohort study. J Daily Mov. 2021;6(3):70-78.\n"
    )
    assert report.audited.article.document.facts.language in ("en", None)


def test_a_very_short_article_keeps_its_reference_list() -> None:
    report = _audit(
        "Zinc at the first sneeze\n\nZinc shortens colds by four days [1].\n\nReferences\n\n"
        "1. Orsini C, Pell V. Zinc lozenges and the duration of colds: a randomised trial. Cold Facts. "
        "2016;1(2):40-49.\n"
    )
    assert [r.label for r in report.audited.article.references] == ["1"]


def test_an_article_that_begins_with_a_lead_in_keeps_its_list() -> None:
    report = _audit(
        "Before you take it\n\nTell the nurse before the injection if one of these holds for you or for your child:\n\n"
        "- an allergy to eggs\n- a fever today\n\nThe nurse will then ask your doctor whether the injection "
        "can be given on this day.\n"
    )
    assert len(report.audited.article.sentences) == 4


# --- one direction, and no fall ----------------------------------------------------------------------------------


def test_what_a_stage_made_cannot_be_changed() -> None:
    report = _audit(ARTICLE)
    with pytest.raises(AttributeError):
        report.audited.article.document.uri = "other.txt"  # type: ignore[misc]


def test_the_same_article_gives_the_same_report() -> None:
    assert _audit(ARTICLE, LocalWorks(_works(CHERRY))) == _audit(ARTICLE, LocalWorks(_works(CHERRY)))


def test_a_source_that_cannot_be_read_is_a_result() -> None:
    result = Auditor(OFFLINE).audit("no/such/article.txt")
    assert isinstance(result, Unreadable)
    assert result.error == "no/such/article.txt is not there: check the path"
    assert is_complete([result])


def test_parts_are_in_step() -> None:
    audited = _audit(ARTICLE).audited
    count = len(audited.article.sentences)
    assert len(audited.assessment.claims) == len(audited.assessment.verdicts) == count
    assert len(audited.assessment.scopes) == len(audited.article.citations)
    ids = {r.id for r in audited.article.references}
    assert set(audited.resolutions) == set(audited.assessment.evidence) == ids


_PIECES = st.sampled_from(
    [
        *("Ginger reduces nausea by 40 % in adults [1].", "A miracle cure!", "According to the WHO, 3 % say:"),
        *("References", "1. Hale T. Lavender oil. J Rest Stud. 2019;4:11-19.", "2. Gout. NHS. Accessed 3 May 2022."),
        *("\n", "\n\n", "\t", "- an item", "# Heading", "[^1]: Note.", "(Hale, 2019)", "doi:10.5555/jrs.2018.0111"),
        *("¹,²", "[1-99]", "<b>", "&amp;", "“", "Ärzte", "药物", "🙂", "By Ann Bell", "12 May 2022"),
    ]
)


@settings(max_examples=50)
@given(
    st.one_of(
        st.text(max_size=400),
        st.lists(_PIECES, max_size=25).map(" ".join),
        st.lists(_PIECES, max_size=25).map("\n\n".join),
    )
)
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_any_text_gets_a_report_or_a_reason(suffix: str, text: str) -> None:
    try:
        report = _audit(text, LocalWorks(_works(CHERRY)), suffix=suffix)
    except UnreadableSourceError:
        return  # nothing but headings, or no text at all
    visible = report.audited.article.document.text
    for finding in report.findings:
        assert (finding.start is None) == (finding.end is None)
        if finding.start is not None and finding.end is not None:
            assert 0 <= finding.start < finding.end <= len(visible)
    assert report.score.grade is not None or report.score.reason
