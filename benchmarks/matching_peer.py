"""Sets citecheck beside Crossref's own matcher over the same strings and the same works, in one run.

Crossref's matcher (crossref-matcher, strategy `reference-sbmv-unstructured`) asks Crossref's search for candidates.
Here a BM25 of Tantivy in memory over the same works answers in its place, so that neither of the two needs a network.
Both are measured by the evaluation script of the shared folder, which runs them as whole processes, in turn.

    python benchmarks/matching_peer.py --peer PYTHON [--runs 3] [--write]

PYTHON is that of a virtual environment with `pip install "crossref-matcher[strategies-core]" tantivy`. The peer finds
works and does nothing else: it reads no fields, compares no details and uses one processor, where citecheck uses all.
`--write` puts the table into matching_peer.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fields import GOLD
from matching import SHARED, WORKS

TABLE = Path(__file__).with_suffix(".md")
_PEER = """
import gzip, json, re, sys

import tantivy
from crossref_matcher.strategies.reference.sbmv_unstructured import strategy

ROWS, WORD = 20, re.compile(r"[^\\W_]+")
works = [json.loads(line) for line in gzip.open(sys.argv[sys.argv.index("--works") + 1], "rt", encoding="utf-8")]


def printed(work):
    names = [f"{one.get('given', '')} {one.get('family') or one.get('name', '')}" for one in work.get("author") or []]
    titles = [title for key in ("title", "container-title", "short-container-title") for title in work.get(key) or []]
    numbers = [str(work.get(key) or "") for key in ("volume", "issue", "page", "article-number")]
    return " ".join([*titles, *names, *numbers, str(work["issued"]["date-parts"][0][0] or "")])


schema = tantivy.SchemaBuilder()
schema.add_integer_field("place", fast=True)
schema.add_text_field("words")
index = tantivy.Index(schema.build())
index.config_reader("manual", 0)
writer = index.writer(60_000_000, 1)
for place, work in enumerate(works):
    work.setdefault("issued", {"date-parts": [[None]]})
    writer.add_document(tantivy.Document(place=place, words=printed(work)))
writer.commit()
index.reload()
searcher = index.searcher()


def search(route, parameters):
    query = tantivy.Query
    words = {word.lower() for word in WORD.findall(parameters["query.bibliographic"])}
    terms = [(tantivy.Occur.Should, query.term_query(index.schema, "words", word, "freq")) for word in words]
    hits = searcher.search(query.boolean_query(terms), ROWS, count=False).hits
    places = searcher.fast_field_values("place", [address for _, address in hits])
    return 200, {"items": [works[place] | {"score": score} for place, (score, _) in zip(places, hits)]}


strategy.crossref_rest_api_call = search
matcher = strategy.SbmvUnstructured()
for line in sys.stdin:
    found = matcher.match(json.loads(line)["raw"])
    doi = found[0]["id"].removeprefix("https://doi.org/") if found else None
    print(json.dumps({"resolution": {"status": "matched" if found else "not_found", "doi": doi}}))
"""


def measure(command: Sequence[str]) -> dict[str, Any]:
    """What the evaluation script says of a command that answers as `citecheck references resolve` does."""
    gold = GOLD / "matching_synthetic.dev.jsonl.gz"
    evaluate = [sys.executable, str(SHARED / "eval" / "matching.py"), "--gold", str(gold), "--works", str(WORKS)]
    environment = os.environ | {"CITECHECK": shlex.join(command)}
    done = subprocess.run(evaluate, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def row(name: str, runs: Sequence[dict[str, Any]]) -> str:
    """A line of the table; the speed is the middle one of all runs."""
    figures = runs[0]
    styles = figures["per_style"]
    least = min(styles, key=lambda style: styles[style]["R"])
    speed = statistics.median(run["references_per_second"] for run in runs)
    matched = figures["on_strings_with_target"]
    return (
        f"| {name} | {matched['P']:.4f} | {matched['R']:.4f} | {styles[least]['R']:.2f} ({least}) "
        f"| {figures['false_matches_per_1000_null']} | {speed:.0f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", type=Path, required=True, metavar="PYTHON", help="that of the peer's environment")
    parser.add_argument("--runs", type=int, default=3, help="of each (default: %(default)s)")
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.name}")
    options = parser.parse_args()
    ours: list[dict[str, Any]] = []
    theirs: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "sbmv.py"
        script.write_text(_PEER, encoding="utf-8")
        for _ in range(options.runs):
            ours.append(measure([sys.executable, "-m", "citecheck"]))
            theirs.append(measure([str(options.peer.absolute()), str(script)]))
    ratios = [
        mine["references_per_second"] / other["references_per_second"] for mine, other in zip(ours, theirs, strict=True)
    ]
    text = "\n".join(
        [
            f"{ours[0]['n']} strings of matching_synthetic, as they come. Made by matching_peer.py.",
            "",
            "| matcher | precision | recall | recall, least style | false matches per 1,000 | references a second |",
            "|---|---:|---:|---:|---:|---:|",
            row("citecheck", ours),
            row("crossref-matcher", theirs),
            "",
            f"citecheck's speed is {min(ratios):.2f} to {max(ratios):.2f} times the other's, by run. Its models learnt",
            "from a part of these strings; `matching.py` measures it on those that it has not seen.",
            "",
        ]
    )
    print(text, end="")
    if options.write:
        TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
