"""The command line: one module a verb, imported only when its verb is called, so that starting costs little."""

from __future__ import annotations

import argparse
import errno
import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from io import TextIOWrapper
from shutil import get_terminal_size

from citecheck import __version__
from citecheck.cli.exits import BAD_USAGE, INTERRUPTED, UsageError, one_line
from citecheck.trained import ModelError

_VERBS = {
    "audit": ("citecheck.cli.audit", "audit articles"),
    "fix": ("citecheck.cli.fix", "mend references, and wordings that you accept, in the article itself"),
    "references": ("citecheck.cli.references", "parse or resolve reference strings, a filter"),
    "works": ("citecheck.cli.works", "index, search and classify works"),
    "sentences": ("citecheck.cli.sentences", "judge single sentences, a filter"),
    "compare": ("citecheck.cli.compare", "hold claims against what their sources say, a filter"),
    "rules": ("citecheck.cli.rules", "list the rules, or explain one"),
    "cache": ("citecheck.cli.cache", "the answers of the indexes that are kept: what there is, or forget it"),
    "schema": ("citecheck.cli.schema", "print the JSON Schema of the report"),
}
_UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""A full disk or quota, a file as large as may be, a device that fails. Of files that have a name their verb tells."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; returns its exit code. Without `arguments` it is a process of its own, and ends it."""
    if arguments is not None:
        return _run_verb(list(arguments))
    # One short run makes much and throws little away: looking for that costs more than it frees.
    gc.set_threshold(1_000_000)
    try:
        code = _run_verb(sys.argv[1:])
    except SystemExit as end:  # argparse has said all
        code = end.code if isinstance(end.code, int) else BAD_USAGE
    if sys.getprofile() or sys.gettrace():  # somebody looks on, and has not written down yet what was seen
        return code
    # All files are closed and all is written: to take apart what a run has made, object by object, takes a fiftieth of
    # its time.
    with suppress(OSError):
        sys.stderr.flush()
    os._exit(code)


def _run_verb(given: list[str]) -> int:
    """The exit code. No traceback reaches a user for what a user can do."""
    verb = given[0] if given and given[0] in _VERBS else None
    # One is made with every option, and would ask the terminal each time.
    formatter = partial(argparse.HelpFormatter, width=get_terminal_size().columns - 2)
    parser = argparse.ArgumentParser(
        prog="citecheck",
        description="Checks the citations and the evidence of health articles.",
        allow_abbrev=False,
        formatter_class=formatter,
    )
    parser.add_argument("--version", action="version", version=f"citecheck {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for name, (module, summary) in _VERBS.items():
        own = verbs.add_parser(
            name,
            help=summary,
            description=f"citecheck {name}: {summary}.",
            allow_abbrev=False,
            formatter_class=formatter,
        )
        if name == verb:
            import_module(module).configure(own)
    try:
        return _run(parser, given)
    except (UsageError, ModelError) as problem:
        print(f"citecheck: {one_line(str(problem))}", file=sys.stderr)
        return BAD_USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()  # whoever read it has seen enough
        return BAD_USAGE
    except OSError as problem:
        if problem.filename is not None or problem.errno not in _UNWRITABLE:
            raise
        _drop_output()
        print(f"citecheck: the output cannot be written: {problem.strerror}", file=sys.stderr)
        return BAD_USAGE


def _run(parser: argparse.ArgumentParser, given: Sequence[str]) -> int:
    _open_what_is_closed()
    try:
        options = parser.parse_args(given)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                # A file name that is no Unicode, or a terminal that knows few characters, must not end the run.
                stream.reconfigure(errors="backslashreplace")
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    finally:
        sys.stdout.flush()  # what cannot be written is told here, and not by the interpreter on its way out


def _open_what_is_closed() -> None:
    """A stream that whoever called has closed holds nothing, and takes what nobody will read."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def _drop_output() -> None:
    """Sends what is still to be written nowhere: the interpreter would try once more as it ends, and complain."""
    if isinstance(sys.stdout, TextIOWrapper):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
