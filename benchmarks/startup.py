"""Times a whole offline audit of one article against the mere import of the libraries it leans on.

Each pair runs the audit (A) and the imports (B) as processes of their own, one right after the other: A B A B ...
What slows the machine for a while slows both halves of a pair, so the median of the ratios within pairs is the figure
to look at; the bar for it is 5. The audit's report goes to the null device: a terminal's speed is not measured.
A timing tells something only on a quiet machine: this is a benchmark and never a test, and missing the bar is no error.

    python benchmarks/startup.py [--article FILE] [--works FILE ...] [--pairs N]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BAR = 5.0
LEAST_PAIRS = 11
IMPORTS = [sys.executable, "-c", "import rich.console, rich.table, rapidfuzz"]


def audit_command(article: Path, works: Sequence[Path]) -> list[str]:
    """The offline audit of one article, as a user would start it."""
    command = [sys.executable, "-m", "citecheck", "audit", str(article), "--offline"]
    for path in works:
        command += ["--works", str(path)]
    return command


def seconds(command: Sequence[str], environment: dict[str, str]) -> float:
    """Wall-clock seconds of one process; raises SystemExit unless it ends with 0, or with 1 for findings."""
    began = time.perf_counter()
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    took = time.perf_counter() - began
    if done.returncode not in {0, 1} or b"Traceback" in done.stderr:
        raise SystemExit(f"{command[1:]} ended with {done.returncode}: {done.stderr.decode(errors='replace')[-1000:]}")
    return took


def timed_pairs(audit: Sequence[str], count: int) -> list[tuple[float, float]]:
    """Seconds of (audit, imports) for `count` pairs, after one pair that warms up; with an empty cache folder."""
    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ | {"CITECHECK_CACHE_DIR": cache}
        pairs = [(seconds(audit, environment), seconds(IMPORTS, environment)) for _ in range(count + 1)]
    return pairs[1:]


def default_article() -> Path:
    """The first text article of the fixtures; raises SystemExit when there is none."""
    found = sorted((ROOT / "fixtures" / "articles").glob("*.txt"))
    if not found:
        raise SystemExit("no fixtures/articles/*.txt: name an article with --article")
    return found[0]


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--article", type=Path, help="the article to audit (default: the first of fixtures/articles)")
    cli.add_argument("--works", type=Path, action="append", default=[], help="works to look up in; repeatable")
    cli.add_argument("--pairs", type=int, default=LEAST_PAIRS, help="pairs to time (default and least: %(default)s)")
    options = cli.parse_args(argv)
    if options.pairs < LEAST_PAIRS:
        cli.error(f"--pairs must be at least {LEAST_PAIRS}")
    return options


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark and print its figures; always 0."""
    options = arguments(argv)
    article = options.article or default_article()
    pairs = timed_pairs(audit_command(article, options.works), options.pairs)
    ratio = statistics.median(audit / imports for audit, imports in pairs)
    print(f"{article.name}, {len(pairs)} pairs of whole processes, report to the null device")
    print(f"  audit    {statistics.median(audit for audit, _ in pairs) * 1000:7.1f} ms (median)")
    print(f"  imports  {statistics.median(imports for _, imports in pairs) * 1000:7.1f} ms (median)")
    print(f"  ratio    {ratio:7.2f}    (median of the pairs; bar {BAR:g}: {'held' if ratio <= BAR else 'MISSED'})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
