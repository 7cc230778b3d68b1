"""Exit codes, and the error that ends a command with one clear sentence."""

OK = 0
FALLS_SHORT = 1
BAD_USAGE = 2
INTERRUPTED = 130


def one_line(message: str) -> str:
    """A message as one line without control characters, whatever the file name in it holds."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in message)


class UsageError(Exception):
    """Bad usage, configuration or input; the message is for the user."""
