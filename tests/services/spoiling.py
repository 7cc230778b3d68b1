"""Answers that are not what they should be: what each function here gives makes the wrong one of the right one.

What is done to a record is told in Crossref's words, and done to what stands for the same in the other services' JSON.
"""

from __future__ import annotations

import functools
import gzip
import json
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import formatdate
from typing import Any

from tests.services import crossref, datacite, pubmed
from tests.services.answers import XML, Answer, Request, of_text
from tests.services.works import Record, Works

# Where each service's JSON keeps what was asked for, and what its records call the parts of a work.
ENVELOPES = ("message", "data", "result", "esearchresult", "records")
PARTS = {
    "title": ("title", "titles"),
    "author": ("author", "creators", "authors"),
    "date": ("issued", "published", "publicationYear", "dates", "pubdate", "sortpubdate"),
    "doi": ("DOI", "doi", "articleids"),
    "updates": ("updated-by", "relatedIdentifiers", "pubtype"),
    "abstract": ("abstract", "descriptions", "attributes"),
}
PAGE = (
    "<!doctype html><html><head><title>Just a moment…</title></head><body><h1>Checking that you are not a robot</h1>"
    "</body></html>"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What a wrong answer is made of: the right one, what was asked, and all works."""

    answer: Answer
    request: Request
    works: Works


Spoil = Callable[[Scene], Answer]


# The status, whatever was asked.


def status(code: int, text: str, content_type: str = "text/plain", **headers: str) -> Spoil:
    """Always the same answer; the underscores of a header's name stand for hyphens."""
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: of_text(text, code, content_type).with_headers(said)


def retry_at(code: int, seconds: float) -> Spoil:
    """Asks to come back at a date, this many seconds from now."""

    def spoil(_: Scene) -> Answer:
        date = formatdate(time.time() + seconds, usegmt=True)
        return of_text("Come back later.", code).with_headers({"Retry-After": date})

    return spoil


def redirect(location: str = "") -> Spoil:
    """Sends the client elsewhere; without a location, to where it is."""
    return lambda scene: of_text("Moved.", 302).with_headers({"Location": location or scene.request.target})


# The body, whatever it says.


def body(change: Callable[[bytes], bytes], content_type: str | None = None, encoding: str | None = None) -> Spoil:
    """The right answer with other bytes, and labelled otherwise if a label is given."""

    def spoil(scene: Scene) -> Answer:
        right = scene.answer
        changed = replace(right, body=change(right.body), content_type=content_type or right.content_type)
        return changed.with_headers({"Content-Encoding": encoding} if encoding else {})

    return spoil


def plainly(data: bytes) -> bytes:
    """The bytes as they are."""
    return data


def half(data: bytes) -> bytes:
    """The first half."""
    return data[: len(data) // 2]


def gzipped(data: bytes) -> bytes:
    """Compressed."""
    return gzip.compress(data, mtime=0)


def bomb(data: bytes) -> bytes:
    """Compressed after 64 MB of spaces: a small answer that is large when it is read."""
    start, packer = _spaces()
    rest = packer.copy()
    packed: bytes = start + rest.compress(data) + rest.flush()
    return packed


@functools.cache
def _spaces() -> tuple[bytes, Any]:
    """Spaces, compressed, and the compressor that may go on from there."""
    packer = zlib.compressobj(1, wbits=31)
    return b"".join(packer.compress(b" " * (1 << 20)) for _ in range(64)), packer


def in_encoding(name: str) -> Callable[[bytes], bytes]:
    """In another encoding than the one announced, with a letter that shows it."""
    return lambda data: data.decode().replace("e", "é").encode(name, "replace")


# The JSON around the records.


def json_body(change: Callable[[Any], Any]) -> Spoil:
    """The right answer with its JSON changed."""
    return lambda scene: scene.answer.with_value(change(scene.answer.value))


def enveloped(change: Callable[[Any], Any]) -> Spoil:
    """The right answer with what its envelope holds changed; a list without an envelope is changed itself."""

    def spoil(value: Any) -> Any:
        key = next((key for key in ENVELOPES if isinstance(value, dict) and key in value), None)
        return change(value) if key is None else {**value, key: change(value[key])}

    return json_body(spoil)


def without_envelope(value: Any) -> Any:
    """The JSON without what was asked for."""
    return {key: item for key, item in value.items() if key not in ENVELOPES} if isinstance(value, dict) else []


def with_status(said: str) -> Spoil:
    """Crossref's word for how it went, with a message to match."""
    problem = {"status": said, "message-type": "exception", "message": {"name": "class java.io.IOException"}}
    return json_body(lambda _: problem)


# The records.


def records(change: Callable[[Record], Any]) -> Spoil:
    """The right answer with each record changed."""
    return json_body(lambda value: _mapped(value, change))


def items(change: Callable[[list[Any]], Any]) -> Spoil:
    """The right answer with its list of records changed; one that holds a single record, with that in its place."""

    def spoil(value: Any) -> Any:
        match value:
            case {"message": {"items": list(found)}}:
                return {**value, "message": {**value["message"], "items": change(found)}}
            case {"data": list(found)} | {"records": list(found)}:
                return {**value, ("data" if "data" in value else "records"): change(found)}
            case {"result": {"uids": list(found)}}:
                return {**value, "result": {**value["result"], "uids": change(found)}}
            case {"esearchresult": {"idlist": list(found)}}:
                return {**value, "esearchresult": {**value["esearchresult"], "idlist": change(found)}}
            case list(found):
                return change(found)
        return _mapped(value, lambda record: change([record]))

    return json_body(spoil)


def part(name: str, value: Any) -> Spoil:
    """Each record with another value for a part of the work."""
    return records(lambda record: record | {key: value for key in PARTS[name] if key in record})


def without(name: str) -> Spoil:
    """Each record without a part of the work."""
    return records(lambda record: {key: value for key, value in record.items() if key not in PARTS[name]})


def title(text: str) -> Spoil:
    """Each record with another title, in the form that its service gives it."""

    def change(record: Record) -> Record:
        match record:
            case {"titles": _}:
                return {**record, "titles": [{"title": text}]}
            case {"title": list()}:
                return {**record, "title": [text]}
            case {"title": _}:
                return {**record, "title": text}
        return record

    return records(change)


def json_title(text: str) -> Spoil:
    """Another title, written in JSON's own escapes: for what UTF-8 cannot hold."""
    mark = "(the title)"
    spoil = title(mark)
    written = json.dumps(text)[1:-1].encode()
    return lambda scene: replace(marked := spoil(scene), body=marked.body.replace(mark.encode(), written))


def updates(notices: list[Any]) -> Spoil:
    """Each record with these notices, also where it had none."""
    return records(lambda record: record | {"updated-by": notices})


def exchanged(scene: Scene) -> Answer:
    """Each record as that of another work."""

    def change(record: Record) -> Record:
        match record:
            case {"uid": str(pmid)} if known := scene.works.pubmed(pmid):
                return pubmed.summary(scene.works.another(known))
            case {"doi": str(doi)} if known := scene.works.doi(doi):
                return datacite.attributes(scene.works.another(known))
            case {"DOI": str(doi), "type": _} if known := scene.works.doi(doi):
                return crossref.public(scene.works.another(known), record.get("score", 1))
            case {"DOI": str(doi)} if known := scene.works.doi(doi):
                return {**record, "DOI": scene.works.another(known)["DOI"]}
        return record

    return records(change)(scene)


def _mapped(value: Any, change: Callable[[Record], Any]) -> Any:
    match value:
        case {"message": {"items": list(found)}}:
            return {**value, "message": {**value["message"], "items": [change(record) for record in found]}}
        case {"data": list(found)}:
            return {**value, "data": [{**entry, "attributes": change(entry["attributes"])} for entry in found]}
        case {"data": {"attributes": dict(found)}}:
            return {**value, "data": {**value["data"], "attributes": change(found)}}
        case {"result": {"uids": list(found)}}:
            return {**value, "result": value["result"] | {uid: change(value["result"][uid]) for uid in found}}
        case {"message": dict(found)} | {"esearchresult": dict(found)}:
            return {**value, ("message" if "message" in value else "esearchresult"): change(found)}
        case {"records": list(found)}:
            return {**value, "records": [change(record) for record in found]}
        case list(found):
            return [change(record) for record in found]
    return value


# XML.


def xml(text: str) -> Spoil:
    """Always the same document."""
    return lambda _: of_text(text, content_type=XML)


def entities(levels: int = 12) -> str:
    """A small document that becomes large where its entities are expanded."""
    declared = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 10}">' for n in range(levels))
    return (
        f'<?xml version="1.0"?><!DOCTYPE PubmedArticleSet [{declared}]>'
        f"<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>&e{levels - 1};</PMID></MedlineCitation>"
        "</PubmedArticle></PubmedArticleSet>"
    )


def file_entity() -> str:
    """A document that would have a file of its reader's machine read into it."""
    return (
        '<?xml version="1.0"?><!DOCTYPE PubmedArticleSet [<!ENTITY file SYSTEM "file:///etc/hostname">]>'
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>&file;</ArticleTitle>"
        "</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
    )


def xml_part(start: str, end: str, text: str) -> Spoil:
    """Whatever stands between these two, in each article, replaced."""

    def change(data: bytes) -> bytes:
        pieces = data.decode().split(start)
        return start.join([pieces[0], *(text + end + piece.partition(end)[2] for piece in pieces[1:])]).encode()

    return body(change)
