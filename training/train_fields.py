"""Trains the model that reads reference strings: src/citecheck/trained/fields.crfsuite.

    python training/train_fields.py [--gold ../shared/gold/references] [--out FOLDER] [--without ROWS.jsonl]

It learns from the shared gold (anystyle's and GROBID's annotations, tagged JATS references, strings rendered from
Crossref's records, and biblio-glutton's strings of which the main fields are known) and from the references of
training/references, which were written for the project, and once more in the rarer forms of forms.toml. The same data
give the same file again.

`--without` names rows that must not be seen, so that a fold can be measured on them: left out is every string that is
one of them or cites a work of one.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pycrfsuite

sys.path.insert(0, str(Path(__file__).resolve().parent))

from alignment import first
from citecheck.parse.fields.features import features
from citecheck.parse.fields.strings import prepare
from citecheck.parse.fields.tokens import Label, tokenize
from examples import Example, corrected, of_gold, own, own_restyled, read_rows, rendered, title_key

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold" / "references"
OUT = ROOT / "src" / "citecheck" / "trained"
# Found by cross-validation over the gold: L1 keeps the file small, L2 keeps single features from deciding.
SETTINGS = {"c1": 0.09, "c2": 0.15, "max_iterations": 100, "feature.possible_transitions": False}
SKETCH = {**SETTINGS, "max_iterations": 30}
"""For the model that only labels what is put right afterwards."""
LEFT_OUT = ("bad.xml", "ugly.xml")
"""Of anystyle's files those that it calls so itself: their labels teach more errors than they cure."""
ROUNDS_OF_GOLD = {"fields_jats": 3, "fields_mixed": 1}
"""The reference lists of articles on medicine count three times: the others' are of all sciences."""
ROUNDS_OF_OWN = 2
"""Our own references are few beside the gold, and the only ones of many kinds."""
EVERY_RENDERED = 3
"""One in so many of the rendered strings is taken: they vary little."""
CORRECTED = 2000
"""Strings of biblio-glutton that are taken; they are much alike."""


def train(examples: Iterable[Example], path: Path, settings: Mapping[str, float] = SETTINGS) -> None:
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for example in examples:
        if example.tokens.words:
            trainer.append(features(example.tokens), example.labels)
    trainer.set_params(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    trainer.train(str(path))


def tagged(rows: Iterable[dict[str, Any]], model: Path, seen: set[str]) -> list[Example]:
    """Strings of which the main fields are known, labelled by a model and put right."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    found: list[Example] = []
    for row in rows:
        if "meta" not in row or title_key(row["meta"].get("atitle")) in seen:
            continue
        text = prepare(row["raw"]).text
        tokens = tokenize(text)
        labels: list[Label] = tagger.tag(features(tokens)) if tokens.words else []
        example = corrected(row, labels, tokens, text)
        if example:
            found.append(example)
        if len(found) == CORRECTED:
            break
    return found


def gather(gold: Path, without: Sequence[dict[str, Any]]) -> tuple[list[Example], set[str]]:
    """All examples whose labels are known, and the keys of the works that must not be seen."""
    hidden = {_bare(row["raw"]) for row in without}
    seen = {title_key(first(row["fields"].get("title"))) for row in without} - {""}
    examples: list[Example] = []
    for name, rounds in ROUNDS_OF_GOLD.items():
        for row in read_rows(gold / f"{name}.dev.jsonl.gz"):
            wanted = not row["source"].endswith(LEFT_OUT) and _bare(row["raw"]) not in hidden
            if wanted and (example := of_gold(row)):
                examples += [example] * rounds
    works = {str(work["DOI"]).lower(): work for work in read_rows(gold / "works.jsonl.gz")}
    examples += list(rendered(read_rows(gold / "matching_synthetic.dev.jsonl.gz"), works, seen))[::EVERY_RENDERED]
    examples += list(own()) * ROUNDS_OF_OWN
    examples += own_restyled()
    return examples, seen


def _bare(raw: str) -> str:
    return re.sub(r"\W", "", raw.lower())


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--gold", type=Path, default=GOLD)
    cli.add_argument("--out", type=Path, default=OUT)
    cli.add_argument("--without", type=Path, help="JSON Lines of gold rows that must not be seen")
    options = cli.parse_args()
    without = (
        [json.loads(line) for line in options.without.read_text(encoding="utf-8").splitlines()]
        if options.without
        else []
    )
    path = options.out / "fields.crfsuite"
    examples, seen = gather(options.gold, without)
    train(examples, path, SKETCH)
    more = tagged(read_rows(options.gold / "matching_real.dev.jsonl.gz"), path, seen)
    train([*examples, *more], path)
    print(f"{path}: {len(examples)} labelled strings and {len(more)} put right, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
