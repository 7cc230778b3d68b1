"""How well references are matched to works that training did not see: cross-validation over the shared gold.

Each fold fits the judgement over candidates without its strings and measures it with the evaluation script of the
shared folder, which runs the command as a user would. It takes a minute a fold.

    python benchmarks/matching.py [--folds 5] [--only 0 1] [--plot FILE.svg] [--parser]

`--plot` draws the reliability of the scores: of the answers at a score, how many are right. `--parser` trains the model
that reads the strings without them, too (some minutes more a fold); without it that one has seen a third of them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fields import GOLD, ROOT, read_rows

SHARED = ROOT.parent / "shared"
WORKS = GOLD / "works.jsonl.gz"
TRAINED = ROOT / "src" / "citecheck" / "trained"
BINS = 10
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?10\.\d{4,9}/\S+", re.IGNORECASE)
Row = dict[str, Any]


def fold_of(row: Mapping[str, Any], folds: int) -> int:
    """All strings of one work lie in one fold."""
    return zlib.crc32(str(row["doi"] or row["raw"]).lower().encode()) % folds


def run(command: Sequence[str], model: Path | None = None, given: str | None = None) -> str:
    environment = os.environ | ({"CITECHECK_MODEL_DIR": str(model)} if model else {})
    done = subprocess.run(command, env=environment, input=given, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def run_fold(held: Sequence[Row], *, parser: bool) -> tuple[dict[str, Any], list[tuple[float, bool]]]:
    """The figures of one fold, and of each answer its score and whether it is right."""
    with tempfile.TemporaryDirectory() as folder:
        model, without, gold = Path(folder, "model"), Path(folder, "without.jsonl"), Path(folder, "held.jsonl.gz")
        model.mkdir()
        without.write_text("".join(json.dumps(row) + "\n" for row in held), encoding="utf-8")
        with gzip.open(gold, "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(row) + "\n" for row in held)
        hiding = ["--out", str(model), "--without", str(without)]
        if parser:
            run([sys.executable, str(ROOT / "training" / "train_fields.py"), *hiding])
        else:
            shutil.copy(TRAINED / "fields.crfsuite", model)
        run([sys.executable, str(ROOT / "training" / "train_matches.py"), *hiding], model)
        measure = [sys.executable, str(SHARED / "eval" / "matching.py"), "--gold", str(gold), "--works", str(WORKS)]
        figures: dict[str, Any] = json.loads(run(measure, model).splitlines()[-1])
        return figures, answers(held, model)


def answers(held: Sequence[Row], model: Path) -> list[tuple[float, bool]]:
    """Scores of the best candidate, accepted or not, and whether it is the work."""
    given = "".join(json.dumps({"raw": _DOI.sub("", row["raw"])}) + "\n" for row in held)
    resolve = [sys.executable, "-m", "citecheck", "references", "resolve", "--offline", "--works", str(WORKS)]
    found = []
    for row, line in zip(held, run(resolve, model, given).splitlines(), strict=True):
        resolution = json.loads(line)["resolution"]
        best = resolution.get("doi") or next((c["doi"] for c in resolution.get("candidates") or ()), None)
        if best and resolution.get("score") is not None:
            found.append((float(resolution["score"]), str(best).lower() == str(row["doi"] or "").lower()))
    return found


def pooled(parts: Sequence[Mapping[str, Any]], rows: Sequence[Row]) -> dict[str, Any]:
    """The figures over all folds together."""
    right: dict[str, float] = defaultdict(float)
    predicted: dict[str, int] = defaultdict(int)
    false = 0
    for part in parts:
        for style, cell in {"all": part["on_strings_with_target"], **part["per_style"]}.items():
            right[style] += cell["P"] * cell["predicted"] if cell["predicted"] else 0
            predicted[style] += cell["predicted"]
        false += sum(cell["false_on_null"] for cell in part["per_style"].values())
    targets: dict[str, int] = defaultdict(int)
    for row in rows:
        if row["doi"]:
            targets["all"] += 1
            targets[row["style"]] += 1
    null = len(rows) - targets["all"]
    return {
        "P": round(right["all"] / (predicted["all"] + false), 4),
        "R": round(right["all"] / targets["all"], 4),
        "false_matches_per_1000_null": round(1000 * false / null, 2),
        "R_per_style": {style: round(right[style] / count, 3) for style, count in targets.items() if style != "all"},
    }


def reliability(found: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """Of each tenth of the scores that has answers: the mean score, the share that is right, and how many there are."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, right in found:
        bins[min(BINS - 1, int(score * BINS))].append((score, right))
    return [
        (sum(s for s, _ in held) / len(held), sum(r for _, r in held) / len(held), len(held))
        for _, held in sorted(bins.items())
    ]


def plot(points: Sequence[tuple[float, float, int]]) -> str:
    """A drawing of the reliability: on the diagonal the scores are what they say."""
    side = 320
    dots = "".join(
        f'<circle cx="{20 + side * score:.0f}" cy="{20 + side * (1 - right):.0f}" r="4">'
        f"<title>{count} answers at {score:.2f}: {right:.2f} right</title></circle>"
        for score, right, count in points
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side + 40}" height="{side + 40}" role="img">'
        f'<rect x="20" y="20" width="{side}" height="{side}" fill="none" stroke="gray"/>'
        f'<line x1="20" y1="{20 + side}" x2="{20 + side}" y2="20" stroke="gray"/>{dots}</svg>\n'
    )


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--folds", type=int, default=5)
    cli.add_argument("--only", type=int, nargs="*", help="run these folds alone")
    cli.add_argument("--plot", type=Path)
    cli.add_argument("--parser", action="store_true")
    options = cli.parse_args()
    rows = read_rows("matching_synthetic")
    folds = options.only if options.only is not None else range(options.folds)
    held = {fold: [row for row in rows if fold_of(row, options.folds) == fold] for fold in folds}
    results = [run_fold(found, parser=options.parser) for found in held.values()]
    print(json.dumps(pooled([figures for figures, _ in results], [row for found in held.values() for row in found])))
    points = reliability([answer for _, found in results for answer in found])
    for score, right, count in points:
        print(f"score {score:.3f}: {right:.3f} right of {count}")
    if options.plot:
        options.plot.write_text(plot(points), encoding="utf-8")


if __name__ == "__main__":
    main()
