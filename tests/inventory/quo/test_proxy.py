"""The client through an HTTPS proxy of the environment: a real CONNECT, and TLS inside the tunnel."""

import datetime
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from inventory.quo import pace
from inventory.quo.client import QuoClient
from inventory.quo.errors import TryLater
from inventory.quo.generations import client_for

HOST = "quo.example"  # which no DNS knows: only the proxy may look it up
BODY = b'{"data": [{"id": "PN1"}]}'
PATIENCE = 20


def a_certificate(directory: Path) -> tuple[Path, Path]:
    """A certificate for HOST, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = directory / "certificate.pem", directory / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths


class Proxy:
    """Answers CONNECT, and plays Quo at the tunnel's other end: each request by what `respond` sends."""

    def __init__(self, certificate: Path, key: Path) -> None:
        self.connects: list[bytes] = []
        self.requests: list[bytes] = []
        self.answer = b"HTTP/1.1 200 Connection established\r\n\r\n"
        self.respond: Callable[[ssl.SSLSocket], None] = lambda tunnel: tunnel.sendall(whole(BODY))
        self.done = threading.Event()
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate, key)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self.done.is_set():
                connection.close()
                return
            self._threads.append(threading.Thread(target=self._play, args=(connection,)))
            self._threads[-1].start()

    def _play(self, connection: socket.socket) -> None:
        with closing(connection), suppress(OSError):
            connection.settimeout(PATIENCE)
            self.connects.append(connection.recv(65_536))
            connection.sendall(self.answer)
            with self._tls.wrap_socket(connection, server_side=True) as tunnel:
                while request := tunnel.recv(65_536):
                    self.requests.append(request)
                    self.respond(tunnel)

    def close(self) -> None:
        self.done.set()
        socket.create_connection(self._listener.getsockname(), 1).close()
        for thread in self._threads:
            thread.join(PATIENCE)
        self._listener.close()


def whole(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


@pytest.fixture
def proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    certificate, key = a_certificate(tmp_path)
    for name in ("NO_PROXY", "ALL_PROXY", "HTTPS_PROXY", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setattr(pace, "FIRST_WAIT", 0.01)
    proxy = Proxy(certificate, key)
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    yield proxy
    proxy.close()


def ask(time_budget: float = 10.0) -> QuoClient:
    return client_for("key-1", f"https://{HOST}", "v1", timeout=5.0, time_budget=time_budget)


def test_it_asks_through_the_tunnel_and_uses_it_again(proxy: Proxy) -> None:
    answers = [b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", whole(BODY)]
    proxy.respond = lambda tunnel: tunnel.sendall(answers[len(proxy.requests) - 1])
    with ask() as client:
        assert client.fetch_user("US1").size == len(BODY)
    assert len(proxy.connects) == 1
    assert proxy.connects[0].startswith(b"CONNECT quo.example:443 HTTP/1.")
    assert len(proxy.requests) == 2
    assert b"authorization: key-1\r\n" in proxy.requests[0].lower()


def test_the_proxy_never_sees_the_key(proxy: Proxy) -> None:
    with ask() as client:
        client.fetch_user("US1")
    assert b"key-1" not in b"".join(proxy.connects)


def test_headers_that_drip_through_the_tunnel_are_ended_by_the_budget(proxy: Proxy) -> None:
    def drip(tunnel: ssl.SSLSocket) -> None:
        tunnel.sendall(b"HTTP/1.1 200 OK\r\nX-Endless: ")
        for _ in range(60):  # ten times the budget
            tunnel.sendall(b"x")
            if proxy.done.wait(0.05):
                return

    proxy.respond = drip
    with ask(time_budget=0.3) as client, pytest.raises(TryLater, match=r"not complete within 0\.3 seconds"):
        client.fetch_user("US1")


def test_a_proxy_that_refuses_is_no_answer_of_quos(proxy: Proxy) -> None:
    proxy.answer = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    with ask() as client, pytest.raises(TryLater):
        client.fetch_user("US1")
    assert proxy.requests == []
