"""What may be sent: references as they are printed, and nothing that reads like a sentence or stands in the article."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.resolve.online.conftest import settings_for
from tests.services import Services

from citecheck.ingest import read_source
from citecheck.model import Article
from citecheck.parse.fields import parse_reference
from citecheck.pipeline import Auditor
from citecheck.resolve.interface import LeftOpen
from citecheck.resolve.online.opening import open_session
from citecheck.resolve.online.queries import Draft, draft_of, query_of

FIXTURES = Path(__file__).parents[3] / "fixtures"
ARTICLES = sorted((FIXTURES / "articles").iterdir())
SEEDS = ("000", "001", "002", "003", "004")
VANCOUVER = "Lund KA, Osei B, Varga T. Sleep duration and migraine in adults. Nordic Headache J. 2018;11(2):101-110."


def query(raw: str, draft: Draft = frozenset()) -> str | None:
    found = query_of(parse_reference(raw), raw, draft)
    return None if isinstance(found, LeftOpen) else found


@pytest.mark.parametrize(
    "raw",
    [
        VANCOUVER,
        "Lund, K. A., Osei, B., & Varga, T. (2018). What you should know about sleep. Headache, 11(2), 101–110.",
        "Lund, Karin A et al. “Sleep duration and migraine.” Nordic headache journal vol. 11,2 (2018): 101-110.",
        "K. A. Lund, B. Osei, and T. Varga, “Is it the sleep?,” Nordic Headache J., vol. 11, no. 2, pp. 101–110, 2018.",
        "Burns DD. Feeling good: the new mood therapy. New York: William Morrow; 1980.",
        "Sleep duration and migraine. Nordic Headache J. 2018;11:101-110.",
        "Lancet. 2018;391(10120):541-551.",
        "Lars Ole Andersen. Shift work among nurses. PhD thesis, University of Northby, 1994.",
    ],
)
def test_a_reference_is_sent_in_any_style(raw: str) -> None:
    assert query(raw) == raw


@pytest.mark.parametrize(
    "raw",
    [
        "People who sat all evening had the highest values.",
        "A 2019 study found that people who sleep less gain weight.",
        "According to Dr. Karin Lund, you should sleep eight hours, and 40% of adults do not.",
        "We analysed six randomised controlled trials with 259 patients.",
        "Unlike THC, it won't make you high.",
        "Our clinic has treated 2,000 patients since 2018; call us on 555-0100.",
        "Symptoms include: nightmares, flashbacks and distress.",
        "Schlafdauer und Migräne bei Erwachsenen.",
        "He told the Nordic Headache Journal that his team was surprised.",
    ],
)
def test_a_sentence_is_not_sent(raw: str) -> None:
    assert query(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        "Northern field mouse. Steady Nature. Accessed 3 March 2021. https://steady.example/mouse",
        "University of Northby. Short nights make migraine worse [press release]. 3 April 2018.",
        "",
        "2018.",
    ],
)
def test_a_page_a_press_item_and_hardly_anything_are_not_sent(raw: str) -> None:
    assert query(raw) is None


@pytest.mark.parametrize(
    "added",
    [
        "https://me:secret@steady.example/a?token=secret",
        "doi:10.5555/secret.2018",
        "https://doi.org/10.5555/secret",
        "www.steady.example/secret",
        "PMID: 31234567",
        "secret@steady.example",
    ],
)
def test_addresses_are_not_sent(added: str) -> None:
    assert query(f"{VANCOUVER} {added}") == VANCOUVER


def test_a_string_without_end_is_cut() -> None:
    found = query(VANCOUVER + " Nordic Headache J." * 500)
    assert found is not None
    assert len(found) <= 400


# --- the article's own words -------------------------------------------------------------------------------------


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def test_a_title_that_the_article_quotes_is_sent_with_gaps() -> None:
    sentence = "Lund called her paper “Sleep duration and migraine in adults”, which is what it is about."
    sent = query(VANCOUVER, draft_of([sentence]))
    assert sent is not None
    assert sent.startswith("Lund KA, Osei B, Varga T. Sleep duration and migraine")
    assert "Nordic Headache J. 2018;11(2):101-110." in sent
    assert not runs(sent) & runs(sentence)


def test_a_string_that_stands_in_the_article_is_not_sent() -> None:
    assert query(VANCOUVER, draft_of([f"Source: {VANCOUVER}"])) is None


@given(
    text=st.lists(st.sampled_from("a b c d e 1 2".split()), max_size=30).map(" ".join),
    draft=st.lists(st.sampled_from("a b c d e 1 2".split()), max_size=12).map(" ".join),
)
def test_no_five_words_of_the_article_are_left(text: str, draft: str) -> None:
    sent = query(f"{VANCOUVER} {text}", draft_of([draft]))
    assert sent is None or not runs(sent) & runs(draft)


def _audited(path: Path, services: Services, folder: Path) -> Article:
    """Audits an article with the default setting, the services in place of the real ones."""
    config = settings_for(services, folder)
    document = read_source(str(path), "off", ())
    report = Auditor(config, (), open_session(config)).audit_document(document)
    return report.audited.article


def _leaks(services: Services, article: Article) -> list[str]:
    return [run for sentence in article.sentences for run in services.leaks(sentence.text)]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_no_five_words_of_an_articles_text_are_sent(services: Services, tmp_path: Path, path: Path) -> None:
    assert _leaks(services, _audited(path, services, tmp_path)) == []


@pytest.mark.shared
@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("seed", SEEDS)
def test_no_five_words_of_a_seeds_text_are_sent(services: Services, tmp_path: Path, shared: Path, seed: str) -> None:
    (path,) = (shared / "seeds").glob(f"{seed}_*.txt")
    article = _audited(path, services, tmp_path)
    assert _leaks(services, article) == []
    # Whatever parsing takes for the main text: of all that stands above the list of references nothing was sent.
    source = article.document.text
    end = min((span.start for span in article.reference_list), default=len(source))
    assert services.leaks(source[:end]) == []


@pytest.mark.usefixtures("quick")
def test_of_the_fixtures_articles_nearly_all_works_are_still_found(services: Services, tmp_path: Path) -> None:
    config = settings_for(services, tmp_path)
    auditor = Auditor(config, (), open_session(config))
    found = [
        resolution
        for path in ARTICLES
        for resolution in auditor.audit_document(read_source(str(path), "off", ())).audited.resolutions.values()
    ]
    statuses = [resolution.status for resolution in found]
    assert not any(resolution.failed or "sent" in resolution.reason for resolution in found)
    assert statuses.count("matched") > 50
    assert not services.violations


@pytest.mark.shared
def test_nearly_all_references_of_real_lists_may_be_sent(shared: Path) -> None:
    with gzip.open(shared / "gold" / "references" / "matching_real.dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        raws = [row["raw"] for _, row in zip(range(500), map(json.loads, lines), strict=False)]
    assert sum(query(raw) is not None for raw in raws) > 0.98 * len(raws)
