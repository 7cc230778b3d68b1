"""`citecheck cache info|clear`: the answers of the indexes that are kept."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from citecheck.cli.exits import OK, UsageError
from citecheck.config import ConfigError, load_config
from citecheck.resolve.cache import Cache
from citecheck.resolve.online.opening import open_cache


def configure(parser: ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="what", metavar="info|clear", required=True)
    for name, run, told in (
        ("info", run_info, "where the cache is and what it holds"),
        ("clear", run_clear, "forget all answers"),
    ):
        verb = verbs.add_parser(name, help=told)
        verb.add_argument("--config", metavar="FILE", help="settings, in place of the nearest citecheck.toml")
        verb.set_defaults(run=run)


def run_info(options: Namespace) -> int:
    cache = _opened(options)
    contents = cache.contents()
    print(f"folder   {contents.path.parent}")
    total = sum(contents.answers.values())
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(contents.answers.items()))
    print(f"answers  {total}{f' ({kinds})' if kinds else ''}")
    print(f"size     {contents.size / 1e6:.1f} MB")
    if contents.oldest:
        print(f"oldest   {datetime.fromtimestamp(contents.oldest, UTC):%Y-%m-%d}")
    return _ended(cache)


def run_clear(options: Namespace) -> int:
    cache = _opened(options)
    print(f"{cache.clear()} answers removed")
    return _ended(cache)


def _opened(options: Namespace) -> Cache:
    try:
        return open_cache(load_config(None, Path(options.config) if options.config else None))
    except ConfigError as problem:
        raise UsageError(str(problem)) from None


def _ended(cache: Cache) -> int:
    cache.close()
    if cache.problem:
        raise UsageError(cache.problem)
    return OK
