"""What is kept beside the rows, and written with them: what an answer confirms, what Quo says of the workspace itself,
the counts of each user, and by whose names each number is ordered and found.
"""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import Count, DateTimeField, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from msgspec import UNSET

from inventory.choices import Scope
from inventory.models import Assignment, CacheState, PhoneNumber, Refresh, WorkspaceUser
from inventory.quo.contract import read_timestamp
from inventory.quo.records import A2PMessage, A2PRecord, OrganizationRecord
from inventory.refreshing.archive import archive
from inventory.refreshing.facts import text
from inventory.refreshing.rows import NOBODY, People
from inventory.refreshing.snapshot import chunks

REASONS_KEPT = 20
REASON_LENGTH = 500


def mark_unverified(numbers: set[str]) -> None:
    """Mark numbers that the answer should hold and does not, with the time when an answer last did.

    Their digests are cleared, so that the next answer with the number writes it in full, without the mark.
    Call this before record_confirmation.
    """
    if not numbers:
        return
    marked = set(PhoneNumber.objects.unverified().values_list("pk", flat=True))
    whole = CacheState.objects.values_list("confirmed_at", flat=True).first()
    of_users = Assignment.objects.filter(number=OuterRef("pk")).order_by().values("number")
    newest = Subquery(of_users.values(newest=Max("user__confirmed_at")), output_field=DateTimeField())
    times = [F("confirmed_at"), Coalesce(newest, F("confirmed_at")), *([whole] if whole else [])]
    for ids in chunks(numbers - marked):
        found = PhoneNumber.objects.filter(id__in=ids)
        found.update(unverified=True, confirmed_at=Greatest(*times), digest=b"")


def record_confirmation(
    refresh: Refresh, asked_at: datetime, now: datetime, state: CacheState, *, changed: bool
) -> None:
    """Record that an answer confirmed what the refresh asked for, except for marked numbers.

    As of when asking began: Quo may have changed anything since. `state`: the locked row. No time goes back.
    """
    times = {"known_since": state.known_since or now}
    if refresh.scope == Scope.USER:
        user = WorkspaceUser.objects.filter(Q(confirmed_at=None) | Q(confirmed_at__lt=asked_at), pk=refresh.target)
        user.update(confirmed_at=asked_at)
    elif refresh.scope == Scope.NUMBER:
        number = PhoneNumber.objects.filter(pk=refresh.target, unverified=False, confirmed_at__lt=asked_at)
        number.update(confirmed_at=asked_at)
    elif refresh.scope == Scope.PEOPLE:
        times["people_confirmed_at"] = max(asked_at, state.people_confirmed_at or asked_at)
    else:
        times["confirmed_at"] = max(asked_at, state.confirmed_at or asked_at)
    renew_state(now, changed=changed, **times)


def renew_state(now: datetime, *, changed: bool, **times: datetime) -> None:
    """Update the row of the cache's state, which is locked, in the transaction that changes the cache.

    Numbers are counted anew, by an index, so that no error accumulates.
    """
    current = PhoneNumber.objects.current().order_by()
    values: dict[str, Any] = {"written_at": now, "unverified": current.unverified().count(), **times}
    if changed:
        values |= {"version": uuid.uuid4(), "numbers": current.count()}
    CacheState.objects.update(**values)


def record_workspace(organization: OrganizationRecord | None, a2p: A2PRecord | None, now: datetime) -> None:
    """Write down what the answer has, and leave the rest as it was. The one row of the cache's state exists."""
    values: dict[str, Any] = {}
    if organization is not None and organization.name is not UNSET:
        values["workspace_name"] = text(organization.name)
    if organization is not None and organization.subscription_status is not UNSET:
        values["subscription_status"] = text(organization.subscription_status)
    if a2p is not None:
        reasons = (_reason(message) for message in (a2p.status_messages or ())[:REASONS_KEPT])
        values["a2p_reasons"] = [reason for reason in reasons if reason]
        # Since when it has this status: when it was seen to change, or else Quo's last touch of the registration.
        before = CacheState.objects.values_list("a2p_status", flat=True).get()
        if before != text(a2p.status):
            touched = read_timestamp(a2p.updated_at) or read_timestamp(a2p.first_submitted_at)
            values |= {"a2p_status": text(a2p.status), "a2p_since": touched or now}
    if values:
        CacheState.objects.update(**values)


def _reason(message: A2PMessage) -> str:
    """A reason in one line: the field that it is about, the words that Quo gives, its code."""
    code = "" if message.error_code is None else str(message.error_code)
    words = ": ".join(filter(None, [message.field_name, message.error_reason])) or code
    return text(f"{words} ({code})" if code and words != code else words)[:REASON_LENGTH]


def recount(now: datetime, numbers: Iterable[str], users: Iterable[str] = ()) -> None:
    """Update the counts of the users of these numbers, and of these users: of current numbers, and of those that they
    are the sole user of. They are stored, because counting them on each page would take seconds.

    By plain lookups, added up in Python: right after a first import PostgreSQL has no statistics of its tables, and
    takes minutes for one statement with subqueries.
    """
    people = set(users)
    for ids in chunks(numbers):
        people.update(Assignment.objects.filter(number__in=ids).values_list("user_id", flat=True))
    for ids in chunks(people):
        assignments = Assignment.objects.filter(user__in=ids, number__removed_at=None)
        pairs = list(assignments.values_list("user_id", "number_id"))
        single = _with_one_user({number for _, number in pairs})
        _save(ids, Counter(user for user, _ in pairs), Counter(user for user, number in pairs if number in single), now)


def people_of(numbers: Iterable[str]) -> dict[str, People]:
    """Of each number that is assigned to anybody, by its id."""
    found: dict[str, People] = {}
    for ids in chunks(numbers):
        users = Assignment.objects.filter(number__in=ids).order_by("number_id", "user__sort_name", "user_id")
        rows = users.values_list("number_id", "user__sort_name", "user__search_text")
        for id, some in groupby(rows, key=itemgetter(0)):
            of_each = list(some)
            found[id] = People(of_each[0][1], "\n".join(text for _, _, text in of_each))
    return found


def keep_people(numbers: Collection[str], now: datetime) -> None:
    """Update by whose names these numbers are ordered and found, where these are others now."""
    people = people_of(numbers)
    for ids in chunks(numbers):
        different, reordered = [], []
        for number in PhoneNumber.objects.filter(id__in=ids).only("sort_people", "people_text", "since"):
            before = People(number.sort_people, number.people_text)
            number.sort_people, number.people_text = after = people.get(number.pk, NOBODY)
            if before != after:
                different.append(number)
            if before.first != after.first:
                reordered.append(number.pk)
                number.since = now
        archive(PhoneNumber, reordered, now)
        PhoneNumber.objects.bulk_update(different, ["sort_people", "people_text", "since"])


def _with_one_user(numbers: Iterable[str]) -> set[str]:
    """Those of the numbers that have exactly one user."""
    single: set[str] = set()
    for ids in chunks(numbers):
        users = Assignment.objects.filter(number__in=ids).order_by().values_list("number_id")
        single.update(number for number, count in users.annotate(count=Count("pk")) if count == 1)
    return single


def _save(users: list[str], numbers: Counter[str], sole: Counter[str], now: datetime) -> None:
    before = WorkspaceUser.objects.filter(id__in=users).values_list("id", "number_count", "sole_count")
    different = [id for id, *counts in before if counts != [numbers[id], sole[id]]]
    archive(WorkspaceUser, different, now)
    table = connection.ops.quote_name(WorkspaceUser._meta.db_table)
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET number_count = %s, sole_count = %s, since = %s WHERE id = %s",  # noqa: S608 - the name is Django's
            [(numbers[user], sole[user], moment, user) for user in different],
        )
