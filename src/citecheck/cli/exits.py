"""Exit codes, and the error that ends a command with one clear sentence."""

OK = 0
FALLS_SHORT = 1
BAD_USAGE = 2
INTERRUPTED = 130


class UsageError(Exception):
    """Bad usage, configuration or input; the message is for the user."""
