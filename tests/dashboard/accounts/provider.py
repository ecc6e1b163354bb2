"""Two OpenID Connect providers: a real one in a process of its own, and one that lies about whatever a test says."""

import base64
import contextlib
import hashlib
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT_ID, CLIENT_SECRET = "numbers", "the-secret-of-the-client"
PATIENCE = 30  # seconds
KEY = RSAKey.generate_key(2048, {"kid": "one"})  # made once, for making one takes long


@contextlib.contextmanager
def real_provider() -> Iterator[str]:
    """oidc-provider-mock's server. Yields its issuer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    issuer = f"http://localhost:{port}"
    try:
        end = time.monotonic() + PATIENCE
        while True:
            with contextlib.suppress(requests.ConnectionError):
                requests.get(f"{issuer}/.well-known/openid-configuration", timeout=5).raise_for_status()
                break
            assert process.poll() is None, "the provider ended"
            assert time.monotonic() < end, "the provider does not answer"
            time.sleep(0.1)
        yield issuer
    finally:
        process.terminate()
        process.wait(PATIENCE)


class Liar:
    """A provider whose ID token, key, issuer and user information a test may spoil."""

    def __init__(self) -> None:
        self.key = KEY
        self.published = self.key
        self.claims: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "one"}
        self.metadata: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {"sub": "ada-1", "groups": []}
        self.token_status = self.userinfo_status = 200
        self.authenticated: list[str] = []  # how the client sent its secret
        self.nonce = self.challenge = ""
        self.verifiers: list[str] = []
        self.issuer = ""

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        } | self.metadata

    def id_token(self) -> str:
        now = int(time.time())
        claims = self.claims(
            {
                "iss": self.issuer, "aud": CLIENT_ID, "sub": "ada-1", "iat": now, "exp": now + 300,
                "nonce": self.nonce, "preferred_username": "ada", "groups": ["staff"],
            }
        )  # fmt: skip
        if self.header["alg"] == "none":
            parts = [json.dumps(self.header), json.dumps(claims), ""]
            return ".".join(base64.urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in parts)
        key: Any = self.key
        if self.header["alg"] == "HS256":
            key = OctKey.import_key(self.published.as_pem(private=False))
        return jwt.encode(self.header, claims, key, algorithms=[self.header["alg"]])

    def token(self, form: dict[str, list[str]]) -> dict[str, Any]:
        verifier = form["code_verifier"][0]
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        assert digest == self.challenge, "PKCE"
        self.verifiers.append(verifier)
        return {
            "access_token": "an-access-token",
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": self.id_token(),
        }

    def asked(self, location: str) -> str:
        """The person said yes at the address that the dashboard sent them to. Returns the state."""
        query = parse_qs(urlsplit(location).query)
        self.nonce, self.challenge = query["nonce"][0], query["code_challenge"][0]
        assert query["code_challenge_method"] == ["S256"]
        return query["state"][0]


@contextlib.contextmanager
def lying_provider() -> Iterator[Liar]:
    liar = Liar()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answers: dict[str, Callable[[], dict[str, Any]]] = {
                "/.well-known/openid-configuration": liar.discovery,
                "/jwks": lambda: {"keys": [liar.published.as_dict(private=False)]},
                "/userinfo": lambda: liar.userinfo,
            }
            self.say(liar.userinfo_status if self.path == "/userinfo" else 200, answers[self.path]())

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            liar.authenticated.append("post" if "client_secret" in form else "basic")
            self.say(liar.token_status, liar.token(form))

        def say(self, status: int, answer: dict[str, Any]) -> None:
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        liar.issuer = f"http://127.0.0.1:{server.server_port}"
        # Stopping waits for one poll, so it is short.
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield liar
        finally:
            server.shutdown()
            thread.join()
