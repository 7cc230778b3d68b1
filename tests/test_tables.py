"""The package's data files are read as TOML says, quickly where they are plain."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import citecheck
from citecheck.tables import load

SHIPPED = sorted(Path(citecheck.__file__).parent.rglob("*.toml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_shipped_file_is_read_as_toml_says(path: Path) -> None:
    assert load.__wrapped__(path) == tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n\n",
        'a = "one"\nb = \'two\'\nc = 3\nd = 0.5\ne = true\nf = ["x", "y"]\ng = { h = "i", j-k = "l" }\n',
        "a = '''\none\n\nit's ''two''\n'''\n",
        '[a.b]\nc = 1\n[a.d]\n"quoted key" = 2\n',
        "[[row]]\na = 1\n[[row.cell]]\nb = 2\n[[row.cell]]\nb = 3\n[[row]]\n[row.told]\nc = 4\n",
        # what goes beyond plain tables
        'a = "with \\"quotes\\""\nb = """\nlong"""\nc = 1_000\nd = -1\ne = 1e3\nf = 2024-05-01\n',
        'a = [\n    "one",\n    "two",\n]\nb = [{ c = 1 }]\nd = []\n',
        '["a table"]\nb.c = 1\na = 1 # a remark\n',
        "last = 1",
    ],
)
def test_any_file_is_read_as_toml_says(text: str, tmp_path: Path) -> None:
    path = tmp_path / "table.toml"
    path.write_text(text, encoding="utf-8")
    assert load(path) == tomllib.loads(text)


@pytest.mark.parametrize(
    "text", ["a = 1\na = 2\n", "[a]\n[a]\n", "a = 1\n[a]\n", "a = 1\n[[a]]\n", "a = 1\n[a.b]\n", "a = 01\n", "a =\n"]
)
def test_what_is_no_toml_is_not_read(text: str, tmp_path: Path) -> None:
    path = tmp_path / "table.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(tomllib.TOMLDecodeError):
        load(path)
