"""What a refresh changes comes to the receivers of a rule: signed, by mail, once, whatever they answer."""

import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connections
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from dashboard.accounts.roles import VIEWER
from dashboard.alerts import channels, delivering
from dashboard.alerts.delivering import CLAIM, PAUSES, claim, resend, send_all, send_due, send_test
from dashboard.alerts.models import LONGEST_PAUSE, ME, Delivery, Rule
from inventory.runtime import workers
from inventory.runtime.workers import shutting_down
from tests.dashboard.conftest import make_account
from tests.inventory.refreshing.helpers import eventually

from .conftest import NO_TEXTS, TOKEN, Hook, Post, a_rule, refreshed, respond

pytestmark = pytest.mark.django_db(transaction=True)
WAITING, SENT, FAILED = Delivery.State.WAITING, Delivery.State.SENT, Delivery.State.FAILED


def a_delivery(channel: str = "hook", **values: Any) -> Delivery:
    rule = Rule.objects.first() or Rule.objects.create(name="A rule", channel=channel)
    words = {"subject": "A subject", "text": "A text", "html": "<p>A text</p>", "data": {"type": "alert"}}
    return Delivery.objects.create(rule=rule, channel=channel, **(words | values))


def let_pass(time: timedelta) -> None:
    Delivery.objects.update(next_attempt_at=F("next_attempt_at") - time)


def outcomes() -> list[tuple[str, int, str]]:
    return [*Delivery.objects.order_by("id").values_list("state", "attempts", "outcome")]


@pytest.fixture
def subscriber(db: None) -> User:
    account = make_account("ada", VIEWER)
    account.email = "ada@example.com"
    account.save()
    return account


def test_a_restricted_line_comes_to_webhook_and_mail_once(hook: Hook, post: Post, subscriber: User) -> None:
    a_rule("restriction-added").subscribers.add(subscriber)
    refreshed()
    assert send_all() == (0, 0)  # a first import alerts nobody
    refresh = refreshed({"id": "PN1", "restrictions": NO_TEXTS})
    assert send_all() == (2, 0)
    assert send_all() == (0, 0)
    ((to, mail),) = post.mails
    assert (to, mail["From"]) == ("ada@example.com", "Numbers <numbers@example.com>")
    by_channel = {delivery.channel: delivery for delivery in Delivery.objects.all()}
    assert (len(hook.taken), hook.keys) == (1, [str(by_channel["hook"].key)])
    assert hook.taken[0]["data"]["numbers"][0]["id"] == "PN1"
    assert mail["Message-ID"] == f"<{by_channel['me'].key}@example.com>"
    assert {delivery.refresh for delivery in by_channel.values()} == {refresh}
    assert {delivery.state for delivery in by_channel.values()} == {SENT}


# -- Webhooks that misbehave


def silent(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True


def redirecting(handler: BaseHTTPRequestHandler) -> None:
    respond(handler, 307, b"x" * 3_000_000, Location=handler.path)


def garbled(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n: none\r\nno header\r\n\r\n")


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """A byte of a header every tenth of a second."""
    handler.wfile.write(b"HTTP/1.1 204 No Content\r\nX-Slow: ")
    for _ in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        (lambda handler: respond(handler, 500, b"x" * 3_000_000), WAITING, "The webhook answered 500."),
        (lambda handler: respond(handler, 404), WAITING, "The webhook answered 404."),
        (lambda handler: respond(handler, 410), FAILED, "The webhook answered 410."),
        (redirecting, WAITING, "The webhook redirects (307), which is not followed."),
        (silent, WAITING, "The webhook could not be reached (ConnectionError)."),
        (dripping, WAITING, "The answer took too long."),
        (garbled, SENT, "Sent."),
        (lambda handler: time.sleep(1), WAITING, "The webhook did not answer in time."),
        (lambda handler: respond(handler, 200, b"x" * 3_000_000), SENT, "Sent."),
    ],
)
def test_a_webhook_may_answer_anything(
    hook: Hook, settings: Settings, answer: Any, state: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.ALERT_TIMEOUT, settings.ALERT_TIME_BUDGET = 0.5, 1
    hook.answer = answer
    a_delivery()
    began = time.monotonic()
    send_all()
    assert time.monotonic() - began < 10
    assert outcomes() == [(state, 1, words)]
    assert len(hook.taken) == 1
    assert TOKEN not in caplog.text


def test_nobody_there_and_a_channel_that_is_gone_are_tried_again(hook: Hook, post: Post, settings: Settings) -> None:
    settings.ALERT_CHANNELS = {"nowhere": f"http://127.0.0.1:9/{TOKEN}"}
    a_delivery("nowhere")
    a_delivery("gone")
    assert send_all() == (0, 2)
    assert [words for *_, words in outcomes()] == [
        "The webhook could not be reached (ConnectionError).", "The settings have no channel of this name.",
    ]  # fmt: skip
    settings.ALERT_CHANNELS |= {"gone": hook.address}
    let_pass(PAUSES[0])
    assert send_all() == (1, 1)
    settings.ALERT_CHANNELS |= {"nowhere": "mailto:a@example.com,b@example.com"}
    let_pass(PAUSES[1])
    assert send_all() == (1, 0)
    assert post.receivers == ["a@example.com", "b@example.com"]


def test_pauses_grow_to_a_day_and_then_it_has_failed(hook: Hook) -> None:
    assert timedelta(hours=20) < sum(PAUSES, timedelta()) < timedelta(hours=28)
    assert sorted(PAUSES) == PAUSES
    hook.answer = lambda handler: respond(handler, 500)
    delivery = a_delivery()
    for pause in PAUSES:
        assert send_all() == (0, 1)
        assert send_all() == (0, 0)
        let_pass(pause - timedelta(seconds=5))
        assert send_all() == (0, 0)
        let_pass(timedelta(seconds=5))
    assert send_all() == (0, 1)
    assert outcomes() == [(FAILED, len(PAUSES) + 1, "The webhook answered 500.")]
    assert Delivery.objects.failed_lately().get() == delivery
    assert set(hook.keys) == {str(delivery.key)}
    hook.answer = lambda handler: respond(handler, 204)
    resend(Delivery.objects.get())
    assert send_all() == (1, 0)
    assert set(hook.keys) == {str(delivery.key)}


@pytest.mark.parametrize(
    ("status", "asked", "pause"),
    [
        (429, "120", timedelta(seconds=120)),
        (503, format_datetime(datetime(2100, 1, 1, tzinfo=UTC), usegmt=True), LONGEST_PAUSE),
        (503, "1", PAUSES[0]),
        (429, "soon", PAUSES[0]),
        (500, "120", PAUSES[0]),
    ],
)
def test_whoever_is_busy_says_when_to_come_again(hook: Hook, status: int, asked: str, pause: timedelta) -> None:
    hook.answer = lambda handler: respond(handler, status, b"", **{"Retry-After": asked})
    a_delivery()
    assert send_all() == (0, 1)
    let_pass(pause - timedelta(seconds=5))
    assert send_all() == (0, 0)
    let_pass(timedelta(seconds=5))
    assert send_all() == (0, 1)


def test_a_clock_that_went_back_holds_nothing_up(hook: Hook) -> None:
    a_delivery(next_attempt_at=timezone.now() + timedelta(days=30))
    assert send_all() == (1, 0)


# -- Mail


def test_a_mail_server_that_refuses_one_of_three(hook: Hook, post: Post, settings: Settings) -> None:
    settings.ALERT_CHANNELS = {"ops": "mailto:a@example.com,b@example.com,%63@example.com"}
    post.refused = {"b@example.com"}
    refreshed()
    a_rule("restriction-added", channel="ops")
    refreshed({"id": "PN1", "restrictions": NO_TEXTS})
    assert send_all() == (2, 1)
    assert post.receivers == ["a@example.com", "c@example.com"]
    assert [words for *_, words in outcomes() if words != "Sent."] == ["The mail server refused the address (550)."]
    post.refused = set()
    let_pass(PAUSES[0])
    assert send_all() == (1, 0)
    assert post.receivers == ["a@example.com", "b@example.com", "c@example.com"]
    assert "example.com" not in str([*Delivery.objects.values("receiver", "outcome", "channel")])


def test_a_mail_has_both_forms_and_no_line_of_anybody_elses(hook: Hook, post: Post, settings: Settings) -> None:
    settings.ALERT_CHANNELS = {"ops": "mailto:a@example.com"}
    a_delivery("ops", subject="Ada\r\nBcc: everybody@example.com", receiver="")
    Delivery.objects.update(receiver=channels.receivers("ops")[0])
    assert send_all() == (1, 0)
    ((_, mail),) = post.mails
    assert mail["Subject"] == "Ada Bcc: everybody@example.com"
    assert mail["Bcc"] is None
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]


def test_who_may_no_longer_see_numbers_gets_no_mail(hook: Hook, post: Post, subscriber: User) -> None:
    for change in ({"is_active": False}, {"email": ""}):
        User.objects.update(**{"is_active": True, "email": "ada@example.com"} | change)
        a_delivery(ME, account=subscriber)
        send_all()
    User.objects.update(is_active=True, email="ada@example.com")
    subscriber.groups.clear()
    a_delivery(ME, account=subscriber)
    send_all()
    assert {state for state, *_ in outcomes()} == {FAILED}
    assert post.mails == []


def test_a_test_says_how_it_went(hook: Hook, post: Post, subscriber: User, settings: Settings) -> None:
    settings.ALERT_CHANNELS |= {"ops": "mailto:a@example.com,b@example.com"}
    post.refused = {"b@example.com"}
    assert send_test("hook", subscriber) == ""
    assert send_test(ME, subscriber) == ""
    assert send_test("ops", subscriber) == "The mail server refused the address (550)."
    assert send_test("gone", subscriber) == "The settings have no channel of this name."
    assert post.receivers == ["a@example.com", "ada@example.com"]
    assert Delivery.objects.count() == 0


def test_apprise_sends_what_is_no_mention(hook: Hook, settings: Settings) -> None:
    """Through a service of Apprise's that posts JSON as it is."""
    bodies: list[bytes] = []

    class Raw(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            respond(self, 200, b"ok")

        def log_message(self, *_: Any) -> None:
            pass

    with serving(Raw) as port:
        settings.ALERT_CHANNELS = {"chat": f"json://127.0.0.1:{port}/{TOKEN}", "bad": f"slack://{TOKEN}"}
        a_delivery("chat", subject="<!channel> @everyone", text="*bold* [x](http://evil.example)\nsecond")
        assert send_all() == (1, 0)
        a_delivery("bad")
        assert send_all() == (0, 1)
    (body,) = bodies
    assert b"<!channel>" not in body
    assert b"@everyone" not in body
    assert outcomes()[-1][2] == "Apprise knows no such service, or its address is not whole."


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


# -- Workers


def in_threads(count: int, channel: str) -> list[list[bool]]:
    def send() -> list[bool]:
        try:
            return send_due(channel)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as threads:
        return [one.result() for one in [threads.submit(send) for _ in range(count)]]


def test_two_workers_never_send_the_same(hook: Hook) -> None:
    both = threading.Barrier(2)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        both.wait(10)  # each is sending while the other one is
        respond(handler, 204)

    hook.answer = answer
    keys = [str(a_delivery().key) for _ in range(6)]
    counts = in_threads(2, "hook")
    assert sum(map(len, counts)) == 6
    assert sorted(hook.keys) == sorted(keys)


def test_what_a_process_had_claimed_is_sent_when_the_claim_is_over(hook: Hook) -> None:
    key = str(a_delivery().key)
    assert claim("hook") is not None
    assert send_all() == (0, 0)
    let_pass(CLAIM)
    assert send_all() == (1, 0)
    assert hook.keys == [key]


@pytest.fixture
def lanes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """New threads of this process, which end with the test."""
    monkeypatch.setattr(workers, "ending", threading.Event())
    monkeypatch.setattr(delivering, "ending", workers.ending)
    monkeypatch.setattr(workers, "lanes", [workers.Lane(lane.name, lane.work) for lane in workers.lanes])
    monkeypatch.setattr("inventory.refreshing.request.wake", workers.wake)
    delivering.lane_of.cache_clear()
    yield
    workers.stop()
    shutting_down.clear()
    delivering.lane_of.cache_clear()


def test_a_slow_channel_holds_back_no_other_and_no_refresh(hook: Hook, lanes: None, settings: Settings) -> None:
    opened = threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.path.endswith("/slow"):
            opened.wait(20)
        respond(handler, 204)

    hook.answer = answer
    settings.ALERT_CHANNELS |= {"slow": f"{hook.address}/slow"}
    a_delivery("slow")
    workers.wake()
    eventually(lambda: len(hook.keys) == 1)
    quick = a_delivery()
    workers.wake()
    eventually(lambda: Delivery.objects.get(pk=quick.pk).state == SENT)
    assert Delivery.objects.waiting().count() == 1
    opened.set()
    eventually(lambda: not Delivery.objects.waiting().exists())
    assert len(hook.keys) == 2


def test_old_deliveries_are_pruned_and_what_waits_is_kept(hook: Hook, capsys: pytest.CaptureFixture[str]) -> None:
    for days, state in ((400, SENT), (400, FAILED), (10, SENT)):
        a_delivery(state=state, ended_at=timezone.now() - timedelta(days=days))
    a_delivery(decided_at=timezone.now() - timedelta(days=400))
    call_command("prune_deliveries", older_than=365)
    assert capsys.readouterr().out == "2 deliveries older than 365 days deleted\n"
    assert [state for state, *_ in outcomes()] == [SENT, WAITING]
