"""Trees walked at once give what walking down each of them gives."""

from __future__ import annotations

import random
from typing import Any

import pytest

from citecheck.resolve.trees import Boosted

Nodes = dict[str, list[float]]


def grown(chance: random.Random, leaves: int) -> Nodes:
    """A tree of random shape over four features, as training writes one."""
    nodes: Nodes = {"feature": [-1], "threshold": [0.0], "left": [0], "right": [0], "value": [chance.random()]}
    ends = [0]
    while len(ends) < leaves:
        at = ends.pop(chance.randrange(len(ends)))
        nodes["feature"][at], nodes["threshold"][at] = chance.randrange(4), chance.choice((-0.5, 0.0, 0.5, 0.9))
        for side in ("left", "right"):
            nodes[side][at] = len(nodes["feature"])
            ends.append(len(nodes["feature"]))
            for column, entry in zip(nodes, (-1, 0.0, 0, 0, chance.random()), strict=True):
                nodes[column].append(entry)
    return nodes


def walked(nodes: Nodes, x: list[float]) -> float:
    at = 0
    while nodes["feature"][at] >= 0:
        beyond = x[int(nodes["feature"][at])] > nodes["threshold"][at]
        at = int(nodes["right" if beyond else "left"][at])
    return nodes["value"][at]


def written(*trees: Nodes) -> dict[str, Any]:
    return {"base": 0.25, "trees": list(trees)}


@pytest.mark.parametrize("seed", range(20))
def test_trees_walked_at_once_give_what_walking_down_each_gives(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    trees = [grown(chance, chance.randint(1, 8)) for _ in range(chance.randint(1, 12))]
    boosted = Boosted(written(*trees))
    for _ in range(50):
        x = [chance.choice((-1.0, -0.5, 0.0, 0.2, 0.5, 0.9, 1.0)) for _ in range(4)]
        assert boosted.odds(x) == pytest.approx(0.25 + sum(walked(tree, x) for tree in trees))


def test_trees_with_more_leaves_than_a_byte_has_bits_are_refused() -> None:
    with pytest.raises(ValueError, match="more than 8 leaves"):
        Boosted(written(grown(random.Random(0), 9)))  # noqa: S311


def test_without_trees_the_base_is_left() -> None:
    assert Boosted(written()).odds([1.0]) == 0.25
