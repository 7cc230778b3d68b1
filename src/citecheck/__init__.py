"""citecheck: a citation and evidence-strength checker for health articles."""

from __future__ import annotations

TYPE_CHECKING = False  # what type checkers take for true; `typing` itself is not imported for it
if TYPE_CHECKING:
    from citecheck.api import (
        Config,
        ConfigError,
        Finding,
        FormatError,
        Report,
        UnreadableSourceError,
        WorksFileError,
        audit,
        is_complete,
        place,
        quote,
        render,
    )

__version__ = "0.1.0"
__all__ = [
    "Config",
    "ConfigError",
    "Finding",
    "FormatError",
    "Report",
    "UnreadableSourceError",
    "WorksFileError",
    "__version__",
    "audit",
    "is_complete",
    "place",
    "quote",
    "render",
]


if not TYPE_CHECKING:  # a type checker knows the names above, and that there are no others

    def __getattr__(name: str) -> object:
        """What programs use, imported when it is first asked for: `import citecheck` alone costs nothing."""
        if name in __all__:
            from citecheck import api

            return getattr(api, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
