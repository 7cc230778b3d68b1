"""The article told from its chrome, in cases that decide between a part of the article and a box."""

from __future__ import annotations

import pytest

from citecheck.ingest import read_bytes


def _regions(text: str) -> dict[str, str]:
    document = read_bytes(text.encode(), "page.txt", ".txt")
    return {document.text[b.start : b.end]: b.region for b in document.blocks}


MINERAL = "Magnesium is a mineral that the body needs for muscles and nerves to work as they should."
FOOD = "Magnesium is found in nuts, seeds and greens, and most people get enough of it from food."
TRIAL = "In a trial of 96 adults it shortened the time to fall asleep by 17 minutes at eight weeks."
CLINIC = "Vale Health is a clinic in Leeds that was founded in 1998 and runs sleep programmes for adults."


def test_about_heads_a_part_of_the_article_or_the_box_behind_it() -> None:
    regions = _regions(
        f"Sleep and minerals\n\n{MINERAL}\n\nAbout Magnesium\n\n{FOOD}\n\n{TRIAL}\n\n{FOOD} So they say.\n\n"
        f"About Vale Health\n\n{CLINIC}"
    )
    assert regions["About Magnesium"] == regions[FOOD] == regions[TRIAL] == "main"
    assert regions["About Vale Health"] == regions[CLINIC] == "author-box"


def test_related_stories_are_chrome_and_the_list_behind_them_is_not() -> None:
    regions = _regions(
        f"Sleep and minerals\n\n{MINERAL} [1]\n\n{TRIAL}\n\nRelated articles\n\nTen teas for better nights\n\n"
        "References\n\n1. Amadi C. Magnesium and sleep: a trial. J Rest. 2019;4(2):11-19."
    )
    assert regions["Ten teas for better nights"] == "related"
    assert regions["References"] == "main"


@pytest.mark.parametrize(
    "heading", ["Read this next", "You might also be interested in", "You may be interested in these", "Up next"]
)
def test_stories_to_read_next_are_chrome(heading: str) -> None:
    regions = _regions(f"Sleep and minerals\n\n{MINERAL}\n\n{TRIAL}\n\n{heading}\n\nZinc halves the length of colds.")
    assert regions[heading] == regions["Zinc halves the length of colds."] == "related"


@pytest.mark.parametrize(
    "line",
    [
        "← Older: Cold baths lift the mood by 250% Newer: Do collagen shots work? →",
        "« Previous: Zinc halves the length of colds",
        "Older post: Zinc halves the length of colds.",
        "← Previous Zinc halves the length of colds",
    ],
)
def test_what_leads_to_the_stories_before_and_after_is_chrome(line: str) -> None:
    assert _regions(f"Sleep and minerals\n\n{MINERAL}\n\n{TRIAL}\n\n{line}")[line] != "main"


@pytest.mark.parametrize("line", ["Older adults sleep less: half of them wake at four.", "Previous trials were small."])
def test_older_people_and_previous_trials_are_no_chrome(line: str) -> None:
    assert _regions(f"Sleep and minerals\n\n{MINERAL}\n\n{TRIAL}\n\n{line}")[line] == "main"


def test_a_byline_with_accents_is_no_headline() -> None:
    document = read_bytes(f"Why nurses nap\n\nBy Renée Álvarez\n\n{MINERAL}".encode(), "page.txt", ".txt")
    assert (document.facts.title, document.facts.author) == ("Why nurses nap", ("Renée Álvarez",))


def test_a_short_last_sentence_with_a_date_is_no_metadata() -> None:
    document = read_bytes(f"Why nurses nap\n\n{MINERAL}\n\nIt was shown on 8 June 2022.".encode(), "page.txt", ".txt")
    assert document.blocks[-1].region == "main"
    assert document.facts.published is None
