"""From gold fields to labels of words, and from labels to a model."""

from __future__ import annotations

import re
import sys
import tomllib
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))

from alignment import align, labelled
from citecheck.parse.fields.tokens import LABELS, tokenize
from examples import of_gold, own, own_restyled
from restyled import FORMS, restyled
from train_fields import SETTINGS, train

ROOT = Path(__file__).resolve().parents[2]


def stretches(text: str, fields: dict[str, Any]) -> dict[str, str] | None:
    """By label the words that get it, in order."""
    spans = align(fields, text)
    if spans is None:
        return None
    tokens = tokenize(text)
    found: dict[str, list[str]] = {}
    for word, label in zip(tokens.words, labelled(tokens, spans), strict=True):
        found.setdefault(label, []).append(word)
    return {label: " ".join(words) for label, words in found.items()}


def test_values_are_found_where_a_reference_has_them() -> None:
    fields = {
        "author": [{"family": "Lund", "given": "KA"}, {"family": "Osei", "given": "B"}],
        "title": "Naps in 11 wards: 2018 and after",
        "container": "Nordic Shift J",
        "year": "2018",
        "volume": "11",
        "issue": "2",
        "fpage": "101",
        "lpage": "11",
        "pages": "101-11",
    }
    text = "Lund KA, Osei B, et al. Naps in 11 wards: 2018 and after. Nordic Shift J. 2018 Apr 3;11(2):101–11."
    assert stretches(text, fields) == {
        "author": "Lund KA Osei B et al",
        "title": "Naps in 11 wards 2018 and after",
        "container": "Nordic Shift J",
        "issued": "2018 Apr 3",
        "volume": "11",
        "issue": "2",
        "page": "101 11",
    }  # fmt: skip


def test_a_book_has_a_title_and_names_behind_a_title_are_editors() -> None:
    fields = {
        "author": [{"family": "Lund", "given": "K"}, {"family": "Osei", "given": "B"}],
        "container": "Sleep and shifts",
        "publisher": "Northby Press",
        "location": "Northby",
        "year": "2014",
    }
    assert stretches("Lund K. Sleep and shifts. Osei B, editor. Northby: Northby Press; 2014.", fields) == {
        "author": "Lund K",
        "title": "Sleep and shifts",
        "editor": "Osei B",
        "other": "editor",
        "place": "Northby",
        "publisher": "Northby Press",
        "issued": "2014",
    }


@pytest.mark.parametrize(
    ("text", "authors", "named"),
    [
        ("Lund K, Osei K. Naps.", [("Lund", "K"), ("Osei", "K")], "Lund K Osei K"),
        ("Osei B, Lund K III. Naps.", [("Osei", "B"), ("Lund", "K")], "Osei B Lund K III"),
        (
            "Nap Study Group, Lund K, et al. Naps.",
            [("", "Nap Study Group"), ("Lund", "K")],
            "Nap Study Group Lund K et al",
        ),
        ("Nap Group (2010) Lund K, et al. (2010) Naps.", [("", "Nap Group"), ("Lund", "K")], "Nap Group Lund K et al"),
    ],
)
def test_all_of_each_name_is_labelled(text: str, authors: list[tuple[str, str]], named: str) -> None:
    people = [{"family": family, "given": given} if family else {"collab": given} for family, given in authors]
    found = stretches(text, {"author": people, "title": "Naps"})
    assert found is not None
    assert found["author"] == named


@pytest.mark.parametrize("fields", [{"title": "Another title"}, {"title": "Naps", "volume": "99"}])
def test_a_row_whose_fields_are_not_all_there_teaches_nothing(fields: dict[str, Any]) -> None:
    assert stretches("Lund KA. Naps. Nordic Shift J. 2018;11:101-10.", fields) is None


def test_a_volume_tagged_with_its_issue_is_two_fields() -> None:
    found = stretches(
        "Lund K (2018). Naps. Shift J, 11(2), 5–9.", {"title": "Naps", "journal": "Shift J", "volume": "11(2)"}
    )
    assert found is not None
    assert (found["volume"], found["issue"]) == ("11", "2")


def test_the_references_written_for_training_are_labelled_throughout() -> None:
    examples = [*own(), *own_restyled()]
    assert len(examples) > 2_000
    used = {label for example in examples for label in example.labels}
    assert used == set(LABELS)
    assert all(len(example.labels) == len(example.tokens.words) for example in examples)


def test_the_works_that_are_measured_are_not_among_those_that_teach() -> None:
    def titles(folder: str) -> set[str]:
        lines = [line for path in (ROOT / folder).rglob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
        found = (re.search(r"<title>(.*?)</title>", line) for line in lines)
        return {re.sub(r"\W", "", title[1]).casefold() for title in found if title}

    assert len(titles("fixtures/references")) > 400
    assert not titles("fixtures/references") & titles("training/references")


def test_rarer_forms_are_made_of_what_references_print() -> None:
    row = {
        "kind": "encyclopaedia",
        "tagged": "<title>Napping</title>. <container-title>Nap Index</container-title>. <issued>2019</issued>. "
        "Accessed <accessed>May 4, 2021</accessed>. <URL>https://naps.example/napping</URL>",
    }
    made = list(restyled([row]))
    assert (
        "<container-title>Nap Index</container-title>, s.v. “<title>Napping</title>,” accessed "
        "<accessed>May 4, 2021</accessed>, <URL>https://naps.example/napping</URL>."
    ) in made
    assert made == list(restyled([row]))


def test_nothing_is_made_of_a_reference_that_lacks_a_part_of_the_form() -> None:
    row = {
        "kind": "trial-registration",
        "tagged": "<title>Naps at work</title>. <container-title>Nap Registry</container-title>.",
    }
    assert list(restyled([row])) == []


def test_the_books_that_are_lent_are_not_among_those_measured() -> None:
    lent = tomllib.loads(FORMS.read_text("utf-8"))["lent"]["handbook"]
    measured = "".join(path.read_text("utf-8") for path in (ROOT / "fixtures/references").rglob("*.jsonl"))
    assert not [title for title in lent if title in measured]


def test_the_same_examples_give_the_same_file(tmp_path: Path) -> None:
    examples = list(islice(own(), 40))
    few = {**SETTINGS, "max_iterations": 8}
    train(examples, tmp_path / "one", few)
    train(examples, tmp_path / "other", few)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_a_gold_row_becomes_an_example() -> None:
    example = of_gold(
        {"raw": "[3] Lund K. Naps. 2018.", "fields": {"author": ["Lund K"], "title": "Naps", "year": "2018"}}
    )
    assert example is not None
    assert example.labels == ["author", "author", "title", "issued"]
