"""Fingerprints: the same after edits elsewhere, another after an edit of the passage, and never shared."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from citecheck.config import Config
from citecheck.ingest import read_bytes
from citecheck.model import Finding
from citecheck.pipeline import Auditor

TITLE = "Walking and blood sugar"
PARAGRAPHS = (
    "Walking after meals cuts the risk of a stroke by 30%. The path along the river is pleasant.",
    "This miracle drink cures colds in all people who drink it every day. It is sold in bottles.",
    "Ginger tea reduced nausea by 40% in pregnant women [2]. Nobody knows why.",
    "Nine in ten users sleep better within a week. The others sleep as before.",
    "Zinc prevents colds [7]. So they say.",
    "The garden is open on Sundays, and there is a bench under the old tree.",
    "A revolutionary breakthrough: cold showers burn fat. Cold showers also raise blood pressure by 20%.",
)
REFERENCES = (
    "Aldous P, Reyes M. Post-meal walking and glucose: a randomised trial. J Daily Mov. 2019;4(2):33-41.",
    "Brenner K. Ginger and nausea: a crossover trial. J Daily Mov. 2020;5(1):12-19.",
)


def _findings(paragraphs: Sequence[str], references: Sequence[str] = REFERENCES) -> tuple[Finding, ...]:
    listed = "\n".join(f"{number}. {reference}" for number, reference in enumerate(references, 1))
    text = "\n\n".join((TITLE, *paragraphs, "References", listed)) + "\n"
    document = read_bytes(text.encode(), "draft.txt", ".txt")
    report = Auditor(Config(network="off", genre="news")).audit_document(document)
    return report.findings


def _placed(whole: Sequence[str]) -> dict[tuple[str, str, int, int], str]:
    """The fingerprints of an article's findings by rule, paragraph, and place in the paragraph."""
    text = "\n\n".join((TITLE, *whole)) + "\n"
    placed = {}
    for paragraph in whole:
        begin = text.index(paragraph)
        for f in _findings(whole):
            if f.start is not None and f.end is not None and begin <= f.start < begin + len(paragraph):
                placed[f.rule_id, paragraph, f.start - begin, f.end - begin] = f.fingerprint
    return placed


WHOLE = _placed(PARAGRAPHS)


@given(st.permutations(PARAGRAPHS), st.integers(2, len(PARAGRAPHS)))
def test_moving_adding_and_removing_paragraphs_keeps_the_fingerprints_of_the_others(
    order: list[str], kept: int
) -> None:
    """Of the findings that are there before and after: whether a rule speaks may hang on the rest of the article."""
    after = _placed(order[:kept])
    assert {place: name for place, name in after.items() if place in WHOLE} == {
        place: WHOLE[place] for place in after if place in WHOLE
    }


def test_the_fixture_has_findings_to_keep() -> None:
    assert len(WHOLE) >= 6


def test_no_two_findings_of_an_article_share_a_fingerprint() -> None:
    names = [f.fingerprint for f in _findings((*PARAGRAPHS, *PARAGRAPHS))]
    assert len(names) == len(set(names))


def test_two_equal_sentences_are_told_apart_by_their_order() -> None:
    claim = PARAGRAPHS[0]
    names = [f.fingerprint for f in _findings((claim, PARAGRAPHS[5], claim)) if f.rule_id == "CIT003"]
    assert len(names) == 2
    assert {name.partition(":")[0] for name in names} == {names[0].partition(":")[0]}
    assert [name.partition(":")[2] for name in names] == ["1", "2"]


def test_an_edit_of_the_sentence_makes_another_finding() -> None:
    (before,) = (f.fingerprint for f in _findings(PARAGRAPHS[:1]) if f.rule_id == "CIT003")
    (after,) = (f.fingerprint for f in _findings((PARAGRAPHS[0].replace("30%", "40%"),)) if f.rule_id == "CIT003")
    assert before != after


def test_an_edit_of_another_sentence_of_the_paragraph_changes_nothing() -> None:
    (before,) = (f.fingerprint for f in _findings(PARAGRAPHS[:1]) if f.rule_id == "CIT003")
    (after,) = (f.fingerprint for f in _findings((PARAGRAPHS[0].replace("pleasant", "long"),)) if f.rule_id == "CIT003")
    assert before == after


def test_typographic_quotes_and_white_space_change_nothing() -> None:
    claim = "The doctor's tea cuts the risk of a stroke by 30%."
    (before,) = (f.fingerprint for f in _findings((claim,)) if f.rule_id == "CIT003")
    same = claim.replace("'", "’").replace("cuts the", "cuts  the")
    (after,) = (f.fingerprint for f in _findings((same,)) if f.rule_id == "CIT003")
    assert before == after


def test_a_reference_put_in_before_the_others_changes_no_fingerprint_but_that_of_a_marker() -> None:
    """The markers count on: “[2]” becomes “[3]”."""
    sentence = "This miracle tea reduced nausea by 40% in pregnant women [2]."
    new = "Corr L. Tea and rest: a survey. J Daily Mov. 2018;3(1):1-9."
    before = [f for f in _findings((sentence,)) if f.rule_id.startswith("PRO")]
    after = [f for f in _findings((sentence.replace("[2]", "[3]"),), (new, *REFERENCES)) if f.rule_id.startswith("PRO")]
    assert before
    assert [f.fingerprint for f in before] == [f.fingerprint for f in after]


def test_a_finding_about_the_whole_article_outlives_every_edit() -> None:
    def told(*paragraphs: str) -> list[str]:
        document = read_bytes("\n\n".join((TITLE, *paragraphs)).encode(), "draft.txt", ".txt")
        findings = Auditor(Config(network="off", genre="news")).audit_document(document).findings
        return [f.fingerprint for f in findings if f.rule_id == "CIT004"]

    assert len(told(PARAGRAPHS[0], PARAGRAPHS[5])) == 1
    assert told(PARAGRAPHS[0], PARAGRAPHS[5]) == told(PARAGRAPHS[5], PARAGRAPHS[3])
