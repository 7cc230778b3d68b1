"""What hostile and damaged files cost: seconds and memory of the whole command, and whether both grow with the size.

    python benchmarks/damage.py [NAME...]

Each file is made in two sizes. Every run has to end within 10 seconds and 500 MB with a report or one sentence, and
twice the size must not take much more than twice the time (the start of the process taken off). The peer is the same
command on an article of this repository, run in between, so that a busy machine shows.
"""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = ROOT / "fixtures" / "articles" / "magnesium-sleep.md"
SECONDS, MEGABYTES = 10.0, 500.0
SENTENCE = (
    "Walking after meals lowers blood sugar in people with type 2 diabetes by about a tenth, a trial of 40 found. "
)
BODY = f"<html><body><p>{SENTENCE * 8}</p>"


def word(text: bytes) -> bytes:
    """A Word file of one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", text)
    return out.getvalue()


def references(n: int) -> str:
    return "\n".join(f"{i}. Smith J. A title of things. J Med. 2019;3(2):{i}-{i + 9}." for i in range(1, n))


# By name the file of a size: 1 and 2.
FILES: dict[str, Callable[[int], str | bytes]] = {
    "nested.html": lambda n: "<div>" * 50_000 * n + BODY,
    "nested-lists.html": lambda n: BODY + "<ul><li>a" * 1_500 * n,
    "links.html": lambda n: BODY + '<a href="https://a.example/1">link</a> ' * 50_000 * n,
    "anchors.html": lambda n: BODY + "".join(f'<a href="#r{i % 9}">[{i}]</a> ' for i in range(30_000 * n)),
    "raised.html": lambda n: BODY + "<p>" + "pain<sup>1</sup> " * 30_000 * n,
    "cells.html": lambda n: BODY + "<table>" + "<tr><td>1<td>2" * 5_000 * n,
    "open-tag.html": lambda n: BODY + '<a href="' * 250_000 * n,
    "comments.html": lambda n: "<!---->" * 250_000 * n + BODY,
    "one-line.html": lambda n: f"<html><body><p>{SENTENCE * 2_000 * n}",
    "too-long.txt": lambda n: SENTENCE * 22_000 * n,
    "one-line.txt": lambda n: SENTENCE * 2_000 * n,
    "parentheses.txt": lambda n: SENTENCE + "(1) " * 60_000 * n,
    "years.txt": lambda n: SENTENCE + "(Smith, 2019) " * 15_000 * n,
    "names.txt": lambda n: SENTENCE + "Smith and " * 24_000 * n + "(2019)",
    "references.txt": lambda n: f"{SENTENCE}\n\nReferences\n\n{references(2_000 * n)}",
    "footnotes.md": lambda n: "".join(f"Sleep helps.[^{i}] " for i in range(10_000 * n)),
    "quotes.md": lambda n: "> " * 50_000 * n + SENTENCE,
    "brackets.md": lambda n: "[" * 50_000 * n + SENTENCE,
    "bomb.docx": lambda n: word(b"<w:document>" + b"a" * 100_000_000 * n),
    "bomb.xml": lambda n: (
        "<!DOCTYPE article [<!ENTITY a 'aaaaaaaaaa'>"
        + "".join(f"<!ENTITY a{i} '{f'&a{i - 1 or str()};' * 10}'>" for i in range(1, 6 + 3 * n))
        + "]><article article-type='x'><body><p>&a6;</p></body></article>"
    ),
    "nested.xml": lambda n: "<article article-type='x'><body>" + "<sec>" * 50_000 * n,
}


def main() -> int:
    wanted = sys.argv[1:] or list(FILES)
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        peer, _ = run(ARTICLE)
        print(f"{'file':<20} {'MB':>6} {'s':>6} {'2x':>6} {'growth':>7} {'memory':>7}   (the article: {peer:.2f} s)")
        for name in wanted:
            seconds, memory, size = [], 0.0, 0.0
            for n in (1, 2):
                path = Path(folder) / name
                made = FILES[name](n)
                path.write_bytes(made.encode() if isinstance(made, str) else made)
                size = path.stat().st_size / 1e6
                took, used = run(path)
                seconds.append(took)
                memory = max(memory, used)
            growth = (seconds[1] - peer / 2) / max(seconds[0] - peer / 2, peer)
            bad = seconds[1] > SECONDS or memory > MEGABYTES or growth > 3
            failed += [name] if bad else []
            print(
                f"{name:<20} {size:6.1f} {seconds[0]:6.2f} {seconds[1]:6.2f} {growth:7.1f} {memory:5.0f} MB"
                + ("   OVER" if bad else "")
            )
    return int(bool(failed))


def run(path: Path) -> tuple[float, float]:
    """Seconds and megabytes of `citecheck audit --offline`; in a fork, whose own memory is small.

    Raises SystemExit where the command crashes.
    """
    read, write = os.pipe()
    began = time.perf_counter()
    child = os.fork()
    if not child:
        done = subprocess.run(
            [sys.executable, "-m", "citecheck", "audit", "--offline", str(path)],
            capture_output=True,
            text=True,
            check=False,
        )
        broken = "Traceback" in done.stderr or done.returncode not in (0, 1, 2)
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        os.write(write, f"{used} {int(broken)}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    took = time.perf_counter() - began
    memory, crashed = map(int, os.read(read, 100).split())
    os.close(read)
    os.close(write)
    if crashed:
        raise SystemExit(f"{path.name}: the command crashed")
    return took, memory / 1024


if __name__ == "__main__":
    sys.exit(main())
