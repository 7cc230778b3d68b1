"""`citecheck rules`: the list of rules; with an id, what one flags, why, and how to mend it."""

from __future__ import annotations

import difflib
import json
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from citecheck.cli.exits import OK, UsageError
from citecheck.cli.options import house_settings
from citecheck.rules import FAMILIES, HOUSE, Rule, book

_FORMATS = ("text", "json", "markdown")


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "rule", nargs="?", metavar="RULE", help="a rule's id or name, such as CIT003 or missing-citation"
    )
    parser.add_argument("--format", choices=_FORMATS, default="text", help="how to print (default: %(default)s)")
    parser.add_argument("--config", metavar="FILE", help="settings whose rule packs and phrases are taken in")
    parser.set_defaults(run=run)


def run(options: Namespace) -> int:
    known = book(house_settings(options))
    chosen = [_named(options.rule, known)] if options.rule else list(known.values())
    if options.format == "json":
        print(json.dumps([_as_json(rule) for rule in chosen], ensure_ascii=False, indent=1))
    elif options.format == "markdown":
        print("\n".join(_sections(chosen)))
    else:
        print("\n".join(_explanation(chosen[0]) if options.rule else _list(chosen)))
    return OK


def _named(name: str, known: Mapping[str, Rule]) -> Rule:
    for rule in known.values():
        if name.upper() == rule.id or name.lower() == rule.name:
            return rule
    near = difflib.get_close_matches(name.upper(), [*known, *(r.name.upper() for r in known.values())], n=1, cutoff=0.4)
    hint = f"; did you mean {near[0] if near[0] in known else near[0].lower()}?" if near else ""
    raise UsageError(f"no rule is called {name}{hint} (`citecheck rules` lists them)")


def _list(rules: Sequence[Rule]) -> list[str]:
    lines = []
    titles = FAMILIES | {rule.family: HOUSE for rule in rules if rule.family not in FAMILIES}
    for family, title in titles.items():
        lines += ["", f"{family}  {title}"]
        lines += [f"  {r.id}  {r.level:8} {r.name:20} {r.summary}" for r in rules if r.family == family]
    return lines[1:]


def _explanation(rule: Rule) -> list[str]:
    return [
        f"{rule.id} {rule.name} ({rule.level}, {FAMILIES.get(rule.family, HOUSE)})",
        "",
        rule.summary,
        "",
        f"Why: {rule.why}",
        f"Do:  {rule.remedy}",
        "",
        f"Before: {rule.before}",
        f"After:  {rule.after}",
        "",
        *([f"By genre: {levels_told(rule)}", ""] if rule.levels else []),
        f'Switch it off: --ignore {rule.id}, or ignore = ["{rule.id}"] in citecheck.toml.',
        f'Change its level: levels = {{ {rule.id} = "note" }} in citecheck.toml.',
    ]


def levels_told(rule: Rule) -> str:
    """The levels that differ by genre, and the one where the genre is not known."""
    levels = {**rule.levels, "unknown": rule.level_in("unknown")}
    return ", ".join(f"{genre} {level}" for genre, level in levels.items())


def _sections(rules: Sequence[Rule]) -> list[str]:
    lines = []
    for rule in rules:
        lines += ["", f"## {rule.id} {rule.name}", "", f"Level: {rule.level}", "", rule.summary, ""]
        lines += [f"**Why.** {rule.why}", "", f"**What to do.** {rule.remedy}", ""]
        lines += [f"> Before: {rule.before}", ">", f"> After: {rule.after}"]
        if rule.levels:
            lines[lines.index(f"Level: {rule.level}")] += f"; by genre: {levels_told(rule)}"
    return lines[1:]


def _as_json(rule: Rule) -> dict[str, Any]:
    """What is declared of a rule, without what only its check needs."""
    return {
        "id": rule.id,
        "name": rule.name,
        "family": rule.family,
        "category": rule.category or None,
        "level": rule.level,
        "levels": dict(rule.levels) | {"unknown": rule.level_in("unknown")},
        "summary": rule.summary,
        "why": rule.why,
        "remedy": rule.remedy,
        "example": {"before": rule.before, "after": rule.after},
        "weight": rule.weight,
        "confidence": rule.confidence,
        "help_uri": rule.help_uri,
    }
