"""The JSON report: its positions are those of the source file, and its parts fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, get_args

import pytest

from citecheck.model import VerdictKind

Item = dict[str, Any]

VERDICTS = get_args(VerdictKind)
CHECKLIST = (
    "costs benefits harms evidence-quality disease-mongering funding alternatives availability novelty language "
    "authorship attribution disclosure currency"
).split()
_LINK = re.compile(r"!?\[(?P<text>[^\]]*)\](?:\([^()\s]*(?:\s\"[^\"]*\")?\)|\[[^\]]*\])")
_MARKUP = re.compile(r"</?(?!https?:)\w[^<>]*>|[<>]|^[ \t]*>[ \t]?|[*_`\\|]", re.MULTILINE)
LEAFLET = "how-it-works without-treatment quality-of-life uncertainty shared-decision further-support".split()


def _read(text: str, media_type: str) -> str:
    """What a reader sees of a piece of the source: white space collapsed, markup of Markdown aside."""
    if media_type == "text/markdown":
        text = _MARKUP.sub("", _LINK.sub(r"\g<text>", text))
    return " ".join(text.split())


def _quoted(report: Item) -> Iterator[tuple[str, Item, str]]:
    """All located items that quote what lies there."""
    for kind, key in (
        ("references", "raw"),
        ("citations", "text"),
        ("attributions", "text"),
        ("sentences", "text"),
        ("findings", "quote"),
    ):
        for item in report[kind]:
            if item["start"] is not None:
                yield kind, item, item[key]


def _located(report: Item) -> Iterator[Item]:
    for _, item, _ in _quoted(report):
        yield item
    yield from report["document"]["regions"]
    yield from (citation["scope"] for citation in report["citations"])
    yield from (related for finding in report["findings"] for related in finding["related"])
    yield from (item for item in report["checklist"] if item["start"] is not None)


def test_what_lies_at_a_position_is_what_is_quoted(as_json: Item, source: str) -> None:
    kind_of_text = as_json["document"]["media_type"]
    items = list(_quoted(as_json))
    assert items
    for kind, item, words in items:
        lies_there = _read(source[item["start"] : item["end"]], kind_of_text)
        assert lies_there == _read(words, kind_of_text), kind
        assert words == " ".join(words.split())


def test_positions_lie_within_the_source(as_json: Item, source: str) -> None:
    assert as_json["document"]["text_space"] == "source"
    assert "text" not in as_json["document"]
    assert all(0 <= item["start"] < item["end"] <= len(source) for item in _located(as_json))


def test_spans_begin_and_end_with_what_can_be_seen(as_json: Item, source: str) -> None:
    for _, item, _ in _quoted(as_json):
        assert not source[item["start"]].isspace()
        assert not source[item["end"] - 1].isspace()


def test_line_and_column_agree_with_start(as_json: Item, source: str) -> None:
    for finding in as_json["findings"]:
        if finding["start"] is None:
            assert {finding[key] for key in ("end", "line", "column", "quote")} == {None}
            continue
        before = source[: finding["start"]]
        assert finding["line"] == before.count("\n") + 1
        assert finding["column"] == len(before) - (before.rfind("\n") + 1) + 1


def test_items_come_in_order_and_do_not_overlap(as_json: Item) -> None:
    for kind in ("references", "citations", "sentences"):
        spans = [(item["start"], item["end"]) for item in as_json[kind]]
        assert all(one[1] <= other[0] for one, other in pairwise(spans)), kind
    regions = as_json["document"]["regions"]
    assert all(one["end"] <= other["start"] for one, other in pairwise(regions))
    assert all(one["kind"] != other["kind"] for one, other in pairwise(regions))


def test_references_are_numbered_from_one_and_lie_in_the_list(as_json: Item) -> None:
    assert [r["id"] for r in as_json["references"]] == [str(n + 1) for n in range(len(as_json["references"]))]
    lists = [r for r in as_json["document"]["regions"] if r["kind"] == "references"]
    for reference in as_json["references"]:
        assert any(r["start"] <= reference["start"] and reference["end"] <= r["end"] for r in lists)


def test_ids_lead_somewhere(as_json: Item) -> None:
    known = {r["id"] for r in as_json["references"]}
    cited = {i for citation in as_json["citations"] for i in citation["reference_ids"]}
    assert cited <= known
    assert all(set(sentence["reference_ids"]) <= known for sentence in as_json["sentences"])
    assert {r["id"] for r in as_json["references"] if r["cited"]} == cited


def test_a_citation_lies_within_its_scope(as_json: Item) -> None:
    for citation in as_json["citations"]:
        assert citation["scope"]["start"] <= citation["start"]
        assert citation["end"] <= citation["scope"]["end"]
        assert citation["scope"]["reason"]


def test_every_sentence_has_a_claim_a_verdict_and_a_reason(as_json: Item) -> None:
    for sentence in as_json["sentences"]:
        assert sentence["verdict"] in VERDICTS
        assert sentence["reason"]
        assert (sentence["verdict"] == "not-a-claim") == (not sentence["claim"]["is_claim"])
        assert (sentence["claim"]["type"] is None) == (not sentence["claim"]["is_claim"])


def test_missing_citations_are_found_where_the_verdict_says_so(as_json: Item) -> None:
    wanting = {(s["start"], s["end"]) for s in as_json["sentences"] if s["verdict"] == "missing-citation"}
    found = {(f["start"], f["end"]) for f in as_json["findings"] if f["rule_id"] == "CIT003"}
    assert found <= wanting
    assert bool(found) == bool(wanting)


def test_no_finding_lies_in_a_reference_but_those_about_references(as_json: Item) -> None:
    for region in as_json["document"]["regions"]:
        if region["kind"] != "references":
            continue
        for finding in as_json["findings"]:
            if finding["start"] is not None and finding["start"] < region["end"] and region["start"] < finding["end"]:
                assert finding["rule_id"].startswith("REF") or finding["rule_id"] == "CIT002", finding["message"]


def test_no_finding_lies_in_navigation_or_related_articles(as_json: Item) -> None:
    for region in as_json["document"]["regions"]:
        if region["kind"] in ("navigation", "related", "metadata"):
            for finding in as_json["findings"]:
                apart = (
                    finding["start"] is None or finding["end"] <= region["start"] or region["end"] <= finding["start"]
                )
                assert apart, (region["kind"], finding["quote"])


def test_sentences_and_citations_lie_in_the_main_text(as_json: Item) -> None:
    main = [r for r in as_json["document"]["regions"] if r["kind"] == "main"]
    for item in (*as_json["sentences"], *as_json["citations"]):
        assert any(r["start"] <= item["start"] and item["end"] <= r["end"] for r in main), item["text"]


def test_findings_have_a_message_a_remedy_and_a_place_to_read_on(as_json: Item) -> None:
    for finding in as_json["findings"]:
        assert finding["message"].endswith((".", "”", ")"))
        assert finding["remedy"]
        assert finding["help_uri"].endswith(f"/{finding['rule_id']}.md")
        assert 0 < finding["confidence"] <= 1
        assert finding["suppressed"] is False


def test_the_checklist_is_whole(as_json: Item) -> None:
    leaflet = LEAFLET if as_json["document"]["genre"] == "patient-information" else []
    assert [item["id"] for item in as_json["checklist"]] == CHECKLIST + leaflet
    for item in as_json["checklist"]:
        assert item["explanation"]
        assert item["score"] is None or 0 <= item["score"] <= 1
        assert item["verdict"] == "cannot-tell" or (item["score"] is None) == (item["verdict"] == "not-applicable")


def test_the_score_adds_up(as_json: Item) -> None:
    score = as_json["score"]
    if score["grade"] is None:
        assert score["value"] is None
        assert score["reason"]
        return
    assert sum(part["weight"] for part in score["components"].values()) == pytest.approx(100)
    total = sum(part["value"] * part["weight"] / 100 for part in score["components"].values())
    assert score["value"] == pytest.approx(total, abs=0.2) or score["value"] < total
    assert all(part["explanation"] for part in score["components"].values())


def test_what_would_raise_the_grade_is_told_with_its_points_best_first(as_json: Item) -> None:
    points = [int(told.rpartition("+")[2]) for told in as_json["score"]["raise_by"]]
    assert points == sorted(points, reverse=True)


def test_no_words_that_accuse(as_json: Item) -> None:
    accusing = re.compile(
        r"\b(?:fake\w*|fabricat\w*|fraud\w*|misleading|illegal\w*|unsafe|safe to publish)\b", re.IGNORECASE
    )
    quoted = re.compile(r"“[^”]*”")
    told = [f["message"] + " " + f["remedy"] for f in as_json["findings"]]
    told += [s["reason"] for s in as_json["sentences"]] + [c["explanation"] for c in as_json["checklist"]]
    told += [r["resolution"]["reason"] for r in as_json["references"]]
    told += [as_json["score"]["reason"] or "", *as_json["score"]["raise_by"]]
    assert not [text for text in told if accusing.search(quoted.sub("", text))]
