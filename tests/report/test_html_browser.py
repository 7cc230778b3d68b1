"""The page in Chromium: filters, links and keys answer, nothing of an article runs, axe-core finds nothing to mend."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from msgspec.structs import replace

from citecheck.config import Config
from citecheck.model import Report, Run, Unreadable
from citecheck.pipeline import Auditor
from citecheck.report.html import render
from citecheck.report.results import Results, active
from citecheck.rules import rules

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (Debian's package of that name)")
FIXTURES = Path(__file__).parents[2] / "fixtures"
Open = Callable[..., "Page"]
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a page; afterwards nothing may have been asked of anybody, and nothing have been complained of."""
    contexts: list[Any] = []
    asked: list[str] = []
    complaints: list[str] = []

    def open_(results: Results, scheme: Scheme = "light", width: int = 1280, *, bypass_csp: bool = False) -> Page:
        path = tmp_path / "page.html"
        path.write_text(render(results), encoding="utf-8")
        context = browser.new_context(
            color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=bypass_csp
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(path.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert {address.partition("#")[0] for address in asked} == {(tmp_path / "page.html").as_uri()}
    assert complaints == []


@pytest.fixture(scope="module")
def one(all_reports: dict[str, Report]) -> Results:
    return Results((all_reports["magnesium-sleep.md"],), Run(complete=True, network="off", duration_s=0.1), rules())


def _cards(page: Page) -> int:
    return page.locator(".card:visible").count()


# --- filters -----------------------------------------------------------------------------------------------------


def test_a_level_is_hidden_and_shown_again(show: Open, one: Results) -> None:
    page = show(one)
    report = one.reports[0]
    assert isinstance(report, Report)
    findings = active(report)
    warnings = sum(finding.level == "warning" for finding in findings)
    assert _cards(page) == len(findings)
    page.get_by_label("warnings").uncheck()
    assert _cards(page) == len(findings) - warnings
    assert page.locator(".flag.warning:visible").count() == 0
    assert page.get_by_role("status").inner_text() == f"{len(findings) - warnings} of {len(findings)} findings shown"
    tint = page.locator("mark.warning:not(.error)").first.evaluate("mark => getComputedStyle(mark).backgroundColor")
    assert tint == "rgba(0, 0, 0, 0)"
    page.get_by_label("warnings").check()
    assert _cards(page) == len(findings)


def test_families_and_levels_are_both_obeyed(show: Open, one: Results) -> None:
    page = show(one)
    report = one.reports[0]
    assert isinstance(report, Report)
    page.get_by_label("errors").uncheck()
    page.get_by_label("promotional language").uncheck()
    left = [f for f in active(report) if f.level != "error" and not f.rule_id.startswith("PRO")]
    assert _cards(page) == len(left)


def test_filters_hold_for_all_articles(show: Open, results: Results) -> None:
    page = show(replace(results, reports=results.reports[:3]))
    for family in ("REF", "CIT", "EVD", "BAL"):
        box = page.locator(f'[data-hides="{family}"]')
        if box.count():
            box.uncheck()
    shown = page.locator(".card:visible")
    assert {shown.nth(i).get_attribute("data-family") for i in range(shown.count())} == {"PRO"}


# --- links -------------------------------------------------------------------------------------------------------


def test_a_flag_leads_to_its_finding_and_back(show: Open, one: Results) -> None:
    page = show(one)
    flag = page.locator(".flag").nth(9)
    card = page.locator(flag.get_attribute("href") or "")
    flag.click()
    assert card.get_attribute("aria-current") == "true"
    assert card.evaluate("card => card === document.activeElement")
    _is_seen(card)
    card.get_by_role("link").last.click()
    assert page.url.endswith("-mark")
    _is_seen(flag)


def test_words_that_are_marked_lead_to_their_finding(show: Open, one: Results) -> None:
    page = show(one)
    page.get_by_text("game changer", exact=True).first.click()
    current = page.locator("[aria-current]")
    assert current.count() == 1
    assert "PRO001" in current.inner_text()
    assert page.locator("mark.current").inner_text() == "game changer"


def test_a_claim_leads_to_its_reference_and_the_reference_to_the_claim(show: Open, one: Results) -> None:
    page = show(one)
    page.locator(".map tbody tr").first.get_by_role("link").last.click()
    target = page.locator(":target")
    assert target.evaluate("row => row.id") == "a1-r1"
    target.get_by_role("link").last.click()
    assert page.locator(":target").evaluate("place => place.closest('.prose') !== null")


def test_links_work_without_a_script(browser: Browser, one: Results, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(render(one), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert not page.locator("#filters").is_visible()
    page.locator(".flag").first.click()
    assert page.locator(".card:target").count() == 1
    context.close()


# --- keys --------------------------------------------------------------------------------------------------------


def _current(page: Page) -> str | None:
    return page.evaluate("document.querySelector('[aria-current]')?.id ?? null")  # type: ignore[no-any-return]


def _is_seen(locator: Any) -> None:
    assert locator.evaluate("e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.top < innerHeight; }")


def test_keys_go_from_finding_to_finding(show: Open, one: Results) -> None:
    page = show(one)
    report = one.reports[0]
    assert isinstance(report, Report)
    first = 1 + sum(finding.start is None for finding in active(report))
    for number in range(1, first + 2):
        page.keyboard.press("j")
        assert _current(page) == f"a1-f{number}"
    page.keyboard.press("k")
    assert _current(page) == f"a1-f{first}"
    _is_seen(page.locator(f"#a1-f{first}"))
    _is_seen(page.locator(f"#a1-f{first}-mark"))
    assert page.evaluate("document.activeElement.id") == f"a1-f{first}"
    page.keyboard.press("t")
    assert page.evaluate("document.activeElement.id") == f"a1-f{first}-mark"


def test_keys_pass_over_what_is_hidden_and_go_round(show: Open, one: Results) -> None:
    page = show(one)
    page.get_by_label("warnings").uncheck()
    page.get_by_label("notes").uncheck()
    seen = []
    for _ in range(page.locator(".card.error").count() + 1):
        page.keyboard.press("j")
        seen.append(_current(page))
    assert len(set(seen)) == len(seen) - 1
    assert seen[0] == seen[-1]
    page.keyboard.press("k")
    assert _current(page) == seen[-2]


def test_keys_can_be_turned_off(show: Open, one: Results) -> None:
    page = show(one)
    page.get_by_label("keys:").uncheck()
    page.keyboard.press("j")
    assert _current(page) is None


def test_every_control_is_reached_with_the_tab_key(show: Open, one: Results) -> None:
    page = show(one)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.dataset.hides ?? document.activeElement.id"))
    assert {"error", "warning", "note", "PRO", "keys"} <= reached


# --- an article that means ill -----------------------------------------------------------------------------------

_SCRIPT = "<script>window.hacked = 1</script>"
_IMAGE = '<img src=x onerror="window.hacked = 1">'
_BREAKOUT = "\"'></textarea></style></script><svg onload=alert(1)>{{ 7 * 7 }}{% raw %}"
HOSTILE_MD = f"""---
title: "Tea {_SCRIPT.replace('"', "'")} cures"
author: "{_IMAGE.replace('"', "'")}"
---

# Tea {_SCRIPT} {_IMAGE} cures

{_BREAKOUT} This miracle tea cures all cancers in [everybody](javascript:window.hacked=1) who drinks it
[1]. It lowers blood pressure by 30% &lt;script&gt;window.hacked = 1&lt;/script&gt; in
[all](data:text/html,<script>window.hacked=1</script>) adults [7]. `{_SCRIPT}`

<p onmouseover="window.hacked = 1" style="position:fixed">Half of adults {_IMAGE} have pain every year.</p>

## References

1. {_IMAGE} Osei B. Tea {_BREAKOUT}. Sleep Lett. 2019;4(2):101-110. doi:10.5555/x"onclick="window.hacked=1
2. {_SCRIPT} [here](javascript:window.hacked=1) https://example.org/"><script>window.hacked=1</script>
"""
HOSTILE_HTML = f"""<html><head><title>Tea &lt;script&gt;window.hacked = 1&lt;/script&gt;</title></head>
<body onload="window.hacked = 1"><main><h1>Tea &lt;img src=x onerror=window.hacked=1&gt;</h1>
<p>This miracle tea cures all cancers &lt;svg onload=window.hacked=1&gt; in <a href="javascript:window.hacked=1"
onclick="window.hacked=1">everybody</a> who drinks it. {_SCRIPT} It lowers blood pressure by 30% in all adults.</p>
<p>{"Walking by the river is pleasant in every season of the year. " * 6}</p>
<h2>References</h2><ol><li>&lt;script&gt;window.hacked = 1&lt;/script&gt; Osei B. Tea. Sleep Lett. 2019;4:1-9.
<a href=" javascript:window.hacked=1">link</a></li></ol></main></body></html>"""


@pytest.fixture
def hostile(tmp_path: Path) -> Results:
    auditor = Auditor(Config(network="off"))
    reports = []
    for text, ending in ((HOSTILE_MD, "md"), (HOSTILE_MD, "txt"), (HOSTILE_HTML, "html")):
        path = tmp_path / f'"><img src=x onerror="window.hacked=1">.{ending}'
        path.write_text(text, encoding="utf-8")
        reports.append(auditor.audit(str(path)))
    unreadable = Unreadable("<script>window.hacked=1</script>", "<img src=x onerror=window.hacked=1>")
    return Results((*reports, unreadable), Run(complete=True, network="off", duration_s=0.1), rules())


def test_nothing_of_a_hostile_article_runs(show: Open, hostile: Results) -> None:
    page = show(hostile)
    for box in page.locator("[data-hides]").all():
        box.click()
        box.click()
    for _ in range(8):
        page.keyboard.press("j")
    for element in page.locator(".prose p:visible, .card:visible").all():
        element.hover()
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, svg, iframe, object, embed").count() == 0
    assert page.locator("script").count() == 1
    schemes = page.evaluate("[...document.links].map(link => link.protocol)")
    assert set(schemes) <= {"https:", "http:", "file:"}
    assert (
        page.evaluate("document.querySelectorAll('[onload], [onerror], [onclick], [onmouseover], [style]').length") == 0
    )
    assert "window.hacked" in (page.locator(".references").first.text_content() or "")


def test_the_policy_stops_what_would_get_through(show: Open, one: Results, tmp_path: Path) -> None:
    """Were a word ever not escaped, its script would still not run."""
    page = show(one)
    path = tmp_path / "page.html"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "</main>", f"{_SCRIPT}{_IMAGE}<p onclick='window.hacked = 1'>x</p></main>"
        ),
        encoding="utf-8",
    )
    context = page.context.browser and page.context.browser.new_context()
    assert context
    spoiled = context.new_page()
    refused: list[str] = []
    spoiled.on("console", lambda message: refused.append(message.text))
    spoiled.goto(path.as_uri())
    spoiled.locator("main > p").last.click()
    assert spoiled.evaluate("window.hacked") is None
    assert len(refused) >= 3
    context.close()


# --- for everybody -----------------------------------------------------------------------------------------------


def _violations(page: Page) -> list[str]:
    """What axe-core finds, whatever its weight; parts that are not on the screen are laid out for it."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page.add_style_tag(content=".chunk, .wide { content-visibility: visible !important; }")
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    found = axe.Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {node['html'][:150]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_one_article(show: Open, one: Results, scheme: Scheme, width: int) -> None:
    assert _violations(show(one, scheme, width, bypass_csp=True)) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_all_kinds_of_articles(
    show: Open, results: Results, made: Results, scheme: Scheme
) -> None:
    folder = FIXTURES / "reading" / "articles"
    auditor = Auditor(Config(network="off"))
    kinds = ["*.html", "*.pdf", "*.docx", "*.xml", "*.md", "*.txt"]
    paths = [path for kind in kinds for path in sorted(folder.glob(f"*/{kind}"))[:1]]
    reports = [*made.reports, *(auditor.audit(str(path)) for path in paths)]
    page = show(replace(made, reports=reports, rules=results.rules), scheme, bypass_csp=True)
    assert _violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_a_finding_is_chosen(show: Open, one: Results, scheme: Scheme) -> None:
    page = show(one, scheme, bypass_csp=True)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.get_by_label("notes").uncheck()
    assert _violations(page) == []


def test_a_narrow_page_is_not_scrolled_sideways(show: Open, one: Results) -> None:
    page = show(one, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_print_shows_the_whole_and_no_controls(show: Open, one: Results) -> None:
    page = show(one)
    page.emulate_media(media="print")
    assert not page.locator("#filters").is_visible()
    findings = page.locator(".findings").first
    assert findings.evaluate("panel => getComputedStyle(panel).position") == "static"
    assert findings.evaluate("panel => panel.scrollHeight <= panel.clientHeight + 1")
