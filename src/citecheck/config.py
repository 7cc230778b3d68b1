"""citecheck.toml: found in the article's folder or above, checked key by key, frozen."""

from __future__ import annotations

import glob
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from msgspec import Struct, field
from msgspec.structs import replace

from citecheck.expressions import expression
from citecheck.model import ComponentName, Genre, Grade, Level, Network, Question
from citecheck.text import shown_address

FILE_NAME = "citecheck.toml"
FailOn = Literal["none", "note", "warning", "error"]
Index = Literal["crossref", "doi.org", "datacite", "pubmed"]


class ConfigError(Exception):
    """One line for the user: file, line, what is wrong and what was probably meant."""


class HousePhrases(Struct, frozen=True):
    """What a house adds to the phrases of one rule: a table `[phrases.NAME]` of citecheck.toml."""

    rule: str
    """By id or name."""
    add: tuple[str, ...] = ()
    """Patterns that the rule finds, too."""
    allow: tuple[str, ...] = ()
    """Patterns whose words are innocent: so a phrase is switched off."""
    severity: int = 2
    """1 to 3, of those added."""


class Suppress(Struct, frozen=True):
    """A finding that is taken back, by its words; for articles that hold no comments."""

    file: str
    """The article, relative to the file that says so; `*` stands for anything. An address or "-" as it is."""
    rule: str
    """By id, name or family."""
    reason: str
    quote: str = ""
    """Words of the article that the finding is about; without them, it is one about the whole article."""


class Config(Struct, frozen=True):
    """All settings with their defaults; a key of citecheck.toml is the field's name with hyphens."""

    select: tuple[str, ...] = ()
    """Rules to run, by id, name or family ("PRO"); all where empty."""
    ignore: tuple[str, ...] = ()
    """Rules not to run, by id, name or family; stronger than `select`."""
    levels: Mapping[str, Level] = field(default_factory=dict)
    """A rule's level in place of its own, by id, name, category or family; the rule's is stronger than its family's."""
    rules: tuple[str, ...] = ()
    """Folders of rule files, relative to the file that names them: rules of one's own, and changes to ours."""
    phrases: tuple[HousePhrases, ...] = ()
    """Phrases added to rules, and words that are innocent."""
    brands: tuple[str, ...] = ()
    """Names of products and companies: the words in them are no praise, and what is called so is on sale."""
    fail_on: FailOn = "error"
    """The lowest level of a finding that makes the command fail."""
    min_grade: Grade | None = None
    """The lowest grade that passes."""
    min_confidence: float = 0.0
    """Findings below it are not reported, 0 to 1."""
    works: tuple[str, ...] = ()
    """Files of works, looked through in this order; relative to the file that names them."""
    sources: tuple[str, ...] = ()
    """Folders of sources that the writer holds, which are read here and go nowhere; relative to the file that names
    them."""
    retractions: str | None = None
    """A local Retraction Watch CSV, relative to the file that names it."""
    network: Network = "references"
    """What may be asked on the network: nothing, references, or also named studies and suggestions."""
    allow_hosts: tuple[str, ...] = ()
    """Hosts of this machine or a private network that articles may be fetched from, by name."""
    indexes: tuple[Index, ...] = get_args(Index)
    """Services on the network that may be asked; all by default."""
    crossref_url: str = "https://api.crossref.org"
    doi_url: str = "https://doi.org"
    datacite_url: str = "https://api.datacite.org"
    pubmed_url: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
    """Where each of them is; others for a mirror or a test server."""
    mailto: str | None = None
    """Your address, which Crossref, DataCite and NCBI ask for; it goes nowhere else."""
    deadline: int = 300
    """Seconds that the look-ups of one article may take."""
    cache: str | None = None
    """Folder of the cache of answers, relative to the file that names it; the user's cache folder by default."""
    genre: Genre | None = None
    """The kind of article, where it should not be inferred."""
    max_age: Mapping[Question, int] = field(default_factory=dict)
    """Years from which the newest source of a sentence is reported, by the question it answers; the others stay."""
    treatments: tuple[str, ...] = ()
    """Files of treatments with what agencies have decided on them, over the table that ships; relative to the file that
    names them."""
    weights: Mapping[ComponentName, float] = field(default_factory=dict)
    """Of components of the grade, in place of their own; they are taken as shares of their sum."""
    suggest: bool = False
    """Whether works are looked for that may stand behind sentences without a source."""
    allow_incomplete: bool = False
    """Whether a run whose look-ups failed may succeed."""
    baseline: str | None = None
    """A file of findings that were there before, which are not shown; relative to the file that names it."""
    suppress: tuple[Suppress, ...] = ()
    """Findings that are taken back."""


_HEAVIEST = 1000
"""The largest weight of a component."""
_PATHS = ("rules", "works", "sources", "retractions", "cache", "treatments", "baseline", "suppress")
_ADDRESS = expression(r"https?://[^\s/?#]+[^\s?#]*")
_MAIL = expression(r"[!-;=?A-~]+@[!-;=?A-~]+")


def load_config(article: str | None, explicit: Path | None = None) -> Config:
    """The settings for an article: `--config`, else the nearest citecheck.toml in its folder or above, else defaults.

    Raises:
        ConfigError: the file is not there, is no TOML, or holds an unknown key or a wrong value.
    """
    path = explicit or _nearest(_folder(article))
    if path is None:
        return Config()
    import tomllib  # only where there are settings to read

    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except FileNotFoundError:
        raise ConfigError(f"{path} is not there: check --config") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigError(f"{path} cannot be read: {problem}") from None
    except tomllib.TOMLDecodeError as problem:
        raise ConfigError(f"{path}: no TOML: {problem}") from None
    return replace(Config(), **_settings(data, text, path))


def checked(config: Config) -> Config:
    """The settings, if addresses are addresses: they go into requests as they are.

    Raises:
        ConfigError: one is not; it is shown without what may be secret in it.
    """
    for name in ("crossref_url", "doi_url", "datacite_url", "pubmed_url"):
        if not _ADDRESS.fullmatch(getattr(config, name)):
            key, shown = name.replace("_", "-"), shown_address(getattr(config, name))
            raise ConfigError(f"`{key}` is {shown!r}; it takes an address such as http://localhost:8000")
    if config.mailto is not None and not _MAIL.fullmatch(config.mailto):
        raise ConfigError(f"`mailto` is {config.mailto!r}; it takes an address such as desk@clinic.example")
    return config


def _folder(article: str | None) -> Path:
    """The folder of an article; where it is read from standard input, the one the command was called in."""
    if not article or article == "-":
        return Path.cwd()
    try:
        return Path(article).resolve().parent
    except (OSError, RuntimeError, ValueError):
        # Links that lead in a circle, or no file name at all: reading the article will say so.
        return Path.cwd()


def _nearest(folder: Path) -> Path | None:
    return next((found for f in (folder, *folder.parents) if (found := f / FILE_NAME).is_file()), None)


def _settings(data: Mapping[str, Any], text: str, path: Path) -> dict[str, Any]:
    hints = get_type_hints(Config)
    known = {name.replace("_", "-"): name for name in Config.__struct_fields__}
    settings: dict[str, Any] = {}
    for key, value in data.items():
        where = f"{path}:{_line_of(key, text)}"
        if key not in known:
            import difflib  # only a mistake pays for it

            near = difflib.get_close_matches(key, known, n=1, cutoff=0.4)
            hint = f"did you mean `{near[0]}`?" if near else f"the keys are {', '.join(known)}"
            raise ConfigError(f"{where}: unknown key `{key}`: {hint}")
        name = known[key]
        read = _house_phrases if name == "phrases" else _checked
        settings[name] = read(value, hints[name], f"{where}: `{key}`")
        if name in _PATHS:
            settings[name] = _relative(settings[name], path.parent)
    return settings


def _house_phrases(value: Any, _hint: Any, where: str) -> tuple[HousePhrases, ...]:
    """The tables `[phrases.NAME]`, in the order of the file."""
    hints = get_type_hints(HousePhrases)
    if not isinstance(value, dict) or not all(isinstance(table, dict) for table in value.values()):
        raise ConfigError(f"{where} takes a table for each rule, such as [phrases.hype-adjective]")
    found = []
    for rule, table in value.items():
        for key in table:
            if key not in hints or key == "rule":
                raise ConfigError(f"{where}.{rule} holds `{key}`: it takes `add`, `allow` and `severity`")
        given = {key: _checked(item, hints[key], f"{where}.{rule}.{key}") for key, item in table.items()}
        if given.get("severity", 1) > 3:
            raise ConfigError(f"{where}.{rule}.severity is {given['severity']}; it takes 1 (mild), 2 or 3")
        found.append(HousePhrases(rule, **given))
    return tuple(found)


def _line_of(key: str, text: str) -> int:
    """The line that sets a key; TOML's parser does not tell."""
    pattern = re.compile(rf"\s*(?:\[+\s*)?[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
    return next((n for n, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)


def _relative(value: Any, folder: Path) -> Any:
    if isinstance(value, Suppress):
        as_it_is = value.file == "-" or value.file.lower().startswith(("http://", "https://"))
        whole = f"{glob.escape(folder.resolve().as_posix())}/{value.file}"
        return value if as_it_is else replace(value, file=whole)
    if isinstance(value, tuple) and value and isinstance(value[0], Suppress):
        return tuple(_relative(item, folder) for item in value)
    if isinstance(value, tuple):
        return tuple(str(folder / item) for item in value)
    return str(folder / value) if value is not None else None


def _checked(value: Any, hint: Any, where: str) -> Any:
    """The value as the field's type.

    Raises:
        ConfigError: it is of another type, or none of the values that are allowed.
    """
    options = get_args(hint)
    if get_origin(hint) is Literal:
        if value not in options:
            import difflib

            near = difflib.get_close_matches(str(value), options, n=1, cutoff=0.4)
            meant = f"; did you mean {near[0]!r}?" if near else ""
            raise ConfigError(f"{where} is {value!r}; it takes {', '.join(repr(o) for o in options)}{meant}")
        return value
    if type(None) in options:
        return _checked(value, next(o for o in options if o is not type(None)), where)
    if hint == tuple[Suppress, ...]:
        return _suppressed(value, where)
    if get_origin(hint) is tuple:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ConfigError(f'{where} takes a list of strings, such as ["PRO", "CIT003"]')
        return tuple(value if options[0] is str else (_checked(item, options[0], where) for item in value))
    if get_origin(hint) is not None:
        if options[1] is float:
            return _weights(value, options[0], where)
        if not isinstance(value, dict):
            shown = '{ CIT003 = "note" }' if options[0] is str else "{ prevalence = 10 }"
            raise ConfigError(f"{where} takes a table, such as {shown}")
        return {
            _checked(key, options[0], where): _checked(item, options[1], f"{where}.{key}")
            for key, item in value.items()
        }
    if hint in (int, float) and type(value) in (int, hint):
        return _number(value, hint, where)
    if type(value) is not hint:
        wanted = {str: "a string", bool: "true or false", float: "a number from 0 to 1", int: "a whole number"}[hint]
        raise ConfigError(f"{where} is {value!r}; it takes {wanted}")
    return value


def _suppressed(value: Any, where: str) -> tuple[Suppress, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ConfigError(f"{where} takes tables headed [[suppress]], each with `file`, `rule`, `quote` and `reason`")
    known = Suppress.__struct_fields__
    for item in value:
        for key in [*item, *known[: len(known) - len(Suppress.__struct_defaults__)]]:
            if key not in known:
                raise ConfigError(f"{where} has an unknown key `{key}`: the keys are {', '.join(known)}")
            if not isinstance(item.get(key), str) or not item[key].strip():
                raise ConfigError(f"{where} needs a `{key}` in words")
    return tuple(Suppress(**item) for item in value)


def _weights(value: Any, names: Any, where: str) -> dict[str, float]:
    """Weights by component.

    Raises:
        ConfigError: no table, a component that there is not, a weight below 0, or nothing above it.
    """
    if not isinstance(value, dict):
        raise ConfigError(f"{where} takes a table of components and weights, such as {{ tone = 5, balance = 30 }}")
    for name, weight in value.items():
        _checked(name, names, where)
        if type(weight) not in (int, float) or not 0 <= weight <= _HEAVIEST:
            raise ConfigError(f"{where}.{name} is {weight!r}; it takes a number from 0 to {_HEAVIEST}")
    if len(value) == len(get_args(names)) and not any(value.values()):
        raise ConfigError(f"{where} leaves no component any weight")
    return {name: float(weight) for name, weight in value.items()}


def _number(value: float, hint: Any, where: str) -> float:
    """A share, or a number of seconds or years."""
    if hint is int and value < 1:
        raise ConfigError(f"{where} is {value}; it takes a whole number, 1 or more")
    if hint is float and not 0 <= value <= 1:
        raise ConfigError(f"{where} is {value}; it takes a number from 0 to 1")
    return hint(value)  # type: ignore[no-any-return]
