"""A page from an address: fetched once and whole, or one sentence why not; and nothing inside is reached unasked."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from citecheck.ingest import UnreadableSourceError, read_source
from citecheck.ingest.fetch import fetch
from citecheck.text import source_span

HOSTS = ("127.0.0.1", "localhost")
POLISH = "Częstość bólu głowy wśród dorosłych jest większa niż sądzono."
SENTENCE = "A walk after dinner lowered blood sugar by a tenth in one trial of ninety adults."
PAGE = f"<!doctype html><html><body><article><h1>Walks</h1><p>{SENTENCE}</p></article></body></html>"
HTML = "text/html; charset=utf-8"


@pytest.fixture(autouse=True)
def _without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


def address(server: HTTPServer, path: str = "/walks", host: str = "127.0.0.1") -> str:
    return f"http://{host}:{server.port}{path}"


def complaint(uri: str, allow_hosts: Sequence[str] = HOSTS) -> str:
    """What is said of a page that is not had: one sentence that begins with the address and says what to do."""
    with pytest.raises(UnreadableSourceError) as problem:
        fetch(uri, allow_hosts)
    said = str(problem.value)
    assert said.startswith(f"{uri} ")
    assert "\n" not in said.removeprefix(uri)
    assert ": " in said.removeprefix(uri)
    return said


def asked(server: HTTPServer) -> list[str]:
    """The paths that were asked for, in turn."""
    return [request.path for request, _ in server.log]


class Untouched(Response):
    """A response whose headers go out as they are given, wrong ones included."""

    def get_wsgi_headers(self, environ: Any) -> Any:  # noqa: ARG002  the name that werkzeug gives it
        return self.headers


def redirect(server: HTTPServer, path: str, target: str) -> None:
    server.expect_request(path).respond_with_response(Untouched(status=302, headers={"Location": target}))


# --- pages that are read -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "meta", "encoding"),
    [
        ("text/html; charset=windows-1250", "", "cp1250"),
        ('TEXT/HTML;Charset="ISO-8859-2"', "", "iso8859-2"),
        ("text/html", "<meta charset=windows-1250>", "cp1250"),
        ("text/html", "<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-2'>", "iso8859-2"),
        ("text/html; charset=windows-1250", "<meta charset=shift_jis>", "cp1250"),
        ("text/html", "", "utf-8"),
        ("", "", "utf-8"),
    ],
    ids=["header", "quoted header", "meta", "http-equiv", "header before meta", "unnamed", "no type"],
)
def test_the_letters_of_a_page_are_right_by_its_header_or_its_meta_tag(
    httpserver: HTTPServer, said: str, meta: str, encoding: str
) -> None:
    body = f"<!doctype html><html><head>{meta}<title>Ból</title></head><body><p>{POLISH} {SENTENCE}</p></body></html>"
    page = Untouched(body.encode(encoding), headers={"Content-Type": said})
    httpserver.expect_request("/bol").respond_with_response(page)
    document = read_source(address(httpserver, "/bol"), allow_hosts=HOSTS)
    assert (document.encoding, document.media_type, document.notifications) == (encoding, "text/html", ())
    start = document.text.index(POLISH)
    first, last = source_span(document, start, start + len(POLISH))
    assert document.source[first:last] == POLISH


@pytest.mark.parametrize("packed", [False, True], ids=["as it is", "packed"])
def test_a_page_of_many_pieces_is_read_whole_with_one_request(httpserver: HTTPServer, packed: bool) -> None:
    paragraphs = "".join(f"<p>In group {n} it was so. {SENTENCE}</p>" for n in range(2000))
    data = PAGE.replace("<p>", f"{paragraphs}<p>", 1).encode()
    headers = {"Content-Encoding": "gzip"} if packed else {}
    sent = gzip.compress(data) if packed else data
    httpserver.expect_request("/walks").respond_with_data(sent, headers=headers, content_type=HTML)
    assert fetch(address(httpserver), HOSTS).data == data
    assert asked(httpserver) == ["/walks"]
    assert httpserver.log[0][0].headers["User-Agent"].startswith("citecheck/")


TYPES = {
    "application/pdf": ".pdf", "text/plain; charset=utf-8": ".txt", "Text/Markdown ; a=b": ".md", "text/xml": ".xml",
    "application/xhtml+xml": ".html", "application/octet-stream": ".txt", "image/png": ".txt", "": ".html",
}  # fmt: skip


@pytest.mark.parametrize(("said", "suffix"), TYPES.items())
def test_the_format_of_what_is_no_html_is_kept(httpserver: HTTPServer, said: str, suffix: str) -> None:
    data = Untouched(b"\x00\xffbytes", headers={"Content-Type": said})
    httpserver.expect_request("/walks").respond_with_response(data)
    page = fetch(address(httpserver), HOSTS)
    assert (page.suffix, page.data, page.uri) == (suffix, b"\x00\xffbytes", address(httpserver))


def test_plain_text_is_read_as_it_stands(httpserver: HTTPServer) -> None:
    text = f"Walks & talks <b>\n\n{SENTENCE}"
    httpserver.expect_request("/walks").respond_with_data(text, content_type="text/plain")
    document = read_source(address(httpserver), allow_hosts=HOSTS)
    assert (document.media_type, document.text) == ("text/plain", text)


@pytest.mark.parametrize(("body", "told"), [(b"\x89PNG\r\n\x1a\n", "is a picture: "), (b"", "is empty: ")])
def test_what_a_server_calls_a_page_and_is_none_is_refused(httpserver: HTTPServer, body: bytes, told: str) -> None:
    httpserver.expect_request("/walks").respond_with_data(body, content_type=HTML)
    with pytest.raises(UnreadableSourceError, match=f"/walks {told}"):
        read_source(address(httpserver), allow_hosts=HOSTS)


# --- redirects ---------------------------------------------------------------------------------------------------


def _hops(server: HTTPServer, number: int) -> None:
    for n in range(number):
        redirect(server, f"/hop{n}", f"/hop{n + 1}")
    server.expect_request(f"/hop{number}").respond_with_data(PAGE, content_type=HTML)


def test_the_document_is_called_by_where_it_was_found(httpserver: HTTPServer) -> None:
    _hops(httpserver, 2)
    document = read_source(address(httpserver, "/hop0"), allow_hosts=HOSTS)
    assert (document.uri, SENTENCE in document.text) == (address(httpserver, "/hop2"), True)


def test_some_redirects_are_followed_and_a_circle_is_left(httpserver: HTTPServer) -> None:
    _hops(httpserver, 5)
    redirect(httpserver, "/circle", "/circle")
    assert fetch(address(httpserver, "/hop0"), HOSTS).uri == address(httpserver, "/hop5")
    httpserver.clear_log()
    assert "in circles" in complaint(address(httpserver, "/circle"))
    assert 6 < len(asked(httpserver)) < 10


@pytest.mark.parametrize("host", ["localhost", "[::1]", "2130706433", "10.0.0.1"])
def test_a_redirect_into_a_host_that_is_not_allowed_is_refused(httpserver: HTTPServer, host: str) -> None:
    redirect(httpserver, "/walks", address(httpserver, "/inside", host))
    assert "private network" in complaint(address(httpserver), ["127.0.0.1"])
    assert asked(httpserver) == ["/walks"]


@pytest.mark.parametrize("target", ["file:///etc/hostname", "ftp://127.0.0.1/walks", "javascript:alert(1)"])
def test_a_redirect_to_what_is_no_page_is_refused(httpserver: HTTPServer, target: str) -> None:
    redirect(httpserver, "/walks", target)
    assert "no address that can be fetched" in complaint(address(httpserver))


@pytest.mark.parametrize("target", ["http://[::1", "http://[walks]/", "http://walks.example:port/"])
def test_a_redirect_to_a_malformed_address_is_refused(httpserver: HTTPServer, target: str) -> None:
    redirect(httpserver, "/walks", target)
    complaint(address(httpserver))


@pytest.mark.parametrize("path", ["/login", "/sign-in", "/Log-In/step", "/account/login", "/sso/start", "/auth.php"])
def test_a_redirect_to_a_login_is_no_article(httpserver: HTTPServer, path: str) -> None:
    redirect(httpserver, "/walks", f"{path}?next=%2Fwalks")
    httpserver.expect_request(path).respond_with_data(PAGE, content_type=HTML)
    assert "asks for a login: save the page" in complaint(address(httpserver))


@pytest.mark.parametrize(
    "path", ["/authors/mira", "/login-free-walks", "/blogin", "/signing-off", "/walks?from=/login"]
)
def test_a_redirect_to_what_only_sounds_like_a_login_is_followed(httpserver: HTTPServer, path: str) -> None:
    redirect(httpserver, "/old", path)
    httpserver.expect_request(path.partition("?")[0]).respond_with_data(PAGE, content_type=HTML)
    assert fetch(address(httpserver, "/old"), HOSTS).data == PAGE.encode()


def test_an_article_whose_own_address_says_login_is_read(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/login").respond_with_data(PAGE, content_type=HTML)
    assert fetch(address(httpserver, "/login"), HOSTS).data == PAGE.encode()


# --- pages that are not had --------------------------------------------------------------------------------------


STATUSES = {
    401: "asks for a login", 402: "is behind a paywall", 403: "refuses programs (403)", 404: "is not there (404)",
    410: "is gone (410)", 429: "has too many visitors now (429)", 451: "is withheld for legal reasons (451)",
    500: "answered with 500", 503: "answered with 503", 206: "answered with 206", 302: "answered with 302",
}  # fmt: skip


@pytest.mark.parametrize(("status", "told"), STATUSES.items())
def test_a_page_that_the_server_keeps_is_told_by_what_it_says(httpserver: HTTPServer, status: int, told: str) -> None:
    httpserver.expect_request("/walks").respond_with_data(PAGE, status=status, content_type=HTML)
    assert told in complaint(address(httpserver))
    assert asked(httpserver) == ["/walks"]


class Endless:
    """A body of 100 MB, which counts how much of it was taken."""

    taken = 0

    def __iter__(self) -> Iterator[bytes]:
        while self.taken < 100_000_000:
            self.taken += 100_000
            yield bytes(100_000)


def test_no_more_of_a_page_is_taken_than_the_limit(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/most").respond_with_data(b"w" * 20_000_000, content_type=HTML)
    assert len(fetch(address(httpserver, "/most"), HOSTS).data) == 20_000_000
    body = Endless()
    httpserver.expect_request("/walks").respond_with_response(Response(body))
    assert "has more than 20 MB: save the article alone" in complaint(address(httpserver))
    assert body.taken < 40_000_000


def test_a_small_page_that_unpacks_to_a_large_one_is_too_large(httpserver: HTTPServer) -> None:
    packed = gzip.compress(bytes(30_000_000))
    httpserver.expect_request("/walks").respond_with_data(packed, headers={"Content-Encoding": "gzip"})
    assert "has more than 20 MB" in complaint(address(httpserver))


def test_no_more_of_a_redirect_is_taken_than_the_limit(httpserver: HTTPServer) -> None:
    body = Endless()
    httpserver.expect_request("/old").respond_with_response(Response(body, 302, {"Location": "/walks"}))
    httpserver.expect_request("/walks").respond_with_data(PAGE, content_type=HTML)
    assert fetch(address(httpserver, "/old"), HOSTS).data == PAGE.encode()
    assert body.taken < 40_000_000


@pytest.mark.parametrize("headers", [{"Content-Length": "5000"}, {"Content-Encoding": "gzip"}], ids=["cut", "no gzip"])
def test_a_page_that_breaks_off_is_not_taken_for_a_whole_one(httpserver: HTTPServer, headers: dict[str, str]) -> None:
    httpserver.expect_request("/walks").respond_with_handler(lambda _: Response(iter([PAGE.encode()]), headers=headers))
    complaint(address(httpserver))


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.socket() as taken:  # held, so that nothing answers there
        taken.bind(("127.0.0.1", 0))
        assert "could not be reached" in complaint(f"http://127.0.0.1:{taken.getsockname()[1]}/walks")


# --- addresses that are not asked --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    (
        "127.0.0.1 localhost LocalHost [::1] [::] 0.0.0.0 10.0.0.1 192.168.0.1 100.64.0.1 169.254.169.254 224.0.0.1 "
        "[fd00::1] [::ffff:127.0.0.1] [::ffff:7f00:1] 2130706433 0x7f000001 0x7f.1 0177.0.0.1 127.1"
    ).split(),
)
def test_this_machine_and_private_networks_are_not_asked_however_spelt(httpserver: HTTPServer, host: str) -> None:
    httpserver.expect_request("/walks").respond_with_data(PAGE, content_type=HTML)
    assert "private network: allow its host by name" in complaint(address(httpserver, host=host), ())
    assert asked(httpserver) == []


def test_a_host_is_allowed_by_its_own_name_alone_in_whatever_case(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/walks").respond_with_data(PAGE, content_type=HTML)
    assert "private network" in complaint(address(httpserver), ["localhost"])
    assert "private network" in complaint(address(httpserver, host="localhost"), ["127.0.0.1"])
    assert asked(httpserver) == []
    assert fetch(address(httpserver, host="LOCALHOST"), ["LocalHost"]).data == PAGE.encode()


@pytest.mark.parametrize("who", ["mira:secret@", "mira@", ":secret@"])
def test_a_name_and_password_are_neither_sent_nor_repeated(httpserver: HTTPServer, who: str) -> None:
    with pytest.raises(UnreadableSourceError, match="name and password") as problem:
        fetch(address(httpserver, host=f"{who}127.0.0.1"), HOSTS)
    assert (who in str(problem.value), asked(httpserver)) == (False, [])


MALFORMED = "/walks [::1 [127.0.0.1]/ a.example:99999/ a.example:port/ a..example/ .../ \0/ \ud800.example/"


@pytest.mark.parametrize("rest", ["", "a b.example/", f"{'w' * 70}.example/", *MALFORMED.split()], ids=ascii)
def test_a_malformed_address_is_told_as_such(rest: str) -> None:
    assert "is no address that can be fetched: check it" in complaint(f"http://{rest}")


def test_nothing_is_fetched_offline(httpserver: HTTPServer) -> None:
    with pytest.raises(UnreadableSourceError, match="nothing is fetched offline: save the page"):
        read_source(address(httpserver).replace("http", "HTTP"), "off", HOSTS)
    assert asked(httpserver) == []
