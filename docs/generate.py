"""Writes what the docs say of the rules, the formats and the worked example from the program itself.

python docs/generate.py            writes docs/rules.md, a page a rule in docs/rules/, the levels in docs/genre.md, the
                                   example in docs/scoring.md and the table in docs/outputs.md
python docs/generate.py --check    writes nothing; exit code 1 when they are out of date
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from pathlib import Path
from typing import get_args

from citecheck.config import Config
from citecheck.ingest import read_bytes
from citecheck.model import Genre, Score
from citecheck.pipeline import Auditor
from citecheck.report.formats import FORMATS
from citecheck.resolve.works import LocalWorks, load_works
from citecheck.rules import FAMILIES, Rule, rules

DOCS = Path(__file__).resolve().parent
FIXTURES = DOCS.parent / "fixtures"
ARTICLE, WORKS = "magnesium-sleep.md", "nutrition.jsonl"
LEVELS_BEGIN, LEVELS_END = "<!-- generated: levels -->", "<!-- end of levels -->"
BEGIN, END = "<!-- generated: example -->", "<!-- end of example -->"

FORMATS_BEGIN, FORMATS_END = "<!-- generated: formats -->", "<!-- end of formats -->"

_LEVEL_NOTE = {
    "error": "an error: it follows from the text or the record alone",
    "warning": "a warning",
    "note": "a note: shown with `--verbose` only",
}


PRECISION = DOCS.parent / "benchmarks" / "promotion_rules.json"
_SHOWN = 3
"""Look-alikes that a page shows."""


def rules_page() -> str:
    """docs/rules.md: the list, with a link to each rule's page."""
    lines = [
        "# Rules",
        "",
        "<!-- Written by docs/generate.py from the declarations of the rules. Do not edit. -->",
        "",
        "A finding is a lead with a reason and a confidence, not a verdict on anybody. In settings, a rule goes by its",
        "id (`CIT003`), its name (`missing-citation`), its category if it has one (`selling`) or its family (`CIT`):",
        "see [configuration](configuration.md), and [rule packs](rule-packs.md) for rules of your own.",
    ]
    for family, title in FAMILIES.items():
        lines += [
            "",
            f"## {title[0].upper()}{title[1:]}",
            "",
            "| id | name | level | what it flags |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| [{r.id}](rules/{r.id}.md) | {r.name} | {r.level} | {_cell(r.summary)} |"
            for r in rules().values()
            if r.family == family
        ]
    return "\n".join(lines) + "\n"


def rule_page(rule: Rule) -> str:
    """docs/rules/ID.md: what is declared of a rule, what it leaves alone, and how often it is right."""
    lines = [
        f"# {rule.id} {rule.name}",
        "",
        "<!-- Written by docs/generate.py. Do not edit. -->",
        "",
        f"[{FAMILIES[rule.family].capitalize()}](../rules.md) · {_LEVEL_NOTE[rule.level]}",
        "",
        rule.summary,
        "",
        f"**Why.** {rule.why}",
        "",
        f"**What to do.** {rule.remedy}",
        "",
        f"> Before: {rule.before}",
        ">",
        f"> After: {rule.after}",
    ]
    if rule.levels:
        lines += ["", "## By genre", "", "| genre | level |", "|---|---|"]
        lines += [f"| {genre} | {level} |" for genre, level in rule.levels.items()]
        if "unknown" not in rule.levels:
            lines.append(f"| unknown | {rule.level_in('unknown')}: the mildest |")
        lines.append(f"| any other | {rule.level} |")
    if "phrases" in rule.data:
        examples = tomllib.loads((FIXTURES / "rules" / f"{rule.id}.toml").read_text(encoding="utf-8"))
        lines += ["", "## What it leaves alone", "", *(f"- {text}" for text in examples["silent"][:_SHOWN])]
        lines += ["", "## How often it is right", "", _precision(rule)]
        lines += ["", "Its words can be added to and switched off: see [rule packs](../rule-packs.md)."]
    return "\n".join(lines) + "\n"


def _precision(rule: Rule) -> str:
    """What benchmarks/promotion_rules.py measured of a rule on the development data."""
    measured = json.loads(PRECISION.read_text(encoding="utf-8"))
    found = measured["rules"].get(rule.id)
    data = f"the development data ({measured['sentences']} sentences of {measured['articles']} press releases)"
    if not found:
        return f"It finds nothing in {data}."
    share = round(100 * found["right"] / found["found"])
    right = f"{found['right']} ({share} %) are in sentences that a reader marked as promotional"
    return (
        f"Of {found['found']} findings in {data}, {right}. The rules were written with these sentences in view; of"
        " sentences that they have not seen fewer will be right."
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def example() -> str:
    """The arithmetic of one grade: each component's value, weight and points, and their sum."""
    score = _score()
    points = {name: part.value * part.weight / 100 for name, part in score.components.items()}
    rows = [
        f"| {name} | {part.value:.1f} | {part.weight:.0f} % | {points[name]:.1f} | {_cell(part.explanation)} |"
        for name, part in score.components.items()
    ]
    total = sum(points.values())
    return "\n".join(
        [
            BEGIN,
            "",
            "| component | value | weight | points | why |",
            "|---|---:|---:|---:|---|",
            *rows,
            f"| **sum** | | **100 %** | **{total:.1f}** | |",
            "",
            f"{total:.1f} of 100 is the letter **{score.grade}**. What would raise it most:",
            "",
            *(f"- {edit}" for edit in score.raise_by),
            "",
            END,
        ]
    )


def _score() -> Score:
    """Of the article as it is printed here: its name and not the folder it lies in goes into the report."""
    document = read_bytes((FIXTURES / "articles" / ARTICLE).read_bytes(), ARTICLE, Path(ARTICLE).suffix)
    works = LocalWorks(load_works(FIXTURES / "works" / WORKS))
    return Auditor(Config(network="off"), [works]).audit_document(document).score


def scoring_page(text: str) -> str:
    """docs/scoring.md with its example made anew."""
    before, _, rest = text.partition(BEGIN)
    return before + example() + rest.partition(END)[2]


def outputs_page(text: str) -> str:
    """docs/outputs.md with the table of the formats made anew."""
    before, _, rest = text.partition(FORMATS_BEGIN)
    rows = [f"| `{f.name}` | {_cell(f.what)} | `{f.media_type}` |" for f in FORMATS.values()]
    table = ["| format | what it is | media type |", "|---|---|---|", *rows]
    return before + "\n".join([FORMATS_BEGIN, "", *table, "", FORMATS_END]) + rest.partition(FORMATS_END)[2]


def levels_table() -> str:
    """The level of each rule of balance, and of others that look at some genres only, in each genre."""
    genres = [genre for genre in get_args(Genre) if genre != "research"]
    rows = [
        f"| [{rule.id}](rules/{rule.id}.md) {rule.name} | "
        + " | ".join("" if (level := rule.level_in(genre)) == "off" else level for genre in genres)
        + " |"
        for rule in rules().values()
        if "off" in rule.levels.values()
    ]
    head = [f"| rule | {' | '.join(genres)} |", "|---" * (len(genres) + 1) + "|"]
    return "\n".join([LEVELS_BEGIN, "", *head, *rows, "", LEVELS_END])


def genre_page(text: str) -> str:
    """docs/genre.md with its table made anew."""
    before, _, rest = text.partition(LEVELS_BEGIN)
    return before + levels_table() + rest.partition(LEVELS_END)[2]


def pages() -> dict[Path, str]:
    """What each generated page should hold."""
    scoring, genre, outputs = DOCS / "scoring.md", DOCS / "genre.md", DOCS / "outputs.md"
    return {
        DOCS / "rules.md": rules_page(),
        **{DOCS / "rules" / f"{rule.id}.md": rule_page(rule) for rule in rules().values()},
        genre: genre_page(genre.read_text(encoding="utf-8")),
        scoring: scoring_page(scoring.read_text(encoding="utf-8")),
        outputs: outputs_page(outputs.read_text(encoding="utf-8")),
    }


def main() -> int:
    """The exit code: 1 where `--check` finds a page out of date."""
    parser = argparse.ArgumentParser(description="Writes the generated parts of the docs.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 when a page is out of date")
    check = parser.parse_args().check
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(pages()[path], encoding="utf-8")
        sys.stdout.write(f"{path.name} {'is out of date: run python docs/generate.py' if check else 'written'}\n")
    return int(check and bool(stale))


if __name__ == "__main__":
    raise SystemExit(main())
