"""How well sentences are judged: their strength, their need of a source, and what is a claim, with the speed.

Each set is measured with the evaluation script of the shared folder, which runs the command as a user would. The
models have seen the press releases and the posts, so for these two each fold is measured with models fitted without
it: by article and by row. That takes most of a minute a fold; `--quick` leaves it out.

    python benchmarks/claims.py [--folds 5] [--quick]
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "training"))

from train_claims import GOLD, ROOT, read

EVALUATION = GOLD.parent / "eval"
TRAINED = ROOT / "src" / "citecheck" / "trained"
COMMAND = [sys.executable, "-m", "citecheck"]
PRESS, POSTS = GOLD / "promotion" / "dev.jsonl.gz", GOLD / "claims" / "scitweets.dev.jsonl.gz"
UNSEEN = (
    ("strength", GOLD / "claims" / "causal_pubmed.dev.jsonl.gz"),
    ("strength", GOLD / "claims" / "causal_press.dev.jsonl.gz"),
    ("citation", GOLD / "claims" / "citeworthy_med_discussion.dev.jsonl.gz"),
)
Row = dict[str, Any]


def evaluated(task: str, gold: Path) -> dict[str, Any]:
    """The figures of the evaluation script with the shipped models."""
    script = [sys.executable, str(EVALUATION / "sentences.py"), "--task", task, "--gold", str(gold)]
    environment = os.environ | {"CITECHECK": shlex.join(COMMAND)}
    done = subprocess.run(script, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def judged(rows: Sequence[Row], models: Path) -> list[dict[str, Any]]:
    """The claim of each row by the models of a folder."""
    given = "".join(json.dumps({"text": row["text"]}) + "\n" for row in rows)
    environment = os.environ | {"CITECHECK_MODEL_DIR": str(models)}
    filter_ = [*COMMAND, "sentences", "-"]
    done = subprocess.run(filter_, env=environment, input=given, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line)["claim"] for line in done.stdout.splitlines()]


def held_out(sets: Sequence[tuple[list[Row], Callable[[Row], str]]], folds: int) -> list[list[dict[str, Any]]]:
    """Of each set the claims of all rows, each by models that saw nothing of its fold."""
    found: list[dict[str, dict[str, Any]]] = [{} for _ in sets]
    for fold in range(folds):
        parts = [[row for row in rows if zlib.crc32(group(row).encode()) % folds == fold] for rows, group in sets]
        with tempfile.TemporaryDirectory() as folder:
            without, models = Path(folder, "without.jsonl"), Path(folder, "models")
            models.mkdir()
            without.write_text("".join(json.dumps(row) + "\n" for part in parts for row in part), encoding="utf-8")
            training = [sys.executable, str(ROOT / "training" / "train_claims.py")]
            subprocess.run(
                [*training, "--out", str(models), "--without", str(without)], stdout=subprocess.DEVNULL, check=True
            )
            for other in TRAINED.iterdir():
                if other.suffix in {".bin", ".crfsuite", ".json"} and not (models / other.name).exists():
                    shutil.copy(other, models)
            for part, its in zip(parts, found, strict=True):
                its.update(zip((row["id"] for row in part), judged(part, models), strict=True))
    return [[its[row["id"]] for row in rows] for (rows, _), its in zip(sets, found, strict=True)]


def folded(folds: int) -> Iterable[tuple[str, dict[str, Any]]]:
    """The figures for what the shipped models have seen, on folds that the measuring ones have not."""
    sys.path.insert(0, str(EVALUATION))
    from common import auc, average_precision, prf, spearman

    press = [row for row in read(PRESS) if not row["in_boilerplate"] and not row["dup_of"]]
    posts = read(POSTS)
    of_press, of_posts = held_out([(press, lambda row: row["article"]), (posts, lambda row: row["id"])], folds)
    worth = [float(claim["check_worthiness"]) for claim in of_press]
    wanted = [int(row["check_worthy"] >= 2) for row in press]
    yield (
        "worth, promotion/dev, unseen articles",
        {
            "AP": average_precision(wanted, worth),
            "spearman": spearman([float(row["check_worthy"]) for row in press], worth),
        },
    )
    gold = [int(row["label_name"] == "sci_claim") for row in posts]
    got = [int(claim["is_claim"]) for claim in of_posts]
    worth = [float(claim["check_worthiness"]) for claim in of_posts]
    yield (
        "citation, scitweets.dev, unseen rows",
        {
            "is_claim": prf(sum(g and p for g, p in zip(gold, got, strict=True)), sum(got), sum(gold)),
            "AP": average_precision(gold, worth),
            "AUC": auc(gold, worth),
        },
    )


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--folds", type=int, default=5)
    cli.add_argument("--quick", action="store_true", help="only what the models have not seen")
    options = cli.parse_args()
    for task, gold in UNSEEN:
        print(f"{task}, {gold.name.removesuffix('.jsonl.gz')}: {json.dumps(evaluated(task, gold))}", flush=True)
    for name, figures in () if options.quick else folded(options.folds):
        print(f"{name}: {json.dumps(figures)}", flush=True)


if __name__ == "__main__":
    main()
