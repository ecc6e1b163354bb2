"""What the tests of refreshing share: answers from records, refreshes without a network, the cache as values."""

import itertools
import json
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.apps import apps
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from inventory.choices import Phase, Scope, State
from inventory.models import Assignment, CacheState, Change, PhoneNumber, Refresh, RejectedRecord, WorkspaceUser
from inventory.quo.decode import decode_list
from inventory.quo.errors import RecordRejected
from inventory.quo.records import Answer, People, RawRecord, UserRecord
from inventory.refreshing.run import ProgressReporter, store, store_people
from inventory.refreshing.snapshot import read_known
from inventory.sandbox import Sandbox

REGIONS = {"US": "unrestricted", "CA": "unrestricted", "Intl": "restricted"}
TABLES: tuple[type[models.Model], ...] = (PhoneNumber, WorkspaceUser, Assignment, Change, RejectedRecord)


def a_user(id: str = "US1", **changes: Any) -> dict[str, Any]:
    names = {"email": f"{id}@example.com", "firstName": "Ada", "lastName": None}
    return {"id": id, "role": "member", "groupId": "GR1"} | names | changes


def a_number(id: str = "PN1", **changes: Any) -> dict[str, Any]:
    return {
        "id": id,
        "groupId": "GR1",
        "portRequestId": None,
        "formattedNumber": None,
        "forward": None,
        "name": f"Line {id}",
        "number": "+12025550101",
        "portingStatus": None,
        "symbol": None,
        "users": [a_user()],
        "createdAt": "2024-01-01T00:00:00.000Z",
        "updatedAt": "2024-01-01T00:00:00.000Z",
        "restrictions": {"calling": REGIONS, "messaging": REGIONS},
    } | changes


def some_numbers(count: int, **changes: Any) -> list[dict[str, Any]]:
    return [a_number(f"PN{place}", number=f"+1202555{place:04}", **changes) for place in range(count)]


def answer_of(records: Sequence[Any]) -> Answer:
    return decode_list(json.dumps({"data": records}).encode())


def running_refresh(scope: str = Scope.WORKSPACE, target: str = "") -> Refresh:
    """A refresh that holds the place, as if a worker had just taken it."""
    now = timezone.now()
    return Refresh.objects.create(
        scope=scope,
        target=target,
        requested_by_name="a test",
        state=State.RUNNING,
        phase=Phase.ASKING,
        started_at=now,
        heartbeat_at=now,
    )


def refresh_with(
    answer: Answer, scope: str = Scope.WORKSPACE, target: str = "", *, now: datetime | None = None
) -> Refresh:
    """A refresh to which Quo gives this answer, seen now or at another time."""
    refresh = running_refresh(scope, target)
    store(refresh, answer, ProgressReporter(refresh), read_known(Scope(scope), target), now=now)
    refresh.refresh_from_db()
    queued = Refresh.objects.filter(scope=Scope.PEOPLE, state=State.QUEUED)
    queued.update(state=State.CANCELLED)  # tests say themselves which list follows
    return refresh


def refresh_people(ids: Iterable[str | UserRecord], *, rejected: int = 0, now: datetime | None = None) -> Refresh:
    """A refresh of the list of people, to which Quo gives these, and so many records that cannot be read."""
    refresh = running_refresh(Scope.PEOPLE)
    store_people(refresh, people_of(ids, rejected), ProgressReporter(refresh), now=now)
    refresh.refresh_from_db()
    return refresh


def people_of(ids: Iterable[str | UserRecord], rejected: int = 0) -> People:
    raw = RawRecord.of(b"{}")
    users = [msgspec.convert(a_user(id), UserRecord) if isinstance(id, str) else id for id in ids]
    bad = tuple((raw, RecordRejected("$.id", "it has none")) for _ in range(rejected))
    return People({user.id: (user, raw) for user in users}, bad, size=0)


def dump(without: str = "") -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but Refresh and CacheState, as it is, without one of the columns."""
    return {
        table.__name__: [
            tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
            for row in table._default_manager.order_by("pk").values_list(
                *(field.attname for field in table._meta.concrete_fields if field.name != without)
            )
        ]
        for table in TABLES
    }


class KeptRows:
    """What imports have left in the database, so that they are made once and tests begin with their rows."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[datetime, datetime, list[list[models.Model]]]] = {}

    def begin_with(self, name: str, make: Callable[[], object]) -> None:
        """All is as after `make`, which is called when a name comes for the first time on a day, and ends now."""
        name, now = f"{name} {timezone.localdate()}", timezone.now()
        if name not in self._rows:
            make()
            tables = [list(table._default_manager.all()) for table in apps.get_app_config("inventory").get_models()]
            self._rows[name] = now, timezone.now(), tables
            return
        begun, ended, tables = self._rows[name]
        passed = now - ended
        for rows in filter(None, tables):
            times = [f.attname for f in rows[0]._meta.concrete_fields if isinstance(f, models.DateTimeField)]
            for row, field in itertools.product(rows, times):
                if (value := getattr(row, field)) and value >= begun:  # earlier ones are Quo's
                    setattr(row, field, value + passed)
            type(rows[0])._default_manager.bulk_create(rows)
        CacheState.objects.update(version=uuid.uuid4())  # what is cached of another test's rows is none of theirs
        self._rows[name] = begun + passed, now, tables


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written within leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def let_time_pass(time: timedelta) -> None:
    """As if all that the cache holds had been written so much earlier."""
    CacheState.objects.update(confirmed_at=F("confirmed_at") - time)
    PhoneNumber.objects.update(confirmed_at=F("confirmed_at") - time, first_seen_at=F("first_seen_at") - time)
    WorkspaceUser.objects.update(confirmed_at=F("confirmed_at") - time, first_seen_at=F("first_seen_at") - time)
    Refresh.objects.update(finished_at=F("finished_at") - time)


def current_ids() -> set[str]:
    return set(PhoneNumber.objects.current().values_list("id", flat=True))


def asked_for_numbers(sandbox: Sandbox) -> list[str]:
    """What the sandbox was asked for, without the list of users that goes with a refresh of the workspace."""
    return [call.path for call in sandbox.requests if not call.path.startswith("/v1/users")]


def eventually(is_so: Callable[[], bool], within: float = 20.0) -> None:
    """Looks again and again until it is so."""
    end = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)
