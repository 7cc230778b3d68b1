"""`citecheck rules`: the list of rules; with an id, what one flags, why, and how to mend it."""

from __future__ import annotations

import difflib
from argparse import ArgumentParser, Namespace

from citecheck.cli.exits import OK, UsageError
from citecheck.rules import FAMILIES, Rule, rules


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "rule", nargs="?", metavar="RULE", help="a rule's id or name, such as CIT003 or missing-citation"
    )
    parser.set_defaults(run=run)


def run(options: Namespace) -> int:
    if options.rule is None:
        print("\n".join(_list()))
        return OK
    print("\n".join(_explanation(_named(options.rule))))
    return OK


def _named(name: str) -> Rule:
    known = rules()
    for rule in known.values():
        if name.upper() == rule.id or name.lower() == rule.name:
            return rule
    near = difflib.get_close_matches(name.upper(), [*known, *(r.name.upper() for r in known.values())], n=1, cutoff=0.4)
    hint = f"; did you mean {near[0] if near[0] in known else near[0].lower()}?" if near else ""
    raise UsageError(f"no rule is called {name}{hint} (`citecheck rules` lists them)")


def _list() -> list[str]:
    lines = []
    for family, title in FAMILIES.items():
        lines += ["", f"{family}  {title}"]
        lines += [f"  {r.id}  {r.level:8} {r.name:20} {r.summary}" for r in rules().values() if r.family == family]
    return lines[1:]


def _explanation(rule: Rule) -> list[str]:
    return [
        f"{rule.id} {rule.name} ({rule.level}, {FAMILIES[rule.family]})",
        "",
        rule.summary,
        "",
        f"Why: {rule.why}",
        f"Do:  {rule.remedy}",
        "",
        f"Before: {rule.before}",
        f"After:  {rule.after}",
        "",
        f'Switch it off: --ignore {rule.id}, or ignore = ["{rule.id}"] in citecheck.toml.',
        f'Change its level: levels = {{ {rule.id} = "note" }} in citecheck.toml.',
    ]
