"""Receivers with real sockets: a webhook, and a mail server."""

import base64
import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pytest_django import Settings
from standardwebhooks.webhooks import Webhook

from dashboard.alerts import deciding
from dashboard.alerts.models import Rule
from tests.inventory.refreshing.helpers import a_number, answer_of, refresh_with

SECRET = "whsec_" + base64.b64encode(b"a secret of the webhooks' own").decode()
TOKEN = "a-token-in-the-address"


@dataclass
class Hook:
    """A webhook receiver. `answer` says what becomes of a request; by default it is taken."""

    address: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)  # bodies whose signatures are right
    keys: list[str] = field(default_factory=list)  # of all requests
    answer: Callable[[BaseHTTPRequestHandler], None] = lambda handler: respond(handler, 204)


def respond(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    for name, value in ({"Content-Length": str(len(body))} | headers).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def hook(settings: Settings) -> Iterator[Hook]:
    found = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            Webhook(SECRET).verify(body, dict(self.headers))
            found.keys.append(self.headers["webhook-id"])
            found.taken.append(json.loads(body))
            found.answer(self)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        found.address = f"http://127.0.0.1:{server.server_address[1]}/{TOKEN}"
        settings.ALERT_CHANNELS = {"hook": found.address}
        settings.ALERT_WEBHOOK_SECRET = SECRET
        yield found
        server.shutdown()


@dataclass
class Post:
    """A mail server. It refuses the addresses in `refused`."""

    port: int = 0
    mails: list[tuple[str, Mail]] = field(default_factory=list)  # with whom each is to
    refused: set[str] = field(default_factory=set)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refused:
            return f"550 5.1.1 <{address}> is unknown here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=default)
        self.mails += [(address, mail) for address in envelope.rcpt_tos]
        return "250 OK"

    @property
    def receivers(self) -> list[str]:
        return sorted(address for address, _ in self.mails)


@pytest.fixture
def post(settings: Settings) -> Iterator[Post]:
    found = Post()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found.port = free.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=found.port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
    settings.DEFAULT_FROM_EMAIL = "Numbers <numbers@example.com>"
    yield found
    controller.stop()


@pytest.fixture(autouse=True)
def no_rule_has_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits for what failed in another one, whose rule had the same id."""
    monkeypatch.setattr(deciding, "_failed", {})


def a_rule(*events: str, **values: Any) -> Rule:
    """A rule that begins now."""
    rule = Rule(name="A rule", events=list(events), **({"channel": "hook"} | values))
    deciding.start_now(rule)
    rule.save()
    return rule


def restricted(*ways: str) -> dict[str, dict[str, str]]:
    """The restrictions of a record, with these of its six: `messaging.US`."""
    return {
        use: {region: "restricted" if f"{use}.{region}" in ways else "unrestricted" for region in ("US", "CA", "Intl")}
        for use in ("calling", "messaging")
    }


FREE = restricted()
NO_TEXTS = restricted("messaging.US")


def numbers(*given: dict[str, Any], count: int = 3) -> list[dict[str, Any]]:
    """Records PN0 to PN2 without restrictions, as the given ones change them."""
    changes: dict[str, dict[str, Any]] = {f"PN{place}": {"number": f"+1202555010{place}"} for place in range(count)}
    for each in given:
        changes[each["id"]] |= {name: value for name, value in each.items() if name != "id"}
    return [a_number(id, **({"restrictions": FREE} | values)) for id, values in changes.items()]


def refreshed(*given: dict[str, Any], count: int = 3) -> Any:
    return refresh_with(answer_of(numbers(*given, count=count)))
