"""The trained parameters that ship with the program, one file a model; training/ makes them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

_T = TypeVar("_T")


class ModelError(Exception):
    """A model's file is not there or cannot be read; the message says which and what to do."""


def model_file(name: str) -> Path:
    """The file of a model; the folder that `CITECHECK_MODEL_DIR` names replaces the shipped one, to measure folds.

    Raises ModelError where it is not there.
    """
    chosen = os.environ.get("CITECHECK_MODEL_DIR")
    path = (Path(chosen) if chosen else Path(__file__).parent) / name
    if not path.is_file():
        remedy = (
            "point CITECHECK_MODEL_DIR at a folder that holds it, or unset it" if chosen else "install citecheck anew"
        )
        raise ModelError(f"{path}: the model is not there; {remedy}")
    return path


def read_weights(name: str, of: str, made: Callable[[Mapping[str, Any], Sequence[int]], _T | None]) -> _T:
    """A model `of` something from its file, a line of JSON and a table of bytes.

    `made` makes it of both; None, or that it fails over them, says that they are another program's. The table stays in
    the file: an article needs few of its bytes. Raises ModelError.
    """
    import mmap  # not for `--version`, which only has to know the error

    from msgspec import json

    path = model_file(name)
    try:
        with path.open("rb") as file:
            whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        head = whole.readline()
        model = made(json.decode(head), memoryview(whole)[len(head) :])
    except (ValueError, KeyError, TypeError):
        model = None
    if model is None:
        raise ModelError(f"{path}: it cannot be read as a model of {of}; install citecheck anew")
    return model
