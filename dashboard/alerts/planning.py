"""What a rule has to say: of what changed after its cursor, and of what lasts, that which it is about."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any
from uuid import UUID

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
    altogether,
    chosen,
    group,
)
from dashboard.alerts.states import States, states_now
from dashboard.lists.query import Query
from dashboard.numbers.counting import Counting
from dashboard.numbers.facets import NUMBERS
from inventory.choices import ChangeKind
from inventory.models import CacheState, Change, PhoneNumber, Refresh, WorkspaceUser
from inventory.models.numbers import has_users, people_of_numbers, stalled_port
from inventory.reports.leavers import last_numbers
from inventory.reports.number_index import NumberIndex, bits_of, number_index
from inventory.reports.statistics import stalled_before

NAMED_BY = ("name", "number", "formatted_number", "country", "kind", "porting_status")  # in messages
FEW = 500  # numbers that a query names; of more it asks for all that match
KINDS = (
    ChangeKind.NUMBER_ADDED, ChangeKind.NUMBER_REMOVED, ChangeKind.NUMBER_RESTORED, ChangeKind.NUMBER_CHANGED,
    ChangeKind.USER_UNASSIGNED, ChangeKind.USER_REMOVED, ChangeKind.USER_CHANGED,
)  # fmt: skip


def query_of(rule: Rule) -> Query:
    """The rule's query. Of numbers in any state, unless it says otherwise: one that was removed is not current."""
    given = QueryDict(rule.query, mutable=True)
    given.setdefault("state", "all")
    return Query(NUMBERS, given, path="/")


def newest_change() -> int:
    return Change.objects.aggregate(newest=Max("pk"))["newest"] or 0


def is_narrow(query: Query) -> bool:
    """Whether it leaves any number out."""
    return query.values != {"state": ["all"]}


@dataclass(frozen=True, slots=True)
class Selected:
    """What a rule tells of one event, by ids."""

    event: Event
    count: int
    first: list[tuple[str, list[Fact]]]
    by_field: Mapping[str, int]
    occurrence: Occurrence | None = None  # of a refresh


class Moment:
    """What the decisions of one moment share, each asked for once."""

    def __init__(self, now: datetime, rules: Sequence[Rule]) -> None:
        self.now = now
        self.top = newest_change()
        self.states, self.of_refreshes = states_now({event for rule in rules for event in rule.events}, now)
        self._spans: dict[int, Span] = {}

    def since(self, cursor: int) -> "Span":
        if cursor not in self._spans:
            self._spans[cursor] = Span(cursor, self.top)
        return self._spans[cursor]

    def stalled(self, rule: Rule) -> dict[str, str]:
        """The stalled ports that the rule is about."""
        found, query = self.states.get(Event.PORTING_STALLED, {}), query_of(rule)
        if not found or not is_narrow(query):
            return found
        numbers = PhoneNumber.objects.filter(stalled_port(stalled_before()))
        among = set(query.rows(numbers).order_by().values_list("pk", flat=True))
        return {id: since for id, since in found.items() if id in among}


class Span:
    """What changed after a cursor. Which of its numbers are meant, bits say: a hundred thousand are counted at once."""

    def __init__(self, cursor: int, top: int) -> None:
        self.changes = Change.objects.filter(pk__gt=cursor, pk__lte=top).order_by()
        self.is_empty = cursor >= top
        self._chosen: dict[tuple[tuple[Event, ...], bool], dict[int | None, Groups]] = {}
        self._matching: dict[str, int] = {}
        self._bits: dict[Group, tuple[int, dict[str, int]]] = {}

    @cached_property
    def refreshes(self) -> Mapping[int, Groups]:
        if self.is_empty:
            return {}
        new = Case(
            When(kind=ChangeKind.NUMBER_ADDED, then=Value("")), default=F("new"), output_field=TextField()
        )  # there it is a whole record
        found = self.changes.news().filter(kind__in=KINDS, field__in=FIELDS).exclude(refresh__first_import=True)
        found = found.order_by("pk")
        rows = [*found.values_list("refresh", "kind", "field", "old", new, "number", "user", named=True)]
        return group(rows, self._without_users(rows), self._left_behind(rows))

    @cached_property
    def altogether(self) -> Groups:
        return altogether(self.refreshes.values())

    def chosen(self, events: tuple[Event, ...], in_one: bool) -> dict[int | None, Groups]:
        """What is of these events, by the refresh that saw it, or all of it as if one had."""
        if (events, in_one) not in self._chosen:
            parts: dict[int | None, Groups] = {None: self.altogether} if in_one else dict(self.refreshes.items())
            self._chosen[events, in_one] = {refresh: chosen(groups, events) for refresh, groups in parts.items()}
        return self._chosen[events, in_one]

    @cached_property
    def has_first_import(self) -> bool:
        return not self.is_empty and self.changes.filter(refresh__first_import=True).exists()

    @cached_property
    def numbers(self) -> set[str]:
        groups = [each for some in self.refreshes.values() for event, each in some.items() if event not in OF_USERS]
        return set().union(*(each.facts for each in groups))

    @cached_property
    def index(self) -> NumberIndex | None:
        """That of all numbers, where many have changed."""
        return number_index(self.version) if len(self.numbers) > FEW else None

    @cached_property
    def version(self) -> UUID:
        return CacheState.objects.get().version

    @cached_property
    def ids(self) -> Sequence[str]:
        """The numbers that bits stand for."""
        return self.index.ids if self.index else sorted(self.numbers)

    def matching(self, query: Query) -> int:
        """The numbers that a query leaves, as they are now."""
        if not is_narrow(query):
            return (1 << len(self.ids)) - 1
        if query.text not in self._matching:
            if self.index:
                self._matching[query.text] = Counting(query, self.version).numbers
            else:
                found = query.rows(PhoneNumber.objects.filter(pk__in=self.ids)).order_by().values_list("pk", flat=True)
                self._matching[query.text] = bits_of(set(found), self.ids)
        return self._matching[query.text]

    def bits(self, some: Group) -> tuple[int, dict[str, int]]:
        """The numbers of a group, and those with a fact of each field."""
        if some not in self._bits:
            by_field = {name: bits_of(numbers, self.ids) for name, numbers in some.by_field.items()}
            self._bits[some] = bits_of(some.facts, self.ids), by_field
        return self._bits[some]

    def first(self, bits: int) -> list[str]:
        """The first numbers of some bits."""
        digits = f"{bits:0{len(self.ids)}b}"
        return [self.ids[each.start()] for each in islice(re.finditer("1", digits), SHOWN)]

    def _without_users(self, rows: list[Any]) -> set[str]:
        """The numbers that somebody was unassigned from, and that have no user now."""
        numbers = {row.number for row in rows if row.kind == ChangeKind.USER_UNASSIGNED and row.number}
        return _few(PhoneNumber.objects.current().filter(~has_users()), numbers) if numbers else set()

    def _left_behind(self, rows: list[Any]) -> dict[str, list[str]]:
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
    states the states that it then has told of
    """

    def __init__(self, rule: Rule, at: Moment, *, in_one: bool = False) -> None:
        self.rule, self.at = rule, at
        span = at.since(rule.cursor)
        of_rule = span.chosen(tuple(rule.chosen_events), in_one)
        self.among = span.matching(query_of(rule)) if any(of_rule.values()) else 0
        found = {refresh: [self._of_group(*each) for each in groups.items()] for refresh, groups in of_rule.items()}
        self.parts = [
            (refresh, some) for refresh, each in found.items() if (some := [one for one in each if one.count])
        ]
        self.states: States = {event: at.states[event] for event in at.states if event in rule.events}
        if Event.PORTING_STALLED in self.states:
            self.states[Event.PORTING_STALLED] = at.stalled(rule)
        self._add_states([*self._of_states()])

    def _of_group(self, event: Event, some: Group) -> Selected:
        if event in OF_USERS:
            return Selected(event, len(some.facts), [*some.facts.items()][:SHOWN], {})
        span = self.at.since(self.rule.cursor)
        numbers, of_fields = span.bits(some)
        found = numbers & self.among
        first = [(id, some.facts[id]) for id in span.first(found)]
        by_field = {name: count for name, bits in of_fields.items() if (count := (bits & found).bit_count())}
        return Selected(event, found.bit_count(), first, by_field)

    def _of_states(self) -> Iterator[Selected]:
        """What was not there when the rule last decided. A first import finds nothing new."""
        for event in self.rule.chosen_events:
            before = self.rule.known_states.get(event, {})
            new = [key for key, state in self.states.get(event, {}).items() if before.get(key) != state]
            if new and event in self.at.of_refreshes:
                count, occurrence = self.at.of_refreshes[event]
                yield Selected(event, count, [], {}, occurrence)
            elif new and not self.at.since(self.rule.cursor).has_first_import:
                yield Selected(
                    event, len(new), [(id, [Fact("since", "", self.states[event][id])]) for id in new[:SHOWN]], {}
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

    def _occurrence(self, event: Event, subject: str, facts: Iterable[Fact]) -> Occurrence:
        if event in OF_USERS:
            return Occurrence(user=self.users.get(subject), facts=tuple(facts))
        number = self.numbers.get(subject)
        if event == Event.PORTING_STALLED:
            return Occurrence(number, at=datetime.fromisoformat(next(new for _, _, new in facts)))
        users = [self.users[old] for name, old, _ in facts if name == "user" and old in self.users]
        if event == Event.SOLE_USER_LEFT:
            return Occurrence(number, user=users[0] if users else None)
        named = [Fact("user", user.name, "") for user in users]
        return Occurrence(number, facts=(*named, *(fact for fact in facts if fact.field != "user")))
