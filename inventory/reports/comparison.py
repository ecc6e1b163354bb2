"""What differs between two moments: of each number the net change, not what went there and back in between."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from inventory.choices import RESTRICTED, RESTRICTIONS, UNRESTRICTED, Scope, State
from inventory.history import at
from inventory.models import Assignment, Change, PhoneNumber, Refresh, name_of
from inventory.models.numbers import PhoneNumberQuerySet
from inventory.refreshing.snapshot import chunks

ADDED, REMOVED, REASSIGNED, RENAMED, PORTED = "added", "removed", "reassigned", "renamed", "ported"
OTHER = "other"
KINDS = (ADDED, REMOVED, REASSIGNED, RESTRICTED, UNRESTRICTED, PORTED, RENAMED, OTHER)
KIND_OF_FIELD = {"name": RENAMED, "porting_status": PORTED, "number": OTHER, "forward": OTHER}
FIELDS = (*KIND_OF_FIELD, *(way.column for way in RESTRICTIONS))
READ = ("id", "sort_name", "formatted_number", *FIELDS)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A number as it is at a moment: the columns READ, and its users' names by id."""

    values: Mapping[str, str]
    users: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that differs. Of `users` the names, separated by line breaks; of a whole number nothing."""

    kind: str
    field: str = ""
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that differs, as it is at the later moment, or else was at the earlier one."""

    number: PhoneNumber
    lines: tuple[Line, ...]

    @property
    def kinds(self) -> set[str]:
        return {line.kind for line in self.lines}


def compare(
    before: datetime, after: datetime | None, matching: Callable[[PhoneNumberQuerySet], PhoneNumberQuerySet]
) -> list[Difference]:
    """The numbers that differ, by name, of those that match at either moment. `after` None: now."""
    ids, matched = _changed(before, after), set[str]()
    sides = []
    for moment in (before, after):
        with at(moment):
            side = {}
            for some in chunks(ids):
                numbers = PhoneNumber.objects.current().filter(pk__in=some)
                matched.update(matching(numbers).order_by().values_list("pk", flat=True))
                side.update(_read(numbers, some))
        sides.append(side)
    return differences(*({id: number for id, number in side.items() if id in matched} for side in sides))


def differences(before: Mapping[str, Snapshot], after: Mapping[str, Snapshot]) -> list[Difference]:
    found = []
    for id in before.keys() | after.keys():
        was, now = before.get(id), after.get(id)
        if lines := tuple(_lines(was, now)):
            found.append(Difference(PhoneNumber(**(now or was).values), lines))  # type: ignore[union-attr]
    return sorted(found, key=lambda one: (one.number.sort_name, one.number.pk))


def _lines(was: Snapshot | None, now: Snapshot | None) -> Iterator[Line]:
    if was is None or now is None:
        yield Line(REMOVED if now is None else ADDED)
        return
    if was.users.keys() != now.users.keys():
        yield Line(REASSIGNED, "users", *("\n".join(side.users.values()) for side in (was, now)))
    for field in FIELDS:
        one, other = was.values[field], now.values[field]
        if one != other:
            yield Line(KIND_OF_FIELD.get(field) or _kind_of_restriction(one, other), field, one, other)


def _kind_of_restriction(was: str, now: str) -> str:
    if now == RESTRICTED:
        return RESTRICTED
    return UNRESTRICTED if now == UNRESTRICTED or was == RESTRICTED else OTHER


def _changed(before: datetime, after: datetime | None) -> set[str]:
    """The ids of the numbers of which a change was seen in between."""
    changes = Change.objects.filter(at__gt=before, number__isnull=False).order_by()
    if after is not None:
        changes = changes.filter(at__lte=after)
    whole = Refresh.objects.filter(state=State.SUCCEEDED, scope=Scope.WORKSPACE, target="", finished_at__lte=before)
    if not whole.exists():  # what is added before the first import, or by it, is not told among the latest changes
        return set(changes.exclude(field="updated_at").values_list("number_id", flat=True))
    return set(changes.news().order_by().values_list("number_id", flat=True))


def _read(numbers: PhoneNumberQuerySet, ids: list[str]) -> dict[str, Snapshot]:
    users: dict[str, dict[str, str]] = {}
    pairs = Assignment.objects.filter(number__in=ids).order_by("user__sort_name", "user_id")
    for id, user, first, last, email in pairs.values_list(
        "number_id", "user_id", "user__first_name", "user__last_name", "user__email"
    ):
        users.setdefault(id, {})[user] = name_of(first, last, email, user)
    return {row["id"]: Snapshot(row, users.get(row["id"], {})) for row in numbers.order_by().values(*READ)}
