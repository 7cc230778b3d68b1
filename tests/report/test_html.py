"""The page, without a browser: what is on it, and that an article's words are nothing but words."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.report.pages import Seen, read

from citecheck.config import Config
from citecheck.ingest import read_bytes
from citecheck.model import LEVELS, Facts, Finding, Level, Mark, Report, Span
from citecheck.pipeline import Auditor
from citecheck.report.html import render
from citecheck.report.html.cards import cards
from citecheck.report.html.prose import Prose
from citecheck.report.names import doi_address
from citecheck.report.results import Results, active
from citecheck.rules import FAMILIES

WORDS = st.text(
    st.one_of(st.sampled_from("<>&\"'/=!-`{}%# \n\tascript:onload"), st.characters(exclude_categories=["Cs"])),
    max_size=40,
)


def _of(text: str, name: str = "a.md") -> Report:
    return Auditor(Config(network="off")).audit_document(read_bytes(text.encode(), name, Path(name).suffix))


def _page(made: Results, *reports: Report) -> Seen:
    return read(render(replace(made, reports=reports)))


def _squeezed(text: str) -> str:
    return "".join(text.split())


# --- what is on it -----------------------------------------------------------------------------------------------


def test_the_whole_article_is_on_the_page(report: Report, results: Results) -> None:
    text = _page(results, report).text
    document = report.audited.article.document
    for sentence in report.audited.article.sentences:
        # A flag stands between two pieces wherever a finding ends.
        for words in document.text[sentence.start : sentence.end].split():
            assert words[:3] in text
    for reference in report.audited.article.references:
        assert _squeezed(reference.raw) in text


def test_every_finding_is_a_card_and_has_its_place(report: Report, results: Results) -> None:
    seen = _page(results, report)
    findings = active(report)
    assert {f"a1-f{i}" for i in range(1, len(findings) + 1)} <= set(seen.ids)
    marks = [id_ for id_ in seen.ids if id_.endswith("-mark")]
    assert len(marks) == sum(finding.start is not None for finding in findings)
    for finding in findings:
        assert _squeezed(finding.message) in seen.text
        assert _squeezed(finding.remedy) in seen.text


def test_the_map_says_what_each_claim_rests_on(report: Report, results: Results) -> None:
    page = render(replace(results, reports=(report,)))
    silent = ("not-a-claim", "common-knowledge")
    claims = [v for v in report.audited.assessment.verdicts if v.kind not in silent]
    rows = page.partition('<table class="map">')[2].partition("</table>")[0].split("<tr>")[2:]
    assert len(rows) == len(claims)
    labels = {r.id: (r.label or r.id) for r in report.audited.article.references}
    for row, verdict in zip(rows, claims, strict=True):
        assert verdict.kind.replace("-", " ") in row
        assert [labels[id_] for id_ in verdict.reference_ids if f"<strong>{labels[id_]}</strong>" not in row] == []


def test_the_grade_is_the_sum_of_its_parts(report: Report, results: Results) -> None:
    page = render(replace(results, reports=(report,)))
    if report.score.value is None:
        assert "No grade" in page
        return
    total = sum(part.value * part.weight / 100 for part in report.score.components.values())
    assert f"<td>{total:.1f}</td>" in page
    assert abs(total - report.score.value) < 0.1 or "without any source it counts for" in page


@pytest.mark.parametrize("name", ["magnesium-sleep.md"], indirect=True)
def test_references_link_to_their_doi_and_to_the_sentences_that_cite_them(report: Report, results: Results) -> None:
    page = render(replace(results, reports=(report,)))
    row = page.partition('<tr id="a1-r4">')[2].partition("</tr>")[0]
    assert 'href="https://doi.org/10.5555/nan.2017.42.511"' in row
    assert "found: retracted" in row
    assert "randomised trial" in row
    assert 'href="#a1-s' in row


def test_several_articles_begin_with_a_table_worst_first(results: Results) -> None:
    reports = [report for report in results.reports if isinstance(report, Report)][:4]
    seen = read(render(replace(results, reports=reports)))
    order = [link for link in seen.links if link in {"#a1", "#a2", "#a3", "#a4"}]
    values = [reports[int(link[2:]) - 1].score.value for link in order]
    assert values == sorted(values, key=lambda value: 101 if value is None else value)


def test_an_article_that_cannot_be_read_is_told(made: Results) -> None:
    assert "couldnotberead:gone.txtisnotthere" in read(render(made)).text


def test_better_wording_is_shown_beside_the_words(made: Results) -> None:
    assert "Better: <del>all</del> <ins>some</ins>" in render(made)


def test_headings_leave_no_level_out(results: Results) -> None:
    report = _of("# One\n\n##### Deep\n\nText of it.\n\n### Less deep\n\nMore text.\n\n###### Deepest\n\nEnd.\n")
    levels = [int(tag[1]) for tag in _page(results, report).tags if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_family_and_level_can_be_hidden(made: Results) -> None:
    style = read(render(made)).styles[0]
    for name in FAMILIES:
        assert f'.no-{name} .card[data-family="{name}"]' in style
        assert f".no-{name} .flag.{name}" in style
        assert f".no-{name} mark.{name}" in style
    for level in LEVELS:
        assert all(f".no-{level} {kind}.{level}" in style for kind in (".card", ".flag", "mark"))


def test_what_is_page_and_not_article_is_folded_away(results: Results) -> None:
    menu = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in ("Home", "Shop", "Contact"))
    body = "".join(f"<p>{'A walk along the river is pleasant in every season of the year. ' * 4}</p>" for _ in range(5))
    page = f"<html><body><nav><ul>{menu}</ul></nav><main><h1>Walking</h1>{body}</main></body></html>"
    text = render(replace(results, reports=(_of(page, "a.html"),)))
    folded = text.partition("<details>")[2].partition("</details>")[0]
    assert "Navigation of the page" in folded
    assert "Shop" in folded
    assert "river" not in folded


# --- nothing runs, nothing is asked ------------------------------------------------------------------------------


def test_only_its_own_style_and_script_are_let_in(made: Results) -> None:
    seen = read(render(made))
    assert (len(seen.scripts), len(seen.styles)) == (1, 1)
    for kind, code in (("script", seen.scripts[0]), ("style", seen.styles[0])):
        assert f"{kind}-src 'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'" in seen.policy
    assert seen.policy.startswith("default-src 'none';")
    assert "unsafe" not in seen.policy
    assert "url(" not in seen.styles[0]
    assert "import" not in seen.styles[0]


def _everywhere(report: Report, words: str) -> Report:
    """The report with these words wherever an article, a record or a rule can have any."""
    audited = report.audited
    document = audited.article.document
    references = tuple(
        replace(r, raw=words, label=words, csl={"title": words, "DOI": words}) for r in audited.article.references
    )
    marks = (Mark(0, 3, "link", words), Mark(4, 8, "link", f"https://{words}"), Mark(2, 9, "strong"))
    document = replace(document, uri=words, marks=marks, facts=Facts(title=words, author=(words,), language=words))
    resolutions = {
        id_: replace(r, reason=words, work=r.work and replace(r.work, csl={**r.work.csl, "title": words, "DOI": words}))
        for id_, r in audited.resolutions.items()
    }
    findings: tuple[Finding, ...] = tuple(
        replace(f, message=words, remedy=words, fix=f.fix and replace(f.fix, replacement=words))
        for f in report.findings
    )
    article = replace(audited.article, document=document, references=references)
    return replace(report, audited=replace(audited, article=article, resolutions=resolutions), findings=findings)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS)
def test_any_words_are_shown_as_they_are(made: Results, words: str) -> None:
    report = made.reports[0]
    assert isinstance(report, Report)
    seen = read(render(replace(made, reports=(_everywhere(report, words),))))
    shown = "".join(c for c in words if c.isprintable() or c.isspace())
    assert _squeezed(shown) in "".join(c for c in seen.text if c.isprintable())


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "https:",
    ],
)
def test_a_link_that_does_not_lead_to_the_web_is_words(made: Results, address: str) -> None:
    report = made.reports[0]
    assert isinstance(report, Report)
    document = replace(report.audited.article.document, marks=(Mark(0, 3, "link", address),))
    article = replace(report.audited.article, document=document)
    seen = _page(made, replace(report, audited=replace(report.audited, article=article)))
    assert address not in seen.links


def test_a_doi_is_an_address_whatever_it_holds() -> None:
    assert doi_address("10.5555/a(b)<c>\"d'#?e f") == "https://doi.org/10.5555/a(b)%3Cc%3E%22d%27%23%3Fe%20f"
    assert doi_address(None) is None
    assert doi_address("") is None


# --- where findings lie ------------------------------------------------------------------------------------------


def _found(start: int, end: int, level: Level = "warning") -> Finding:
    return Finding("PRO001", "hype-adjective", level, 0.5, "Words.", start, end)


@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.integers(0, 60)).map(lambda pair: Span(pair[0], pair[0] + pair[1])),
        max_size=12,
    )
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_spans_of_any_overlap_leave_the_words_whole(made: Results, spans: list[Span]) -> None:
    report = made.reports[0]
    assert isinstance(report, Report)
    document = report.audited.article.document
    length = len(document.text)
    findings = tuple(_found(min(s.start, length), min(s.end, length)) for s in spans)
    listed = cards(replace(report, findings=findings), {}, "a1")
    stretches = Prose(report.audited.article, listed, {}, {"1": "#r1"}).stretches(2)
    pieces = [
        piece
        for stretch in stretches
        for chunk in stretch.chunks
        for part in chunk
        for paragraph in part.paragraphs
        for piece in paragraph.pieces
    ]
    assert "".join(piece.text for piece in pieces) == "".join(document.text[b.start : b.end] for b in document.blocks)
    for card in listed:
        assert card.span
        marked = "".join(piece.text for piece in pieces if card in piece.cards)
        between = document.text[card.span.start : card.span.end]
        assert _squeezed(marked) == _squeezed(between) or not _squeezed(between)
        assert sum(card in piece.flags for piece in pieces) == 1
