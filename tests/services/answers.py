"""What is asked and what is answered, before either is bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

JSON = "application/json"
TEXT = "text/plain;charset=utf-8"
HTML = "text/html; charset=utf-8"
XML = "text/xml; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Request:
    """One request, as it came in; `path` and `parameters` are decoded, `target` is what stood in the request line."""

    service: str
    method: str
    target: str
    path: str
    parameters: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    body: str
    at: float  # seconds, on the clock of the server

    def parameter(self, name: str) -> str | None:
        """The value of a parameter; the last, where it is given several times."""
        return dict(self.parameters).get(name)

    def header(self, name: str) -> str:
        """The value of a header, empty where it is not sent."""
        return next((value for key, value in self.headers if key.casefold() == name.casefold()), "")

    @property
    def text(self) -> str:
        """All that was sent, decoded: what a leak would be looked for in."""
        pairs = [f"{name}={value}" for name, value in self.parameters]
        headers = [f"{name}: {value}" for name, value in self.headers]
        return "\n".join([f"{self.method} {self.path}", *pairs, *headers, self.body])


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, ready to be sent but for its framing."""

    status: int
    body: bytes
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def value(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.body)

    @property
    def is_json(self) -> bool:
        return self.content_type.startswith(JSON)

    def with_value(self, value: Any) -> Answer:
        """The same answer with another JSON body."""
        return replace(self, body=dumped(value))

    def with_headers(self, headers: Mapping[str, str]) -> Answer:
        """The same answer with these headers besides."""
        return replace(self, headers={**self.headers, **headers})


def dumped(value: Any) -> bytes:
    """JSON as the services write it: without spaces, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def of_json(value: Any, status: int = 200, content_type: str = JSON) -> Answer:
    """An answer in JSON."""
    return Answer(status, dumped(value), content_type)


def of_text(text: str, status: int = 200, content_type: str = TEXT) -> Answer:
    """An answer in plain text, HTML or XML."""
    return Answer(status, text.encode(), content_type)
