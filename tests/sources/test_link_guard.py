"""A link never chooses where we connect."""

import contextlib
import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from openness.settings import Settings
from openness.sources import link_connection
from openness.sources.link_guard import LinkGuard, Page, Refusal, is_public
from tests.fakehub import FakeHub

ANYWHERE = frozenset({"terms.example", "localhost"})


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "fec0::1", "::127.0.0.1", "2002:7f00:1::", "2001:0:0:0:0:0:80ff:fffe", "localhost", "",
    ],
)  # fmt: skip
def test_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://www.apache.org/licenses/LICENSE-2.0", "not an https"),
        ("file:///etc/passwd", "not an https"),
        ("ftp://x/y", "not an https"),
        ("https://evil.example/", "not among the hosts"),
        ("https://www.apache.org.evil.example/", "not among the hosts"),
        ("https://user:pw@www.apache.org/", "user or a port"),
        ("https://www.apache.org:8443/", "user or a port"),
        ("https://127.0.0.1/", "not among the hosts"),
        ("https://[::1]/", "not among the hosts"),
        ("https://www.apache.org:99999/", "no web address"),
        ("javascript:alert(1)", "not an https"),
        ("", "not an https"),
    ],
)
def test_refused_without_asking_anybody(url: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_connection, "_connect", lambda *a: pytest.fail("connected"))
    page = LinkGuard(Settings()).read(url)
    assert isinstance(page, Refusal)
    assert why in page.why


def test_a_name_that_leads_into_a_private_network(monkeypatch: pytest.MonkeyPatch) -> None:
    for answer in (["10.0.0.1"], ["8.8.8.8", "127.0.0.1"]):
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 443)) for a in answer]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *a, _found=found, **k: _found)
        page = LinkGuard(Settings(), hosts=ANYWHERE).read("https://terms.example/")
        assert page == Refusal("Its host leads into a private network, so it was not followed.")


def test_redirects_obey_the_same_rules() -> None:
    with FakeHub() as hub:
        guard = LinkGuard(Settings(endpoint=hub.url))
        for location, why in (
            ("http://www.apache.org/", "not an https"),
            ("https://evil.example/", "not among"),
            ("http://127.0.0.1:1/x", "not an https"),
            ("/loop", "redirects more than"),
        ):
            hub.pages["/loop"] = (302, {"Location": location}, b"")
            page = guard.read(f"{hub.url}/loop")
            assert isinstance(page, Refusal)
            assert why in page.why


def test_the_origin_of_the_endpoint_is_exempt() -> None:
    with FakeHub() as hub:
        hub.pages["/x"] = (200, {"Content-Type": "text/plain"}, b"terms")
        guard = LinkGuard(Settings(endpoint=hub.url, max_file_bytes=3))
        assert guard.read(f"{hub.url}/x") == Page(f"{hub.url}/x", b"ter", True, False)
        other = guard.read(hub.url.replace("127.0.0.1", "127.0.0.2") + "/x")
        assert isinstance(other, Refusal)
        assert guard.read(f"{hub.url}/gone/x/y/z") == Refusal("Its server answered HTTP 401.")
        hub.pages["/gone"] = (404, {}, b"")
        assert guard.read(f"{hub.url}/gone") == Refusal("Its server says that it does not exist.", missing=True)


def test_neither_proxies_nor_tokens_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with FakeHub() as hub:
        hub.pages["/x"] = (200, {}, b"terms")
        page = LinkGuard(Settings(endpoint=hub.url, token="hf_secret")).read(f"{hub.url}/x")
        assert isinstance(page, Page)
        assert "authorization" not in {k.lower() for k in hub.headers[0]}


def test_no_cookie_is_sent_back() -> None:
    with FakeHub() as hub:
        hub.pages["/x"] = (200, {"Set-Cookie": "id=1; Path=/"}, b"terms")
        guard = LinkGuard(Settings(endpoint=hub.url))
        guard.read(f"{hub.url}/x")
        guard.read(f"{hub.url}/x")
        assert [h for h in hub.headers if "cookie" in {name.lower() for name in h}] == []


def test_a_packed_page_is_unpacked_to_its_limit_and_no_further() -> None:
    with FakeHub() as hub:
        bomb = gzip.compress(b"a" * 50_000_000)
        hub.pages["/bomb"] = (200, {"Content-Encoding": "gzip"}, bomb)
        hub.pages["/odd"] = (200, {"Content-Encoding": "br"}, b"terms")
        hub.pages["/twice"] = (200, {"Content-Encoding": "gzip, gzip"}, gzip.compress(bomb))
        hub.pages["/broken"] = (200, {"Content-Encoding": "gzip"}, b"terms")
        guard = LinkGuard(Settings(endpoint=hub.url, max_file_bytes=1000))
        tracemalloc.start()
        page = guard.read(f"{hub.url}/bomb")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert page == Page(f"{hub.url}/bomb", b"a" * 1000, True, False)
        assert peak < 5_000_000
        for name, why in (("odd", "packed"), ("twice", "packed"), ("broken", "could not be fetched")):
            refusal = guard.read(f"{hub.url}/{name}")
            assert isinstance(refusal, Refusal)
            assert why in refusal.why


SLOW = {  # what a server sends at once, and then byte by byte, for ever
    "a head that never ends": (b"HTTP/1.1 200 OK\r\nX-A: ", b"a"),
    "a body that trickles": (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nterms", b"a"),
    "a body without a length": (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nterms", b"a"),
    "a body in chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
}


@pytest.mark.parametrize("name", SLOW)
def test_a_page_that_trickles_is_given_up(name: str) -> None:
    """Each byte comes within the time for a byte; the whole does not come within the time for a request."""
    head, drip = SLOW[name]

    def serve() -> None:
        connection, _ = server.accept()
        with connection, contextlib.suppress(OSError):
            connection.recv(4096)
            connection.sendall(head)
            while True:
                connection.sendall(drip)
                time.sleep(0.02)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, daemon=True).start()
        endpoint = f"http://127.0.0.1:{server.getsockname()[1]}"
        started = time.monotonic()
        page = LinkGuard(Settings(endpoint=endpoint, read_timeout=5, total_timeout=0.3)).read(f"{endpoint}/terms")
        assert page == Refusal("It did not come within the time for one request.")
        assert time.monotonic() - started < 3


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_tls_names_the_host_although_the_address_was_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection goes to the admitted address, and the certificate must still be the host's."""
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=terms.example",
         "-addext", "subjectAltName=DNS:terms.example", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "5")
            self.end_headers()
            self.wfile.write(b"terms")

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", server.server_address)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: found)
    try:
        guard = LinkGuard(Settings(), hosts=frozenset({"terms.example", "other.example"}), admits=lambda _: True)
        guard._session().verify = str(certificate)
        assert guard.read("https://terms.example/") == Page("https://terms.example/", b"terms", False, False)
        wrong = guard.read("https://other.example/")
        assert isinstance(wrong, Refusal)
        assert "certificate" in wrong.why
    finally:
        server.shutdown()
        server.server_close()
