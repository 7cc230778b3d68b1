"""No change that makes an article worse pays, and none that makes it better costs; the benchmark makes thousands."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from incentives import Change, measure, violates  # noqa: E402

ARTICLES = [
    *(
        ROOT / "fixtures" / "articles" / name
        for name in ("magnesium-sleep.md", "psilocybin-news.txt", "migraine-botox-clinic.txt", "nad-infusions.txt")
    ),
    *(ROOT / "fixtures" / "graded" / name for name in ("heat-wraps-leaflet.txt", "cryo-studio.txt")),
]
WORKS = [*sorted((ROOT / "fixtures" / "works").glob("*.jsonl")), ROOT / "fixtures" / "graded" / "works.jsonl"]


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_the_grade_never_pays_for_the_worse(article: Path) -> None:
    made = list(measure(article, WORKS, seed=3, most=10))
    assert len(made) == 10
    assert [f"{change.kind}: {values}: {change.what}" for change, violated, values in made if violated] == []


@pytest.mark.shared
@pytest.mark.parametrize("number", range(5))
def test_the_grade_of_the_seeds_never_pays_for_the_worse(number: int, shared: Path) -> None:
    article = next((shared / "seeds").glob(f"{number:03d}_*"))
    made = list(measure(article, [shared / "gold" / "seeds" / "works.jsonl"], seed=3, most=10))
    assert [f"{change.kind}: {values}: {change.what}" for change, violated, values in made if violated] == []


def test_a_step_the_wrong_way_is_seen() -> None:
    for direction, up, down in (("not lower", False, True), ("not higher", True, False), ("the same", True, True)):
        change = Change("kind", direction, "text", "what")  # type: ignore[arg-type]
        assert violates(change, 50.0, 51.0) is up
        assert violates(change, 50.0, 49.0) is down
        assert not violates(change, 50.0, None)
