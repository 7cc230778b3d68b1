"""Compiles src/citecheck/journals.tsv and journal_names.tsv: titles of journals and their abbreviations.

    python training/compile_journals.py FACTORS.sqlite3 ... [--gold ../shared/gold/references]

Taken are facts only: the titles with the National Library of Medicine's title abbreviations, for journals that its
catalogue lists, as the tables of the package `impact_factor` (MIT) print them; and the `container-title` and
`short-container-title` of Crossref's records (CC0) of journal articles.
`pip download --no-deps impact_factor` and `unzip` give the tables.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import re
import sqlite3
from pathlib import Path

from citecheck.journals import fold_name

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold" / "references"
OUT = ROOT / "src" / "citecheck" / "journals.tsv"
_INITIALS = re.compile(r"\b\w(?: \w\b)+")
_NAMES = OUT.with_name("journal_names.tsv")
_HEAD = """\
# Journals' titles and their abbreviations, folded (see journals.py). Compiled by training/compile_journals.py from the
# titles and NLM title abbreviations of the NLM Catalog and from Crossref's container titles (CC0).\
"""
_NAMES_HEAD = """\
# What training/compile_journals.py works out from journals.tsv. Parts stand between empty lines: words of full titles;
# words of abbreviations only; all names, those that begin with the same word on one line behind that word and how many
# words they have.\
"""


def of_catalogue(path: Path) -> set[tuple[str, str]]:
    query = "select journal, journal_abbr from factor where nlm_id not in ('', '.') and journal_abbr <> ''"
    with sqlite3.connect(path) as tables:
        return {(fold_name(html.unescape(full)), fold_name(short)) for full, short in tables.execute(query)}


def of_works(path: Path) -> set[tuple[str, str]]:
    pairs = set()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            work = json.loads(line)
            full = (work.get("container-title") or [""])[0]
            short = (work.get("short-container-title") or [""])[0]
            # A record rebuilt from a string has no type: its container may be anything.
            if work.get("type") == "journal-article" or short:
                pairs.add((fold_name(html.unescape(full)), fold_name(html.unescape(short or full))))
    return pairs


def _joined(letters: re.Match[str]) -> str:
    return letters.group().replace(" ", "")


def _lines(pairs: set[tuple[str, str]]) -> str:
    return "".join(f"{full}\t{short}\n" for full, short in sorted(pairs))


def _derived(pairs: set[tuple[str, str]]) -> list[str]:
    """Words of full titles; words of abbreviations only; the names, a line for each first word."""
    full_words = {word for full, _ in pairs for word in full.split()}
    short_words = {word for _, short in pairs for word in short.split()} - full_words
    by_first: dict[str, list[str]] = {}
    for name in sorted({name for pair in pairs for name in pair}):
        by_first.setdefault(name.split()[0], []).append(name)
    lines = []
    for first, names in sorted(by_first.items()):
        lengths = sorted({len(name.split()) for name in names}, reverse=True)
        lines.append("\t".join([f"{first}:{','.join(map(str, lengths))}", *names]) + "\n")
    return [" ".join(sorted(full_words)), " ".join(sorted(short_words)), "".join(lines)]


def write(pairs: set[tuple[str, str]]) -> None:
    OUT.write_text("\n\n".join([_HEAD, _lines(pairs)]), encoding="utf-8")
    _NAMES.write_text("\n\n".join([_NAMES_HEAD, *_derived(pairs)]), encoding="utf-8")


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("tables", type=Path, nargs="+")
    cli.add_argument("--gold", type=Path, default=GOLD)
    options = cli.parse_args()
    pairs = of_works(options.gold / "works.jsonl.gz").union(*(of_catalogue(path) for path in options.tables))
    # "Proc Natl Acad Sci U S A" is printed with "USA" as well.
    pairs |= {(full, joined) for full, short in pairs if (joined := _INITIALS.sub(_joined, short)) != short}
    pairs = {(full, short) for full, short in pairs if full and short}
    write(pairs)
    print(f"{OUT}: {len(pairs)} pairs")


if __name__ == "__main__":
    main()
