"""Mending an article's source: references that lack a DOI or differ from their work, and wordings that were accepted.

`plan` says what would be changed, `write` writes it. Every change is tried before it is offered: the article with it
is read again, and has to be the same article but for that change.
"""

from citecheck.mend.plan import Mended, plan
from citecheck.mend.writing import MendError, difference, write

__all__ = ["MendError", "Mended", "difference", "plan", "write"]
