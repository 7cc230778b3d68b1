"""The trained parameters that ship with the program, one file a model; training/ makes them."""

from __future__ import annotations

import os
from pathlib import Path


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
