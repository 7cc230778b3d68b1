"""The trained parameters, and another folder of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from citecheck.trained import model_file


def parse(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "citecheck", "references", "parse"],
        input="Lund KA. Naps on night shifts. Nordic Shift J. 2018;11:101-10.\n",
        env=os.environ | {"CITECHECK_MODEL_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_another_folder_replaces_the_shipped_parameters(tmp_path: Path) -> None:
    shutil.copy(model_file("fields.crfsuite"), tmp_path)
    done = parse(tmp_path)
    assert done.returncode == 0
    assert json.loads(done.stdout)["csl"]["volume"] == "11"


def test_a_folder_without_the_model_is_one_clear_sentence(tmp_path: Path) -> None:
    done = parse(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert str(tmp_path) in done.stderr
    assert "CITECHECK_MODEL_DIR" in done.stderr


def test_a_file_that_is_no_model_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "fields.crfsuite").write_text("no model", encoding="utf-8")
    done = parse(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no model of CRFsuite" in done.stderr


def test_the_model_ships_small() -> None:
    assert model_file("fields.crfsuite").stat().st_size <= 5_000_000


def test_a_broken_judgement_over_candidates_is_one_clear_sentence(tmp_path: Path) -> None:
    shutil.copy(model_file("fields.crfsuite"), tmp_path)
    (tmp_path / "matches.json").write_text('{"weights": []}', encoding="utf-8")
    works = tmp_path / "works.jsonl"
    works.write_text('{"DOI": "10.5555/a", "title": ["Naps on night shifts"]}\n', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "citecheck", "references", "resolve", "--offline", "--works", str(works)],
        input="Lund KA. Naps on night shifts. Nordic Shift J. 2018;11:101-10.\n",
        env=os.environ | {"CITECHECK_MODEL_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "no model of matches" in done.stderr
    assert done.stderr.count("\n") == 1
