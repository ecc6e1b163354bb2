"""What in the workspace needs somebody's attention."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import Case, Max, Sum, Value, When
from django.utils import timezone

from inventory.choices import ChangeKind
from inventory.models import Change, PhoneNumber
from inventory.models.numbers import has_sole_user

LATELY = timedelta(days=30)


def left_with_one_user(version: UUID) -> dict[str, bool]:
    """Numbers that several users shared, and that lost all of them but one in the last 30 whole days (UTC) or today.

    By id, each with whether it is a current one.
    """
    return _left_with_one_user(version, timezone.now().date())


@lru_cache(maxsize=1)
def _left_with_one_user(version: UUID, today: date) -> dict[str, bool]:
    """By how many users the last refresh that changed their number left a number with: fewer than before, and one.

    A refresh that hands a number over from one user to another leaves their number as it was. An assignment with a
    field is none: the pair's group changed.
    """
    since = datetime.combine(today, time(), UTC) - LATELY
    kinds = {ChangeKind.USER_ASSIGNED: 1, ChangeKind.USER_UNASSIGNED: -1}
    moves = Change.objects.filter(kind__in=kinds, field="", at__gte=since, is_news=True)
    difference = Sum(Case(*(When(kind=kind, then=Value(step)) for kind, step in kinds.items())))
    by_refresh = moves.order_by().values("number_id", "refresh_id").annotate(difference=difference, last=Max("pk"))
    last_difference = dict(by_refresh.exclude(difference=0).order_by("last").values_list("number_id", "difference"))
    alone = PhoneNumber.objects.filter(has_sole_user(number__in=moves.values("number_id"))).order_by("pk")
    return {
        number: removed_at is None
        for number, removed_at in alone.values_list("pk", "removed_at")
        if last_difference.get(number, 0) < 0
    }
