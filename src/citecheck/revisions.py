"""Files as they were at a revision, from git."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


class RevisionError(Exception):
    """One sentence for the user: what git does not know, and what to do."""


class Revision:
    """A commit of the repository that a file lies in."""

    def __init__(self, name: str, folder: Path) -> None:
        """Raises RevisionError where git is not there, the folder is in no repository, or it holds no such commit."""
        git = shutil.which("git")
        if git is None:
            raise RevisionError("--diff-against needs git, which is not installed")
        self.name, self._git = name, git
        top = self._run(folder, "rev-parse", "--show-toplevel")
        if top is None:
            raise RevisionError(f"{folder} is in no git repository, so there is nothing to compare with")
        self._top = Path(top.decode("utf-8", "surrogateescape").rstrip("\r\n")).resolve()
        # What begins with a dash is no option here, whoever gave the name.
        commit = self._run(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if commit is None:
            raise RevisionError(f"git knows no revision {name!r} here: fetch it, or name another")
        self._commit = commit.decode().strip()
        self._renamed = self._renames()

    def read(self, path: Path) -> bytes | None:
        """The bytes of a file as it was; None where it was not there. One that was renamed since is known again."""
        try:
            now = path.resolve().relative_to(self._top).as_posix()
        except ValueError:
            raise RevisionError(f"{path} is not in the repository {self._top.name}") from None
        before = self._renamed.get(now, now)
        return self._run(self._top, "cat-file", "blob", f"{self._commit}:{before}")

    def _renames(self) -> dict[str, str]:
        """New names of files with those that they had, of changes that are committed or staged."""
        listed = self._run(self._top, "diff", "--cached", "-M", "--diff-filter=R", "--name-status", "-z", self._commit)
        parts = (listed or b"").decode("utf-8", "surrogateescape").split("\0")
        return {new: old for old, new in zip(parts[1::3], parts[2::3], strict=False)}

    def _run(self, folder: Path, *arguments: str) -> bytes | None:
        """What git prints; None where it fails."""
        command = [self._git, "-C", str(folder), *arguments]
        done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)  # noqa: S603
        return done.stdout if done.returncode == 0 else None
