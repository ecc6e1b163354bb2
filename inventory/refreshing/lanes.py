"""The lanes of refreshes: numbers, and the list of people."""

from functools import partial

from inventory.choices import State
from inventory.models import Refresh
from inventory.refreshing.run import run_all
from inventory.runtime.workers import RETRY, register, wake


def run_queued(*, people: bool) -> float | None:
    """Run what is queued in a lane. What then follows is other lanes' work: the list of people, alerts."""
    if run_all(people=people):
        wake()
    waits_for_another = Refresh.objects.filter(state=State.QUEUED).in_lane(people=people).exists()
    return RETRY if waits_for_another else None


register("refreshes", partial(run_queued, people=False))
register("people", partial(run_queued, people=True))
