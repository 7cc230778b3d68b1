"""`citecheck schema`: the JSON Schema of the report."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from importlib.resources import files

from citecheck.cli.exits import OK


def configure(parser: ArgumentParser) -> None:
    parser.set_defaults(run=run)


def run(options: Namespace) -> int:
    del options
    sys.stdout.write(files("citecheck.report").joinpath("schema.json").read_text(encoding="utf-8"))
    return OK
