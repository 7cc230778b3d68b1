"""Sets citecheck beside other checkers of wording on the same labelled sentences, in one run.

proselint, write-good and alex know nothing of health; each flags a sentence where it says anything of it. All get the
same file of sentences, one a line. The seconds are of whole processes, start-up included.

    python benchmarks/promotion_peers.py [--node DIR] [--write]

proselint has to be installed beside citecheck (`pip install proselint`), the other two in a folder of node's
(`npm install write-good alex`), which --node names. What is missing is left out, and the output says so.
`--write` puts the table into promotion_peers.md.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from promotion_rules import ROOT, labelled

TABLE = Path(__file__).with_suffix(".md")
_PROSELINT = """
import json, sys
from proselint.checks import __register__
from proselint.registry import CheckRegistry
from proselint.tools import LintFile
from pathlib import Path
CheckRegistry().register_many(__register__)
for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
    print(json.dumps(bool(LintFile(source="line", content=line).lint())))
"""
_WRITE_GOOD = """
const good = require("write-good"), fs = require("fs");
for (const line of fs.readFileSync(process.argv[2], "utf8").split("\\n").slice(0, -1))
  console.log(JSON.stringify(good(line).length > 0));
"""
_ALEX = """
import fs from "node:fs";
import {text} from "alex";
for (const line of fs.readFileSync(process.argv[2], "utf8").split("\\n").slice(0, -1))
  console.log(JSON.stringify(text(line).messages.length > 0));
"""


class MissingError(Exception):
    """A checker is not installed; the message says what to do."""


@dataclass(frozen=True)
class Row:
    """How well one checker does: shares, and seconds for all sentences."""

    name: str
    precision: float
    recall: float
    seconds: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def _lines(command: Sequence[str], folder: Path | None = None) -> list[str]:
    done = subprocess.run(command, capture_output=True, check=False, cwd=folder)
    if done.returncode:
        raise MissingError(done.stderr.decode(errors="replace").strip().splitlines()[-1])
    return done.stdout.decode().splitlines()


def _citecheck(file: Path) -> list[bool]:
    rows = _lines([sys.executable, "-m", "citecheck", "sentences", str(file)])
    return [bool(json.loads(row)["promotional"]) for row in rows]


def _proselint(file: Path) -> list[bool]:
    return [json.loads(row) for row in _lines([sys.executable, "-c", _PROSELINT, str(file)])]


def _node(script: str, suffix: str, folder: Path | None) -> Callable[[Path], list[bool]]:
    def run(file: Path) -> list[bool]:
        node = shutil.which("node")
        if node is None or folder is None:
            raise MissingError("needs node and a folder with the package: see --node")
        # A script finds the packages of the folder that it lies in.
        with tempfile.NamedTemporaryFile("w", suffix=suffix, dir=folder, encoding="utf-8") as written:
            written.write(script)
            written.flush()
            return [json.loads(row) for row in _lines([node, written.name, str(file)], folder)]

    return run


def measure(name: str, run: Callable[[Path], list[bool]], file: Path, gold: Sequence[int]) -> Row:
    began = time.perf_counter()
    got = run(file)
    seconds = time.perf_counter() - began
    if len(got) != len(gold):
        raise MissingError(f"gave {len(got)} answers to {len(gold)} sentences")
    right = sum(1 for g, p in zip(gold, got, strict=True) if g and p)
    return Row(name, right / max(sum(got), 1), right / max(sum(gold), 1), seconds)


def table(rows: Sequence[Row], missing: Sequence[str], size: int) -> str:
    lines = [
        f"Promotional sentences among {size} of press releases, each checker as it comes. Made by promotion_peers.py.",
        "",
        "| checker | precision | recall | F1 | seconds |",
        "|---|---:|---:|---:|---:|",
        *(f"| {r.name} | {r.precision:.2f} | {r.recall:.2f} | {r.f1:.2f} | {r.seconds:.1f} |" for r in rows),
    ]
    peers = [row.f1 for row in rows[1:]]
    if peers:
        lines += [
            "",
            f"citecheck's F1 is {rows[0].f1 / max(peers):.1f} times the best of the others. It was developed on",
        ]
        lines += ["these sentences, they were not."]
    return "\n".join([*lines, *(f"\n{one}" for one in missing)]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--shared", type=Path, default=ROOT.parent / "shared", help="the shared folder (default: %(default)s)"
    )
    parser.add_argument("--node", type=Path, metavar="DIR", help="folder in which write-good and alex are installed")
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.name}")
    options = parser.parse_args()
    rows = labelled(options.shared / "gold" / "promotion" / "dev.jsonl.gz")
    gold = [row["promotional"] for row in rows]
    checkers = {
        "citecheck": _citecheck,
        "proselint": _proselint,
        "write-good": _node(_WRITE_GOOD, ".cjs", options.node),
        "alex": _node(_ALEX, ".mjs", options.node),
    }
    found, missing = [], []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sentences.txt"
        file.write_text("".join(" ".join(row["text"].split()) + "\n" for row in rows), encoding="utf-8")
        for name, run in checkers.items():
            try:
                found.append(measure(name, run, file, gold))
            except MissingError as problem:
                missing.append(f"{name} is left out: {problem}.")
    text = table(found, missing, len(rows))
    print(text, end="")
    if options.write:
        TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
