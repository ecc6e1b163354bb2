"""What a rule has to say: of what changed after its cursor, and of what lasts, that which it is about."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import starmap
from typing import Any

from django.db.models import Case, F, Max, TextField, Value, When
from django.http import QueryDict

from dashboard.alerts.events import Event
from dashboard.alerts.models import Rule
from dashboard.alerts.occurrences import (
    FIELDS,
    OF_USERS,
    SHOWN,
    Fact,
    Group,
    Groups,
    Occurrence,
    Occurrences,
    Row,
    altogether,
    chosen,
    group,
)
from dashboard.alerts.states import States, states_now
from dashboard.lists.query import Query
from dashboard.numbers.facets import NUMBERS
from inventory.choices import ChangeKind
from inventory.models import Change, PhoneNumber, Refresh, WorkspaceUser
from inventory.models.numbers import has_users, people_of_numbers
from inventory.reports.leavers import last_numbers

NAMED_BY = ("name", "number", "formatted_number", "country", "kind", "porting_status")  # in messages
FEW = 500  # numbers that a query names; of more it asks for all that match
KINDS = (
    ChangeKind.NUMBER_ADDED, ChangeKind.NUMBER_REMOVED, ChangeKind.NUMBER_RESTORED, ChangeKind.NUMBER_CHANGED,
    ChangeKind.USER_UNASSIGNED, ChangeKind.USER_REMOVED, ChangeKind.USER_CHANGED,
)  # fmt: skip


def filter_of(rule: Rule) -> Query:
    """The rule's query. Of numbers in any state, unless it says otherwise: one that was removed is not current."""
    given = QueryDict(rule.query, mutable=True)
    given.setdefault("state", "all")
    return Query(NUMBERS, given, path="/")


@dataclass(frozen=True, slots=True)
class Selected:
    """What a rule tells of one event, by ids."""

    event: Event
    count: int
    first: list[tuple[str, list[tuple[str, str, str]]]]
    by_field: Mapping[str, int]
    occurrence: Occurrence | None = None  # of a refresh


class Moment:
    """What the decisions of one moment share, each asked for once."""

    def __init__(self, now: datetime, rules: Sequence[Rule]) -> None:
        self.now = now
        self.top = Change.objects.aggregate(top=Max("pk"))["top"] or 0
        self.states, self.of_refreshes = states_now({event for rule in rules for event in rule.events}, now)
        self._spans: dict[int, Span] = {}
        self._matching: dict[str, set[str]] = {}

    def since(self, cursor: int) -> "Span":
        if cursor not in self._spans:
            self._spans[cursor] = Span(cursor, self.top)
        return self._spans[cursor]

    def matching(self, rule: Rule, numbers: set[str]) -> set[str]:
        """Those of the numbers that the rule is about, as they are now."""
        query = filter_of(rule)
        if query.values == {"state": ["all"]} or not numbers:
            return numbers
        rows = query.rows(PhoneNumber.objects.all()).order_by().values_list("pk", flat=True)
        if len(numbers) <= FEW:
            return set(rows.filter(pk__in=numbers))
        if query.text not in self._matching:
            self._matching[query.text] = set(rows)
        return self._matching[query.text]


class Span:
    """What changed after a cursor."""

    def __init__(self, cursor: int, top: int) -> None:
        self.changes = Change.objects.filter(pk__gt=cursor, pk__lte=top).order_by()
        self.is_empty = cursor >= top

    @cached_property
    def refreshes(self) -> dict[int, Groups]:
        if self.is_empty:
            return {}
        new = Case(
            When(kind=ChangeKind.NUMBER_ADDED, then=Value("")), default=F("new"), output_field=TextField()
        )  # there it is a whole record
        found = self.changes.news().filter(kind__in=KINDS, field__in=FIELDS).exclude(refresh__first_import=True)
        rows = [
            Row(*row)
            for row in found.order_by("pk").values_list("pk", "refresh", "kind", "field", "old", new, "number", "user")
        ]
        return group(rows, self._without_users(rows), self._left_behind(rows))

    @cached_property
    def altogether(self) -> Groups:
        return altogether(self.refreshes.values())

    @cached_property
    def has_first_import(self) -> bool:
        return not self.is_empty and self.changes.filter(refresh__first_import=True).exists()

    def _without_users(self, rows: list[Row]) -> set[str]:
        """The numbers that somebody was unassigned from, and that have no user now."""
        numbers = {row.number for row in rows if row.kind == ChangeKind.USER_UNASSIGNED and row.number}
        return _few(PhoneNumber.objects.current().filter(~has_users()), numbers) if numbers else set()

    def _left_behind(self, rows: list[Row]) -> dict[str, list[str]]:
        """Of users who left, the last numbers that have no user now."""
        users = {row.user for row in rows if row.kind == ChangeKind.USER_REMOVED and row.user}
        if not users:
            return {}
        last = last_numbers(WorkspaceUser.objects.removed().filter(pk__in=users).only("pk"))
        numbers = {number for of_user in last.values() for number in of_user}
        nobody = _few(PhoneNumber.objects.current().filter(~has_users()), numbers)
        return {user: [number for number in of_user if number in nobody] for user, of_user in last.items()}


def _few(found: Any, numbers: set[str]) -> set[str]:
    """Those of the numbers that are found."""
    if len(numbers) <= FEW:
        found = found.filter(pk__in=numbers)
    return numbers & set(found.order_by().values_list("pk", flat=True))


class Plan:
    """What a rule has to say.

    parts  by the refresh that saw it, or None where it is of several or of none
    known  the states that it then has told of
    """

    def __init__(self, rule: Rule, at: Moment, *, in_one: bool = False) -> None:
        self.rule, self.at = rule, at
        span = at.since(rule.cursor)
        parts: dict[int | None, Groups] = {None: span.altogether} if in_one else dict(span.refreshes.items())
        of_rule = {refresh: chosen(groups, rule.chosen_events) for refresh, groups in parts.items()}
        stalled = at.states.get(Event.PORTING_STALLED, {}) if Event.PORTING_STALLED in rule.events else {}
        numbers = {
            number
            for groups in of_rule.values()
            for event, some in groups.items()
            if event not in OF_USERS
            for number in some.facts
        }
        self.among = at.matching(rule, numbers | stalled.keys())
        found = {refresh: [self._of_group(*each) for each in groups.items()] for refresh, groups in of_rule.items()}
        self.parts = [
            (refresh, some) for refresh, each in found.items() if (some := [one for one in each if one.count])
        ]
        self.known: States = {event: at.states[event] for event in at.states if event in rule.events}
        if stalled:
            self.known[Event.PORTING_STALLED] = {id: since for id, since in stalled.items() if id in self.among}
        self._add_states([*self._of_states()])

    def _of_group(self, event: Event, some: Group) -> Selected:
        if event in OF_USERS:
            return Selected(event, len(some.facts), [*some.facts.items()][:SHOWN], {})
        first = []
        for number, facts in some.facts.items():
            if number in self.among:
                first.append((number, facts))
                if len(first) == SHOWN:
                    break
        by_field = {name: len(numbers & self.among) for name, numbers in some.by_field.items()}
        return Selected(event, len(some.facts.keys() & self.among), first, by_field)

    def _of_states(self) -> Iterator[Selected]:
        """What was not there when the rule last decided. A first import finds nothing new."""
        for event in self.rule.chosen_events:
            known = self.rule.known_states.get(event, {})
            new = [key for key, state in self.known.get(event, {}).items() if known.get(key) != state]
            if new and event in self.at.of_refreshes:
                count, occurrence = self.at.of_refreshes[event]
                yield Selected(event, count, [], {}, occurrence)
            elif new and not self.at.since(self.rule.cursor).has_first_import:
                yield Selected(
                    event, len(new), [(id, [("since", "", self.known[event][id])]) for id in new[:SHOWN]], {}
                )

    def _add_states(self, states: list[Selected]) -> None:
        """In the message on the last refresh, or in one of their own."""
        if not states:
            return
        if self.parts:
            refresh, some = self.parts[-1]
            self.parts[-1] = refresh, sorted([*states, *some], key=lambda each: [*Event].index(each.event))
        else:
            of = {each.occurrence.refresh_id for each in states if each.occurrence}
            self.parts.append((of.pop() if len(of) == 1 else None, states))


class Rows:
    """The numbers, users and refreshes that messages name."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        numbers: set[str] = set()
        users: set[str] = set()
        for each in (each for plan in plans for _, some in plan.parts for each in some):
            (users if each.event in OF_USERS else numbers).update(subject for subject, _ in each.first)
            users.update(old for _, facts in each.first for name, old, _ in facts if name == "user")
        found = PhoneNumber.objects.filter(pk__in=numbers).only(*NAMED_BY).prefetch_related(people_of_numbers())
        self.numbers = {number.pk: number for number in found} if numbers else {}
        self.users = WorkspaceUser.objects.in_bulk(users) if users else {}
        refreshes = {refresh for plan in plans for refresh, _ in plan.parts if refresh}
        self.refreshes = Refresh.objects.without_details().in_bulk(refreshes) if refreshes else {}

    def occurrences(self, selected: Selected) -> Occurrences:
        first = [self._occurrence(selected.event, *each) for each in selected.first]
        first += [selected.occurrence] if selected.occurrence else []
        return Occurrences(selected.event, selected.count, tuple(first), selected.by_field)

    def _occurrence(self, event: Event, subject: str, facts: Iterable[tuple[str, str, str]]) -> Occurrence:
        if event in OF_USERS:
            return Occurrence(user=self.users.get(subject), facts=tuple(starmap(Fact, facts)))
        number = self.numbers.get(subject)
        if event == Event.PORTING_STALLED:
            return Occurrence(number, at=datetime.fromisoformat(next(new for _, _, new in facts)))
        users = [self.users[old] for name, old, _ in facts if name == "user" and old in self.users]
        if event == Event.SOLE_USER_LEFT:
            return Occurrence(number, user=users[0] if users else None)
        named = [Fact("user", user.name, "") for user in users]
        return Occurrence(number, facts=(*named, *(Fact(*fact) for fact in facts if fact[0] != "user")))
