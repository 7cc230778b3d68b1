"""Answers of the indexes, kept on disk so that nothing is asked twice; shared by all processes of one user.

SQLite in WAL mode: an answer that was stored survives a kill at any moment, and several processes may write. Failures
are never stored. A key is a hash: neither a reference nor an address, and so no token, can be read from the file.
"""

from __future__ import annotations

import os
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from msgspec import Struct

if TYPE_CHECKING:
    import sqlite3

FOLDER_VARIABLE = "CITECHECK_CACHE_DIR"
Kind = Literal["record", "search", "agency", "nothing"]
"""What an answer is: a work's record, the works of a search, a DOI's agency, or that there is nothing."""
_DAY = 86_400
KEPT: Mapping[Kind, int] = {"record": 14 * _DAY, "search": 14 * _DAY, "agency": 90 * _DAY, "nothing": 3 * _DAY}
"""Seconds. Records change when a work is retracted, what is new is indexed within days, a DOI hardly ever moves."""
_FILE = "answers-1.sqlite3"
"""With the version of its tables: another version's file is another file, and neither is ever converted."""
_PATIENCE = 20.0
"""Seconds to wait for another process that writes."""
_TABLE = """
    CREATE TABLE IF NOT EXISTS answers
        (key BLOB PRIMARY KEY, kind TEXT NOT NULL, stored REAL NOT NULL, value BLOB NOT NULL);
    CREATE INDEX IF NOT EXISTS by_age ON answers (kind, stored);
"""
_T = TypeVar("_T")


class Answer(Struct, frozen=True):
    """A stored answer; its value is JSON, and None for "nothing"."""

    value: Any


class NewAnswer(Struct, frozen=True):
    """An answer to store."""

    question: str
    kind: Kind
    value: Any


class Contents(Struct, frozen=True):
    """What a cache holds; `oldest` in seconds since 1970."""

    path: Path
    answers: Mapping[str, int]
    size: int
    oldest: float | None


def cache_folder() -> Path:
    """The folder that `CITECHECK_CACHE_DIR` names, else the user's cache folder where platformdirs would have it.

    platformdirs itself takes 17 ms to import, which every run without network would pay.
    """
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "citecheck" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "citecheck"
    return Path(os.environ.get("XDG_CACHE_HOME", "").strip() or Path.home() / ".cache") / "citecheck"


class Cache:
    """Stored answers by question. Never raises for what is wrong with its file: `problem` then says what it was.

    Of one thread. `refresh` finds nothing, so that everything is asked again, and stores what comes.
    """

    def __init__(self, folder: Path, *, refresh: bool = False, clock: Callable[[], float] = time.time) -> None:
        self.path = folder / _FILE
        self.problem: str | None = None
        self._refresh = refresh
        self._clock = clock
        self._open: sqlite3.Connection | None = None
        self._process = 0
        self._inherited: list[sqlite3.Connection | None] = []
        self._given_up = False

    def get(self, question: str) -> Answer | None:
        """The answer that is stored and still fresh."""
        if self._refresh or not (self._open or self.path.exists()):
            return None
        asked = ("SELECT kind, stored, value FROM answers WHERE key = ?", (_key(question),))
        found = self._try(lambda db: db.execute(*asked).fetchone())
        if found is None:
            return None
        kind, stored, packed = found
        if not 0 <= self._clock() - stored < KEPT.get(kind, 0):
            return None
        import json  # only where there is something to look up

        try:
            return Answer(json.loads(zlib.decompress(packed)))
        except (ValueError, TypeError, zlib.error):
            return None  # damaged: asked again, and then written over

    def is_empty(self) -> bool:
        """Whether there is nothing to be found: no file, none that can be read, or none with an answer."""
        if self._refresh or not self.path.exists():
            return True
        return self._try(lambda db: db.execute("SELECT 1 FROM answers LIMIT 1").fetchone()) is None

    def put(self, answers: Iterable[NewAnswer]) -> None:
        """Stores answers, all of them or, where the file cannot be written, none."""
        import json

        now = self._clock()
        rows = [(_key(one.question), one.kind, now, zlib.compress(json.dumps(one.value).encode())) for one in answers]
        if rows:
            self._try(lambda db: _write(db, rows))

    def contents(self) -> Contents:
        """What is stored, fresh or not."""
        asked = "SELECT kind, count(*), min(stored) FROM answers GROUP BY kind"
        rows = (self._try(lambda db: db.execute(asked).fetchall()) if self.path.exists() else None) or []
        size = sum(file.stat().st_size for file in self._files() if file.exists())
        oldest = min((stored for _, _, stored in rows), default=None)
        return Contents(self.path, {kind: count for kind, count, _ in rows}, size, oldest)

    def clear(self) -> int:
        """Removes all answers, and the files of other versions and of a damaged cache; returns how many were readable.

        The file itself stays: another process may have it open.
        """
        count = sum(self.contents().answers.values())
        if self.path.exists():
            self._try(_empty)
        for left in self.path.parent.glob("answers-*"):
            if left not in self._files():
                with suppress(OSError):
                    left.unlink()
        return count

    def close(self) -> None:
        if self._open and self._process == os.getpid():
            self._open.close()
        self._open = None

    def _files(self) -> list[Path]:
        return [self.path, *(self.path.with_name(self.path.name + end) for end in ("-wal", "-shm"))]

    def _try(self, action: Callable[[sqlite3.Connection], _T]) -> _T | None:
        """What an action gives; None where the file cannot be used. A broken file is set aside, and a new one begun."""
        import sqlite3  # only where there is something to look up

        for last in (False, True):
            if self._given_up:
                return None
            try:
                return action(self._connection())
            except sqlite3.Error as problem:
                self.close()
                if last or not _is_broken(problem):
                    self._give_up(problem)
                else:
                    self._set_aside()
            except OSError as problem:
                self._give_up(problem)
        return None

    def _connection(self) -> sqlite3.Connection:

        if self._open and self._process != os.getpid():
            self._inherited.append(self._open)  # after a fork: neither to be used nor to be closed here
            self._open = None
        if self._open is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._open, self._process = _opened(self.path, self._clock()), os.getpid()
        return self._open

    def _give_up(self, problem: Exception) -> None:
        self._given_up = True
        self.problem = f"the cache {self.path} cannot be used ({problem}): answers are not kept"

    def _set_aside(self) -> None:
        """Renames a broken file; one that another process has replaced meanwhile is left."""
        import sqlite3

        with suppress(sqlite3.Error):
            db = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)
            try:
                if db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok" and _has_table(db):
                    return
            finally:
                db.close()
        aside = self.path.with_name(self.path.name + ".broken")
        try:
            self.path.replace(aside)
            for other in self._files()[1:]:
                other.unlink(missing_ok=True)
        except FileNotFoundError:
            return  # another process did it
        except OSError as problem:
            self._give_up(problem)
            return
        self.problem = f"the cache {self.path} was damaged and is now {aside.name}: a new one was begun"


def _key(question: str) -> bytes:
    return sha256(question.encode("utf-8", "surrogatepass")).digest()[:16]


def _opened(path: Path, now: float) -> sqlite3.Connection:
    """The file, with its table; raises sqlite3.Error.

    While one process turns a new file to WAL, SQLite sends the others away at once, whatever their patience.
    """
    import sqlite3

    until = time.monotonic() + _PATIENCE
    while True:
        db = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        try:
            _prepare(db, now)
        except sqlite3.Error as problem:
            db.close()
            if getattr(problem, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return db


def _prepare(db: sqlite3.Connection, now: float) -> None:
    if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    if not _has_table(db):
        db.executescript(_TABLE)
    stale = [(kind, now - kept) for kind, kept in KEPT.items()]
    if any(db.execute("SELECT 1 FROM answers WHERE kind = ? AND stored < ? LIMIT 1", one).fetchone() for one in stale):
        db.executemany("DELETE FROM answers WHERE kind = ? AND stored < ?", stale)


def _has_table(db: sqlite3.Connection) -> bool:
    columns = {row[1] for row in db.execute("PRAGMA table_info(answers)")}
    return {"key", "kind", "stored", "value"} <= columns


def _write(db: sqlite3.Connection, rows: Sequence[tuple[bytes, str, float, bytes]]) -> None:
    db.execute("BEGIN IMMEDIATE")
    try:
        db.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", rows)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _empty(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM answers")
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _is_broken(problem: sqlite3.Error) -> bool:
    """Whether the file is no cache of this version, rather than locked, full or not ours to write."""
    import sqlite3

    codes = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
    return getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF in codes
