"""Runs the services from the command line, for a program that is given their addresses by its options."""

from __future__ import annotations

import argparse
import sys
import threading
from contextlib import suppress
from pathlib import Path

from tests.services import FAULTS, Works, serve


def main() -> None:
    """Serves until Ctrl-C, then says what was asked and what went past the limits."""
    parser = argparse.ArgumentParser(prog="python -m tests.services", description=__doc__)
    parser.add_argument("works", nargs="+", type=Path, help="files of Crossref's records, .jsonl or .jsonl.gz")
    parser.add_argument("--port", type=int, default=0, help="the port to listen on; any free one if not given")
    parser.add_argument("--latency", type=float, default=0.0, metavar="SECONDS", help="what each answer takes")
    parser.add_argument("--burst", type=float, default=2.0, help="windows' worth of requests that may come at once")
    parser.add_argument(
        "--fail", action="append", default=[], choices=FAULTS, metavar="FAULT", help="for every request"
    )
    asked = parser.parse_args()
    try:
        works = Works(asked.works)
    except (OSError, ValueError, KeyError) as problem:
        parser.error(f"the works cannot be read: {problem}; give files of Crossref's records, one in each line")
    with serve(works, port=asked.port, latency=asked.latency, burst=asked.burst) as services:
        for fault in asked.fail:
            services.fail(fault)
        addresses = ("crossref_url", "datacite_url", "doi_url", "eutils_url", "converter_url")
        said = [f"{name.removesuffix('_url')}\t{getattr(services, name)}\n" for name in addresses]
        sys.stdout.writelines(said)
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            threading.Event().wait()
        sys.stdout.write(f"requests\t{len(services.requests)}\nviolations\t{len(services.violations)}\n")


if __name__ == "__main__":
    main()
