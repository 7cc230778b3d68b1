"""What a works index on disk costs to build and to ask, over works made from the real ones of the shared gold.

The files are made as `works_made.py` says, the index is built by the command as a user would start it, and then asked
for the strings of `matching_synthetic`, whose works are among those made. The made works share names, journals, words
and numbers with the real ones, so that these are harder to tell apart than in a real index of that size.

    python benchmarks/works_index.py [--works 2000000] [--files FOLDER] [--no-abstracts]

`--files` keeps the made files for the next run. 2,000,000 works take 3 GB for the files and one for the index. Memory
is that of all processes of the command together, pages they share counted once (Linux only).
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from citecheck.resolve.folder import WorksFolder
from fields import read_rows
from works_made import make_files

CITECHECK = [sys.executable, "-m", "citecheck"]
CANDIDATES = 10
STARTS = 9
REFERENCE = (
    "Tkaczyk D. CERMINE: automatic extraction of structured metadata from scientific literature. 2015;18(4):317-335.\n"
)


@dataclass(frozen=True)
class Build:
    """What a build took; memory in bytes."""

    seconds: float
    processor_seconds: float
    peak_memory: int


@dataclass(frozen=True)
class Answers:
    """How long each reference took, and the share whose work was among the candidates."""

    milliseconds: Sequence[float]
    right: float


def build(files: Path, folder: Path, options: Sequence[str]) -> Build:
    """Builds an index with the command and watches what it takes; memory in bytes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    command = [*CITECHECK, "works", "index", str(files), "--out", str(folder), *options]
    with subprocess.Popen(command) as process:
        peak, over = [0], threading.Event()

        def watch() -> None:
            while not over.wait(0.5):
                peak[0] = max(peak[0], sum(map(memory, family(process.pid))))

        watcher = threading.Thread(target=watch)
        watcher.start()
        code = process.wait()
        seconds = time.perf_counter() - began
        over.set()
        watcher.join()
    if code:
        raise SystemExit(f"the build ended with {code}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Build(seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak[0])


def family(process: int) -> Iterator[int]:
    """A process and all that it started."""
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except OSError:
        return  # it has just ended
    for child in children.split():
        yield from family(int(child))


def memory(process: int) -> int:
    """Bytes of a process, its part of what it shares with others."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def ask(folder: Path) -> Answers:
    """Searches for every string that has a work, as one long run does: the first few only warm up."""
    rows = [row for row in read_rows("matching_synthetic") if row["doi"]]
    index = WorksFolder(folder)
    index.search([row["raw"] for row in rows[::50]], CANDIDATES)
    took, right = [], 0
    for row in rows:
        began = time.perf_counter()
        (works,) = index.search([row["raw"]], CANDIDATES)
        took.append(1000 * (time.perf_counter() - began))
        right += any(str(work.doi).lower() == row["doi"].lower() for work in works)
    return Answers(took, right / len(rows))


def start(options: Sequence[str]) -> float:
    """Milliseconds of a whole process that resolves one reference, the median of some."""
    took = []
    for _ in range(STARTS):
        began = time.perf_counter()
        command = [*CITECHECK, "references", "resolve", "--offline", *options]
        subprocess.run(command, input=REFERENCE, text=True, stdout=subprocess.DEVNULL, check=True)
        took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took)


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--works", type=int, default=2_000_000)
    cli.add_argument("--files", type=Path, help="where made files are, or are to be kept")
    cli.add_argument("--no-abstracts", action="store_true")
    options = cli.parse_args()
    with ExitStack() as stack:
        files = options.files or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if not files.is_dir() or not any(files.iterdir()):
            files.mkdir(parents=True, exist_ok=True)
            make_files(files, options.works)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "index"
        made = build(files, folder, ["--no-abstracts"] if options.no_abstracts else [])
        index = WorksFolder(folder)
        works = sum(one.works for one in index.inputs())
        answers = ask(folder)
        rows = {
            "works": f"{works:,}",
            "files, packed, bytes a work": f"{sum(one.size for one in index.inputs()) / works:,.0f}",
            "works a second": f"{works / made.seconds:,.0f}",
            "processor time, microseconds a work": f"{1e6 * made.processor_seconds / works:.0f}",
            "memory at its peak, MB": f"{made.peak_memory / 1e6:,.0f}",
            "index, bytes a work": f"{index.size() / works:,.0f}",
            "a reference, median, ms": f"{statistics.median(answers.milliseconds):.1f}",
            "a reference, 95 of 100 within, ms": f"{statistics.quantiles(answers.milliseconds, n=20)[-1]:.1f}",
            f"right work among {CANDIDATES}": f"{answers.right:.2%}",
            "one reference, whole process, ms": f"{start(['--works', str(folder)]):.0f}",
            "the same without works, ms": f"{start([]):.0f}",
        }
        width = max(map(len, rows))
        for name, figure in rows.items():
            print(f"{name:<{width}}  {figure:>12}")


if __name__ == "__main__":
    main()
