"""Holds the accuracy of whole-article audits above floors that stand in floors.json.

Three data sets are measured with the evaluation script of the shared folder, which runs the command as a user would:
`seeds`, the shared annotated articles, `press`, shared press releases full of boilerplate, and `fixtures`, the articles
of this repository with their own gold. Two more, `reading-dev` and `reading-test`, hold how well markers and lists of
references are found in every format (reading.py), and two, `strings` and `matches`, how reference strings are read and
matched by the shipped models. Those have seen the strings: the floors tell that something broke, fields.py and
matching.py how good it is. `promotion` are the labelled sentences that the promotional rules were developed on,
`promotion-b` and `promotion-c` sentences of fixtures/promotion that they have not seen. A floor belongs to the data it
was measured on, so the data's SHA-256 stands beside it.

    python benchmarks/floors.py            print the figures beside their floors
    python benchmarks/floors.py --check    the same, and exit 1 when a floor is broken or the data is another
    python benchmarks/floors.py --update   raise the floors to the figures; one goes down only with --allow-lower
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypedDict

sys.path.insert(0, str(Path(__file__).resolve().parent))

import reading

ROOT = Path(__file__).resolve().parent.parent
FLOORS = Path(__file__).with_name("floors.json")

Bound = Literal["min", "max"]
Figures = dict[str, float]
Floors = dict[str, dict[Bound, float]]
"""By figure: `{"min": x}`, a floor, or `{"max": x}`, a ceiling."""


class Entry(TypedDict):
    """What floors.json holds for one data set; `sha256` is None until it is first measured."""

    sha256: str | None
    floors: Floors


# What `--update` guards. Precision and recall are left free to trade against each other under F1, but for the one
# rule whose false alarms readers would mind most.
GUARDED: dict[str, Bound] = {
    "markers.F1": "min",
    "marker_targets.F1": "min",
    "references.F1": "min",
    "dois.F1": "min",
    "missing_citation.F1": "min",
    "missing_citation.P": "min",
    "promotional.F1": "min",
    "F1": "min",
    "recall_severity_2": "min",
    "micro.F1": "min",
    "all_fields_right": "min",
    "all.P": "min",
    "all.R": "min",
    "false_matches_per_1000_null": "max",
    "markers_F1": "min",
    "targets_F1": "min",
    "references_F1": "min",
    "references_where_there_is_no_list": "max",
    "facts": "min",
    "attribution_recall": "min",
    "grade_spearman": "min",
    "wrong_dois": "max",
    "false_accusations": "max",
    "findings_in_boilerplate": "max",
    "sentences_in_boilerplate": "max",
    "sober_false_flags_per_1000_words": "max",
}


@dataclass(frozen=True)
class DataSet:
    """Articles or reference strings, their gold, and the works that stand in for an index of the literature."""

    name: str
    articles: Path
    """A folder of articles, or a file of strings that holds its gold."""
    gold: Path
    works: tuple[Path, ...] = ()
    part: str | None = None
    """Of the articles for reading, dev or test; these are measured by reading.py."""
    script: str = "articles.py"
    """The evaluation script, in the shared folder."""
    options: tuple[str, ...] = ()

    @property
    def present(self) -> bool:
        """Whether there is anything to measure."""
        return self.articles.is_file() or (self.articles.is_dir() and any(self.gold.glob("*.json")))

    def sha256(self) -> str:
        """Hash over the names and bytes of all files of the set, wherever its folders lie."""
        total = hashlib.sha256()
        parts: dict[str, Iterable[Path]] = {"strings": (self.gold,), "works": self.works}
        if self.articles.is_dir():
            parts = {"articles": self.articles.iterdir(), "gold": self.gold.iterdir(), "works": self.works}
        for part, paths in parts.items():
            for path in sorted(path for path in paths if path.is_file()):
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                total.update(f"{part}/{path.name} {content}\n".encode())
        return total.hexdigest()


@dataclass(frozen=True)
class Row:
    """One figure beside its floor; `measured` is None where the evaluation gave no such figure."""

    figure: str
    bound: Bound
    floor: float | None
    measured: float | None

    @property
    def broken(self) -> bool:
        """Whether the figure is missing or on the wrong side of its floor."""
        return self.floor is not None and (self.measured is None or worse(self.measured, self.floor, self.bound))


def worse(figure: float, floor: float, bound: Bound) -> bool:
    """Whether a figure is on the wrong side of a floor (`min`) or a ceiling (`max`)."""
    return figure < floor if bound == "min" else figure > floor


def data_sets(shared: Path) -> list[DataSet]:
    """The sets that can be measured with the shared folder at `shared`."""
    gold, fixtures = shared / "gold" / "seeds", ROOT / "fixtures"
    press, read = shared / "gold" / "promotion", fixtures / "reading"
    references = shared / "gold" / "references"
    told = ("--task", "promotion")
    own = [fixtures / "promotion" / f"{half}.jsonl" for half in "bc"]
    strings, matches = references / "fields_jats.dev.jsonl.gz", references / "matching_synthetic.dev.jsonl.gz"
    return [
        DataSet("seeds", shared / "seeds", gold, (gold / "works.jsonl", gold / "distractors.jsonl")),
        DataSet(
            "fixtures", fixtures / "articles", fixtures / "gold", tuple(sorted((fixtures / "works").glob("*.jsonl")))
        ),
        DataSet("press", press / "articles", press / "articles-gold"),
        *(DataSet(f"reading-{p}", read / "articles" / p, read / "gold" / p, part=p) for p in ("dev", "test")),
        *(
            DataSet(name, path, path, script="sentences.py", options=told)
            for name, path in zip(
                ("promotion", "promotion-b", "promotion-c"), (press / "dev.jsonl.gz", *own), strict=True
            )
        ),
        DataSet("strings", strings, strings, script="fields.py"),
        DataSet("matches", matches, matches, (references / "works.jsonl.gz",), None, "matching.py", ("--limit", "100")),
    ]


def measure(data: DataSet, scripts: Path) -> Figures:
    """Run the evaluation script over a set, in an empty folder with an empty cache, and return its figures.

    Raises SystemExit with the end of the script's messages when it fails.
    """
    if data.part:
        return dict(flatten({k: v for k, v in reading.measure(data.part).items() if k != "below_1"}))
    command = [sys.executable, str(scripts / data.script), "--gold", str(data.gold), *data.options]
    if data.articles.is_dir():
        command += ["--articles", str(data.articles)]
    for works in data.works:
        command += ["--works", str(works)]
    with tempfile.TemporaryDirectory() as empty:
        environment = os.environ | {
            "CITECHECK": shlex.join([sys.executable, "-m", "citecheck"]),
            "CITECHECK_CACHE_DIR": empty,
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        done = subprocess.run(command, cwd=empty, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{data.name}: the evaluation ended with {done.returncode}: {done.stderr[-2000:]}")
    return dict(flatten(json.loads(done.stdout.splitlines()[-1])))


def flatten(figures: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, float]]:
    """Nested figures under dotted names; "5/6" becomes its ratio, and what is no number is left out."""
    for key, value in figures.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from flatten(value, f"{name}.")
        elif isinstance(value, str) and value.count("/") == 1:
            right, total = map(int, value.split("/"))
            if total:
                yield name, round(right / total, 4)
        elif isinstance(value, int | float):
            yield name, float(value)


def compare(floors: Floors, figures: Figures) -> list[Row]:
    """A row for every guarded figure that has a floor or was measured, and for any other that has a floor."""
    bounds = GUARDED | {figure: next(iter(floor)) for figure, floor in floors.items()}
    return [
        Row(figure, bound, floors.get(figure, {}).get(bound), figures.get(figure))
        for figure, bound in bounds.items()
        if figure in floors or figure in figures
    ]


def table(rows: Iterable[Row]) -> str:
    """The rows as aligned text."""

    def shown(value: float | None) -> str:
        return "-" if value is None else f"{value:g}"

    lines = [f"  {'figure':<34} {'bound':>5} {'floor':>8} {'measured':>9}"]
    for row in rows:
        mark = "  BROKEN" if row.broken else ""
        lines.append(f"  {row.figure:<34} {row.bound:>5} {shown(row.floor):>8} {shown(row.measured):>9}{mark}")
    return "\n".join(lines)


def visit(data: DataSet, stored: dict[str, Entry], scripts: Path, options: argparse.Namespace) -> bool:
    """Measure one set, print it, and update `stored` where that is asked for; whether all is well with it."""
    entry = stored.setdefault(data.name, {"sha256": None, "floors": {}})
    if not data.present:
        print(
            f"{data.name}: no articles with gold here" + (", though it has floors" if entry["floors"] else ", skipped")
        )
        return not entry["floors"]
    rows = compare(entry["floors"], measure(data, scripts))
    digest = data.sha256()
    other_data = bool(entry["floors"]) and entry["sha256"] != digest
    broken = [row for row in rows if row.broken]
    print(f"{data.name}:\n{table(rows)}")
    if options.update:
        # A new hash is taken on only with floors that hold on the new data.
        if broken and not options.allow_lower:
            print(f"  {len(broken)} of the floors would go down: not updated (--allow-lower lowers them)")
            return False
        floors: Floors = {row.figure: {row.bound: row.measured} for row in rows if row.measured is not None}
        stored[data.name] = {"sha256": digest, "floors": floors}
        return True
    if other_data:
        print(f"  the data is not what the floors were measured on (now {digest}): look at it, then --update")
    return not (broken or other_data)


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    action = cli.add_mutually_exclusive_group()
    action.add_argument("--check", action="store_true", help="exit 1 when a floor is broken or the data is another")
    action.add_argument("--update", action="store_true", help="raise the floors to the figures where those are better")
    cli.add_argument("--allow-lower", action="store_true", help="with --update: lower floors too")
    cli.add_argument(
        "--shared", type=Path, default=ROOT.parent / "shared", help="the shared folder (default: %(default)s)"
    )
    options = cli.parse_args(argv)
    if options.allow_lower and not options.update:
        cli.error("--allow-lower goes with --update")
    return options


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 when all is well, or when there is no shared folder to measure with, else 1."""
    options = arguments(argv)
    shared = options.shared.resolve()
    scripts = shared / "eval"
    if not scripts.is_dir():
        print(f"floors: no evaluation scripts at {scripts}: nothing measured")
        return int(options.update)
    stored: dict[str, Entry] = json.loads(FLOORS.read_text(encoding="utf-8"))
    well = [visit(data, stored, scripts, options) for data in data_sets(shared)]
    if options.update:
        FLOORS.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    return int((options.check or options.update) and not all(well))


if __name__ == "__main__":
    sys.exit(main())
