"""The interface for programs: one function that audits, and the errors that it raises.

    >>> from pathlib import Path
    >>> report = citecheck.audit(Path("draft.md"), config=citecheck.Config(network="off"))
    >>> report.score.grade

`import citecheck` imports none of this: what is used is imported when it is first used.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from citecheck.config import Config, ConfigError, checked, load_config
from citecheck.ingest import UnreadableSourceError, read_bytes, read_source
from citecheck.model import Document, Finding, HeldSource, Notification, Report
from citecheck.pipeline import Auditor, is_complete
from citecheck.report.places import Places
from citecheck.report.results import FormatError, Results
from citecheck.resolve import WorksFileError
from citecheck.resolve.sources import open_sources

Format = Literal["text", "markdown", "html"]
_SUFFIXES: dict[Format, str] = {"text": ".txt", "markdown": ".md", "html": ".html"}
_LONGEST_NAME = 4096


def audit(
    source: str | os.PathLike[str],
    *,
    config: Config | os.PathLike[str] | None = None,
    format: Format = "text",  # noqa: A002
) -> Report:
    """Audits one article.

    Args:
        source: A path object (`pathlib.Path`) names a file of any format that is read. A string is the article itself,
            or, if it begins with http:// or https://, the address of its page.
        config: The settings, or the path of a citecheck.toml. By default the nearest citecheck.toml of a file, as on
            the command line, and for a text the defaults. Which works are matched and what may be asked on the network
            is in there: `Config(network="off", works=("library.jsonl",))`.
        format: Of a text, how it is written.

    Returns:
        The report. Positions in it count code points of `report.audited.article.document.text`.

    Raises:
        UnreadableSourceError: The article cannot be read; the message says what, where and what to do.
        ConfigError: Settings that cannot be used.
        WorksFileError: Works that cannot be read.
        ValueError: A string that is the name of a file: pass a path object.
    """
    settings = _settings(source, config)
    document = _document(source, settings, format)
    from citecheck.resolve.online.opening import open_session

    sources = open_sources(settings.works)
    retractions = None
    if settings.retractions is not None:
        from citecheck.resolve.retraction_watch import load_retractions

        retractions = load_retractions(Path(settings.retractions))
    held, problems = _held(settings)
    session = open_session(settings)
    try:
        report = Auditor(settings, sources, session, retractions, held).audit_document(document)
    finally:
        session.cache.close()
    return replace(report, notifications=(*report.notifications, *problems))


def place(report: Report, finding: Finding) -> tuple[int, int] | None:
    """Line and column of a finding in the source file, both from 1; None for one about the whole article.

    Of Word files, PDFs and JATS, those of the extracted text.
    """
    return Places(report.audited.article.document).begins(finding)


def quote(report: Report, finding: Finding) -> str | None:
    """The words that a finding is about, as a reader sees them; None for one about the whole article."""
    return Places(report.audited.article.document).quote_of(finding)


def render(reports: Sequence[Report], format: str = "json", *, config: Config | None = None) -> str | bytes:  # noqa: A002
    """The reports in a format of `citecheck audit --format`; bytes for one that is a binary file.

    Raises:
        ValueError: There is no such format, or none that a program can use ("terminal").
        FormatError: It cannot be made of these reports; the message says why.
    """
    from importlib import import_module

    from citecheck.model import Run
    from citecheck.report.formats import DEFAULT, FORMATS
    from citecheck.rules import selected

    if format not in FORMATS or format == DEFAULT:
        raise ValueError(
            f"no format is called {format!r}; there are {', '.join(name for name in FORMATS if name != DEFAULT)}"
        )
    settings = config or Config()
    run = Run(is_complete(reports), settings.network, 0.0)
    results = Results(tuple(reports), run, {rule.id: rule for rule in selected(settings)}, settings)
    made: str | bytes = import_module(f"citecheck.report.{FORMATS[format].module}").render(results)
    return made


def _settings(source: str | os.PathLike[str], config: Config | os.PathLike[str] | None) -> Config:
    if isinstance(config, Config):
        return checked(config)
    if config is not None:
        return checked(load_config(None, Path(config)))
    return Config() if isinstance(source, str) else checked(load_config(os.fspath(source)))


def _held(config: Config) -> tuple[list[HeldSource], list[Notification]]:
    """The sources that the writer holds, with a remark on each that could not be read."""
    held: list[HeldSource] = []
    problems: list[Notification] = []
    for folder in config.sources:
        from citecheck.ingest.held import read_held

        if not Path(folder).is_dir():
            raise ConfigError(f"{folder} is no folder: `sources` takes folders of sources that you hold")
        read, passed_over = read_held(Path(folder))
        held += read
        problems += [Notification("warning", f"{problem}; it was passed over") for problem in passed_over]
    return held, problems


def _document(source: str | os.PathLike[str], config: Config, form: Format) -> Document:
    if not isinstance(source, str):
        return read_source(os.fspath(source), config.network, config.allow_hosts)
    if source.lower().startswith(("http://", "https://")) and not any(character.isspace() for character in source):
        return read_source(source, config.network, config.allow_hosts)
    if _is_file(source):
        raise ValueError(f"{source!r} is a file: pass pathlib.Path({source!r}), since a string is the article itself")
    return read_bytes(source.encode("utf-8", "surrogatepass"), "-", _SUFFIXES[form])


def _is_file(text: str) -> bool:
    try:
        return len(text) < _LONGEST_NAME and "\n" not in text and Path(text).is_file()
    except (OSError, ValueError):
        return False


__all__ = [
    "Config",
    "ConfigError",
    "Document",
    "Finding",
    "FormatError",
    "Report",
    "UnreadableSourceError",
    "WorksFileError",
    "audit",
    "is_complete",
    "place",
    "quote",
    "render",
]
