"""The cache: what is stored stays, damage never reaches the one who asks, and nothing can be read from the file."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from citecheck.resolve.cache import KEPT, Cache, NewAnswer, cache_folder

RECORD = {"DOI": "10.5555/jar.2018.1", "title": ["Naps and memory"]}

# Stores numbered answers for ever and says so of each; the test kills it at some moment.
WRITER = """
import sys
from pathlib import Path
from citecheck.resolve.cache import Cache, NewAnswer

cache, name = Cache(Path(sys.argv[1])), sys.argv[2]
number = 0
while number < int(sys.argv[3]):
    cache.put([NewAnswer(f"{name}-{number}", "record", {"number": number, "filler": "x" * (number % 7) * 900})])
    assert cache.problem is None, cache.problem
    print(number, flush=True)
    number += 1
"""


def start(folder: Path, name: str, count: int = 100_000) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name, str(count)], stdout=subprocess.PIPE, text=True
    )


def whole(cache: Cache) -> bool:
    with closing(sqlite3.connect(cache.path)) as db:
        return bool(db.execute("PRAGMA integrity_check").fetchone()[0] == "ok")


def test_an_answer_is_kept_and_so_is_that_there_is_none(tmp_path: Path) -> None:
    first = Cache(tmp_path)
    first.put([NewAnswer("doi a", "record", RECORD), NewAnswer("doi b", "nothing", None)])
    again = Cache(tmp_path)
    for cache in (first, again):
        (record, nothing) = (cache.get("doi a"), cache.get("doi b"))
        assert record is not None
        assert record.value == RECORD
        assert nothing is not None
        assert nothing.value is None
        assert cache.get("doi c") is None
        assert cache.problem is None


def test_reading_an_empty_cache_makes_no_file(tmp_path: Path) -> None:
    assert Cache(tmp_path / "none").get("doi a") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", KEPT)
def test_each_kind_of_answer_has_its_time_to_live(tmp_path: Path, kind: str) -> None:
    now = [1_000_000.0]
    cache = Cache(tmp_path, clock=lambda: now[0])
    cache.put([NewAnswer("question", kind, None)])  # type: ignore[arg-type]
    now[0] += KEPT[kind] - 1  # type: ignore[index]
    assert cache.get("question") is not None
    now[0] += 2
    assert cache.get("question") is None
    later = Cache(tmp_path, clock=lambda: now[0])
    later.get("another")
    assert later.contents().answers == {}, "what is stale is removed"


def test_a_cache_is_empty_until_an_answer_is_kept_and_when_it_was_cleared(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.is_empty()
    assert not cache.path.exists()
    cache.put([NewAnswer("q", "record", RECORD)])
    assert not cache.is_empty()
    cache.clear()
    assert cache.path.exists()
    assert cache.is_empty()


def test_refresh_finds_nothing_and_stores_what_comes(tmp_path: Path) -> None:
    Cache(tmp_path).put([NewAnswer("doi a", "nothing", None)])
    fresh = Cache(tmp_path, refresh=True)
    assert fresh.get("doi a") is None
    fresh.put([NewAnswer("doi a", "record", RECORD)])
    found = Cache(tmp_path).get("doi a")
    assert found is not None
    assert found.value == RECORD


def test_neither_questions_nor_addresses_can_be_read_from_the_file(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put([NewAnswer("crossref https://example.org string Lund KA. Sleep and migraine", "nothing", None)])
    cache.close()
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for word in (b"Lund", b"migraine", b"example.org"):
        assert word not in stored


def test_clear_removes_everything_and_what_other_versions_left(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put([NewAnswer(f"doi {n}", "record", RECORD) for n in range(20)])
    for left in ("answers-0.sqlite3", "answers-1.sqlite3.broken"):
        (tmp_path / left).write_text("old")
    (tmp_path / "notes.txt").write_text("somebody else's")
    assert cache.contents().answers == {"record": 20}
    assert cache.clear() == 20
    assert cache.contents().answers == {}
    assert {f.name for f in tmp_path.iterdir()} <= {
        "notes.txt", "answers-1.sqlite3", "answers-1.sqlite3-wal", "answers-1.sqlite3-shm",
    }  # fmt: skip
    assert cache.get("doi 3") is None


# --- damage ------------------------------------------------------------------------------------------------------


def _overwritten(path: Path) -> None:
    path.write_bytes(b"This is no database. " * 300)


def _cut(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def _scrambled(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[5000:] = Random(3).randbytes(len(data) - 5000)  # noqa: S311
    path.write_bytes(data)


def _of_somebody_else(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE answers (question TEXT)")


@pytest.mark.parametrize("damage", [_overwritten, _cut, _scrambled, _of_somebody_else])
def test_a_damaged_file_is_set_aside_and_a_new_one_begun(tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    cache = Cache(tmp_path)
    noise = Random(5)  # noqa: S311
    cache.put([NewAnswer(f"doi {n}", "record", {"text": noise.randbytes(900).hex()}) for n in range(60)])
    cache.close()
    damage(cache.path)
    cache = Cache(tmp_path)
    for n in range(60):
        cache.get(f"doi {n}")
    cache.put([NewAnswer("doi new", "record", RECORD)])
    assert cache.problem is not None
    assert "damaged" in cache.problem
    assert cache.path.with_name(cache.path.name + ".broken").exists()
    again = Cache(tmp_path)
    assert again.get("doi new") is not None
    assert again.problem is None
    assert whole(again)


def test_an_empty_file_is_a_new_cache(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.path.touch()
    assert cache.get("doi a") is None
    cache.put([NewAnswer("doi a", "record", RECORD)])
    assert cache.get("doi a") is not None
    assert cache.problem is None


def test_a_damaged_answer_is_none(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put([NewAnswer("doi a", "record", RECORD)])
    with closing(sqlite3.connect(cache.path)) as db, db:
        db.execute("UPDATE answers SET value = x'00'")
    assert cache.get("doi a") is None
    assert cache.problem is None


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    cache = Cache(tmp_path / "file")
    cache.put([NewAnswer("doi a", "record", RECORD)])
    assert cache.get("doi a") is None
    assert cache.problem is not None
    assert "cannot be used" in cache.problem


# --- several processes, and kills --------------------------------------------------------------------------------


def test_several_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [start(tmp_path, name, 60) for name in "abcd"]
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    cache = Cache(tmp_path)
    assert cache.contents().answers == {"record": 240}
    assert all(cache.get(f"{name}-{n}") for name in "abcd" for n in range(60))
    assert whole(cache)


def test_twenty_kills_at_random_moments_lose_nothing_that_was_stored(tmp_path: Path) -> None:
    moments = Random(20)  # noqa: S311
    told: dict[str, int] = {}
    for number in range(10):
        pair = [start(tmp_path, f"{number}-{name}") for name in "ab"]
        for writer in pair:
            assert writer.stdout is not None
            writer.stdout.readline()  # it has begun
        time.sleep(moments.uniform(0, 0.25))
        for writer in pair:
            writer.kill()
            time.sleep(moments.uniform(0, 0.02))
        for name, writer in zip("ab", pair, strict=True):
            told[f"{number}-{name}"] = len(writer.communicate()[0].splitlines())
    cache = Cache(tmp_path)
    assert whole(cache)
    assert all(cache.get(f"{name}-{n}") for name, count in told.items() for n in range(count))
    assert cache.problem is None


def test_a_cache_that_was_open_before_a_fork_is_opened_anew(tmp_path: Path) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("no fork here")
    cache = Cache(tmp_path)
    cache.put([NewAnswer("doi a", "record", RECORD)])
    child = os.fork()
    if child == 0:
        cache.put([NewAnswer("doi b", "record", RECORD)])
        os._exit(0 if cache.get("doi a") and cache.get("doi b") else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert cache.get("doi b") is not None


# --- where it lies -----------------------------------------------------------------------------------------------


def test_the_folder_is_the_users_unless_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    platformdirs = pytest.importorskip("platformdirs")
    monkeypatch.delenv("CITECHECK_CACHE_DIR", raising=False)
    for home in ("", str(tmp_path)):
        monkeypatch.setenv("XDG_CACHE_HOME", home)
        assert cache_folder() == platformdirs.user_cache_path("citecheck", appauthor=False)
    monkeypatch.setenv("CITECHECK_CACHE_DIR", str(tmp_path / "mine"))
    assert cache_folder() == tmp_path / "mine"
