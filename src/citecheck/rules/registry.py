"""The rules: each declared once, in a data file; the checks that are code find their rule by its id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from msgspec import Struct, field

from citecheck.model import LEVELS, Audited, Finding, Fix, Genre, Level, Related
from citecheck.tables import load

_DECLARED = Path(__file__).with_name("declared")
HELP_URI = "https://github.com/citecheck/citecheck/blob/main/docs/{}.md"
FAMILIES = {
    "REF": "reference list",
    "CIT": "in-text citations",
    "EVD": "evidence and support",
    "PRO": "promotional language",
    "BAL": "balance and disclosure",
}
HOUSE = "house rules"
"""The title of a family that a rule pack brings."""
LevelOrOff = Literal["note", "warning", "error", "off"]
TEXTS = ("name", "summary", "why", "remedy")
"""What every declaration tells in words, beside its example."""


class Rule(Struct, frozen=True):
    """What is known of a rule before it looks at anything."""

    id: str
    name: str
    level: Level
    summary: str
    """What it flags, one sentence."""
    why: str
    remedy: str
    """What to do about a finding, in the imperative."""
    before: str
    after: str
    weight: float
    """0 to 1: how much is at stake, for the order of findings of one level."""
    confidence: float
    levels: Mapping[Genre, LevelOrOff] = field(default_factory=dict)
    """Another level in articles of a genre; "off" where the rule does not hold for them."""
    category: str = ""
    """The kind of promotional language, where several rules are of one kind; else the rule's name."""
    help_uri: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    """What only this rule's check knows: phrases, thresholds."""

    @property
    def family(self) -> str:
        return self.id[:3]

    @property
    def family_title(self) -> str:
        return FAMILIES[self.family]

    @property
    def names(self) -> tuple[str, ...]:
        """What it goes by in settings, the most particular first."""
        return (self.id, self.name, self.category, self.family) if self.category else (self.id, self.name, self.family)

    def level_in(self, genre: Genre) -> LevelOrOff:
        """The level in articles of a genre; where that is not known, the mildest that the rule has."""
        if genre == "unknown" and genre not in self.levels:
            return min((self.level, *(level for level in self.levels.values() if level != "off")), key=LEVELS.index)
        return self.levels.get(genre, self.level)

    def finding(
        self,
        message: str,
        start: int | None = None,
        end: int | None = None,
        *,
        level: Level | None = None,
        confidence: float | None = None,
        weight: float | None = None,
        remedy: str | None = None,
        related: tuple[Related, ...] = (),
        fix: Fix | None = None,
    ) -> Finding:
        return Finding(
            rule_id=self.id,
            name=self.name,
            level=level or self.level,
            confidence=self.confidence if confidence is None else confidence,
            message=message,
            start=start,
            end=end,
            remedy=self.remedy if remedy is None else remedy,
            related=related,
            fix=fix,
            weight=self.weight if weight is None else weight,
        )


Check = Callable[[Rule, Audited], Iterable[Finding]]
checks: dict[str, Check] = {}
"""By rule id, the checks that are code; the rules that hold phrases need none."""


def check(rule_id: str) -> Callable[[Check], Check]:
    """Binds a function to the rule that it checks."""

    def bind(function: Check) -> Check:
        checks[rule_id] = function
        return function

    return bind


class RuleError(ValueError):
    """A declaration that cannot be used; names the file and the field and says what to do."""


@cache
def rules() -> Mapping[str, Rule]:
    """The rules that citecheck comes with, by id, in order."""
    files = sorted(path.name for path in _DECLARED.iterdir() if path.suffix == ".toml")
    found = (rule_from(dict(load(_DECLARED / name)), name) for name in files)
    return {rule.id: rule for rule in found}


def rule_from(data: dict[str, Any], file: str) -> Rule:
    """A declaration as a Rule; what no field of it takes is the rule's own data.

    Raises:
        RuleError: a field is missing, or holds what it cannot.
    """
    example = data.pop("example", None)
    if not (isinstance(example, dict) and {"before", "after"} <= example.keys()):
        raise RuleError(f"{file}: [example] is missing: give a sentence as `before` and a better one as `after`")
    texts = {key: _text(data, key, file) for key in ("id", *TEXTS)}
    if texts["id"] != Path(file).stem:
        raise RuleError(f"{file}: `id` is {texts['id']!r}: call the file {texts['id']}.toml, or change the id")
    return Rule(
        **texts,
        level=_level(data.pop("level", None), f"{file}: `level`", LEVELS),
        levels=_levels(data.pop("levels", {}), file),
        before=_text(example, "before", f"{file}: [example]"),
        after=_text(example, "after", f"{file}: [example]"),
        weight=_share(data, "weight", file),
        confidence=_share(data, "confidence", file),
        category=_text(data, "category", file) if "category" in data else "",
        help_uri=_text(data, "help", file) if "help" in data else _help_uri(texts["id"]),
        data=data,
    )


def _help_uri(rule_id: str) -> str:
    return HELP_URI.format(f"rules/{rule_id}" if rule_id[:3] in FAMILIES else "rule-packs")


def _text(data: dict[str, Any], key: str, where: str) -> str:
    value = data.pop(key, None)
    if not isinstance(value, str) or not value.strip():
        raise RuleError(f"{where}: `{key}` is {'missing' if value is None else repr(value)}: give it a text in quotes")
    return value


def _share(data: dict[str, Any], key: str, where: str) -> float:
    value = data.pop(key, None)
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise RuleError(f"{where}: `{key}` is {'missing' if value is None else repr(value)}: give a number from 0 to 1")
    return float(value)


def _level(value: Any, where: str, allowed: tuple[Any, ...]) -> Any:
    if value not in allowed:
        raise RuleError(f"{where} is {'missing' if value is None else repr(value)}: it takes {', '.join(allowed)}")
    return value


def _levels(value: Any, file: str) -> Mapping[Genre, LevelOrOff]:
    genres = get_args(Genre)
    wrong = next((key for key in value if key not in genres), None) if isinstance(value, dict) else repr(value)
    if wrong is not None:
        raise RuleError(f"{file}: `levels` holds {wrong}: it is a table of genres, which are {', '.join(genres)}")
    return {genre: _level(level, f"{file}: `levels.{genre}`", get_args(LevelOrOff)) for genre, level in value.items()}
