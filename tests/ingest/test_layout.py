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


def test_a_reference_below_a_single_short_sentence_is_not_where_the_article_begins() -> None:
    regions = _regions(
        "Sleep and minerals\n\nMagnesium helps sleepers (Amadi, 2019).\n\nReferences\n\n"
        "Amadi, C. (2019). Magnesium and sleep: a systematic review of nine trials. J Rest, 4(2), 11-19."
    )
    assert regions["References"] == "main"


def test_prose_that_only_a_heading_stands_before_is_where_the_article_begins() -> None:
    regions = _regions(f"Sleep and minerals\n\nSources\n\n{MINERAL}\n\n{FOOD}\n\n{TRIAL}")
    assert regions[MINERAL] == regions[FOOD] == "main"


@pytest.mark.parametrize(
    "back",
    [
        "## Conclusion\n\nMagnesium may help some.",
        "*Funding: none. The author has no conflicts of interest.*",
        "Conflicts of interest: none.",
        "## Disclosures\n\nThe author has none.",
        "[^1]: Amadi C. Magnesium and sleep: a trial. J Rest. 2019;4(2):11-19.",
    ],
)
def test_the_end_of_the_article_is_no_part_of_the_box_before_it(back: str) -> None:
    stories = "**Related posts**\n\n- [Ten teas](/teas)\n- [Zinc and colds](/zinc)"
    text = f"# Sleep and minerals\n\n{MINERAL}[^1]\n\n{TRIAL}\n\n{stories}\n\n{back}\n"
    document = read_bytes(text.encode(), "page.md", ".md")
    regions = [block.region for block in document.blocks]
    assert regions[3:6] == ["related"] * 3
    assert set(regions[6:]) == {"main"}


@pytest.mark.parametrize("story", ["Disclosure in families", "Conclusion of the trial", "Funding for sleep labs falls"])
def test_stories_with_such_words_stay_in_their_box(story: str) -> None:
    assert _regions(f"Sleep\n\n{MINERAL}\n\n{TRIAL}\n\nRelated articles\n\n{story}\n\nTen teas")[story] == "related"


@pytest.mark.parametrize("suffix", [".md", ".txt"])
@pytest.mark.parametrize(
    "sentence",
    [
        "Zinc shortens colds by a day [1].",
        "Zinc shortens colds by a day. [1, 2]",
        "Zinc shortens colds by a day (Amadi, 2019).",
    ],
)
def test_a_short_sentence_with_its_source_begins_the_article(sentence: str, suffix: str) -> None:
    text = f"Sleep and minerals\n\n{sentence}\n\n{TRIAL}\n\n{FOOD}\n\n{MINERAL}"
    document = read_bytes(text.encode(), f"page{suffix}", suffix)
    assert document.blocks[1].region == "main"


@pytest.mark.parametrize("line", ["Zinc [1]", "Our letter of the week.", "The Rest Journal (Leeds, 2019)"])
def test_other_lines_before_the_prose_are_no_article(line: str) -> None:
    text = f"{line}\n\n{TRIAL}\n\n{FOOD}\n\n{MINERAL}"
    assert read_bytes(text.encode(), "page.md", ".md").blocks[0].region != "main"
