"""Files of works: Crossref's records out of JSON and JSON Lines, packed or not, one after another."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, TypedDict, cast

import msgspec

from citecheck.resolve.interface import WorksFileError
from citecheck.resolve.records import KEYS

SUFFIXES = (".json", ".json.gz", ".jsonl", ".jsonl.gz")
_AT_ONCE = 1 << 17
"""Bytes unpacked at a time: with less, the calls cost as much as the unpacking."""
_BOM = b"\xef\xbb\xbf"
Record = Mapping[str, Any]
Parse = Callable[[bytes], Any]


def parsed(text: bytes) -> Any:
    """JSON in UTF-8; raises UnicodeDecodeError and other ValueErrors, and RecursionError, for what is none."""
    return json.loads(text.decode("utf-8"))


def fast_parse() -> Parse:
    """A way to read JSON that makes no objects of what no work needs, such as long lists of references."""
    fields = dict.fromkeys(KEYS, Any)
    record = TypedDict("record", fields, total=False)  # type: ignore[misc]
    answer = TypedDict("answer", fields | {"items": list[record]}, total=False)  # type: ignore[misc]
    whole = TypedDict("whole", fields | {"items": list[record], "message": answer}, total=False)  # type: ignore[misc]
    decode = msgspec.json.Decoder(whole).decode

    def parse(text: bytes) -> Any:
        try:
            return decode(text)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return parsed(text)  # it takes more, and it says what is wrong

    return parse


def holds_no_works(path: Path) -> str:
    """What is said of a file without a record that could be a work."""
    return f"{path} holds no works: it should have one Crossref record a line (.jsonl) or a list of them (.json)"


def works_files(paths: Iterable[Path], *, besides: Path) -> list[Path]:
    """The files of works among some files and folders, each once: folders with all that is in them, by name.

    `besides` is a folder that is passed over: the index itself may lie among the files that it is made of.

    Raises:
        WorksFileError: a path that is not there, or a folder without any such file.
    """
    found: dict[Path, Path] = {}
    own = besides.resolve()
    for path in paths:
        inside = [path]
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.name.endswith(SUFFIXES) and p.is_file())
            inside = [one for one in inside if own not in one.resolve().parents]
            if not inside:
                raise WorksFileError(f"{path} holds no files of works ({', '.join(SUFFIXES)})")
        elif not path.exists():
            raise WorksFileError(f"{path} is not there: give files of works, or folders of them")
        for one in inside:
            found.setdefault(one.resolve(), one)
    return list(found.values())


class Records:
    """The records of a file: a list or a Crossref answer (.json), or one a line (.jsonl), either with .gz.

    Lines are read one by one; a list is held whole. `parse` is the way from bytes to a value, with the errors of
    `parsed`.

    Raises, while it is read:
        WorksFileError: one sentence that names the file, the line and what is wrong.
    """

    def __init__(self, path: Path, parse: Parse = parsed) -> None:
        self._path = path
        self._parse = parse
        self._file: BinaryIO | None = None

    @property
    def position(self) -> int:
        """How many bytes of the file, as it lies there, have been read while it is open."""
        return self._file.tell() if self._file else 0

    def __iter__(self) -> Iterator[Record]:
        path = self._path
        with self._opened() as file:
            if path.name.removesuffix(".gz").endswith(".jsonl"):
                for number, line in enumerate(file, 1):
                    if not line.isspace():
                        where = f"{path}, line {number}"
                        yield _record(self._value(line.removeprefix(_BOM) if number == 1 else line, where), where)
                return
            text = file.read()
            yield from _listed(self._value(text.removeprefix(_BOM), str(path)), path)

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        """The file, unpacked; what goes wrong while it is read is said in a sentence."""
        path = self._path
        try:
            with path.open("rb") as self._file:
                unpacked = gzip.GzipFile(fileobj=self._file) if path.suffix == ".gz" else self._file
                yield io.BufferedReader(cast(io.RawIOBase, unpacked), _AT_ONCE)
        except IsADirectoryError:
            raise WorksFileError(f"{path} is a folder: give a file of works (.json, .jsonl or .jsonl.gz)") from None
        except FileNotFoundError:
            raise WorksFileError(f"{path} is not there: check --works and `works` in citecheck.toml") from None
        except (OSError, EOFError, zlib.error) as problem:
            raise WorksFileError(f"{path} cannot be read as works: {problem}") from None
        finally:
            self._file = None

    def _value(self, text: bytes, where: str) -> Any:
        try:
            return self._parse(text)
        except UnicodeDecodeError:
            raise WorksFileError(f"{self._path} is not UTF-8: works come as JSON in UTF-8") from None
        except (ValueError, RecursionError) as problem:
            raise WorksFileError(f"{where} is no JSON ({problem}): Crossref records are expected there") from None


def _record(value: Any, where: str) -> Record:
    if not isinstance(value, dict):
        kind = {list: "a list", str: "a string", type(None): "null"}.get(type(value), "a number")
        raise WorksFileError(f"{where} holds {kind} where a Crossref record is expected")
    return value


def _listed(value: Any, path: Path) -> Iterator[Record]:
    """A list of records, or Crossref's answers: {"message": {"items": […]}}, {"items": […]}, {"message": {…}}."""
    if isinstance(value, dict):
        value = value.get("message", value)
        value = value.get("items", [value]) if isinstance(value, dict) else value
    for record in value if isinstance(value, list) else [value]:
        yield _record(record, str(path))
