"""What the frame of every page shows: how fresh the data is, what waits for a decision, what runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from inventory.choices import ACTIVE_STATES, Removals, Scope, State
from inventory.models import PhoneNumber, Refresh

VANISHING_SHOWN = 20  # of the numbers that wait for a decision, in the notice on every page


@dataclass(frozen=True, slots=True)
class Freshness:
    """How far the whole inventory can be trusted. One query."""

    confirmed_at: datetime | None
    last: Refresh | None  # the latest attempt for the whole workspace that ended
    active: Refresh | None
    held: tuple[Refresh, ...]
    state: str  # changes whenever the cache did

    @classmethod
    def read(cls) -> "Freshness":
        rows = list(_telling().all())
        ended = [row for row in rows if row.scope == Scope.WORKSPACE and row.finished_at is not None]
        ended.sort(key=lambda row: row.finished_at or timezone.now())
        confirmed = [row.finished_at for row in ended if row.state == State.SUCCEEDED]
        return cls(
            confirmed_at=confirmed[-1] if confirmed else None,
            last=ended[-1] if ended else None,
            active=next((row for row in rows if row.is_active), None),
            held=tuple(row for row in rows if row.removals == Removals.HELD),
            state=_state(rows),
        )

    @property
    def has_data(self) -> bool:
        return self.confirmed_at is not None

    @property
    def is_stale(self) -> bool:
        return is_stale(self.confirmed_at)

    @property
    def last_failed(self) -> bool:
        return self.last is not None and self.last.has_failed

    def vanishing(self) -> QuerySet[PhoneNumber]:
        """The first of the numbers whose removal is held."""
        first = [id for refresh in self.held for id in refresh.held[:VANISHING_SHOWN]]
        return PhoneNumber.objects.filter(id__in=first).only("id", "name", "number", "formatted_number")

    @property
    def is_due(self) -> bool:
        """Whether a page may start a refresh by itself: the data is old, and nobody tried in a while."""
        tried_at = self.last.finished_at if self.last else None
        return self.has_data and self.is_stale and self.active is None and is_stale(tried_at)


@cache
def _telling() -> QuerySet[Refresh]:
    """The refreshes that tell how fresh the data is. Putting the query together takes longer than answering it."""
    whole = Refresh.objects.filter(scope=Scope.WORKSPACE).order_by("-finished_at").values("pk")
    renewed = Refresh.objects.filter(state=State.SUCCEEDED).order_by("-finished_at").values("pk")
    decided = Refresh.objects.filter(removals=Removals.ACCEPTED).order_by("-removals_decided_at").values("pk")
    return (
        Refresh.objects.filter(
            Q(pk__in=whole.filter(state=State.SUCCEEDED)[:1])
            | Q(pk__in=whole.filter(state__in=(State.SUCCEEDED, State.FAILED, State.INTERRUPTED))[:1])
            | Q(pk__in=renewed[:1])
            | Q(pk__in=decided[:1])
            | Q(state__in=ACTIVE_STATES)
            | Q(removals=Removals.HELD)
        )
        .defer("warnings", "error_details")
        .order_by("id")
    )


def _state(rows: list[Refresh]) -> str:
    """The times of the last refresh that succeeded and of the last removals that were accepted."""
    renewed = max((row.finished_at for row in rows if row.finished_at and row.state == State.SUCCEEDED), default=None)
    accepted = [row.removals_decided_at for row in rows if row.removals == Removals.ACCEPTED]
    decided = max((moment for moment in accepted if moment), default=None)
    return f"{renewed and renewed.timestamp()}/{decided and decided.timestamp()}"


def is_stale(moment: datetime | None) -> bool:
    return moment is None or timezone.now() - moment > timedelta(minutes=settings.QUO_STALE_AFTER)


def frame(request: HttpRequest) -> dict[str, Any]:
    """For every template. Read when a template first asks: fragments often do not."""
    return {
        "workspace_name": settings.WORKSPACE_NAME,
        "freshness": SimpleLazyObject(Freshness.read),
        "theme": request.COOKIES.get("theme", ""),
        "has_key": bool(settings.QUO_API_KEY),
        "debug": settings.DEBUG,
        "version": settings.VERSION,
    }
