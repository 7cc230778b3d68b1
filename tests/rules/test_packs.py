"""Rule packs and the vocabulary of a house: what they add and change, and what is said of a mistake in one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from citecheck.config import Config, load_config
from citecheck.ingest import read_bytes
from citecheck.model import Finding
from citecheck.pipeline import Auditor
from citecheck.rules import RuleError, book, rules, selected
from citecheck.rules.phrases import finder

PACKS = Path(__file__).parents[2] / "fixtures" / "rule-packs"
RULE = PACKS / "house-style" / "HSE001.toml"
ARTICLE = """# Lumiva

Our gut-loving miracle foam goes well with an innovative Lumiva on your cancer journey.
A powerful owl was seen. It is trusted by thousands of families. We are committed to your peace of mind.
"""


def house() -> Config:
    return load_config(None, PACKS / "citecheck.toml")


def findings(config: Config) -> list[Finding]:
    document = read_bytes(ARTICLE.encode(), "foam.md", ".md")
    return list(Auditor(config).audit_document(document).findings)


def words(config: Config) -> list[tuple[str, str]]:
    text = read_bytes(ARTICLE.encode(), "foam.md", ".md").text
    return [(f.rule_id, text[f.start : f.end]) for f in findings(config) if f.rule_id[:3] in ("PRO", "HSE")]


# --- what a house can say ----------------------------------------------------------------------------------------


def test_a_pack_adds_a_rule() -> None:
    assert "HSE001" not in rules()
    assert book(house())["HSE001"].family == "HSE"
    assert ("HSE001", "cancer journey") in words(house())


def test_a_pack_changes_a_rule_and_leaves_the_rest_of_it() -> None:
    ours, theirs = rules()["PRO009"], book(house())["PRO009"]
    assert (ours.level, theirs.level) == ("note", "warning")
    assert theirs.data["message"].endswith("style guide.")
    assert (theirs.name, theirs.why, theirs.remedy) == (ours.name, ours.why, ours.remedy)
    assert len(theirs.data["phrases"]) == len(ours.data["phrases"]) + 1


def test_brands_are_no_praise_and_are_on_sale() -> None:
    nameless = replace(house(), brands=())
    assert ("PRO003", "miracle") in words(nameless)
    assert ("PRO003", "miracle") not in words(house())
    assert ("PRO001", "innovative") in words(nameless)
    assert ("PRO001", "innovative Lumiva") in words(house())


def test_phrases_are_added_and_switched_off() -> None:
    assert ("PRO001", "gut-loving") in words(house())
    assert not any("owl" in found or found == "powerful" for _, found in words(house()))


def test_a_phrase_of_the_house_goes_before_ours() -> None:
    config = load_config(None, PACKS / "citecheck.toml")
    (one,) = finder(config).find("A gut-loving tea.")
    assert (one.rule.id, one.severity) == ("PRO001", 1)


def test_a_rule_is_switched_off_by_name_and_a_category_set_to_another_level() -> None:
    assert not any(f.rule_id == "PRO012" for f in findings(house()))
    assert any(f.rule_id == "PRO012" for f in findings(Config()))
    assert {f.level for f in findings(house()) if f.rule_id == "PRO013"} <= {"note"}
    assert {r.id for r in selected(Config(select=("selling",)))} == {"PRO007", "PRO011", "PRO012", "PRO013", "PRO016"}


def test_without_a_pack_the_rules_are_ours_and_read_once() -> None:
    assert book(Config()) is book(Config(ignore=("PRO",))) is rules()


# --- mistakes ----------------------------------------------------------------------------------------------------


def complaint(folder: Path, edit: tuple[str, str] | None = None, name: str = "HSE001.toml", text: str = "") -> str:
    """What is said of the pack's rule after an edit, or of a file of one's own."""
    folder.mkdir(exist_ok=True)
    content = text or RULE.read_text(encoding="utf-8")
    if edit:
        assert edit[0] in content
        content = content.replace(*edit)
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(RuleError) as problem:
        book(Config(rules=(str(folder),)))
    said = str(problem.value)
    assert "\n" not in said
    assert str(folder / name) in said
    return said.replace(str(folder / name), name)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (('id = "HSE001"', 'id = "journey"'), "HSE001.toml: `id` is 'journey': give it three capitals and three"),
        (('id = "HSE001"', 'id = "HSE002"'), "HSE001.toml: `id` is 'HSE002': call the file HSE002.toml"),
        (('id = "HSE001"', 'id = "PRO099"'), "HSE001.toml: there is no rule PRO099 to change (did you mean PRO009?)"),
        (('name = "journey"', 'name = "urgency"'), "HSE001.toml: `name` is 'urgency', which means PRO006 already"),
        (('name = "journey"\n', ""), "HSE001.toml: `name` is missing: give it a text"),
        (('level = "note"', 'level = "notice"'), "HSE001.toml: `level` is 'notice': it takes note, warning, error"),
        (("commercial =", "comercial ="), "HSE001.toml: `levels` holds comercial: it is a table of genres"),
        (('"warning" }', '"loud" }'), "HSE001.toml: `levels.commercial` is 'loud': it takes note, warning, error, off"),
        (("weight = 0.2", "weight = 2"), "HSE001.toml: `weight` is 2: give a number from 0 to 1"),
        (("message =", "mesage ="), "HSE001.toml: unknown field `mesage`: did you mean `message`?"),
        (("[example]", "[exemple]"), "HSE001.toml: unknown field `exemple`: did you mean `example`?"),
        (("[[phrases]]", "[phrases]"), "HSE001.toml: `phrases` is no table: begin each group with a line [[phrases]]"),
        (("severity = 2", "severity = 4"), "HSE001.toml: `severity` of [[phrases]] is 4: give 1 (mild), 2 or 3"),
        (("severity = 2", "severity = 2\nmild = true"), "HSE001.toml: unknown field `mild` in [[phrases]]"),
        (("patient's|patient", "patient's||patient"), "HSE001.toml: \"patient's||patient journey*\" holds ''"),
        (("patient's|patient", "<pateint>"), "HSE001.toml: '<pateint>' names the class <pateint>, which is not there"),
        (("patient's|patient journey*", "patient <jurney>"), "names the class <jurney>, which is not there"),
        (("journey through the body", "joruney through"), "HSE001.toml: `silent` holds \"The parasite's journey"),
        (
            ('  "It has been a long diabetes journey for Tomasz.",\n', ""),
            "HSE001.toml: `fires` holds 4 sentences: give 5",
        ),
        (('  "He began his journey home in April.",\n', ""), "HSE001.toml: `silent` holds 4 sentences: give 5"),
        (
            ("a long diabetes journey", "a long road"),
            "HSE001.toml: `fires` holds 'It has been a long road for Tomasz.'",
        ),
        (('id = "HSE001"', 'id = "HSE001'), "HSE001.toml: no TOML: "),
        (("silent = [", "silent = 5 #["), "HSE001.toml: "),
    ],
)
def test_a_mistake_in_a_pack_is_one_clear_sentence(tmp_path: Path, edit: tuple[str, str], said: str) -> None:
    if edit[0] == "journey through the body":
        edit = ("weeks.", "weeks, a health journey.")
    assert said in complaint(tmp_path / "pack", edit)


def test_a_change_of_a_rule_is_checked_too(tmp_path: Path) -> None:
    said = complaint(tmp_path / "pack", name="PRO009.toml", text='id = "PRO009"\nlevel = "loud"\n')
    assert said == "PRO009.toml: `level` is 'loud': it takes note, warning, error"
    said = complaint(tmp_path / "pack", name="PRO009.toml", text='id = "PRO009"\nfires = ["It rained."]\n')
    assert said.startswith("PRO009.toml: `fires` holds 'It rained.', which no pattern finds")


def test_a_folder_that_is_none_or_empty_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="is no folder: `rules` takes folders of rule files"):
        book(Config(rules=(str(tmp_path / "missing"),)))
    with pytest.raises(RuleError, match=r"holds no rule: a rule is a file such as HSE001\.toml"):
        book(Config(rules=(str(tmp_path),)))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("[phrases.hype-adjectiv]\nadd = ['x']", "no rule is called hype-adjectiv: did you mean hype-adjective?"),
        ("[phrases.CIT003]\nadd = ['x']", "CIT003 holds no phrases: it looks at something else"),
        ("[phrases.PRO001]\nadd = ['<nothing> here']", "names the class <nothing>, which is not there"),
    ],
)
def test_a_mistake_in_the_phrases_of_the_settings_is_one_clear_sentence(tmp_path: Path, table: str, said: str) -> None:
    path = tmp_path / "citecheck.toml"
    path.write_text(table, encoding="utf-8")
    with pytest.raises(RuleError) as problem:
        book(load_config(None, path))
    assert said in str(problem.value)
    assert str(problem.value).startswith("citecheck.toml: [phrases.")


def test_a_pack_may_lie_anywhere(tmp_path: Path) -> None:
    shutil.copytree(PACKS, tmp_path / "elsewhere")
    assert "HSE001" in book(load_config(None, tmp_path / "elsewhere" / "citecheck.toml"))
