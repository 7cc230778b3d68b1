"""What every format is made from: the reports of a run, the run itself, and what was asked of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct, field

from citecheck.config import Config
from citecheck.model import GRADES, LEVELS, Finding, Level, Report, Run, Unreadable


class FormatError(Exception):
    """A report that cannot be made in this format; one sentence for the user, with what to do."""


class RuleText(Protocol):
    """What a report says of a rule; the rules themselves are none of its business."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def level(self) -> Level: ...
    @property
    def summary(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def remedy(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...
    @property
    def weight(self) -> float: ...
    @property
    def confidence(self) -> float: ...
    @property
    def family(self) -> str: ...
    @property
    def family_title(self) -> str: ...
    @property
    def help_uri(self) -> str: ...


class Results(Struct, frozen=True):
    """The results of a run."""

    reports: Sequence[Report | Unreadable]
    run: Run
    rules: Mapping[str, RuleText] = field(default_factory=dict)
    """Those that were run, by id."""
    config: Config = Config()
    verbose: bool = False

    @property
    def help_uris(self) -> dict[str, str]:
        return {rule.id: rule.help_uri for rule in self.rules.values()}

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing, or only what may be."""
        return self.run.complete or self.config.allow_incomplete

    def fails(self, finding: Finding) -> bool:
        """Whether a finding makes the command fail."""
        if finding.suppressed or self.config.fail_on == "none":
            return False
        return LEVELS.index(finding.level) >= LEVELS.index(self.config.fail_on)

    def is_below(self, report: Report) -> bool:
        """Whether an article's grade is lower than what passes."""
        if self.config.min_grade is None or report.score.grade is None:
            return False
        return GRADES.index(report.score.grade) > GRADES.index(self.config.min_grade)


def active(report: Report) -> list[Finding]:
    """The findings of an article that nobody has taken back."""
    return [finding for finding in report.findings if not finding.suppressed]
