"""The article told from its chrome, in cases that decide between a part of the article and a box."""

from __future__ import annotations

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


def test_a_byline_with_accents_is_no_headline() -> None:
    document = read_bytes(f"Why nurses nap\n\nBy Renée Álvarez\n\n{MINERAL}".encode(), "page.txt", ".txt")
    assert (document.facts.title, document.facts.author) == ("Why nurses nap", ("Renée Álvarez",))


def test_a_short_last_sentence_with_a_date_is_no_metadata() -> None:
    document = read_bytes(f"Why nurses nap\n\n{MINERAL}\n\nIt was shown on 8 June 2022.".encode(), "page.txt", ".txt")
    assert document.blocks[-1].region == "main"
    assert document.facts.published is None


def test_a_reference_below_a_single_short_sentence_is_not_where_the_article_begins() -> None:
    regions = _regions(
        "Sleep and minerals\n\nMagnesium helps sleepers (Amadi, 2019).\n\nReferences\n\n"
        "Amadi, C. (2019). Magnesium and sleep: a systematic review of nine trials. J Rest, 4(2), 11-19."
    )
    assert regions["References"] == "main"


def test_prose_that_only_a_heading_stands_before_is_where_the_article_begins() -> None:
    regions = _regions(f"Sleep and minerals\n\nSources\n\n{MINERAL}\n\n{FOOD}\n\n{TRIAL}")
    assert regions[MINERAL] == regions[FOOD] == "main"
