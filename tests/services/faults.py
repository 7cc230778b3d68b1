"""What can go wrong with a service, by name, and the plan of what is to go wrong when."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.services import delivery as by
from tests.services import spoiling as to
from tests.services.answers import HTML, JSON, Answer, Request
from tests.services.delivery import Delivery
from tests.services.spoiling import Spoil

_ESCAPES = "\x1b[2J\x1b[31mRed\x07\x00\r\n"
_MARKUP = "<script>alert(1)</script>&amp;<b>Bold</b>"


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail: another answer than the right one, or another way of sending it.

    `kind` is where it lies: "status", "body" (bytes and their label), "json", "record" (what a record says), "xml" or
    "line" (the connection). Those of JSON and of records befall only good answers in JSON, those of XML only XML.
    """

    name: str
    kind: str
    says: str
    spoil: Spoil | None = None
    deliver: Delivery = by.whole

    def befalls(self, answer: Answer) -> bool:
        """Whether it can happen to this answer."""
        if self.kind in ("json", "record"):
            return answer.is_json and answer.status == 200
        return self.kind != "xml" or "xml" in answer.content_type


_STATUSES = (
    Fault("204", "status", "no content", to.status(204, "")),
    Fault("302-loop", "status", "a redirect to itself", to.redirect()),
    Fault("302-away", "status", "a redirect to where nobody listens", to.redirect("http://127.0.0.1:9/works")),
    Fault("302-file", "status", "a redirect to a file", to.redirect("file:///etc/hostname")),
    Fault("400", "status", "a bad request, in plain text", to.status(400, "Bad request.")),
    Fault("401", "status", "not authorised", to.status(401, "Unauthorized.")),
    Fault("403", "status", "blocked, as a page", to.status(403, "<html><h1>403 Forbidden</h1></html>", HTML)),
    Fault("404", "status", "no such record, as Crossref says it", to.status(404, "Resource not found.")),
    Fault("404-page", "status", "no such page: of the web server, not of the service", to.status(404, to.PAGE, HTML)),
    Fault("408", "status", "the server waited too long", to.status(408, "Request timeout.")),
    Fault("410", "status", "gone", to.status(410, "Gone.")),
    Fault("429", "status", "too many requests, not saying how long to wait", to.status(429, "Too many requests.")),
    Fault("429-seconds", "status", "too many: a second", to.status(429, "Too many requests.", Retry_After="1")),
    Fault("429-date", "status", "too many: until a date a second or two from now", to.retry_at(429, 2)),
    Fault("429-past", "status", "too many: until a date that has passed", to.retry_at(429, -3600)),
    Fault("429-day", "status", "too many: for a day", to.status(429, "Too many requests.", Retry_After="86400")),
    Fault("429-nonsense", "status", "too many: for no time", to.status(429, "Too many requests.", Retry_After="soon")),
    Fault("429-negative", "status", "too many: a negative time", to.status(429, "Too many.", Retry_After="-5")),
    Fault("500", "status", "an error inside", to.status(500, "Internal server error.")),
    Fault("502", "status", "a bad gateway, as a page", to.status(502, "<html><h1>502</h1></html>", HTML)),
    Fault("503", "status", "out of service", to.status(503, "Service unavailable.")),
    Fault("503-seconds", "status", "out of service: a second", to.status(503, "Unavailable.", Retry_After="1")),
    Fault("504", "status", "a gateway timeout, as a page", to.status(504, "<html><h1>504</h1></html>", HTML)),
    Fault("599", "status", "a status that does not exist", to.status(599, "")),
)
_BODIES = (
    Fault("empty", "body", "nothing, with status 200", to.body(lambda _: b"")),
    Fault("page", "body", "a page for people, with status 200", to.status(200, to.PAGE, HTML)),
    Fault("page-as-json", "body", "a page for people, labelled as JSON", to.status(200, to.PAGE, JSON)),
    Fault("json-as-page", "body", "the right answer, labelled as a page", to.body(to.plainly, HTML)),
    Fault("no-type", "body", "the right answer, without a label", to.body(to.plainly, " ")),
    Fault("truncated", "body", "the first half, as if it were all", to.body(to.half)),
    Fault("trailing-text", "body", "the right answer, and a line after it", to.body(lambda b: b + b"\n<!-- 12 ms -->")),
    Fault("twice", "body", "the right answer twice over", to.body(lambda b: b + b)),
    Fault("null-bytes", "body", "the right length, of zero bytes", to.body(lambda b: bytes(len(b)))),
    Fault("byte-order-mark", "body", "a byte order mark before it", to.body(lambda b: b"\xef\xbb\xbf" + b)),
    Fault("latin-1", "body", "Latin-1, not saying so", to.body(to.in_encoding("latin-1"))),
    Fault("utf-16", "body", "UTF-16, not saying so", to.body(to.in_encoding("utf-16"))),
    Fault("unknown-charset", "body", "an encoding that there is not", to.body(to.plainly, f"{JSON};charset=x-none")),
    Fault("gzip-broken", "body", "said to be compressed, and is not", to.body(to.plainly, encoding="gzip")),
    Fault(
        "gzip-truncated", "body", "half of it compressed", to.body(lambda b: to.half(to.gzipped(b)), encoding="gzip")
    ),
    Fault("gzip-unsaid", "body", "compressed, not saying so", to.body(to.gzipped)),
    Fault("gzip-bomb", "body", "64 MB of spaces, small on the way", to.body(to.bomb, encoding="gzip")),
    Fault("unknown-coding", "body", "a compression that there is not", to.body(to.plainly, encoding="x-none")),
)
_JSON = (
    Fault("null", "json", "null", to.json_body(lambda _: None)),
    Fault("number", "json", "a number", to.json_body(lambda _: 42)),
    Fault("string", "json", "a string", to.json_body(lambda _: "ok")),
    Fault("list", "json", "a list of what is asked for", to.json_body(lambda value: [value])),
    Fault("empty-object", "json", "an object without anything", to.json_body(lambda _: {})),
    Fault("empty-list", "json", "a list without anything", to.json_body(lambda _: [])),
    Fault("failed", "json", "status: failed, with 200", to.with_status("failed")),
    Fault("no-message", "json", "the envelope without a letter", to.json_body(to.without_envelope)),
    Fault("null-message", "json", "null in the envelope", to.enveloped(lambda _: None)),
    Fault("string-message", "json", "a string in the envelope", to.enveloped(lambda _: "not available")),
    Fault("list-message", "json", "a list in the envelope", to.enveloped(lambda value: [value])),
    Fault("null-items", "json", "null for the list of records", to.items(lambda _: None)),
    Fault("object-items", "json", "an object for the list of records", to.items(lambda found: {"0": found})),
    Fault("string-items", "json", "strings for records", to.items(lambda found: ["no record"] * len(found))),
    Fault("mixed-items", "json", "null, a number and a list among the records", to.items(lambda f: [None, 1, [], *f])),
    Fault("nested", "json", "lists in lists, 100,000 deep", to.body(lambda _: b"[" * 100_000 + b"]" * 100_000)),
    Fault("long-number", "json", "a number of 10,000 digits", to.body(lambda _: b'{"message":' + b"9" * 10_000 + b"}")),
    Fault("not-a-number", "json", "NaN and Infinity", to.body(lambda _: b'{"message":{"title":NaN,"score":Infinity}}')),
)
_RECORDS = (
    Fault("another", "record", "another work's record", to.exchanged),
    Fault("no-title", "record", "without a title", to.without("title")),
    Fault("null-title", "record", "null for a title", to.part("title", None)),
    Fault("empty-title", "record", "no title in the list of titles", to.part("title", [])),
    Fault("number-title", "record", "a number for a title", to.part("title", 42)),
    Fault("number-titles", "record", "numbers for titles", to.part("title", [1, 2])),
    Fault("string-title", "record", "a string for the list of titles", to.part("title", "A title")),
    Fault("blank-title", "record", "a title of one space", to.title(" ")),
    Fault("long-title", "record", "a title of a million letters", to.title("word " * 200_000)),
    Fault("markup-title", "record", "a title with a script in it", to.title(_MARKUP)),
    Fault("escapes-title", "record", "a title that would move a terminal's cursor", to.title(_ESCAPES)),
    Fault("reversed-title", "record", "a title that turns the direction of writing", to.title("A\u202egnitirw\u2066B")),
    Fault("surrogate-title", "record", "a title with half of a character", to.json_title("\ud800 half")),
    Fault("null-authors", "record", "null for the authors", to.part("author", None)),
    Fault("string-authors", "record", "a string for the authors", to.part("author", "Vance R")),
    Fault("authors-of-strings", "record", "strings for authors", to.part("author", ["Vance R", "Okonjo T"])),
    Fault("empty-authors", "record", "authors without names", to.part("author", [{}, {"family": None}, {"given": 1}])),
    Fault("string-date", "record", "a string for a date", to.part("date", "2019-04")),
    Fault("null-date", "record", "a date of null", to.part("date", {"date-parts": [[None]]})),
    Fault("empty-date", "record", "a date without parts", to.part("date", {"date-parts": []})),
    Fault("date-of-strings", "record", "a date of strings", to.part("date", {"date-parts": [["2019", "April"]]})),
    Fault("flat-date", "record", "a date one list short", to.part("date", {"date-parts": [2019, 4]})),
    Fault("far-date", "record", "a year past all years", to.part("date", {"date-parts": [[10**30, 99, -1]]})),
    Fault("no-doi", "record", "without a DOI", to.without("doi")),
    Fault("number-doi", "record", "a number for a DOI", to.part("doi", 10.5555)),
    Fault("string-updates", "record", "a string for the notices", to.part("updates", "retraction")),
    Fault("null-updates", "record", "a notice of null, and one without a type", to.updates([None, {"DOI": None}])),
    Fault("object-abstract", "record", "an object for an abstract", to.part("abstract", {"text": "It worked."})),
)
_XML = (
    Fault("xml-empty", "xml", "a set without articles", to.xml("<PubmedArticleSet/>")),
    Fault("xml-other", "xml", "another document", to.xml("<eEfetchResult><ERROR>Busy</ERROR></eEfetchResult>")),
    Fault("xml-bomb", "xml", "entities that expand without measure", to.xml(to.entities())),
    Fault("xml-file", "xml", "an entity that would read a file", to.xml(to.file_entity())),
    Fault("xml-no-title", "xml", "articles without titles", to.xml_part("<ArticleTitle>", "</ArticleTitle>", "")),
    Fault("xml-no-pmid", "xml", "articles without PMIDs", to.xml_part('<PMID Version="1">', "</PMID>", "")),
)
_LINES = (
    Fault("slow", "line", "whole, but late", deliver=by.late),
    Fault("never", "line", "not a byte, until the client gives up", deliver=by.never),
    Fault("stalled", "line", "half, and then not a byte more", deliver=by.stalled),
    Fault("dripping", "line", "the body, a byte at a time", deliver=by.dripping),
    Fault("dripping-headers", "line", "the headers, a byte at a time", deliver=by.dripping_headers),
    Fault("cut-off", "line", "fewer bytes than announced", deliver=by.cut_off),
    Fault("cut-off-chunks", "line", "in chunks, the last of which never comes", deliver=by.cut_off_chunks),
    Fault("closed", "line", "closed before the status line", deliver=by.closed),
    Fault("reset", "line", "torn down before the status line", deliver=by.reset),
    Fault("reset-midway", "line", "torn down in the middle", deliver=by.reset_midway),
    Fault("not-http", "line", "another protocol", deliver=by.not_http),
    Fault("endless-header", "line", "a header of 200,000 letters", deliver=by.endless_header),
    Fault("many-headers", "line", "2,000 headers", deliver=by.many_headers),
    Fault("huge", "line", "256 MB of spaces before it", deliver=by.huge),
    Fault("endless", "line", "spaces without end", deliver=by.endless),
)
FAULTS = {fault.name: fault for fault in (*_STATUSES, *_BODIES, *_JSON, *_RECORDS, *_XML, *_LINES)}


@dataclass(slots=True)
class Plan:
    """That a fault is to happen: to requests for this service that hold this text, after some, so many times."""

    fault: Fault
    service: str | None = None
    containing: str = ""
    after: int = 0
    times: int | None = None
    seen: int = field(default=0, init=False)

    def strikes(self, request: Request, answer: Answer) -> bool:
        """Whether it happens now; each request that it could happen to is counted."""
        if self.service not in (None, request.service) or not self.fault.befalls(answer):
            return False
        asked = f"{request.path}?{'&'.join(value for _, value in request.parameters)}"
        if self.containing.casefold() not in asked.casefold():
            return False
        self.seen += 1
        return self.after < self.seen and (self.times is None or self.seen <= self.after + self.times)


@dataclass(frozen=True, slots=True)
class Struck:
    """A request that a fault happened to."""

    fault: Fault
    request: Request


class Plans:
    """All that is to go wrong; what was planned last comes first. Safe among threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._plans: list[Plan] = []

    def add(self, plan: Plan) -> None:
        """Plans a fault."""
        with self._lock:
            self._plans.insert(0, plan)

    def clear(self) -> None:
        """From now on nothing goes wrong."""
        with self._lock:
            self._plans.clear()

    def fault(self, request: Request, answer: Answer) -> Fault | None:
        """What goes wrong with this request, if anything does."""
        with self._lock:
            return next((plan.fault for plan in self._plans if plan.strikes(request, answer)), None)


def of_kind(*kinds: str) -> Sequence[Fault]:
    """The faults of some kinds, in the order of FAULTS."""
    return [fault for fault in FAULTS.values() if fault.kind in kinds]
