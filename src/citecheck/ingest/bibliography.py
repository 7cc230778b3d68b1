"""The files of references that an article names, `bibliography: refs.bib`, where they lie beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from citecheck.csl import checked
from citecheck.expressions import expression
from citecheck.ingest.decode import MAX_BYTES, decode
from citecheck.ingest.interface import UnreadableSourceError

FILE = expression(r"[^\n]{1,200}\.(?:bib|bibtex|json|ya?ml|ris|xml)", re.IGNORECASE)
"""What names such a file."""
_FIELDS = (
    *("type", "title", "author", "editor", "container-title", "issued", "volume", "issue", "page", "number", "edition"),
    *("DOI", "PMID", "PMCID", "URL", "accessed", "publisher"),
)
_ALSO = {"doi": "DOI", "url": "URL", "pmid": "PMID", "pmcid": "PMCID", "journal": "container-title", "year": "issued"}
"""Names that writers give to fields."""


class Bibliography(Struct):
    """What the files that an article names hold of the works that it cites."""

    works: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By key."""
    unread: list[str] = field(default_factory=list)
    """Of each file that could not be looked at, why."""


def read_bibliography(folder: Path | None, names: Collection[str], wanted: Collection[str]) -> Bibliography:
    """The works with the wanted keys; `folder` is the article's, None where it is not known."""
    found = Bibliography()
    for name in names:
        try:
            for key, csl in _works(_text(folder, name), Path(name).suffix.lower(), wanted):
                found.works.setdefault(key, csl)
        except FileNotFoundError:
            found.unread.append(f"{name} does not lie beside it")
        except OSError as problem:
            found.unread.append(f"{name} cannot be read ({problem.strerror or problem})")
        except (UnreadableSourceError, ValueError, RecursionError):
            found.unread.append(f"{name} is no list of references that can be read (5 MB at most)")
    return found


def stated(item: Mapping[Any, Any]) -> dict[str, Any]:
    """The fields of an item that a reference has, in the form that they should."""
    known = {key: item[key] for key in _FIELDS if key in item}
    known |= {name: item[key] for key, name in _ALSO.items() if key in item and name not in known}
    # Crossref gives titles as lists.
    whole = {k: v[0] if isinstance(v, list) and v and isinstance(v[0], str) and k.endswith("title") else v
             for k, v in known.items()}  # fmt: skip
    return checked(whole)


def _text(folder: Path | None, name: str) -> str:
    """Raises FileNotFoundError, another OSError, ValueError or UnreadableSourceError."""
    if folder is None or "://" in name or Path(name).is_absolute():
        raise FileNotFoundError(name)
    with (folder / name).open("rb") as file:
        return decode(file.read(MAX_BYTES + 1), name).text


def _works(text: str, suffix: str, wanted: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    if suffix in (".bib", ".bibtex"):
        from citecheck.ingest.bibtex import read_bibtex

        yield from read_bibtex(text, wanted)
        return
    if suffix in (".ris", ".xml"):
        raise ValueError(suffix)
    data = json.loads(text) if suffix == ".json" else _yaml(text)
    items = data.get("references", data.get("items")) if isinstance(data, Mapping) else data
    for item in items if isinstance(items, list) else ():
        if isinstance(item, Mapping) and str(item.get("id")) in wanted:
            yield str(item["id"]), stated(item)


def _yaml(text: str) -> Any:
    import yaml

    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ArithmeticError, AttributeError, LookupError, TypeError) as problem:
        raise ValueError(str(problem)) from None
