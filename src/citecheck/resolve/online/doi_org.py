"""doi.org: which agency has registered a DOI, if any has.

Source: https://www.doi.org/the-identifier/resources/factsheets/doi-resolution-documentation
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from citecheck.expressions import expression
from citecheck.resolve.interface import LeftOpen, LookupFailed
from citecheck.resolve.online.limits import Limits
from citecheck.resolve.online.questions import Answers, Job, Question, Value, in_batches
from citecheck.resolve.online.service import NoAnswerError, Reply, Service

LIMITS = Limits({"single": 5, "list": 5}, at_once=2)
"""It publishes none; this is what its pages ask of people."""
_TOGETHER = 20
"""DOIs in one request, so that its address does not become too long."""
_NAME = expression(r"[A-Za-z][A-Za-z0-9 ._-]{1,40}")
_NOWHERE = frozenset({"DOI does not exist", "Invalid DOI"})


class DoiOrg:
    """The agencies of many DOIs in one request."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def jobs(self, questions: Sequence[Question]) -> list[Job]:
        return [Job("list", batch, self._agencies) for batch in in_batches(questions, _TOGETHER)]

    def _agencies(self, questions: Sequence[Question], until: float) -> Answers:
        found: dict[Question, Value | LookupFailed] = {
            q: LeftOpen("its DOI holds a comma, for which doi.org cannot be asked") for q in questions if "," in q.text
        }
        asked = [q for q in questions if q not in found]
        if not asked:
            return found

        def read(reply: Reply) -> Mapping[Question, Value]:
            return dict(zip(asked, _entries(reply, [q.text for q in asked]), strict=True))

        path = ",".join(quote(q.text, safe="/:;()") for q in asked)
        found.update(self._service.ask(f"/doiRA/{path}", {}, "list", until, read))
        return found


def _entries(reply: Reply, dois: Sequence[str]) -> list[str | None]:
    """The agency of each DOI; None where it is registered nowhere."""
    entries = reply.json() if reply.found else None
    if not isinstance(entries, list) or len(entries) != len(dois):
        raise NoAnswerError("sent what is no list of agencies", passing=True)
    return [_agency(entry, doi) for entry, doi in zip(entries, dois, strict=True)]


def _agency(entry: Any, doi: str) -> str | None:
    if isinstance(entry, Mapping) and str(entry.get("DOI")).lower() == doi.lower():
        if isinstance(agency := entry.get("RA"), str) and _NAME.fullmatch(agency):
            return agency
        if entry.get("status") in _NOWHERE:
            return None
    raise NoAnswerError("sent what is no list of agencies", passing=True)
