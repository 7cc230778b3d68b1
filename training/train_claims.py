"""Fits what a sentence says and whether it needs a source: src/citecheck/trained/claims.bin.

    python training/train_claims.py [--gold ../shared/gold] [--out FOLDER] [--without ROWS.jsonl]

It learns from sentences written for the project (sentences/*.jsonl) and from gold whose licence is free: press
releases (texts CC0, labels ours), sentences of biomedical papers and spoken claims (MIT; how strongly they put things
is our label, labels.jsonl) and SciTweets (CC BY). The same data give the same file again.

Three registers are kept apart, since they ask for sources for different things: a paper needs none for its own
results, an article for readers needs one for them, and a post seldom says anything that has one. How a sentence reads
decides how much each of the three counts.

`--without` names rows that must not be seen, by their text, so that a fold can be measured on them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.linear_model import LogisticRegression

from citecheck.assess.claims import seen
from citecheck.assess.linear import FILE, OUTPUTS, row_of

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold"
SENTENCES = ROOT / "training" / "sentences"
OWN_POSTS = "posts"
"""Posts of our own, which teach what sells (train_promotion.py); what science could settle, real ones teach better."""
LABELS = ROOT / "training" / "labels.jsonl"
"""The strength of sentences of others: their row, the field that holds them if it is not `text`, and where in it."""
FREE = {
    "citeworthy_biomed_context": "paper",
    "citation_accuracy": "paper",
    "fullfact_health_claims": "prose",
}
"""The sets that these sentences are of, each with how it reads."""
OUT = ROOT / "src" / "citecheck" / "trained"
ROWS = 1 << 18
OFTEN = 2
"""Sentences in which a feature must be found to weigh anything."""
REGISTERS = ("paper", "prose", "post")
STRENGTHS = ("none", "correlational", "hedged-causal", "causal")
OF_NUMBER = dict(zip("0123", STRENGTHS, strict=True))
POSTS, PAPERS = {"social", "forum"}, {"abstract", "discussion"}
LATER = 4.0
"""What the sentences of more.jsonl weigh for the strength: they were written for what the others lack."""
LABELLED = 0.25
"""What a sentence of labels.jsonl weighs for the strength: it is of a laboratory more often than of a clinic."""
PENALTY = {
    "strength": 1.0,
    "register": 0.1,
    "worth.paper": 3.0,
    "worth.prose": 6.0,
    "worth.post": 0.3,
    "claim.prose": 6.0,
}
"""The inverse of how strongly weights are held near nothing, by output."""
SCALING = {
    "strength": (0.5, 0.5),
    "register": (0.5, 0.5),
    "worth.paper": (0.5, 0.0),
    "worth.prose": (0.5, 0.5),
    "worth.post": (0.0, 1.0),
    "claim.prose": (0.5, 0.5),
}
"""How much a feature counts by how unevenly the answers share it, and by how rare it is: the powers of both."""
LEAN = 0.1
"""How much the scores of the other outputs count beside the features where posts are judged: posts are few."""
WRITTEN_AS_POST = 1.5
"""How much what only posts show counts: what a post is about, and how it is written, says more than its words."""
FOLDS, DIVISIONS = 5, 10
"""By which the operating point for posts is found: the best one of a single division is a matter of chance."""
WEIGHT = {
    "register": {
        "written prose": 1.0,
        "press": 6.0,
        "posts": 1.0,
        "written post": 1.0,
        "papers": 0.3,
        "labelled": 0.1,
        "written paper": 0.3,
    },
    "worth.paper": {"papers": 1.0},
    "worth.prose": {"press": 1.0, "written prose": 0.3, "written post": 0.3, "written paper": 0.1},
    "worth.post": {"posts": 1.0},
    "claim.prose": {"press": 1.0, "written prose": 0.5, "written post": 0.3},
}
"""What a sentence weighs for an output, by where it comes from; one of another place teaches nothing.

What a paper cites is learnt from papers alone: the project's sentences do not say whose results they tell.
"""
SHIFT = {"register.paper": -0.5, "worth.paper": 1.0}
"""What is added to the score of an output, so that registers compare where a sentence might be of either.

Chosen on folds of press releases, posts and papers that the models had not seen.
"""
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with what is known of it; None is not known, or not to be learnt from."""

    text: str
    origin: str
    """written for the project, press releases, posts, papers, or labelled for their strength alone."""
    register: str
    weight: float = 1.0
    strength: str | None = None
    worth: bool | None = None
    claim: bool | None = None

    @property
    def kind(self) -> str:
        """Where it comes from; of the project's own, also how it reads."""
        return f"written {self.register}" if self.origin == "written" else self.origin


def read(path: Path) -> list[dict[str, Any]]:
    """JSON Lines, plain or packed."""
    text = path.read_bytes()
    return [json.loads(line) for line in (gzip.decompress(text) if path.suffix == ".gz" else text).splitlines()]


def written() -> Iterable[Example]:
    """The project's own sentences. Where the second reader put it or took it otherwise, each weighs a half."""
    for path in sorted(SENTENCES.glob("*.jsonl")):
        for row in read(path) if path.stem != OWN_POSTS else ():
            register = "paper" if row["register"] in PAPERS else "post" if row["register"] in POSTS else "prose"
            readings: list[Row] = [row]
            if "checked" in row and any(row[name] != row["checked"][name] for name in ("strength", "claim")):
                readings.append(row["checked"])
            for reading in readings:
                yield Example(
                    row["text"],
                    "written",
                    register,
                    (LATER if path.stem == "more" else 1.0) / len(readings),
                    reading["strength"],
                    reading["worth"] >= 2,
                    bool(reading["claim"]),
                )


def free_gold(gold: Path) -> Iterable[Example]:
    for row in read(gold / "promotion" / "dev.jsonl.gz"):
        strength = OF_NUMBER[str(row["strength"])]
        yield Example(row["text"], "press", "prose", 1.0, strength, row["check_worthy"] >= 2, bool(row["is_claim"]))
    for row in read(gold / "claims" / "scitweets.dev.jsonl.gz"):
        says = row["label_name"] == "sci_claim"  # something that science could settle
        yield Example(row["text"], "posts", "post", worth=says, claim=says)
    for row in read(gold / "claims" / "citeworthy_biomed_context.dev.jsonl.gz"):
        yield Example(row["text"], "papers", "paper", worth=row["label_name"] == "cited")


def labelled(gold: Path) -> Iterable[Example]:
    """Sentences of others whose strength we labelled; of one that was read twice otherwise each weighs a half."""
    rows = {
        row["id"]: (row, register)
        for name, register in FREE.items()
        for row in read(gold / "claims" / f"{name}.dev.jsonl.gz")
    }
    for label in read(LABELS):
        row, register = rows[label["id"]]
        field = label.get("of", "text")
        text = row["meta"]["doc"] if field == "doc" else row[field]
        text = " ".join(text[label.get("start") : label.get("end")].split())
        readings = sorted({label["strength"], label.get("checked", label["strength"])})
        for strength in readings:
            yield Example(text, "labelled", register, LABELLED / len(readings), strength)


def rows_of(features: Iterable[str]) -> list[int]:
    """The rows of features, in an order that is the same every time."""
    return [row_of(feature, ROWS) for feature in sorted(features)]


def matrix(texts: Sequence[str], *, posts: bool = False) -> csr_matrix:
    """Each sentence as a vector of unit length: the rows of the table that it touches."""
    places = [rows_of(seen(text, post=posts)) for text in texts]
    ends = np.cumsum([0, *map(len, places)], dtype=np.int32)
    columns = np.array([place for its in places for place in its], dtype=np.int32)
    lengths = np.repeat([math.sqrt(len(its)) for its in places], np.diff(ends))
    return csr_matrix((1 / lengths, columns, ends), shape=(len(texts), ROWS))


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights (answers × rows) and biases of one question."""

    weights: NDArray[Any]
    bias: NDArray[Any]

    def scores(self, x: csr_matrix) -> NDArray[Any]:
        scores: NDArray[Any] = x @ self.weights.T + self.bias
        return scores


def multipliers(x: csr_matrix, y: NDArray[Any], weight: NDArray[Any], powers: tuple[float, float]) -> NDArray[Any]:
    """What each feature is multiplied by; what one sentence alone shows counts nothing.

    The log-count ratio of Wang and Manning (2012), and inverse document frequency. The weights of a fitted model take
    them in, so that they cost nothing when sentences are judged.
    """
    found = csr_matrix((np.ones(len(x.data)), x.indices, x.indptr), shape=x.shape)
    times = np.bincount(x.indices, minlength=ROWS)
    uneven = np.zeros(ROWS)
    for answer in np.unique(y):
        inside = found.T @ (weight * (y == answer)) + 1
        outside = found.T @ (weight * (y != answer)) + 1
        uneven = np.maximum(uneven, np.abs(np.log(inside / inside.sum()) - np.log(outside / outside.sum())))
    rare = np.log((1 + len(y)) / (1 + times)) + 1
    return np.where(times >= OFTEN, uneven ** powers[0] * rare ** powers[1], 0.0)


def fit_one(
    x: csr_matrix,
    y: NDArray[Any],
    weight: NDArray[Any],
    output: str,
    answers: Sequence[str] = (),
    others: NDArray[Any] | None = None,
) -> tuple[Fitted, NDArray[Any]]:
    """Weights and biases, of one yes or no or of each answer, and what `others`, columns beside the features, weigh."""
    by = multipliers(x, y, weight, SCALING[output])
    known = np.flatnonzero(by)
    columns = x[:, known] @ diags(by[known])
    if others is not None:
        columns = hstack([columns, csr_matrix(others)])
    solver = "lbfgs" if answers else "liblinear"
    model = LogisticRegression(C=PENALTY[output], solver=solver, max_iter=500, random_state=0)
    fitted = model.fit(columns, y, sample_weight=weight)
    order = [list(fitted.classes_).index(one) for one in answers] or [0]
    weights = np.zeros((len(order), ROWS))
    weights[:, known] = fitted.coef_[order, : len(known)] * by[known]
    return Fitted(weights, fitted.intercept_[order]), fitted.coef_[0, len(known) :]


def evened(y: NDArray[Any], weight: NDArray[Any]) -> NDArray[Any]:
    """Weights by which a rare answer counts for more, though for less than if all answers counted alike."""
    share = {answer: weight[y == answer].sum() / weight.sum() for answer in np.unique(y)}
    return weight / np.sqrt([share[answer] for answer in y])


def fit_posts(texts: Sequence[str], y: NDArray[Any], weight: NDArray[Any], told: Fitted) -> Fitted:
    """The model of posts, which leans on the scores of models that were fitted to more than posts.

    Its bias is set so that even chances are where the posts that claim something are told best from the others.
    """
    x = matrix(texts, posts=True)
    scores = told.scores(x)
    centre, spread = scores.mean(axis=0), scores.std(axis=0)
    others = (scores - centre) / spread * LEAN
    counting = np.ones(ROWS)
    for text in texts:
        counting[rows_of(seen(text, post=True) - seen(text))] = WRITTEN_AS_POST
    x = (x @ diags(counting)).tocsr()
    points = []
    for division in range(DIVISIONS):
        part = np.random.default_rng(division).permutation(len(y)) % FOLDS
        unseen = np.zeros(len(y))
        for fold in range(FOLDS):
            known, hidden = part != fold, part == fold
            its, leaning = fit_one(x[known], y[known], weight[known], "worth.post", others=others[known])
            unseen[hidden] = its.scores(x[hidden])[:, 0] + others[hidden] @ leaning
        points.append(best_point(y, weight, unseen))
    its, leaning = fit_one(x, y, weight, "worth.post", others=others)
    leaning = leaning / spread * LEAN
    bias = its.bias + leaning @ (told.bias - centre) - np.mean(points)
    return Fitted(its.weights * counting + leaning @ told.weights, bias)


def best_point(y: NDArray[Any], weight: NDArray[Any], scores: NDArray[Any]) -> float:
    """The score from which calling everything positive gives the highest F1."""
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum((weight * y)[order])
    f1 = 2 * right / (np.cumsum(weight[order]) + (weight * y).sum())
    best = int(f1.argmax())
    return float(scores[order][best : best + 2].mean())


def fit(examples: Sequence[Example]) -> Fitted:
    """Weights (outputs × rows) and biases, in the order of OUTPUTS."""
    x = matrix([example.text for example in examples])
    told = np.array([n for n, e in enumerate(examples) if e.strength])
    strengths = np.array([examples[n].strength for n in told])
    weight = evened(strengths, np.array([examples[n].weight for n in told]))
    found = {"strength": fit_one(x[told], strengths, weight, "strength", STRENGTHS)[0]}
    registers = np.array([example.register for example in examples])
    weight = np.array([WEIGHT["register"][example.kind] for example in examples])
    found["register"] = fit_one(x, registers, weight, "register", REGISTERS)[0]
    for output in ("worth.paper", "worth.prose", "claim.prose", "worth.post"):
        question = output.partition(".")[0]
        chosen = np.array([n for n, example in enumerate(examples) if teaches(example, output)])
        labels = np.array([int(getattr(examples[n], question)) for n in chosen])
        weight = np.array([WEIGHT[output][examples[n].kind] for n in chosen])
        if output == "worth.post":
            others = stacked([found[one] for one in ("strength", "worth.prose", "claim.prose")])
            found[output] = fit_posts([examples[n].text for n in chosen], labels, weight, others)
        else:
            found[output] = fit_one(x[chosen], labels, weight, output)[0]
    whole = stacked([found[one] for one in ("strength", "register", *OUTPUTS) if one in found])
    return Fitted(whole.weights, whole.bias + [SHIFT.get(output, 0.0) for output in OUTPUTS])


def stacked(parts: Sequence[Fitted]) -> Fitted:
    """Several models as one, the answers of each after those of the one before."""
    return Fitted(np.vstack([one.weights for one in parts]), np.concatenate([one.bias for one in parts]))


def teaches(example: Example, output: str) -> bool:
    """Whether a sentence teaches one of the models."""
    return getattr(example, output.partition(".")[0]) is not None and example.kind in WEIGHT[output]


def as_bytes(weights: NDArray[Any], bias: NDArray[Any]) -> bytes:
    """The file: a line that says how to read it, then the table, row after row."""
    scale = np.abs(weights).max(axis=1) / 127
    table = (np.rint(weights / scale[:, None]) + 128).astype(np.uint8).T
    head = {
        "outputs": OUTPUTS,
        "rows": ROWS,
        "scale": [float(f"{s:.6g}") for s in scale],
        "bias": [float(f"{b:.6g}") for b in bias],
    }
    return b"\n".join((json.dumps(head).encode(), table.tobytes()))


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--gold", type=Path, default=GOLD)
    cli.add_argument("--out", type=Path, default=OUT)
    cli.add_argument("--without", type=Path, help="JSON Lines of gold rows that must not be seen")
    options = cli.parse_args()
    hidden = {row["text"] for row in read(options.without)} if options.without else set()
    examples = [e for e in (*written(), *free_gold(options.gold), *labelled(options.gold)) if e.text not in hidden]
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / FILE
    fitted = fit(examples)
    path.write_bytes(as_bytes(fitted.weights, fitted.bias))
    print(f"{path}: {len(examples)} sentences, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
