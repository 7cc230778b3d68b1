"""Mended files: in the encoding they had, shown as a difference, and written whole or not at all."""

from __future__ import annotations

import codecs
import contextlib
import difflib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from citecheck.model import Document

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class MendError(Exception):
    """A file that cannot be mended; one sentence for the user: what, where, what to do."""


def encoded(source: str, data: bytes, document: Document) -> bytes:
    """A source in the encoding of the file that it was read from, with that file's byte order mark.

    Raises:
        MendError: the file as it was read is not, byte for byte, what its encoding makes of it.
        UnicodeEncodeError: the source holds what that encoding cannot write.
    """
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    encoding = document.encoding or "utf-8"
    if mark + document.source.encode(encoding, "replace") != data:
        raise MendError(f"{document.uri} has bytes that {encoding} does not hold: save it as UTF-8 and mend it then")
    return mark + source.encode(encoding)


def difference(before: str, after: str, name: str) -> Iterator[str]:
    """The lines of a unified diff, none where nothing differs; a bare carriage return is shown as the line's end."""
    lines = difflib.unified_diff(_lines(before), _lines(after), name, name)
    for line in lines:
        whole = f"{line[:-1]}\n" if line.endswith("\r") else line
        yield whole if whole.endswith("\n") else f"{whole}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)


def write(path: Path, before: bytes, after: bytes) -> None:
    """Puts a file in the place of another in one step, so that nobody ever sees half of it; its permissions stay.

    Raises:
        MendError: it cannot be written, or is not what it was when it was read.
    """
    path = path.resolve()  # a link stays one: the file that it leads to is written
    try:
        if path.read_bytes() != before:
            raise MendError(
                f"{path.name} was changed while it was looked at: nothing is written, run the command again"
            )
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
            copy = Path(file.name)
            with contextlib.ExitStack() as cleaning:
                cleaning.callback(copy.unlink, missing_ok=True)
                file.write(after)
                file.flush()
                os.fsync(file.fileno())
                file.close()
                _like(path, copy)
                copy.replace(path)
    except OSError as problem:
        raise MendError(f"{path.name} cannot be written: {problem.strerror or problem}") from None


def _like(path: Path, copy: Path) -> None:
    """Gives a copy the permissions of a file, and its owner where that is allowed."""
    status = path.stat()
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):
            os.chown(copy, status.st_uid, status.st_gid)
    copy.chmod(status.st_mode & 0o7777)
