"""What every verb that looks works up shares: its session, and what is said of it on standard error."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from citecheck.cli.exits import BAD_USAGE, INTERRUPTED, one_line
from citecheck.cli.options import open_retractions
from citecheck.cli.progress import watcher
from citecheck.config import Config
from citecheck.model import Csl, Notification, Resolution
from citecheck.resolve import WorkSource, resolve_all
from citecheck.resolve.online.opening import open_session, rehearse
from citecheck.resolve.online.session import TITLES

if TYPE_CHECKING:
    from citecheck.resolve.online.questions import Question


class Looking:
    """The look-ups of one run, with the user's own works."""

    def __init__(self, options: Namespace, config: Config, sources: Sequence[WorkSource]) -> None:
        self.config = config
        self.sources = sources
        self.retractions = open_retractions(config)
        self.session = open_session(
            config, refresh=options.refresh, watcher=watcher(quiet=getattr(options, "quiet", False))
        )
        self._rehearsal = rehearse(config) if options.show_queries and config.network == "off" else None
        self._shows = bool(options.show_queries)
        self._failed: list[Resolution] = []
        self._failed_named = 0

    @property
    def rehearses(self) -> bool:
        """Whether only a rehearsal tells what would be sent."""
        return self._rehearsal is not None

    def note(
        self,
        references: Sequence[tuple[Csl, str]],
        found: Iterable[Resolution],
        main_text: Iterable[str] = (),
        named: Iterable[Resolution] = (),
    ) -> None:
        """Takes down what became of references and named studies: what failed, and what would have been asked."""
        failed_named = [resolution for resolution in named if resolution.failed]
        self._failed_named += len(failed_named)
        self._failed += [*(resolution for resolution in found if resolution.failed), *failed_named]
        if self._rehearsal:
            resolve_all(
                references,
                self.sources,
                self._rehearsal,
                offline=False,
                main_text=main_text,
                retractions=self.retractions,
            )

    def notifications(self) -> list[Notification]:
        """Remarks on the look-ups: how many failed and why, and what is wrong with the cache."""
        told = []
        if self._failed:
            told.append(
                f"{_count(self._failed, self._failed_named)} could not be looked up: {_commonest(self._failed)}"
            )
        if self.session.cache.problem:
            told.append(self.session.cache.problem)
        return [Notification("warning", message) for message in told]

    def show(self) -> None:
        """Prints what was or would be sent, if that is wanted."""
        session = self._rehearsal or self.session
        sent = "would send" if self._rehearsal else "sent"
        if self._shows and not session.rounds:
            print(f"citecheck: nothing {'would be' if self._rehearsal else 'was'} sent", file=sys.stderr)
        for number, questions in enumerate(session.rounds if self._shows else ()):
            condition = ", unless the answers before it suffice" if self._rehearsal and number else ""
            for question in questions:
                line = f"citecheck: {sent} to {TITLES[question.service]}{condition}: {_shown(question)}"
                print(one_line(line), file=sys.stderr)

    def close(self) -> None:
        self.session.cache.close()

    def exit_code(self, code: int) -> int:
        """The exit code of a filter whose lines ask for `code`."""
        if self.session.interrupted:
            return INTERRUPTED
        return BAD_USAGE if self._failed and not self.config.allow_incomplete else code


def _shown(question: Question) -> str:
    kinds = {"doi": "DOI", "record": "DOI", "agency": "DOI", "pmid": "PMID"}
    return f"{kinds[question.kind]} {question.text}" if question.kind in kinds else f"“{question.text}”"


def _count(failed: Sequence[Resolution], named: int) -> str:
    """How many references, and how many named studies among the look-ups that failed."""
    references = len(failed) - named
    counts = {"1 reference" if references == 1 else f"{references} references": references}
    counts |= {"1 named study" if named == 1 else f"{named} named studies": named}
    return " and ".join(told for told, number in counts.items() if number)


def _commonest(failed: Sequence[Resolution]) -> str:
    """Why most of them failed."""
    reasons = Counter(resolution.reason.removeprefix("the look-up failed: ") for resolution in failed)
    return reasons.most_common(1)[0][0] + (", and other reasons" if len(reasons) > 1 else "")
