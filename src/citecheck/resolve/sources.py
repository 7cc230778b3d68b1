"""The works that settings name, opened."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from citecheck.resolve.interface import WorkSource


def open_sources(paths: Sequence[str], *, searched: bool = False) -> list[WorkSource]:
    """The works of some files and index folders in the order given; files that follow one another are one source.

    `searched` says that they will be searched for references, and not only asked for DOIs.

    Raises:
        WorksFileError: a file that holds no works, or a folder that is no index of them.
    """
    if not paths:
        return []
    from citecheck.resolve.folder import WorksFolder  # the index is a library of its own
    from citecheck.resolve.works import LocalWorks, read_works

    sources: list[WorkSource] = []
    for is_folder, found in groupby(map(Path, paths), Path.is_dir):
        if is_folder:
            sources += map(WorksFolder, found)
        else:
            sources.append(LocalWorks((work for path in found for work in read_works(path)), searched=searched))
    return sources
