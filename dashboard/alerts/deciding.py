"""Decide what is sent, from the recorded changes and from what lasts. A rule's cursor moves with what it puts into the
outbox.

A cursor is the id of a change. Whoever writes changes holds the lock of the cache's state, so ids are committed in
their order, and none appears below a cursor.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dashboard.alerts.channels import Message, receivers, subject_line
from dashboard.alerts.events import Rhythm, latest_slot
from dashboard.alerts.messages import compose
from dashboard.alerts.models import ME, Delivery, Rule
from dashboard.alerts.planning import Moment, Plan, Rows, query_of
from inventory.refreshing.request import run_queued
from inventory.runtime.database import outage

log = logging.getLogger("dashboard.alerts")

AGAIN = 60.0  # seconds until a rule whose decision failed is tried again
_failed: dict[int, float] = {}  # rules whose decision failed, and until when they wait


def decide(now: datetime | None = None) -> int:
    """Put into the outbox what the rules have to say: how many messages. A rule with an invalid filter waits."""
    now = now or timezone.now()
    rules = list(Rule.objects.filter(enabled=True))
    for rule in rules:
        if rule.decided_at > now:  # the clock went back
            Rule.objects.filter(pk=rule.pk, decided_at=rule.decided_at).update(decided_at=now)
            rule.decided_at = now
    due = [rule for rule in rules if _is_due(rule, now) and not query_of(rule).errors]
    return _decide(due, now) if due else 0


def start_now(rule: Rule) -> None:
    """Sets what a new rule, or one that is switched on, leaves out: all that is there already. Not saved."""
    at = Moment(timezone.now(), [rule])
    rule.decided_at, rule.cursor = at.now, at.top
    rule.known_states = Plan(rule, at).states


def missed(rule: Rule) -> int:
    """How many numbers, users and states a paused rule would tell of if it told what it missed."""
    plan = Plan(rule, Moment(timezone.now(), [rule]), in_one=True)
    return sum(each.count for _, some in plan.parts for each in some)


def switch_on(rule: Rule, *, send_missed: bool) -> None:
    """Enables a paused rule and saves it: from now on, or with one message on what it missed."""
    if send_missed:
        _decide([rule], timezone.now(), switches_on=True)
        transaction.on_commit(run_queued)
    else:
        start_now(rule)
        rule.enabled = True
        rule.save(update_fields=["cursor", "known_states", "decided_at", "enabled"])


def _is_due(rule: Rule, now: datetime) -> bool:
    if _failed.get(rule.pk, 0.0) > time.monotonic():
        return False
    return rule.rhythm == Rhythm.IMMEDIATELY or latest_slot(rule.rhythm, rule.hour, rule.zone, now) > rule.decided_at


def _decide(rules: list[Rule], now: datetime, *, switches_on: bool = False) -> int:
    at = Moment(now, rules)
    plans = []
    for rule in rules:
        in_one = switches_on or rule.rhythm != Rhythm.IMMEDIATELY
        with _isolated(rule):
            plans.append(Plan(rule, at, in_one=in_one))
    rows = Rows(plans)
    count = 0
    for plan in plans:
        if plan.parts or switches_on or plan.states != plan.rule.known_states:
            with _isolated(plan.rule):
                count += _write(plan, rows, switches_on)
    quiet = [plan.rule for plan in plans if not plan.parts]
    for cursor in {rule.cursor for rule in quiet if rule.cursor < at.top or rule.rhythm != Rhythm.IMMEDIATELY}:
        # Not where another process has come further
        same = Rule.objects.filter(pk__in=[rule.pk for rule in quiet if rule.cursor == cursor], cursor=cursor)
        same.update(cursor=max(cursor, at.top), decided_at=now)
    return count


@contextmanager
def _isolated(rule: Rule) -> Iterator[None]:
    """What fails for one rule, is logged, and stops no other one."""
    try:
        yield
    except Exception as error:
        if outage(error):
            raise
        _failed[rule.pk] = time.monotonic() + AGAIN
        log.exception("alerts of rule %s could not be decided", rule.pk)


def _write(plan: Plan, rows: Rows, switches_on: bool) -> int:
    """The rule's messages and how far it has come, unless another process was first."""
    rule, at = plan.rule, plan.at
    messages = [
        (refresh, compose(rule, [rows.occurrences(each) for each in some], refresh=rows.refreshes.get(refresh or 0)))
        for refresh, some in plan.parts
    ]
    as_read = Rule.objects.filter(pk=rule.pk, cursor=rule.cursor, decided_at=rule.decided_at, enabled=rule.enabled)
    with transaction.atomic():
        values = {"cursor": max(at.top, rule.cursor), "decided_at": at.now, "known_states": plan.states}
        if not as_read.update(**values, enabled=rule.enabled or switches_on):
            return 0
        Delivery.objects.bulk_create(_deliveries(rule, messages, at.now))
    for name, value in values.items():
        setattr(rule, name, value)
    rule.enabled = rule.enabled or switches_on
    return len(messages)


def _deliveries(rule: Rule, messages: Sequence[tuple[int | None, Message]], now: datetime) -> Iterator[Delivery]:
    """One for each receiver: each has an outcome of its own."""
    places: list[dict[str, Any]] = [{"channel": rule.channel, "receiver": each} for each in receivers(rule.channel)]
    if messages:
        places += [{"channel": ME, "account": account} for account in rule.subscribers.all()]
    for refresh, message in messages:
        words = asdict(message) | {"subject": subject_line(message.subject)}
        for place in places:
            yield Delivery(rule=rule, refresh_id=refresh, decided_at=now, next_attempt_at=now, **words, **place)
