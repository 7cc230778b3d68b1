"""The pattern language in which word lists and phrase rules are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import citecheck
from citecheck.lexicon import Lexicon, tokens, word_list
from citecheck.patterns import PatternError, classes_in, patterns_in
from citecheck.tables import load

PACKAGE = Path(citecheck.__file__).parent
CLASSES = {"drug": ["aspirin", "ibuprofen", "statin*"], "dose": ["one", "#", "two"], "body": ["WHO", "NICE"]}


def hits(pattern: str, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in Lexicon([(pattern, 0)], CLASSES).find(text)]


# --- constructs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        # a word, whatever its case, and no part of another
        ("miracle", "A Miracle cure", ["Miracle"]),
        ("cure", "It cures and procures", []),
        ("miracle cure", "a miracle, cure", []),
        ("it's proven", "it’s proven", ["it’s proven"]),
        # hyphens read as spaces on both sides
        ("side effect", "a side-effect of it", ["side-effect"]),
        ("side-effect", "a side effect of it", ["side effect"]),
        # a word begun
        ("cur*", "It cures, a cure, no procurement", ["cures", "cure"]),
        ("treat* pain", "treating pain, treats pain", ["treating pain", "treats pain"]),
        # choices, of one and of several words
        ("cure|heal it", "heal it or cure it", ["heal it", "cure it"]),
        ("of_course|surely safe", "of course safe, surely safe, course safe", ["of course safe", "surely safe"]),
        # what may be missing: a word, a choice, several words
        ("no [known] risk", "no risk, no known risk, no big risk", ["no risk", "no known risk"]),
        ("no [big|real] risk", "no real risk, no big risk, no risk", ["no real risk", "no big risk", "no risk"]),
        ("[very] safe", "very safe and safe", ["very safe", "safe"]),
        ("no [long-term] risk", "no risk, no long-term risk, no long risk", ["no risk", "no long-term risk"]),
        ("top_rated|best care", "top rated care, best care, rated care", ["top rated care", "best care"]),
        ("you_will|you'll sleep", "you will sleep, you'll sleep, you sleep", ["you will sleep", "you'll sleep"]),
        ("one|one_more|one_whole cure", "one cure, one more cure, one whole cure", None),
        ("cure pain|pains now", "cure pain now, cure pains now, cure colds now", ["cure pain now", "cure pains now"]),
        ("no|little Well-Known risk", "no well known risk", ["no well known risk"]),
        ("no [of_course|known] risk", "no of course risk, no known risk, no risk", None),
        (
            "ask [your own] doctor",
            "ask doctor, ask your own doctor, ask your doctor",
            ["ask doctor", "ask your own doctor"],
        ),
        # classes
        ("<drug> helps", "Aspirin helps. Statins helps. Bread helps.", ["Aspirin helps", "Statins helps"]),
        ("take <dose>", "take one, take 2, take two, take three", ["take one", "take 2", "take two"]),
        ("says <body>", "says who, says NICE", ["says who", "says NICE"]),
        ("<drug>|bread helps", "bread helps, ibuprofen helps", ["bread helps", "ibuprofen helps"]),
        # gaps: up to four words and no stop or bracket
        ("cures ... pain", "cures pain", ["cures pain"]),
        ("cures ... pain", "cures all of your pain", ["cures all of your pain"]),
        ("cures ... pain", "cures one two three four five pain", []),
        ("cures ... pain", "cures it. No pain", []),
        ("cures ... pain", "cures (some) pain", []),
        ("cures ... pain", "cures colds, flu and pain", ["cures colds, flu and pain"]),
        # numbers and any one word
        (
            "# percent",
            "30 percent, 1,000 percent, 2.5 percent, ten percent",
            ["30 percent", "1,000 percent", "2.5 percent"],
        ),
        ("after # weeks", "after 6 weeks", ["after 6 weeks"]),
        ("our * team", "our whole team, our team", ["our whole team"]),
        # first and last word of the text
        ("^ sources", "Sources", ["Sources"]),
        ("^ sources", "Our sources", []),
        ("^ sources", "“Sources", ["Sources"]),
        ("sources $", "Our sources", ["sources"]),
        ("sources $", "Sources say so", []),
        ("^ sources $", "Sources:", ["Sources"]),
        # punctuation is a word of its own
        ("ready ?", "Are you ready?", ["ready?"]),
    ],
)
def test_each_construct_matches_what_it_is_said_to(pattern: str, text: str, found: list[str] | None) -> None:
    expected = found if found is not None else [part.strip() for part in text.split(",")]
    assert hits(pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("", "an empty pattern"),
        ("  ", "an empty pattern"),
        ("<herb> helps", "<herb>"),
        ("helps <herb>", "<herb>"),
        ("* helps", "begins with any word"),
        ("... helps", "begins with any word"),
        ("safe|* drug", "begins with any word"),
        ("a**", "'a**'"),
        ("it he*ls", "'he*ls'"),
        ("it *ls", "'*ls'"),
        ("it safe|", "''"),
        ("|safe", "''"),
        ("it helps|[cures", "'[cures'"),
        ("helps]|cures it", "'helps]'"),
    ],
)
def test_a_pattern_that_cannot_be_read_is_named(pattern: str, said: str) -> None:
    with pytest.raises(PatternError) as problem:
        # The words behind the first are read when a text first needs them.
        list(Lexicon([(pattern, 0)], CLASSES).find("it helps"))
    assert said in str(problem.value)


def test_a_class_that_cannot_be_read_is_named() -> None:
    with pytest.raises(PatternError, match=r"<drug>.*two words"):
        Lexicon([("<drug>", 0)], {"drug": ["two words"]})


# --- choosing among matches --------------------------------------------------------------------------------------


def test_the_longest_match_at_a_place_wins_in_whatever_order_the_patterns_stand() -> None:
    patterns = [("clinically proven", "short"), ("clinically proven to work", "long"), ("clinically", "least")]
    for order in (patterns, patterns[::-1]):
        found = list(Lexicon(order).find("It is clinically proven to work, clinically proven."))
        assert [hit.value for hit in found] == ["long", "short"]


def test_matches_do_not_overlap_and_stand_in_order() -> None:
    lexicon = Lexicon([("safe and natural", "one"), ("natural and mild", "two")])
    text = "safe and natural and mild, then natural and mild"
    assert [(text[hit.start : hit.end], hit.value) for hit in lexicon.find(text)] == [
        ("safe and natural", "one"),
        ("natural and mild", "two"),
    ]


def test_each_value_has_matches_of_its_own_when_asked_for_one_by_one() -> None:
    lexicon = Lexicon([("safe and natural", "one"), ("natural and mild", "two"), ("natural", "two")])
    found = lexicon.find_each("safe and natural and mild")
    assert {value: [(hit.start, hit.end) for hit in hits] for value, hits in found.items()} == {
        "one": [(0, 16)],
        "two": [(9, 25)],
    }


def test_a_hit_tells_its_tokens_too() -> None:
    text = "This miracle cure works."
    hit = Lexicon([("miracle cure", "hype")]).first(text)
    assert hit is not None
    assert [token.word for token in tokens(text)[hit.first : hit.last]] == ["miracle", "cure"]


def test_containment_asks_for_any_match() -> None:
    lexicon = Lexicon([("miracle cure", 0)])
    assert "a miracle cure" in lexicon
    assert "a cure" not in lexicon
    assert 5 not in lexicon


# --- tokens ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It’s 1,000 mg (2.5 g)!", ["it's", "1,000", "mg", "(", "2.5", "g", ")", "!"]),
        ("long-term follow‑up", ["long", "term", "follow", "up"]),
        ("B12 and 3D", ["b12", "and", "3d"]),
        ("naïve Ärztin", ["naïve", "ärztin"]),
        ("in 2019.", ["in", "2019", "."]),
        ("50%", ["50", "%"]),
        ("", []),
    ],
)
def test_tokens_are_words_numbers_and_single_marks(text: str, words: list[str]) -> None:
    assert [token.word for token in tokens(text)] == words


@given(st.text(max_size=60))
def test_tokens_point_into_the_text_in_order(text: str) -> None:
    reached = 0
    for token in tokens(text):
        assert reached <= token.start < token.end <= len(text)
        assert text[token.start : token.end].lower().replace("’", "'") == token.word
        reached = token.end


# --- any text, any pattern ---------------------------------------------------------------------------------------


@given(
    st.lists(st.sampled_from("a b* a|b [a] [b|c] <drug> ... # * ^ $ c_d . aspirin".split()), min_size=1, max_size=5),
    st.lists(st.sampled_from(["a", "bb", "c d", "7", ".", "(", "aspirin", "A-b", "’"]), max_size=8),
)
def test_any_pattern_either_matches_in_order_or_is_refused(pattern: list[str], words: list[str]) -> None:
    text = " ".join(words)
    try:
        found = list(Lexicon([(" ".join(pattern), 0)], CLASSES).find(text))
    except PatternError:
        assert {"*", "..."} & set(pattern)
        return
    ends = [0, *(hit.end for hit in found)]
    assert all(end <= hit.start < hit.end for end, hit in zip(ends, found, strict=False))


@given(st.text(max_size=200))
def test_no_text_is_too_much_for_the_lists_that_ship(text: str) -> None:
    for hit in word_list(PACKAGE / "ingest" / "chrome.toml").find(text):
        assert text[hit.start : hit.end].strip()


# --- data files --------------------------------------------------------------------------------------------------


def test_the_lists_of_a_file_stand_for_their_names(tmp_path: Path) -> None:
    path = tmp_path / "lists.toml"
    path.write_text(
        'hype = """\n; a remark\nmiracle <thing>\n"""\nsales = "buy now"\n[classes]\nthing = "cure pill*"\n'
    )
    text = "Buy now: the miracle pills."
    assert [hit.value for hit in word_list(path).find(text)] == ["sales", "hype"]
    assert [hit.value for hit in word_list(path, "hype").find(text)] == ["hype"]


# --- what ships --------------------------------------------------------------------------------------------------


def _lists(data: Any) -> Iterator[str]:
    """The blocks of patterns of a data file, however deep."""
    for key, value in data.items():
        if isinstance(value, str) and (value.count("\n") or key in ("patterns", "unless")):
            yield value
        elif isinstance(value, dict) and key != "classes":
            yield from _lists(value)
        elif isinstance(value, list):
            for one in value:
                yield from _lists(one) if isinstance(one, dict) else ()


def _samples(pattern: str, classes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Texts that a pattern must match: its first choices, its second choices and so on, a class as its first word."""
    parts = [part.strip("[]") or part for part in re.sub(r"^\^ | \$$|\[?\.\.\.\]?", "", pattern).split()]
    choices = [part.split("|") for part in parts]
    for k in range(max(map(len, choices), default=0)):
        words = [some[min(k, len(some) - 1)] for some in choices]
        words = [classes[word[1:-1]][0] if word[:1] == "<" and word[-1:] == ">" else word for word in words]
        said = ["thing" if word == "*" else word.replace("*", "").replace("#", "7").replace("_", " ") for word in words]
        yield " ".join(said)


@pytest.mark.parametrize(
    "path",
    [p for p in sorted(PACKAGE.rglob("*.toml")) if p.name not in ("classes.toml", "languages.toml")],
    ids=lambda path: path.name,
)
def test_every_choice_of_every_pattern_that_ships_can_match(path: Path) -> None:
    data = load(path)
    declared = load(PACKAGE / "rules" / "classes.toml") if path.parent.name == "declared" else data.get("classes", {})
    classes = classes_in(declared)
    dead = [
        (pattern, text)
        for block in _lists(data)
        for pattern in patterns_in(block)
        for text in _samples(pattern, classes)
        if not list(Lexicon([(pattern, 0)], classes).find(text))
    ]
    assert dead == []
