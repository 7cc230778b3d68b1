"""Options that several verbs share, the settings they add up to, and the works they name."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from msgspec.structs import replace

from citecheck.cli.exits import UsageError
from citecheck.config import Config, ConfigError, checked, load_config
from citecheck.model import HeldSource, Network, Notification
from citecheck.resolve import WorksFileError, WorkSource

if TYPE_CHECKING:
    from citecheck.resolve.retraction_watch import RetractionWatch


def add_common(parser: ArgumentParser) -> None:
    """The options of every verb that looks works up."""
    parser.add_argument("--config", metavar="FILE", help="settings, in place of the nearest citecheck.toml")
    parser.add_argument(
        "--works",
        action="append",
        metavar="PATH",
        help="works to match against: an index folder, or a file (.json, .jsonl, .jsonl.gz); repeatable",
    )
    parser.add_argument(
        "--retractions", metavar="FILE", help="a local Retraction Watch CSV, whose notices are added to works"
    )
    parser.add_argument(
        "--network", choices=get_args(Network), help="what may be asked on the network (default: references)"
    )
    parser.add_argument("--offline", action="store_const", const="off", dest="network", help="short for --network off")
    parser.add_argument(
        "--mailto", metavar="ADDRESS", help="your address, for Crossref's polite pool: three times as fast"
    )
    parser.add_argument("--crossref-url", metavar="URL", help="another Crossref, such as a mirror or a test server")
    parser.add_argument("--refresh", action="store_true", help="ask again for what the cache holds")
    parser.add_argument(
        "--allow-incomplete", action="store_true", default=None, help="look-ups that failed do not give exit code 2"
    )
    parser.add_argument("--show-queries", action="store_true", help="print what is or would be sent to an index")


def configured(options: Namespace, article: str | None) -> Config:
    """citecheck.toml with the options of the command line over it.

    Raises:
        UsageError: settings that cannot be read, or a rule that does not exist.
    """
    from citecheck.rules import RuleError, unknown_rules  # the declarations of all rules are read: not for every verb

    try:
        config = load_config(article, Path(options.config) if options.config else None)
        config = checked(replace(config, **_given(options)))
        unknown = unknown_rules(
            [*config.select, *config.ignore, *config.levels, *(one.rule for one in config.suppress)], config
        )
    except (ConfigError, RuleError) as problem:
        raise UsageError(str(problem)) from None
    if unknown:
        raise UsageError(f"no rule is called {', '.join(unknown)}: `citecheck rules` lists them")
    return config


def house_settings(options: Namespace) -> Config:
    """The settings that `--config` names, for verbs that read no article and look for none; the defaults without it.

    Raises:
        UsageError: settings or a rule pack that cannot be read.
    """
    from citecheck.rules import RuleError, book

    try:
        config = load_config(None, Path(options.config)) if options.config else Config()
        book(config)
    except (ConfigError, RuleError) as problem:
        raise UsageError(str(problem)) from None
    return config


def _given(options: Namespace) -> Mapping[str, Any]:
    """The settings that the command line gives, as Config has them."""
    given = {name: getattr(options, name, None) for name in Config.__struct_fields__}
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in given.items()
        if value is not None and value != []
    }


def listed(value: str) -> list[str]:
    """The rules that an option names, with commas; ids and families in whatever case."""
    from citecheck.rules import FAMILIES, rules

    parts = [part.strip() for part in value.split(",") if part.strip()]
    known = {name.lower(): name for name in (*FAMILIES, *(name for rule in rules().values() for name in rule.names))}
    return [known.get(part.lower(), part) for part in parts]


def open_works(config: Config, *, searched: bool = False) -> list[WorkSource]:
    """The works that the settings name, as `open_sources`."""
    return open_sources(config.works, searched=searched)


def open_held(config: Config) -> tuple[list[HeldSource], list[Notification]]:
    """The sources that the writer holds, and which files among them could not be read.

    Raises:
        UsageError: a folder that is not there.
    """
    if not config.sources:
        return [], []
    from citecheck.ingest.held import read_held  # reads files of every format

    held: list[HeldSource] = []
    notes: list[Notification] = []
    for folder in config.sources:
        if not Path(folder).is_dir():
            raise UsageError(f"{folder} is no folder: --sources takes a folder of sources that you hold")
        read, passed_over = read_held(Path(folder))
        held += read
        notes += [Notification("warning", f"{problem}; it was passed over") for problem in passed_over]
    return held, notes


def open_retractions(config: Config) -> RetractionWatch | None:
    """The Retraction Watch data that the settings name.

    Raises:
        UsageError: a file that cannot be read, or is something else.
    """
    if config.retractions is None:
        return None
    from citecheck.resolve.retraction_watch import load_retractions

    try:
        return load_retractions(Path(config.retractions))
    except WorksFileError as problem:
        raise UsageError(str(problem)) from None


def open_sources(paths: Sequence[str], *, searched: bool = False) -> list[WorkSource]:
    """The works of some files and index folders, as `sources.open_sources`.

    Raises:
        UsageError: a file that holds no works, or a folder that is no index of them.
    """
    from citecheck.resolve import sources

    try:
        return sources.open_sources(paths, searched=searched)
    except WorksFileError as problem:
        raise UsageError(str(problem)) from None
