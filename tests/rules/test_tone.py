"""The model that tells how a sentence reads: its table, the words that it points at, and where it says nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from citecheck.assess.linear import logistic, row_of
from citecheck.config import Config
from citecheck.ingest import read_bytes
from citecheck.lexicon import tokens
from citecheck.pipeline import Auditor
from citecheck.rules import tone
from citecheck.rules.phrases import finder
from citecheck.rules.tone import FILE, Model, features
from citecheck.trained import ModelError

ROWS = 1 << 12


def model(**weights: int) -> Model:
    """One in which these words weigh something and nothing else does."""
    table = bytearray(128 for _ in range(ROWS))
    for word, weight in weights.items():
        table[row_of(word, ROWS)] += weight
    return Model(bytes(table), 1.0, 0.0)


@pytest.fixture
def another_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("CITECHECK_MODEL_DIR", str(tmp_path))
    monkeypatch.setattr(tone, "model", tone.model.__wrapped__)
    return tmp_path


def test_weights_add_up_over_the_root_of_the_features() -> None:
    words = tokens("Bliss in a jar")
    reading = model(bliss=8).read(words)
    assert reading
    assert reading.probability == pytest.approx(logistic(8 / len(list(features([t.word for t in words]))) ** 0.5))


def test_numbers_are_one_word_and_long_words_stand_for_their_forms() -> None:
    assert list(features(["12"])) == list(features(["40"]))
    assert set(features(["radiant"])) & set(features(["radiance"])) == {"radia*"}


def test_the_words_pointed_at_are_those_that_weigh_most_without_the_stop() -> None:
    text = "The jar holds bliss and joy."
    words = tokens(text)
    reading = model(bliss=9, joy=9).read(words)
    assert reading
    assert text[words[reading.first].start : words[reading.last - 1].end] == "bliss and joy"


def test_words_that_weigh_nothing_point_nowhere() -> None:
    reading = model().read(tokens("The jar holds cream."))
    assert reading
    assert (reading.first, reading.last) == (0, 0)


def test_a_sentence_that_sells_less_than_asked_is_not_read_further() -> None:
    assert model(bliss=8).read(tokens("Bliss in a jar"), least=0.999) is None


def test_a_sentence_that_a_list_knows_is_not_asked_of_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tone, "model", lambda: pytest.fail("asked"))
    assert [p.rule.id for p in finder(Config()).find("This miracle cure works overnight.")]


@pytest.mark.parametrize("asked", [False, True])
def test_an_article_is_told_how_it_reads_only_where_the_house_asks(asked: bool) -> None:
    text = "Tea for the evening\n\nOur tonic is sunshine for tired souls. The jar holds 40 grams of leaves.\n"
    config = Config(network="off", genre="commercial", levels={"advertising-tone": "note"} if asked else {})
    report = Auditor(config).audit_document(read_bytes(text.encode(), "tea.txt", ".txt"))
    assert any(f.rule_id == "PRO016" and f.level == "note" for f in report.findings) == asked


def test_a_model_that_is_not_there_is_named(another_folder: Path) -> None:
    with pytest.raises(ModelError, match=FILE):
        tone.model()


@pytest.mark.parametrize(
    "content", [b"", b"no json\n", b"[]\n", json.dumps({"rows": 4, "scale": 1, "bias": 0}).encode() + b"\nabc"]
)
def test_a_file_of_something_else_is_refused(another_folder: Path, content: bytes) -> None:
    (another_folder / FILE).write_bytes(content)
    with pytest.raises(ModelError, match="cannot be read"):
        tone.model()
