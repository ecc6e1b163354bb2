"""Questions about many rows, by the name under which the pages ask them."""

import re
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from inventory.choices import (
    ACTIVE_STATES,
    PORTING_ENDED,
    RESTRICTED,
    RESTRICTION_BY_KEY,
    RESTRICTIONS,
    Removals,
    Restriction,
    Scope,
    State,
)

if TYPE_CHECKING:  # models.py imports this module
    from inventory.models import Change, PhoneNumber, Refresh, WorkspaceUser  # noqa: F401

WIDE_COLUMNS = ("raw", "search_text", "digest")


class PhoneNumberQuerySet(models.QuerySet["PhoneNumber"]):
    def current(self) -> Self:
        return self.filter(removed_at=None)

    def removed(self) -> Self:
        return self.exclude(removed_at=None)

    def held_by(self, user_id: str) -> Self:
        return self.filter(self._assigned(user_id=user_id))

    def assigned(self) -> Self:
        return self.filter(self._assigned())

    def unassigned(self) -> Self:
        return self.filter(~self._assigned())

    def held_only_by(self, user_id: str) -> Self:
        """Numbers that nobody would hold if this person left."""
        return self.held_by(user_id).filter(~self._assigned(~Q(user_id=user_id)))

    def restricted(self, keys: list[str]) -> Self:
        """Numbers restricted in each of the given ways (`calling.US`, …); `any` stands for in some way."""
        numbers = self
        for key in keys:
            if key == "any":
                ways = (Q(**{restriction.column: RESTRICTED}) for restriction in RESTRICTIONS)
                numbers = numbers.filter(_any_of(ways))
            else:
                numbers = numbers.filter(**{_restriction(key).column: RESTRICTED})
        return numbers

    def held_by_role(self, role: str) -> Self:
        return self.filter(self._assigned(user__role=role))

    def porting(self, statuses: list[str]) -> Self:
        """By any of the statuses; `none` stands for numbers without one."""
        return self.filter(porting_status__in=["" if status == "none" else status for status in statuses])

    def ports_under_way(self) -> Self:
        return self.exclude(porting_status="").exclude(porting_status__in=PORTING_ENDED)

    def search(self, text: str) -> Self:
        """By any written form of a number, or part of a name, id or group, or of a holder's name or email."""
        from inventory.models import Assignment, WorkspaceUser

        needle = text.strip().casefold()
        if not needle:
            return self
        found = Q(search_text__contains=needle)
        if (digits := digits_of(needle)) is not None:
            found |= Q(number__contains=digits)
        holders = WorkspaceUser.objects.filter(search_text__contains=needle).values("id")
        found |= Q(id__in=Assignment.objects.filter(user__in=holders).values("number_id"))
        return self.filter(found)

    def for_list(self) -> Self:
        """Rows as a list shows them: without the wide columns, with their people, in two queries."""
        from inventory.models import Assignment

        people = Assignment.objects.select_related("user").order_by("user__sort_name", "user_id")
        return self.defer(*WIDE_COLUMNS).prefetch_related(Prefetch("assignments", queryset=people))

    @staticmethod
    def _assigned(*conditions: Q, **of: Any) -> Exists:
        from inventory.models import Assignment

        return Exists(Assignment.objects.filter(*conditions, number_id=OuterRef("pk"), **of))


class WorkspaceUserQuerySet(models.QuerySet["WorkspaceUser"]):
    def search(self, text: str) -> Self:
        needle = text.strip().casefold()
        return self.filter(search_text__contains=needle) if needle else self

    def with_counts(self) -> Self:
        """Adds `held` and `held_alone`: the current numbers of each, and those nobody else holds."""
        from inventory.models import Assignment

        others: Any = Assignment.objects.filter(number_id=OuterRef("assignments__number_id")).exclude(
            user_id=OuterRef("pk")
        )
        current = Q(assignments__number__removed_at=None, assignments__isnull=False)
        return self.annotate(
            held=Count("assignments", filter=current),
            held_alone=Count("assignments", filter=Q(current, ~Exists(others))),
        )


class RefreshQuerySet(models.QuerySet["Refresh"]):
    def active(self) -> Self:
        return self.filter(state__in=ACTIVE_STATES)

    def covering(self, scope: str, target: str) -> Self:
        """Those whose answer holds what (scope, target) asks for."""
        return self.filter(Q(scope=Scope.WORKSPACE) | Q(scope=scope, target=target))

    def waiting_for_decision(self) -> Self:
        return self.filter(removals=Removals.HELD)

    def ended(self) -> Self:
        return self.exclude(state__in=ACTIVE_STATES)

    def failed(self) -> Self:
        return self.filter(state__in=(State.FAILED, State.INTERRUPTED))


class ChangeQuerySet(models.QuerySet["Change"]):
    def shown(self) -> Self:
        """Without what people do not read: Quo's own time stamp moves with every other change."""
        return self.exclude(field="updated_at")

    def after_first_import(self) -> Self:
        return self.exclude(refresh__first_import=True)

    def with_names(self) -> Self:
        return self.select_related("refresh", "number", "user").defer(
            *(f"number__{column}" for column in WIDE_COLUMNS),
            "user__search_text",
            "refresh__warnings",
            "refresh__held",
        )


def digits_of(text: str) -> str | None:
    """The digits of a written number of at least three digits, or None where the text is no such thing."""
    if re.fullmatch(r"[\d\s()+./\-\u2010-\u2015]+", text) is None:
        return None
    digits = re.sub(r"\D", "", text)
    return digits if len(digits) >= 3 else None


def _restriction(key: str) -> Restriction:
    return RESTRICTION_BY_KEY[key]


def _any_of(conditions: Any) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found
