"""What an article denies, or tells of others, is not its own claim: whoever debunks a claim has to repeat it."""

from __future__ import annotations

import pytest

from citecheck.assess.others import asks, is_not_meant
from citecheck.config import Config
from citecheck.ingest import read_bytes
from citecheck.model import Genre, Report
from citecheck.pipeline import Auditor


def audited(text: str, genre: Genre | None = None) -> Report:
    cited = "# Notes on health\n\nSleep goes with mood [1]."
    article = f"{cited}\n\n{text}\n\n## References\n\n1. Roe J. Sleep. J Sleep. 2020;1:3.\n"
    return Auditor(Config(network="off", genre=genre)).audit_document(read_bytes(article.encode(), "a.md", ".md"))


def reported(text: str, genre: Genre | None = None) -> list[str]:
    return [f.rule_id for f in audited(text, genre).findings if f.rule_id == "CIT003" or f.rule_id.startswith("PRO")]


@pytest.mark.parametrize(
    "text",
    [
        "Vitamin C cures colds. It does not.",
        "Antibiotics help against colds. They don't.",
        "Antibiotics cure flu. False.",
        "Garlic melts belly fat. This is a myth.",
        "Apricot kernels cure cancer. They do not, and they contain cyanide.",
        "Turmeric cures arthritis. That is simply not true.",
        "Garlic prevents colds. There is no good evidence for that.",
        "Coffee enemas detoxify the liver. There is no evidence that they do.",
        "**Claim:** Vitamin C cures colds. **Verdict:** False.",
        "Headlines called it a miracle drug. It is not: in the trial one patient in twenty got better [1].",
        "| Claim | Verdict |\n| --- | --- |\n| Lemon water melts fat | False |",
        "\"It's a miracle in a bottle,\" one influencer told her followers. It isn't.",
    ],
)
@pytest.mark.parametrize("genre", ["unknown", "commercial"])
def test_what_the_next_sentence_denies_is_not_reported(text: str, genre: Genre) -> None:
    assert reported(text, genre) == []


@pytest.mark.parametrize(
    "text",
    [
        "Myth: Antibiotics cure colds.",
        "It says that its tea melts belly fat, but we couldn't find a trial to support that.",
        "## Myth: Detox tea melts belly fat",
        "## Myth 3: Juice cleanses remove toxins",
        'It calls its mask "the most powerful skin breakthrough", and we could not find anything to back that up.',
    ],
)
def test_what_the_sentence_itself_rejects_is_not_reported(text: str) -> None:
    assert reported(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Turmeric cures arthritis. It does not cause ulcers.",
        "Turmeric cures arthritis. It is not a drug.",
        "Turmeric cures arthritis. They say that it is not new.",
        "Our tea melts belly fat. False modesty is not our style.",
        "The tea melts belly fat. This is not magic: it is science.",
        "The tea melts belly fat.\n\nIt does not.",
        "| Remedy | Effect |\n| --- | --- |\n| Lemon water melts fat | Yes |",
    ],
)
def test_a_sentence_that_denies_something_else_takes_nothing_back(text: str) -> None:
    assert "CIT003" in reported(text)


HEARSAY = [
    "You may have read that turmeric cures arthritis.",
    'Supporters claim that coffee enemas "detoxify the liver".',
    "Social media is full of claims that ivermectin cures COVID-19.",
    '"Melt belly fat while you sleep," says another advert.',
    'The powder is sold to women over 50 as a "cure for brain fog".',
    "## Claim: Lemon water flushes out toxins",
]


@pytest.mark.parametrize("text", HEARSAY)
def test_hearsay_is_not_what_an_article_says(text: str) -> None:
    assert reported(text, "unknown") == []


@pytest.mark.parametrize("text", HEARSAY)
def test_hearsay_on_a_page_that_sells_is(text: str) -> None:
    assert reported(text, "commercial")


@pytest.mark.parametrize(
    "text",
    [
        "You may have heard that turmeric cures arthritis. It does!",
        "Some websites say that turmeric cures arthritis. They are right.",
        "Many people say that turmeric cures arthritis.",
        "Proponents say that turmeric cures arthritis.",
    ],
)
def test_hearsay_that_the_article_takes_up_is_its_own(text: str) -> None:
    assert "CIT003" in reported(text, "unknown")


def test_a_testimonial_that_nobody_denies_stays_one() -> None:
    assert reported('"It\'s a miracle in a bottle," one customer told us.') == ["PRO003"]


def test_what_is_denied_is_no_statement_of_what_a_treatment_does() -> None:
    text = "Turmeric cures arthritis. It does not. Garlic prevents colds. It doesn't. Tea treats flu. False."
    assert "BAL001" not in {f.rule_id for f in audited(text).findings}
    assert "BAL001" in {
        f.rule_id for f in audited("Turmeric cures arthritis. Garlic prevents colds. Tea treats flu.").findings
    }


@pytest.mark.parametrize(
    "text", ["Can lemon water melt fat?", "Is this the miracle drug?", "Does a detox tea flush out toxins?"]
)
def test_a_question_that_looks_for_an_answer_promises_nothing(text: str) -> None:
    assert asks(text)
    assert is_not_meant(text, "news")
    assert not is_not_meant(text, "commercial")
    assert reported(f"## {text}") == []


@pytest.mark.parametrize(
    "text",
    ["Ready to melt belly fat?", "Is your body ready to melt fat?", "Want to melt belly fat?", "Lemon water melts fat"],
)
def test_a_question_to_the_reader_sells(text: str) -> None:
    assert not asks(text)
    assert reported(f"## {text}")
