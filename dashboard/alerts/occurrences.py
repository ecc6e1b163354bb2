"""What happened, as messages tell it: grouped by event, of each group the first few. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from dashboard.alerts.events import Event
from inventory.choices import RESTRICTED, RESTRICTION_BY_COLUMN, UNRESTRICTED, ChangeKind, Porting
from inventory.models import PhoneNumber, WorkspaceUser

SHOWN = 20
OF_KINDS = {
    ChangeKind.NUMBER_ADDED: Event.NUMBER_ADDED,
    ChangeKind.NUMBER_REMOVED: Event.NUMBER_REMOVED,
    ChangeKind.USER_UNASSIGNED: Event.UNASSIGNED,
    ChangeKind.USER_REMOVED: Event.PERSON_LEFT,
}
OF_PORTS = {Porting.FAILED: Event.PORTING_FAILED, Porting.DONE: Event.PORTING_COMPLETED}
OF_USERS = (Event.PERSON_LEFT, Event.ROLE_CHANGED)
FIELDS = (*RESTRICTION_BY_COLUMN, "porting_status", "forward", "role", "")  # of the changes that events_of knows


class Fact(NamedTuple):
    """A value that changed. `field` as Change has it; `user` where somebody was unassigned, whose name is `old`."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What happened to one number or user, or of a refresh. A number comes with its `assigned_users`."""

    number: PhoneNumber | None = None
    user: WorkspaceUser | None = None
    facts: tuple[Fact, ...] = ()
    refresh_id: int | None = None
    at: datetime | None = None  # since when a state lasts
    detail: str = ""  # of a failure: what happened and what to do


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Those of one event: how many numbers or users, and the first of them."""

    event: Event
    count: int
    first: tuple[Occurrence, ...] = ()  # at most SHOWN
    by_field: Mapping[str, int] = field(default_factory=dict)  # how many have a fact of this field


@lru_cache(maxsize=1000)
def event_of(kind: str, field: str, old: str, new: str) -> Event | None:
    """The event of a change, by itself: whether a number is left without users, other rows tell."""
    if kind == ChangeKind.NUMBER_CHANGED:
        if field in RESTRICTION_BY_COLUMN:
            is_lifted = old == RESTRICTED and new == UNRESTRICTED
            return Event.RESTRICTION_ADDED if new == RESTRICTED else Event.RESTRICTION_LIFTED if is_lifted else None
        if field == "porting_status":
            return OF_PORTS.get(Porting.of(new), Event.PORTING_CHANGED)
        return Event.FORWARDING_CHANGED if field == "forward" else None
    if kind == ChangeKind.USER_CHANGED:
        return Event.ROLE_CHANGED if field == "role" else None
    return OF_KINDS.get(ChangeKind(kind)) if not field else None


class Group:
    """The facts of one event, by the id of the number or user that they are about, in the order of the changes."""

    def __init__(self) -> None:
        self.facts: dict[str, list[Fact]] = {}
        self.by_field: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, subject: str, facts: Iterable[Fact]) -> None:
        of_subject = self.facts.setdefault(subject, [])
        for fact in facts:
            of_subject.append(fact)
            self.by_field[fact.field].add(subject)

    def join(self) -> None:
        """Of several changes of one value the first old and the last new one count; what is as it was does not."""
        for subject, facts in [*self.facts.items()]:
            if len(facts) > 1:
                values: dict[tuple[str, str], tuple[str, str]] = {}
                for name, old, new in facts:
                    key = (name, old if name == "user" else "")
                    values[key] = (values[key][0] if key in values else old, new)
                self.facts[subject] = [
                    Fact(name, *value) for (name, _), value in values.items() if value[0] != value[1]
                ]
                for name in {name for name, _ in values} - {name for name, _, _ in self.facts[subject]}:
                    self.by_field[name].discard(subject)
                if not self.facts[subject]:
                    del self.facts[subject]


Groups = Mapping[Event, Group]


def group(rows: Sequence[Any], without_users: set[str], left_behind: Mapping[str, list[str]]) -> Mapping[int, Groups]:
    """The groups of each refresh. A number that a refresh restored is told of by nothing.

    rows           of changes: refresh, kind, field, old, new, number, user
    without_users  the numbers that have none now. left_behind: such numbers of each user who has left
    """
    restored = {(row.refresh, row.number) for row in rows if row.kind == ChangeKind.NUMBER_RESTORED}
    found: defaultdict[int, defaultdict[Event, Group]] = defaultdict(lambda: defaultdict(Group))
    for refresh, kind, name, old, new, number, user in rows:
        event = event_of(kind, name, old, new)
        if event is None or (refresh, number) in restored:
            continue
        subject, fact = number, Fact(name, old, new)
        groups = found[refresh]
        if event in OF_USERS:
            subject = user
            for left in left_behind.get(user or "", ()):
                groups[Event.SOLE_USER_LEFT].add(left, [Fact("user", user or "", "")])
        elif event is Event.UNASSIGNED:
            if number not in without_users:
                continue
            fact = Fact("user", user or "", "")
        if subject is not None:
            groups[event].add(subject, [fact] if fact.field else ())
    return found


def altogether(refreshes: Iterable[Groups]) -> Groups:
    """The groups of several refreshes as if one had seen it all."""
    by_event: defaultdict[Event, list[Group]] = defaultdict(list)
    for groups in refreshes:
        for event, some in groups.items():
            by_event[event].append(some)
    return {event: _joined(some) for event, some in by_event.items()}


def _joined(groups: Iterable[Group]) -> Group:
    whole = Group()
    for some in groups:
        for subject, facts in some.facts.items():
            whole.add(subject, facts)
    whole.join()
    return whole


def chosen(groups: Groups, events: Sequence[Event]) -> Groups:
    """Those of a rule's events. Without failed and completed ports among them, these are changed ones like others."""
    found = {event: groups[event] for event in events if event in groups}
    more = [groups[event] for event in OF_PORTS.values() if event not in events and event in groups]
    if Event.PORTING_CHANGED in events and more:
        found[Event.PORTING_CHANGED] = _joined([*filter(None, [groups.get(Event.PORTING_CHANGED)]), *more])
    return found
