"""Regular expressions that are compiled when a text first meets them.

An article meets about half of those that the package holds, and to compile them all takes longer than to read it.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast


class Expression(Generic[AnyStr]):
    """Stands for an expression and becomes it, method by method, as these are asked for."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Called for what is not there yet: once for each method."""
        if name.startswith("__"):
            raise AttributeError(name)
        part = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, part)
        return part


def expression(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, for what a module holds; what is wrong with a pattern is told when it is first used."""
    return cast("re.Pattern[AnyStr]", Expression(pattern, flags))
