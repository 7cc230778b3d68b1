"""Times whole offline audits of one article each against the mere import of the libraries that they lean on.

Each pair runs the audit (A) and the imports (B) as processes of their own, one right after the other: A B A B ...
What slows the machine for a while slows both halves of a pair, so the median of the ratios within pairs is the figure
to look at. Its bar is 4 for an audit and 1.2 for `citecheck --version`. The report goes to the null device: a
terminal's speed is not measured. Nor is the compiler's: modules are compiled before the first pair, as installers do.
A timing tells something only on a quiet machine: this is a benchmark and never a test, and missing a bar is no error.

    python benchmarks/startup.py [--article FILE ...] [--works FILE ...] [--pairs N]
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import citecheck

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
AUDIT_BAR, VERSION_BAR = 4.0, 1.2
LEAST_PAIRS = 11
CITECHECK = [sys.executable, "-m", "citecheck"]
IMPORTS = [sys.executable, "-c", "import rich.console, rich.table, rapidfuzz"]


def audit_command(article: Path, works: Sequence[Path]) -> list[str]:
    """The offline audit of one article, as a user would start it."""
    command = [*CITECHECK, "audit", str(article), "--offline"]
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


def timed_pairs(command: Sequence[str], count: int) -> list[tuple[float, float]]:
    """Seconds of (command, imports) for `count` pairs, after one pair that warms up; with an empty cache folder."""
    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ | {"CITECHECK_CACHE_DIR": cache}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # the pair that warms up may compile what is not ours
        pairs = [(seconds(command, environment), seconds(IMPORTS, environment)) for _ in range(count + 1)]
    return pairs[1:]


def default_articles() -> list[Path]:
    """The seeds of the shared folder, or text articles of the fixtures; raises SystemExit when there are none."""
    found = sorted(SEEDS.glob("*.txt")) or sorted((ROOT / "fixtures" / "articles").glob("*.txt"))[:5]
    if not found:
        raise SystemExit("no fixtures/articles/*.txt: name an article with --article")
    return found


def told(name: str, pairs: Sequence[tuple[float, float]], bar: float) -> str:
    """The figures of one command, in milliseconds, with what is to be said of its bar."""
    ratio = statistics.median(command / imports for command, imports in pairs)
    command, imports = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    verdict = "held" if ratio <= bar else "MISSED"
    return f"  {name:<28} {command:7.1f} ms  imports {imports:6.1f} ms  ratio {ratio:5.2f}  (bar {bar:g}: {verdict})"


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument(
        "--article",
        type=Path,
        action="append",
        dest="articles",
        help="an article to audit; repeatable (default: the seeds of the shared folder, else of fixtures/articles)",
    )
    cli.add_argument("--works", type=Path, action="append", default=[], help="works to look up in; repeatable")
    cli.add_argument("--pairs", type=int, default=LEAST_PAIRS, help="pairs to time (default and least: %(default)s)")
    options = cli.parse_args(argv)
    if options.pairs < LEAST_PAIRS:
        cli.error(f"--pairs must be at least {LEAST_PAIRS}")
    return options


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark and print its figures; always 0."""
    options = arguments(argv)
    articles = options.articles or default_articles()
    compileall.compile_dir(Path(citecheck.__file__).parent, quiet=1)
    print(f"{options.pairs} pairs of whole processes each, modules compiled, report to the null device; medians")
    for article in articles:
        pairs = timed_pairs(audit_command(article, options.works), options.pairs)
        print(told(article.name, pairs, AUDIT_BAR), flush=True)
    print(told("--version", timed_pairs([*CITECHECK, "--version"], options.pairs), VERSION_BAR))
    return 0


if __name__ == "__main__":
    sys.exit(main())
