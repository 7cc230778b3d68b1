"""How well reference strings are read that training did not see: cross-validation over the shared gold.

Each fold trains a model without its strings, and without any string that cites a work of theirs, and measures it with
the evaluation script of the shared folder, which runs the command as a user would. It takes some minutes a fold.

    python benchmarks/fields.py [--folds 4] [--only 0 1] [--by string|article] [--show 20]
    python benchmarks/fields.py --hostile      how long odd strings take, and twice as long ones

`--by article` keeps the references of one article in one fold: stricter, since an article repeats its own habits.
The speed and the size of the shipped model, over all of `fields_jats`, stand in the last line.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from citecheck.parse.fields import parse_reference

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold" / "references"
EVALUATE = ROOT.parent / "shared" / "eval" / "fields.py"
MODEL = ROOT / "src" / "citecheck" / "trained" / "fields.crfsuite"
SETS: Mapping[str, tuple[str, list[str]]] = {
    "fields_jats": ("fields_jats", []),
    "fields_mixed, grobid, biomedical": ("fields_mixed", ["--source", "grobid", "--biomed"]),
    "fields_mixed, grobid": ("fields_mixed", ["--source", "grobid"]),
}
Figures = dict[str, Any]
SCRIPTS = "Абв אבג ابت 漢字仮名 한국어 αβγ अआइ กขค აბგ \U0001f600"
HOSTILE = (
    "1", "a", "A. ", "A B, ", "Smith, J., ", "van ", "& ", "(", "[", "\"x", "\x01", " ", "ab-", "a.b.", "a@", "a/",
    "0.", "1-", "www.", "10.1234/", "doi:10.1", "ISBN 1-", "accessed ", "1;1(1):", "and ",
    SCRIPTS, SCRIPTS.replace(" ", ""),
)  # fmt: skip


def read_rows(name: str) -> list[dict[str, Any]]:
    with gzip.open(GOLD / f"{name}.dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def fold_of(row: Mapping[str, Any], folds: int, by: str) -> int:
    key = row["source"] if by == "article" and row["source"].startswith("JATS") else row["raw"]
    return zlib.crc32(key.encode()) % folds


def evaluate(gold: Path, options: Iterable[str], model: Path | None = None) -> Figures:
    environment = os.environ | ({"CITECHECK_MODEL_DIR": str(model)} if model else {})
    command = [sys.executable, str(EVALUATE), "--gold", str(gold), *options]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    *shown, figures = done.stdout.splitlines()
    for line in shown:
        print(line)
    result: Figures = json.loads(figures)
    return result


def run_fold(fold: int, rows: Mapping[str, list[dict[str, Any]]], options: argparse.Namespace) -> dict[str, Figures]:
    """The figures of one fold, by set."""
    held = {name: [r for r in found if fold_of(r, options.folds, options.by) == fold] for name, found in rows.items()}
    with tempfile.TemporaryDirectory() as folder:
        model, without = Path(folder, "model"), Path(folder, "without.jsonl")
        without.write_text(
            "".join(json.dumps(row) + "\n" for found in held.values() for row in found), encoding="utf-8"
        )
        train = [
            sys.executable,
            str(ROOT / "training" / "train_fields.py"),
            "--out",
            str(model),
            "--without",
            str(without),
        ]
        subprocess.run(train, check=True, stdout=subprocess.DEVNULL)
        for name, found in held.items():
            with gzip.open(Path(folder, f"{name}.jsonl.gz"), "wt", encoding="utf-8") as out:
                out.writelines(json.dumps(row) + "\n" for row in found)
        show = ["--show", str(options.show)]
        return {
            name: evaluate(Path(folder, f"{data}.jsonl.gz"), [*chosen, *show], model)
            for name, (data, chosen) in SETS.items()
        }


def pooled(parts: Iterable[Figures]) -> Figures:
    """The figures over all folds together."""
    sums: dict[str, float] = defaultdict(float)
    for part in parts:
        micro = part["micro"]
        sums["hits"] += micro["P"] * micro["predicted"]
        sums["predicted"] += micro["predicted"]
        sums["gold"] += micro["gold"]
        sums["right"] += part["all_fields_right"] * part["n"]
        sums["n"] += part["n"]
        for field, f1 in part["per_field"].items():
            sums[field] += f1 * part["n"]
    fields = [key for key in sums if key not in ("hits", "predicted", "gold", "right", "n")]
    return {
        "micro_F1": round(2 * sums["hits"] / (sums["predicted"] + sums["gold"]), 4),
        "all_fields_right": round(sums["right"] / sums["n"], 4),
        **{field: round(sums[field] / sums["n"], 4) for field in fields},
        "n": int(sums["n"]),
    }


def hostile() -> None:
    """Seconds for 2,500 characters of odd strings, for 5,000, the most that is read, and for 1 MB."""
    for unit in HOSTILE:
        took = []
        for length in (2_500, 5_000, 1_000_000):
            text = (unit * (length // len(unit) + 1))[:length]
            began = time.perf_counter()
            parse_reference(text)
            took.append(time.perf_counter() - began)
        print(f"{unit[:12]!r:16} {took[0]:.3f} s, {took[1]:.3f} s, {took[2]:.3f} s for 1 MB")


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--folds", type=int, default=4)
    cli.add_argument("--only", type=int, nargs="*", help="run these folds alone")
    cli.add_argument("--by", choices=("string", "article"), default="string")
    cli.add_argument("--show", type=int, default=0, help="print this many wrong references a fold and set")
    cli.add_argument("--hostile", action="store_true")
    options = cli.parse_args()
    if options.hostile:
        hostile()
        return
    rows = {name: read_rows(name) for name in ("fields_jats", "fields_mixed")}
    folds = options.only if options.only is not None else range(options.folds)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        results = list(threads.map(lambda fold: run_fold(fold, rows, options), folds))
    for name in SETS if results else ():
        print(f"{name}: {json.dumps(pooled(result[name] for result in results))}")
    shipped = evaluate(GOLD / "fields_jats.dev.jsonl.gz", [])
    print(f"shipped model: {shipped['references_per_second']} references a second, {MODEL.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
