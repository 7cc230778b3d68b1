"""The rules of a run: those that citecheck comes with, changed and added to by rule packs and by citecheck.toml.

A rule pack is a folder of files like those in `declared/`, a rule a file. One with the id of a rule that is there
changes it: what it gives goes before, its phrases and innocent uses are added. One with a new id adds a rule of phrases
and has to bring examples with it, `fires` and `silent`. Our own examples stand in fixtures/rules/ and are tried by the
tests, so that no start pays for them; nobody tests a pack but us, so it is tried when it is loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from citecheck.config import Config, HousePhrases
from citecheck.expressions import expression
from citecheck.rules.registry import FAMILIES, Rule, RuleError, rule_from, rules

EXAMPLES = 5
"""Sentences of each kind that a rule of phrases needs: those that it finds, and look-alikes that it leaves alone."""
_ID = expression(r"[A-Z]{3}[0-9]{3}")
_FIELDS = frozenset(
    "id name level levels category summary why remedy message weight confidence help example phrases unless habits"
    " better fires silent".split()
)
_CHANGES = ("name", "level", "levels", "category", "summary", "why", "remedy", "weight", "confidence", "help")
_TOLD = ("id", "name", "level", "summary", "why", "remedy", "weight", "confidence")
_GROUP = frozenset("severity patterns negatable silent-in".split())


def book(config: Config) -> Mapping[str, Rule]:
    """All rules by id, in order.

    Raises:
        RuleError: a pack or a phrase of the settings cannot be used; the message says which and what to do.
    """
    return _book(config.rules, config.phrases)


@lru_cache(maxsize=4)
def _book(folders: tuple[str, ...], phrases: tuple[HousePhrases, ...]) -> Mapping[str, Rule]:
    if not folders and not phrases:
        return rules()
    known = dict(rules())
    for path in (path for folder in folders for path in _files(Path(folder))):
        rule = _with_file(known, path)
        known[rule.id] = rule
    for house in phrases:
        rule = _named(house.rule, known)
        known[rule.id] = _with_phrases(rule, house)
    return dict(sorted(known.items()))


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise RuleError(f"{folder} is no folder: `rules` takes folders of rule files")
    found = sorted(folder.glob("*.toml"))
    if not found:
        raise RuleError(f"{folder} holds no rule: a rule is a file such as HSE001.toml")
    return found


def _with_file(known: Mapping[str, Rule], path: Path) -> Rule:
    """The rule of a file: a new one, or a known one as the file changes it."""
    data = _read(path)
    rule_id = data.get("id")
    old = known.get(rule_id) if isinstance(rule_id, str) else None
    if old is None:
        return _added(data, known, path)
    if path.stem != rule_id:
        raise RuleError(f"{path}: `id` is {rule_id!r}: call the file {rule_id}.toml, or change the id")
    # What the file does not tell is the old rule's, and goes through the same checks.
    told: dict[str, Any] = {key: getattr(old, key) for key in _TOLD}
    told["levels"] = dict(old.levels)
    told |= {"category": old.category} if old.category else {}
    told |= {key: data[key] for key in _CHANGES if key in data}
    told["example"] = data.get("example", {"before": old.before, "after": old.after})
    changed = replace(rule_from(told, str(path)), data=_merged(old.data, data))
    _try(changed, data, path)
    return changed


def _added(data: dict[str, Any], known: Mapping[str, Rule], path: Path) -> Rule:
    rule_id = str(data.get("id"))
    if not _ID.fullmatch(rule_id):
        raise RuleError(f"{path}: `id` is {data.get('id')!r}: give it three capitals and three figures, such as HSE001")
    if rule_id[:3] in FAMILIES:
        near = _nearest(rule_id, known, 0.5)
        meant = f" (did you mean {near}?)" if near else ""
        raise RuleError(f"{path}: there is no rule {rule_id} to change{meant}: a rule of yours takes other capitals")
    for key in ("phrases", "message"):
        if key not in data:
            raise RuleError(
                f"{path}: `{key}` is missing: a rule of yours holds phrases, and a message for its findings"
            )
    brought = {key: list(data.get(key, ())) for key in ("fires", "silent")}
    lacking = next((key for key, examples in brought.items() if len(examples) < EXAMPLES), None)
    if lacking:
        raise RuleError(
            f"{path}: `{lacking}` holds {len(brought[lacking])} sentences: give {EXAMPLES} that the rule"
            f" {'finds' if lacking == 'fires' else 'must leave alone'}, or it is not loaded"
        )
    examples = {key: data.pop(key) for key in brought}
    taken = next((rule.id for rule in known.values() if data.get("name") in rule.names), None)
    if taken:
        raise RuleError(f"{path}: `name` is {data['name']!r}, which means {taken} already: choose another")
    rule = rule_from(data, str(path))
    _try(rule, examples, path)
    return rule


def _read(path: Path) -> dict[str, Any]:
    import tomllib  # only where there are packs to read

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as problem:
        raise RuleError(f"{path} cannot be read: {problem}") from None
    except tomllib.TOMLDecodeError as problem:
        raise RuleError(f"{path}: no TOML: {problem}") from None
    for key in data:
        if key not in _FIELDS:
            near = _nearest(key, _FIELDS, 0.4)
            raise RuleError(f"{path}: unknown field `{key}`{f': did you mean `{near}`?' if near else ''}")
    for group in _checked_groups(data.get("phrases", []), path):
        for key in group:
            if key not in _GROUP:
                raise RuleError(f"{path}: unknown field `{key}` in [[phrases]]: it takes {', '.join(sorted(_GROUP))}")
    for key, kind, meant in _KINDS:
        if key in data and not kind(data[key]):
            raise RuleError(f"{path}: `{key}` takes {meant}")
    return data


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


_KINDS = (
    ("message", _is_text, "a text in quotes"),
    ("unless", lambda v: isinstance(v, str), "one text with a pattern a line, between '''"),
    ("habits", lambda v: isinstance(v, bool), "true or false"),
    ("better", lambda v: isinstance(v, dict) and all(isinstance(x, str) for x in v.values()), "a table of texts"),
    ("fires", lambda v: isinstance(v, list) and all(map(_is_text, v)), "a list of sentences"),
    ("silent", lambda v: isinstance(v, list) and all(map(_is_text, v)), "a list of sentences"),
)


def _checked_groups(groups: Any, path: Path) -> Iterable[Mapping[str, Any]]:
    if not isinstance(groups, list) or not all(isinstance(group, dict) for group in groups):
        raise RuleError(f"{path}: `phrases` is no table: begin each group with a line [[phrases]]")
    for group in groups:
        if group.get("severity") not in (1, 2, 3):
            raise RuleError(f"{path}: `severity` of [[phrases]] is {group.get('severity')!r}: give 1 (mild), 2 or 3")
        if not _is_text(group.get("patterns")):
            raise RuleError(f"{path}: `patterns` of [[phrases]] is missing: give a pattern a line, between '''")
    return groups


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """What only a rule's check knows, with what a pack adds: its phrases come first, and so win where both match."""
    merged = dict(old)
    merged |= {key: new[key] for key in ("message", "habits") if key in new}
    if "phrases" in new:
        merged["phrases"] = [*new["phrases"], *old.get("phrases", ())]
    if "unless" in new:
        merged["unless"] = "\n".join((old.get("unless", ""), new["unless"]))
    if "better" in new:
        merged["better"] = {**new["better"], **old.get("better", {})}
    return merged


def _try(rule: Rule, examples: Mapping[str, Any], path: Path) -> None:
    """Reads every pattern of a rule, and looks for it in the sentences that its file gives.

    Raises:
        RuleError: a pattern cannot be read, or a sentence is not judged as the file says.
    """
    from citecheck.patterns import PatternError
    from citecheck.rules.phrases import Finder

    if "phrases" not in rule.data:
        return
    try:
        finder = Finder([rule])
        finder.read_all()
    except PatternError as problem:
        raise RuleError(f"{path}: {problem}") from None
    for sentence in examples.get("fires", ()):
        if not finder.find(sentence):
            raise RuleError(f"{path}: `fires` holds {sentence!r}, which no pattern finds: add one, or take it out")
    for sentence in examples.get("silent", ()):
        if found := finder.find(sentence):
            words = sentence[found[0].start : found[0].end]
            raise RuleError(f"{path}: `silent` holds {sentence!r}, but {words!r} is found: add it to `unless`")


def _with_phrases(rule: Rule, house: HousePhrases) -> Rule:
    where = f"citecheck.toml: [phrases.{house.rule}]"
    if "phrases" not in rule.data:
        raise RuleError(f"{where}: {rule.id} holds no phrases: it looks at something else")
    new: dict[str, Any] = {}
    if house.add:
        new["phrases"] = [{"severity": house.severity, "patterns": "\n".join(house.add)}]
    if house.allow:
        new["unless"] = "\n".join(house.allow)
    changed = replace(rule, data=_merged(rule.data, new))
    _try(changed, {}, Path(where))
    return changed


def _named(name: str, known: Mapping[str, Rule]) -> Rule:
    rule = next((rule for rule in known.values() if name in (rule.id, rule.name)), None)
    if rule is None:
        names = [each for rule in known.values() if "phrases" in rule.data for each in (rule.id, rule.name)]
        near = _nearest(name, names, 0.4)
        hint = f"did you mean {near}?" if near else "`citecheck rules` lists them"
        raise RuleError(f"citecheck.toml: [phrases.{name}]: no rule is called {name}: {hint}")
    return rule


def _nearest(name: str, known: Iterable[str], cutoff: float) -> str:
    """The known name that was probably meant; empty where none is like it."""
    from difflib import get_close_matches  # only a mistake pays for it

    return next(iter(get_close_matches(name, known, n=1, cutoff=cutoff)), "")
