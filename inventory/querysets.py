"""Questions about many rows, by the name under which the pages ask them."""

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Lower
from django.utils import timezone

from inventory.choices import (
    ACTIVE_STATES,
    PORTING_ENDED,
    PORTING_FAILED,
    RESTRICTED,
    RESTRICTION_BY_KEY,
    RESTRICTIONS,
    Removals,
    Restriction,
    Scope,
)

if TYPE_CHECKING:  # models.py imports this module
    from inventory.models import Change, PhoneNumber, Refresh, Worker, WorkspaceUser  # noqa: F401

WIDE_COLUMNS = ("raw", "search_text", "digest", "warnings")
REFRESH_DETAILS = ("warnings", "error_details", "held")  # of any length, and shown on the refresh's own page only
# A worker gives a sign of life every 10 seconds. A minute leaves room for a machine that is busy.
WORKER_SILENCE = timedelta(minutes=1)
# Times cost the most to read
UNLISTED_COLUMNS = ("group_id", "created_at", "first_seen_at", "confirmed_at", "sort_name")


class PhoneNumberQuerySet(models.QuerySet["PhoneNumber"]):
    def current(self) -> Self:
        return self.filter(removed_at=None)

    def removed(self) -> Self:
        return self.exclude(removed_at=None)

    def unverified(self) -> Self:
        """Numbers that the latest answer which should hold them did not confirm."""
        return self.filter(unverified=True)

    def with_warnings(self) -> Self:
        return self.filter(warned__gt=0)

    def held_by(self, user_id: str) -> Self:
        return self.filter(id__in=self._numbers_of(user_id=user_id))

    def assigned(self) -> Self:
        return self.filter(self._assigned())

    def unassigned(self) -> Self:
        return self.filter(~self._assigned())

    def with_alone(self, user_id: str) -> Self:
        """Adds `alone`: whether nobody but this person holds the number."""
        return self.annotate(alone=~self._assigned(~Q(user_id=user_id)))

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
        return self.filter(id__in=self._numbers_of(user__role=role))

    def porting(self, statuses: list[str]) -> Self:
        """By any of the statuses; `none` stands for numbers without one."""
        return self.filter(porting_status__in=["" if status == "none" else status for status in statuses])

    def ports_under_way(self) -> Self:
        return self._with_port().exclude(status__in=PORTING_ENDED)

    def failed_ports(self) -> Self:
        return self._with_port().filter(status__in=PORTING_FAILED)

    def stalled_ports(self, before: datetime) -> Self:
        """Ports under way whose status is the same since before that time."""
        return self.ports_under_way().filter(porting_since__lt=before)

    def search(self, text: str) -> Self:
        """By any written form of a number, or part of a name, id or group, or of a holder's name or email."""
        from inventory.models import WorkspaceUser

        needle = text.strip().casefold()
        if not needle:
            return self
        found = Q(search_text__contains=needle)
        if (digits := digits_of(needle)) is not None and digits != needle:
            found |= Q(search_text__contains=digits)  # which holds the number, and which an index holds
        holders = WorkspaceUser.objects.filter(search_text__contains=needle).values("id")
        found |= Q(id__in=self._numbers_of(user__in=holders))
        return self.filter(found)

    def for_list(self) -> Self:
        """Rows as a list shows them: without the wide columns, with their people, in two queries."""
        return self.defer(*WIDE_COLUMNS, *UNLISTED_COLUMNS).prefetch_related(people_of_numbers())

    def _with_port(self) -> Self:
        """Numbers with a porting status, and that in lower case. An index finds what is greater; not what differs."""
        return self.filter(porting_status__gt="").alias(status=Lower("porting_status"))

    def names(self) -> Self:
        """Rows with no more than it takes to name them."""
        return self.only("id", "name", "number", "formatted_number")

    @staticmethod
    def _numbers_of(**of: Any) -> Any:
        """The ids of numbers with such an assignment. Not EXISTS: that would be asked for each number there is."""
        from inventory.models import Assignment

        return Assignment.objects.filter(**of).values("number_id")

    @staticmethod
    def _assigned(*conditions: Q, **of: Any) -> Exists:
        from inventory.models import Assignment

        return Exists(Assignment.objects.filter(*conditions, number_id=OuterRef("pk"), **of))


class WorkspaceUserQuerySet(models.QuerySet["WorkspaceUser"]):
    def search(self, text: str) -> Self:
        needle = text.strip().casefold()
        return self.filter(search_text__contains=needle) if needle else self


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

    def without_details(self) -> Self:
        return self.defer(*REFRESH_DETAILS)


class WorkerQuerySet(models.QuerySet["Worker"]):
    def alive(self) -> Self:
        return self.filter(seen_at__gte=timezone.now() - WORKER_SILENCE)


class ChangeQuerySet(models.QuerySet["Change"]):
    def shown(self) -> Self:
        """Without what people do not read: Quo's own time stamp moves with every other change."""
        return self.exclude(field="updated_at")

    def news(self) -> Self:
        """What people read among the latest changes."""
        return self.filter(is_news=True)

    def with_names(self) -> Self:
        return self.select_related("refresh", "number", "user").defer(
            *(f"number__{column}" for column in WIDE_COLUMNS),
            "user__search_text",
            *(f"refresh__{column}" for column in REFRESH_DETAILS),
        )


def people_of_numbers() -> Any:
    """What fetches the people of a page's numbers, by name, as the `holders` of each."""
    from inventory.models import Assignment

    people = Assignment.objects.select_related("user").order_by("user__sort_name", "user_id")
    names = [f"user__{column}" for column in ("first_name", "last_name", "email")]
    return Prefetch("assignments", people.only("number_id", "user_id", *names), to_attr="holders")


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
