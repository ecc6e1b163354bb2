"""The half year that lies behind a new demo: its workspace drifts, and real refreshes see it at times that are past.

What became of the workspace follows from its seed and the times of the refreshes. So a second start makes the same one
from those that are kept.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import msgspec
from django.db import transaction
from django.utils import timezone

from inventory.choices import Scope, State
from inventory.models import Refresh
from inventory.quo.decode import decode_list, decode_user
from inventory.quo.records import People, RawRecord
from inventory.refreshing.lease import take_next
from inventory.refreshing.run import ProgressReporter, store, store_people
from inventory.refreshing.snapshot import read_known
from inventory.sandbox.drift import drift, make, port_moves_on, ports_under_way, us_messaging_opens
from inventory.sandbox.workspace import Record, Workspace

SEED = 7
SCHEDULE = "schedule"  # what requested the refreshes of the past
MANY = 2_000  # numbers: a larger workspace has a shorter past, or the demo would start too slowly
GROWTH = 60  # how many numbers more there are at its end
PEOPLE_EVERY = 6  # refreshes
DAYS_IN_A_STAGE = 9  # of a port
BUSY_FROM = 200  # numbers: less happens where there are less
# How many days pass between two of these
NEW_PORT, REGISTRATION, NEWCOMER = 3, 5, 15


def refresh_times(numbers: int, now: datetime) -> list[datetime]:
    """Once a week, for the last three months once a day, at last thrice today. Twice, nothing ran for a while."""
    weeks = [days for days in range(182, 92, -7) if not 100 < days < 125]
    days = [days for days in range(91, 0, -1) if not 19 < days < 26]
    times = [now - timedelta(days=days, minutes=days * 37 % 50) for days in (*weeks, *days)]
    times += [now - timedelta(hours=hours) for hours in (7, 4, 1)]
    return times if numbers <= MANY else times[-6:]


def make_past(numbers: int) -> None:
    """Has refreshes see the workspace at each time of its past. All of it, or nothing."""
    times = refresh_times(numbers, timezone.now())
    with transaction.atomic():
        for left, (at, workspace) in zip(range(len(times) - 1, -1, -1), _lived(numbers, times), strict=True):
            _see(workspace, at, with_people=left % PEOPLE_EVERY == 0)


def workspace_as_seen(numbers: int) -> Workspace | None:
    """The workspace as the latest of the kept refreshes left it. None where there is no past."""
    rows = Refresh.objects.filter(scope=Scope.WORKSPACE).order_by("id")
    seen = [(row.requested_at, row.requested_by_name == SCHEDULE) for row in rows.without_details()]
    states = [workspace for _, workspace in _lived(numbers, [at for at, is_past in seen if is_past])]
    if not states:
        return None
    for at in [at for at, is_past in seen if not is_past][1:]:  # the first look finds all as it was
        drift(states[-1], at)
    return states[-1]


def _lived(numbers: int, times: Sequence[datetime]) -> Iterator[tuple[datetime, Workspace]]:
    """The workspace at each of these times, always the same object. At last it has about so many numbers."""
    if not times:
        return
    workspace = Workspace.seeded(numbers - int(GROWTH * min(1, numbers / BUSY_FROM)), SEED, times[0].date())
    newcomers = [workspace.people.pop() for _ in range(len(workspace.people) // 5)]
    for number in workspace.chance.sample(workspace.numbers, len(workspace.numbers) // 3):
        number["restrictions"]["messaging"]["US"] = "restricted"  # their registrations are on their way
    yield times[0], workspace
    for earlier, at in pairwise(times):
        if workspace.numbers:
            _go_on(workspace, newcomers, (at - earlier) / timedelta(days=1), at)
        yield at, workspace


def _go_on(workspace: Workspace, newcomers: list[Record], days: float, at: datetime) -> None:
    """What happens in so many days: ports and registrations take their course, people join, and much else."""
    chance, owner = workspace.chance, workspace.people[0]

    def times(every: float) -> range:
        return range(int(days / every * min(1, len(workspace.numbers) / BUSY_FROM) + chance.random()))

    for number in ports_under_way(workspace):
        if chance.random() < days / DAYS_IN_A_STAGE:
            make(port_moves_on, workspace, number, owner, at)
    for _ in times(NEW_PORT):
        workspace.new_number(at)["portingStatus"] = "draft"
    waiting = [each for each in workspace.numbers if each["restrictions"]["messaging"]["US"] == "restricted"]
    for _, number in zip(times(REGISTRATION), waiting, strict=False):
        make(us_messaging_opens, workspace, number, owner, at)
    for _, person in zip(times(NEWCOMER), newcomers[:], strict=False):
        newcomers.remove(person)
        workspace.people.append(person)
    for _ in times(1):
        drift(workspace, at)


def _see(workspace: Workspace, at: datetime, *, with_people: bool) -> None:
    """A refresh of the numbers, and one of the people, as if they had run at that time. Nothing goes over the wire."""
    Refresh.objects.create(scope=Scope.WORKSPACE, requested_by_name=SCHEDULE, requested_at=at)
    for people in (False, True) if with_people else (False,):
        if (refresh := take_next(people=people)) is None:
            continue
        refresh.started_at = at
        progress = ProgressReporter(refresh)
        if people:
            store_people(refresh, _people(workspace), progress, now=at)
        else:
            store(refresh, decode_list(workspace.listed()), progress, read_known(Scope.WORKSPACE, ""), now=at)
        end = at + timedelta(milliseconds=700 + 37 * at.timetuple().tm_yday % 600)
        times = {"requested_at": at, "started_at": at, "heartbeat_at": end, "finished_at": end}
        Refresh.objects.filter(pk=refresh.pk).update(**times)
        at = end
    Refresh.objects.filter(state=State.QUEUED).delete()  # the list of people, which is not always asked for


def _people(workspace: Workspace) -> People:
    raw = [RawRecord.of(msgspec.json.encode(person)) for person in workspace.users()]
    return People({user.id: (user, raw) for user, raw in zip(map(decode_user, raw), raw, strict=True)}, (), 0)
