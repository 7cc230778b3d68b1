"""Sources that the text names without a reference, and whether a reader could find them from what is said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from citecheck.ingest.plain import PlainReader
from citecheck.lexicon import tokens
from citecheck.parse.article import parse_document
from citecheck.parse.attribution_forms import FORMS, SPEAKS

if TYPE_CHECKING:
    from tests.conftest import ReadBy

    from citecheck.model import Attribution

ARTICLES = Path(__file__).parents[2] / "fixtures" / "articles"


def named(read_by: ReadBy, text: str) -> list[Attribution]:
    page = read_by(f"Why nurses nap on night shifts\n\n{text}\n", PlainReader)
    article = parse_document(page.document)
    for one in article.attributions:
        assert " ".join(page.visible(one).split()) == one.text
    return list(article.attributions)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("A 2019 study published in Nordic Shift Journal found that naps help.", "study", "Nordic Shift Journal"),
        ("In a trial in the journal Sleep Plain, naps cut mistakes by a third.", "study", "journal Sleep Plain"),
        ("According to the World Health Organization, one in five sleeps badly.", "organisation", "World Health"),
        ("The NHS advises people to keep the room dark.", "organisation", "NHS"),
        ("“Naps cut mistakes,” says Dr. Karin Lund, a neurologist at Northby Hospital.", "expert", "Karin Lund"),
        ("Karin Lund, PhD, said that naps cut mistakes.", "expert", "Karin Lund"),
    ],
)
def test_a_source_that_a_reader_could_find(read_by: ReadBy, text: str, kind: str, words: str) -> None:
    found = named(read_by, text)
    assert [(a.kind, a.identifiable) for a in found] == [(kind, True)]
    assert words in found[0].text


@pytest.mark.parametrize(
    "text",
    [
        "Studies show that naps cut mistakes by a third.",
        "Experts recommend a nap of twenty minutes.",
        "Research has shown that light keeps nurses awake.",
        "It is believed that naps cut mistakes.",
        "According to experts, naps cut mistakes.",
    ],
)
def test_a_phrase_that_leans_on_nobody(read_by: ReadBy, text: str) -> None:
    assert [(a.kind, a.identifiable) for a in named(read_by, text)] == [("vague", False)]


@pytest.mark.parametrize(
    "text",
    [
        "Naps cut mistakes by a third.",
        "Study the plan of your shifts before you book a holiday.",
        "She went to school in Northby and works at a hospital.",
        "Show your partner where the blinds are.",
    ],
)
def test_a_sentence_that_names_no_source(read_by: ReadBy, text: str) -> None:
    assert named(read_by, text) == []


def test_an_expert_is_known_by_the_surname_from_then_on(read_by: ReadBy) -> None:
    text = "“Naps help,” says Dr. Karin Lund of Northby Hospital. “Light helps more,” Lund says."
    assert [a.kind for a in named(read_by, text)] == ["expert", "expert"]


def test_a_speaker_whom_nobody_introduced_is_no_source(read_by: ReadBy) -> None:
    assert named(read_by, "“Light helps more,” she says.") == []


AHEAD = 12
"""Letters behind a match that some forms look at."""


def test_every_match_of_a_form_holds_one_of_its_words_and_signs() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(ARTICLES.iterdir()) if path.suffix in (".txt", ".md")]
    texts += ["according to Dr. Ann Lee", "per the Heart Centres", "says the Institute of Sleep", "says Ana Roe, M.D."]
    for form in FORMS:
        for match in (match for text in texts for match in form.pattern.finditer(text.replace("’", "'"))):
            found = match.string[match.start() : match.end() + AHEAD]
            assert not form.signs or any(sign in found for sign in form.signs), found
            words = {token.word.removesuffix("'s") for token in tokens(found)}
            assert all(its & words for its in form.words), found
            assert not form.holds or form.holds(found, [token for token in tokens(found) if token.word in SPEAKS]), (
                found
            )


def test_an_apostrophe_is_quoted_as_it_is_printed(read_by: ReadBy) -> None:
    found = named(read_by, "According to St Mary’s Hospital, most people sleep less than they think.")
    assert [one.text for one in found] == ["According to St Mary’s Hospital"]
