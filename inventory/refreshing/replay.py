"""The history of a database that has none, from its recorded changes: from today's rows backwards, as far as they go.

What changes do not tell stays unknown: the warnings of earlier records, and since when a port had a status before that.
The migration that fills the history calls this with the models as they were then.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import count, groupby, pairwise
from typing import Any, NamedTuple

from django.db.models import F, Max, OuterRef, Q, Subquery

from inventory.choices import ChangeKind, State
from inventory.refreshing.facts import NUMBER_FIELDS, USER_FIELDS, NumberFacts, UserFacts
from inventory.refreshing.rows import derived_of_number, derived_of_user
from inventory.refreshing.snapshot import chunks

Row = dict[str, Any]
TIMES = ("created_at", "updated_at")
TICK = timedelta(microseconds=1)
BATCH = 500
OF_USERS = {ChangeKind.USER_ADDED, ChangeKind.USER_CHANGED, ChangeKind.USER_REMOVED, ChangeKind.USER_RESTORED}
# What pruning keeps of any age, so that its age says nothing of what else is there
KEPT = Q(kind=ChangeKind.USER_UNASSIGNED, user__removed_at__isnull=False) | Q(field="porting_status")


class Period(NamedTuple):
    """A row, and the group of each user of a number, since then."""

    since: datetime
    row: Row
    groups: dict[str, str | None]


class Replay:
    def __init__(self, model: Callable[[str], Any], say: Callable[[str], Any] = lambda text: None) -> None:
        self.numbers, self.users, self.assignments, self.changes, self.refreshes = map(
            model, ("PhoneNumber", "WorkspaceUser", "Assignment", "Change", "Refresh")
        )
        self.past_numbers, self.past_users, self.past_assignments = map(
            model, ("PastNumber", "PastUser", "PastAssignment")
        )
        self.state, self.say = model("CacheState"), say
        self.moments: dict[tuple[int, datetime], datetime] = {}
        self.of_users: dict[str, list[Period]] = {}
        self.counts: defaultdict[str, list[tuple[datetime, int, int]]] = defaultdict(list)  # of users: what was added
        self.ids = count(-1, -1)  # of assignments that ended: theirs are not known, and no other has these

    def build(self) -> None:
        """Fills the history. What was in it is built anew. Call this in a transaction."""
        for past in (self.past_numbers, self.past_users, self.past_assignments):
            past.objects.all().delete()
        for rows in (self.numbers, self.users):
            rows.objects.update(since=F("first_seen_at"))
        first_seen = self.numbers.objects.filter(pk=OuterRef("number")).values("first_seen_at")
        self.assignments.objects.update(since=Subquery(first_seen))
        self._read_moments()
        for ids in self._batches(self.users, "users"):
            self._read_users(ids)
        for ids in self._batches(self.numbers, "numbers"):
            self._write_numbers(ids)
        for users in chunks(self.of_users):
            self._write_users(users)
        written_at = max(self.moments.values(), default=None)
        self.state.objects.update(written_at=written_at, known_since=self._known_since())

    def _batches(self, model: Any, name: str) -> Iterator[list[str]]:
        ids = list(model.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH):
            yield ids[start : start + BATCH]
            self.say(f"{min(start + BATCH, len(ids)):,} of {len(ids):,} {name}")

    def _read_moments(self) -> None:
        """When each transaction was, in the order of its changes: clocks may have jumped back."""
        last = None
        for key in self.changes.objects.order_by("pk").values_list("refresh_id", "at").iterator():
            if key not in self.moments:
                last = self.moments[key] = max(key[1], last + TICK) if last else key[1]

    def _changes(self, of: str, ids: list[str], kinds: Iterable[str]) -> dict[str, list[Any]]:
        """The changes of some rows, the latest first, by the row's id."""
        found: defaultdict[str, list[Any]] = defaultdict(list)
        for change in self.changes.objects.filter(kind__in=kinds, **{f"{of}_id__in": ids}).order_by("-pk"):
            found[getattr(change, f"{of}_id")].append(change)
        return found

    def _backwards(self, changes: list[Any]) -> Iterator[tuple[datetime, list[Any]]]:
        for moment, some in groupby(changes, lambda change: self.moments[change.refresh_id, change.at]):
            yield moment, list(some)

    # -- Users

    def _read_users(self, ids: list[str]) -> None:
        changes = self._changes("user", ids, OF_USERS)
        for row in self.users.objects.filter(pk__in=ids).values(*_columns(self.past_users)):
            self.of_users[row["id"]] = list(self._states_of_user(row, changes[row["id"]]))[::-1]

    def _states_of_user(self, row: Row, changes: list[Any]) -> Iterator[Period]:
        for moment, some in self._backwards(changes):
            yield Period(moment, row, {})
            row = dict(row)
            for change in some:
                match change.kind:
                    case ChangeKind.USER_ADDED:
                        return
                    case ChangeKind.USER_REMOVED:
                        row["removed_at"] = None
                    case ChangeKind.USER_RESTORED:
                        row["removed_at"] = _removed_before(change, changes, ChangeKind.USER_REMOVED)
                    case ChangeKind.USER_CHANGED:
                        row[change.field] = change.old
            row |= derived_of_user(row["id"], UserFacts(*(row[name] for name in USER_FIELDS)))
        yield Period(row["first_seen_at"], row, {})

    def _write_users(self, ids: list[str]) -> None:
        past, today = [], []
        for id in ids:
            periods = list(_distinct(self._with_counts(self.of_users[id], self.counts[id])))
            past += [self.past_users(**one.row, until=next.since) for one, next in pairwise(periods)]
            today.append(self.users(pk=id, since=periods[-1].since))
        self.past_users.objects.bulk_create(past, BATCH)
        self.users.objects.bulk_update(today, ["since"], BATCH)

    def _with_counts(self, states: list[Period], counts: list[tuple[datetime, int, int]]) -> Iterator[Period]:
        events = [(at, 0, 0) for at in (state.since for state in states)] + counts
        numbers = sole = 0
        for moment, some in groupby(sorted(events), lambda event: max(event[0], states[0].since)):
            for _, more, more_sole in some:
                numbers, sole = numbers + more, sole + more_sole
            yield Period(moment, _at(states, moment).row | {"number_count": numbers, "sole_count": sole}, {})

    # -- Numbers and their users

    def _write_numbers(self, ids: list[str]) -> None:
        changes = self._changes("number", ids, set(ChangeKind) - OF_USERS)
        keys: dict[tuple[str, str], int] = {}
        groups: defaultdict[str, dict[str, str | None]] = defaultdict(dict)
        for pk, number, user, group in self.assignments.objects.filter(number__in=ids).values_list(
            "pk", "number_id", "user_id", "group_id"
        ):
            keys[number, user] = pk
            groups[number][user] = group
        past, today = [], []
        past_assignments: list[Any] = []
        assigned: list[Any] = []
        for row in self.numbers.objects.filter(pk__in=ids).values(*_columns(self.past_numbers)):
            id = row["id"]
            states = list(self._states_of_number(row, groups[id], changes[id]))[::-1]
            _date_ports(states, row["porting_since"])
            self._count(states)
            for user, group, since, until in _assignments(states):
                if until is None:
                    assigned.append(self.assignments(pk=keys[id, user], since=since))
                else:
                    period = {"id": next(self.ids), "number_id": id, "user_id": user, "group_id": group}
                    past_assignments.append(self.past_assignments(**period, since=since, until=until))
            periods = list(_distinct(self._with_people(states)))
            past += [self.past_numbers(**one.row, until=next.since) for one, next in pairwise(periods)]
            today.append(self.numbers(pk=id, since=periods[-1].since))
        self.past_numbers.objects.bulk_create(past, BATCH)
        self.past_assignments.objects.bulk_create(past_assignments, BATCH)
        self.numbers.objects.bulk_update(today, ["since"], BATCH)
        self.assignments.objects.bulk_update(assigned, ["since"], BATCH)

    def _states_of_number(self, row: Row, groups: dict[str, str | None], changes: list[Any]) -> Iterator[Period]:
        for moment, some in self._backwards(changes):
            yield Period(moment, row, groups)
            row, groups = dict(row), dict(groups)
            for change in some:
                match change.kind:
                    case ChangeKind.NUMBER_ADDED:
                        return
                    case ChangeKind.NUMBER_REMOVED:
                        row["removed_at"] = None
                    case ChangeKind.NUMBER_RESTORED:
                        row["removed_at"] = _removed_before(change, changes, ChangeKind.NUMBER_REMOVED)
                    case ChangeKind.NUMBER_CHANGED:
                        is_time = change.field in TIMES
                        row[change.field] = _time(change.old) if is_time else change.old
                        row |= {"warnings": [], "warned": 0}
                    case ChangeKind.USER_ASSIGNED if not change.field:
                        groups.pop(change.user_id, None)
                    case ChangeKind.USER_ASSIGNED | ChangeKind.USER_UNASSIGNED:
                        groups[change.user_id] = change.old
            derived = derived_of_number(row["id"], NumberFacts(*(row[name] for name in NUMBER_FIELDS)))
            row |= {name: value for name, value in derived.items() if name in row}
        yield Period(row["first_seen_at"], row, groups)

    def _count(self, states: list[Period]) -> None:
        """Adds up the numbers of each user, and those that nobody else has."""
        before: dict[str, tuple[int, int]] = {}
        for since, row, groups in states:
            after = {} if row["removed_at"] else dict.fromkeys(groups, (1, int(len(groups) == 1)))
            for user in before.keys() | after.keys():
                (was, was_sole), (has, is_sole) = before.get(user, (0, 0)), after.get(user, (0, 0))
                if (was, was_sole) != (has, is_sole):
                    self.counts[user].append((since, has - was, is_sole - was_sole))
            before = after

    def _with_people(self, states: list[Period]) -> Iterator[Period]:
        """The periods of the number's row: it is ordered by its first user's name, which may change by itself."""
        names = {user: self.of_users[user] for _, _, groups in states for user in groups}
        moments = {state.since for state in states}
        moments |= {one.since for of_user in names.values() for one in of_user[1:] if one.since > states[0].since}
        for moment in sorted(moments):
            state = _at(states, moment)
            first = min((_at(names[user], moment).row["sort_name"] for user in state.groups), default=None)
            yield Period(moment, state.row | {"sort_people": first}, {})

    def _known_since(self) -> datetime | None:
        """The beginning; where something was pruned, the end of the oldest refresh that pruning would have deleted."""
        unrecorded = any(
            rows.objects.exclude(pk__in=self.changes.objects.filter(kind=kind).values(name)).exists()
            for rows, kind, name in (
                (self.numbers, ChangeKind.NUMBER_ADDED, "number_id"), (self.users, ChangeKind.USER_ADDED, "user_id"),
            )
        )  # fmt: skip
        if not unrecorded:
            return min(self.moments.values(), default=None)
        succeeded = self.refreshes.objects.filter(state=State.SUCCEEDED, scope="workspace").order_by("finished_at")
        latest = succeeded.aggregate(last=Max("pk"))["last"]
        kept = self.changes.objects.filter(KEPT).order_by().values("refresh")
        whole = succeeded.exclude(pk__in=kept).exclude(pk=latest).filter(held_count=0) | succeeded.filter(pk=latest)
        oldest: datetime | None = whole.values_list("finished_at", flat=True).first()
        return oldest


def _columns(past: Any) -> list[str]:
    return [field.attname for field in past._meta.concrete_fields if field.attname not in ("period", "since", "until")]


def _time(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _removed_before(restored: Any, changes: Iterable[Any], kind: str) -> datetime | None:
    removed = (change.at for change in changes if change.kind == kind and change.pk < restored.pk)
    return next(removed, None)  # the latest of them


def _at(periods: list[Period], moment: datetime) -> Period:
    """The one that the moment is in; the first one before them all."""
    return periods[max(0, bisect_right(periods, moment, key=lambda period: period.since) - 1)]


def _distinct(periods: Iterable[Period]) -> Iterator[Period]:
    """Without those that say the same as the one before. Each row begins with its period."""
    last = None
    for since, row, _ in periods:
        if row != last:
            yield Period(since, row | {"since": since}, {})
        last = row


def _date_ports(states: list[Period], today: datetime | None) -> None:
    """Writes into each but the last since when its port has its status: since it was seen to change."""
    statuses = {row["porting_status"] for _, row, _ in states}
    before = None
    for since, row, _ in states[:-1]:
        if before is None:
            began = row["updated_at"] or since
            row["porting_since"] = today if len(statuses) == 1 else began if row["porting_status"] else None
        elif row["porting_status"] != before["porting_status"]:
            row["porting_since"] = since if row["porting_status"] else None
        else:
            row["porting_since"] = before["porting_since"]
        before = row


def _assignments(states: list[Period]) -> Iterator[tuple[str, str | None, datetime, datetime | None]]:
    """The user, group and period of each assignment of a number."""
    begun: dict[str, tuple[str | None, datetime]] = {}
    for since, _, groups in states:
        for user, (group, begin) in list(begun.items()):
            if user not in groups or groups[user] != group:
                yield user, group, begin, since
                del begun[user]
        begun |= {user: (group, since) for user, group in groups.items() if user not in begun}
    yield from ((user, group, begin, None) for user, (group, begin) in begun.items())
