"""A newsletter saved as text: the head tells its facts, and rules, quotes and footer are no text of the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Page, ReadPage

NAPS = "Naps of twenty minutes helped most of the nurses in the trial to stay awake until six."
BODY = f"{NAPS} [1]\n\nThe others slept at home.\n"
HEAD = "From: Ada Osei <ada@naps.example>\nTo: you\nSubject: Why nurses nap\nDate: Thu, 11 Jan 2024 07:00:12 +0000\n\n"


def texts(page: Page, region: str) -> list[str]:
    return [page.visible(block) for block in page.document.blocks if block.region == region]


def test_the_head_of_a_message_states_facts_and_is_no_text(read: ReadPage) -> None:
    page = read(HEAD + BODY)
    facts = page.document.facts
    assert (facts.title, facts.author, facts.published) == ("Why nurses nap", ("Ada Osei",), "2024-01-11")
    assert texts(page, "metadata") == HEAD.strip().split("\n")
    assert texts(page, "main") == [f"{NAPS} [1]", "The others slept at home."]


@pytest.mark.parametrize(
    ("sender", "authors", "publisher"),
    [
        ("Ada Osei <ada@naps.example>", ("Ada Osei",), None),
        ('"Ada Osei" <ada@naps.example>', ("Ada Osei",), None),
        ("Ada Osei", ("Ada Osei",), None),
        ("ada@naps.example", (), None),
        ("<ada@naps.example>", (), None),
        ("=?utf-8?q?Ada?= <ada@naps.example>", (), None),
        ("The Night Shift <ada@naps.example>", (), "The Night Shift"),
        ("Naps Weekly <ada@naps.example>", (), "Naps Weekly"),
        ("Night Post <ada@naps.example>", (), "Night Post"),
    ],
)
def test_a_sender_who_is_a_person_is_the_author(
    read: ReadPage, sender: str, authors: tuple[str, ...], publisher: str | None
) -> None:
    facts = read(f"From: {sender}\nSubject: Fwd: [Night Post #4] Why nurses\n nap\n\n{BODY}").document.facts
    assert (facts.title, facts.author, facts.publisher) == ("Why nurses nap", authors, publisher)


@pytest.mark.parametrize(
    "head",
    [
        "From: Ada Osei\n\n",
        "Subject: Why nurses nap\nDate: 11 Jan 2024\n\n",
        "Why nurses nap\nFrom: Ada Osei\nSubject: Naps\n\n",
    ],
    ids=["the sender alone", "no sender", "not at the beginning"],
)
def test_lines_that_look_like_fields_are_no_head_by_themselves(read: ReadPage, head: str) -> None:
    assert read(head + BODY).document.facts.author == ()


@pytest.mark.parametrize("rule", ["----", "==========", "* * *", "- - -", "~~~~~", "###", "   ------   "])
@pytest.mark.parametrize("head", ["", HEAD], ids=["text", "message"])
def test_rules_belong_to_no_sentence(read: ReadPage, head: str, rule: str) -> None:
    page = read(f"{head}{rule}\nTHE NIGHT POST\n{rule}\n{BODY}{rule}\nIt is so.\n")
    assert rule.strip() in texts(page, "other")
    assert not any(rule.strip() in text for text in texts(page, "main"))
    assert "It is so." in texts(page, "main")


@pytest.mark.parametrize("mark", ["--", "-- "])
def test_the_footer_of_a_message_is_no_text(read: ReadPage, mark: str) -> None:
    page = read(f"{HEAD}{BODY}{mark}\nYou get this letter because you asked for it.\nThe Night Post, Leeds\n")
    assert texts(page, "main") == [f"{NAPS} [1]", "The others slept at home."]


@pytest.mark.parametrize(("mark", "region"), [("-- ", "other"), ("--", "main")])
def test_in_other_text_only_two_hyphens_and_a_blank_end_the_article(read: ReadPage, mark: str, region: str) -> None:
    footer = "You get this letter because you asked us for it at some time in the year."
    page = read(f"Why nurses nap\n\n{BODY}\n{mark}\n{footer}\n")
    assert footer in texts(page, region)
    long = read(f"Why nurses nap\n\n-- \n{BODY * 8}")
    assert NAPS + " [1]" in texts(long, "main")


def test_what_a_message_quotes_is_no_text_of_the_article(read: ReadPage) -> None:
    quoted = "> You wrote that naps cure everybody of everything, always."
    assert quoted in texts(read(f"{HEAD}{BODY}\n{quoted}\n\nWe did not write that.\n"), "other")
    assert quoted in texts(read(f"Why nurses nap\n\n{BODY}\n{quoted}\n\nWe did not write that.\n"), "main")
