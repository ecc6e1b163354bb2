"""Send what waits in the outbox: at least once, and once wherever the receiver said that it took it."""

import logging
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import cache
from math import inf

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from dashboard.accounts.roles import has_role
from dashboard.alerts import channels
from dashboard.alerts.channels import Message, NotSent
from dashboard.alerts.deciding import decide
from dashboard.alerts.messages import compose_test
from dashboard.alerts.models import LONGEST_PAUSE, ME, Delivery, Rule
from dashboard.alerts.planning import newest_change
from inventory.refreshing.request import run_queued
from inventory.runtime.workers import Lane, ending, register

log = logging.getLogger("dashboard.alerts")

# After each attempt that failed; about a day together. Then it has failed for good.
PAUSES = [timedelta(seconds=seconds) for seconds in (10, 30, 120, 600, 1800, 3600, 7200, 14400)]
PAUSES += [LONGEST_PAUSE] * 2
CLAIM = timedelta(minutes=3)  # in which an attempt is made, or its process counts as ended: longer than any attempt
OFTEN = 5.0  # seconds between two decisions without a change
AT_MOST = 60.0  # seconds in which a command begins to send: the next one goes on
EVERY = 60.0  # seconds between two looks where nothing wakes the lane: digests, states that begin with time


class Work:
    """What the lane of alerts does: decide, and have the lanes of channels send."""

    def __init__(self) -> None:
        self.top, self.decided = -1, 0.0

    def __call__(self) -> float | None:
        """Returns after how many seconds it looks again where nothing wakes it."""
        self._decide()
        now = timezone.now()
        for channel in Delivery.objects.channels_due(now):
            lane_of(channel).wake()
        times = Delivery.objects.waiting().order_by("next_attempt_at").values_list("next_attempt_at", flat=True)
        following = times.first()
        if following is not None:
            return min(EVERY, max(1.0, (following - now).total_seconds()))
        return EVERY if Rule.objects.filter(enabled=True).exists() else None

    def _decide(self) -> None:
        """At once where something has changed. Of what lasts and of digests a few seconds later is as good."""
        top = newest_change()
        if top != self.top or time.monotonic() > self.decided + OFTEN:
            decide()
            self.top, self.decided = top, time.monotonic()


@cache
def lane_of(channel: str) -> Lane:
    """Each channel has one: a slow one holds back no other."""

    def send() -> None:
        send_due(channel)

    return register(f"alerts to {channel}", send)


def send_all() -> tuple[int, int]:
    """Decide, and send what is due, each channel in a thread of its own. Returns how many were sent, and how many not.

    For commands, which end after it.
    """
    decide()
    names = Delivery.objects.channels_due(timezone.now())

    def in_thread(channel: str) -> list[bool]:
        try:
            return send_due(channel, until=time.monotonic() + AT_MOST)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(names) or 1, "alerts") as threads:
        outcomes = [sent for some in threads.map(in_thread, names) for sent in some]
    return outcomes.count(True), outcomes.count(False)


def send_due(channel: str, *, until: float = inf) -> list[bool]:
    """Send what is due in a channel. Returns of each whether it was sent."""
    outcomes: list[bool] = []
    while not ending.is_set() and time.monotonic() < until and (delivery := claim(channel)) is not None:
        outcomes.append(attempt(delivery))
    return outcomes


def claim(channel: str) -> Delivery | None:
    """Take the oldest delivery that is due. No other process takes it until the claim is over."""
    now = timezone.now()
    due = Delivery.objects.waiting().due(now).filter(channel=channel).order_by("id")
    if not due.exists():  # asked first: on SQLite, claiming waits for other writers
        return None
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        found = due.select_for_update(skip_locked=skip).first()
        if found is not None:
            found.attempts += 1
            found.next_attempt_at = now + CLAIM
            found.save(update_fields=["attempts", "next_attempt_at"])
    return found


def attempt(delivery: Delivery) -> bool:
    """Send a claimed delivery, and note the outcome. Returns whether it was sent."""
    try:
        _send(delivery)
    except NotSent as error:
        _note_failure(delivery, error)
        return False
    Delivery.objects.waiting().filter(pk=delivery.pk).update(
        state=Delivery.State.SENT, outcome="Sent.", ended_at=timezone.now()
    )
    log.info("alert %s sent to %s", delivery.key, delivery.channel)
    return True


def _send(delivery: Delivery) -> None:
    message = Message(delivery.subject, delivery.text, delivery.html, delivery.data)
    if delivery.channel != ME:
        channels.send(delivery.channel, delivery.receiver, str(delivery.key), message)
    elif delivery.account is not None:
        _send_to_account(delivery.account, str(delivery.key), message)


def _send_to_account(account: User, key: str, message: Message) -> None:
    if not (account.is_active and has_role(account)):
        raise NotSent("The account may no longer see numbers.", final=True)
    if not account.email:
        raise NotSent("The account has no address.", final=True)
    channels.send_mail(account.email, key, message)


def _note_failure(delivery: Delivery, error: NotSent) -> None:
    """Unless the claim was over meanwhile, and another process tries."""
    ours = Delivery.objects.waiting().filter(pk=delivery.pk, attempts=delivery.attempts)
    now, words = timezone.now(), str(error)
    if error.final or delivery.attempts > len(PAUSES):
        ours.update(state=Delivery.State.FAILED, outcome=words, ended_at=now)
        log.error("alert %s to %s failed: %s", delivery.key, delivery.channel, words)
    else:
        asked = min(timedelta(seconds=error.wait), LONGEST_PAUSE)
        ours.update(outcome=words, next_attempt_at=now + max(PAUSES[delivery.attempts - 1], asked))
        log.warning("alert %s to %s: attempt %d: %s", delivery.key, delivery.channel, delivery.attempts, words)


def send_test(channel: str, account: User) -> str:
    """Sends a test message at once, to the account where the channel is ME. Why it was not taken, "" where it was."""
    message, key = compose_test(channel, account.get_username()), str(uuid.uuid4())
    failures = []
    for receiver in channels.receivers(channel) or [""]:
        try:
            if channel == ME:
                _send_to_account(account, key, message)
            else:
                channels.send(channel, receiver, key, message)
        except NotSent as error:
            failures.append(str(error))
    return " ".join(dict.fromkeys(failures))


def resend(delivery: Delivery) -> None:
    """Has it sent once more, at once, under the same key."""
    delivery.state, delivery.attempts, delivery.outcome = Delivery.State.WAITING, 0, ""
    delivery.next_attempt_at, delivery.ended_at = timezone.now(), None
    delivery.save(update_fields=["state", "attempts", "outcome", "next_attempt_at", "ended_at"])
    transaction.on_commit(run_queued)
