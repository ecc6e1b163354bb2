"""How long ports took in their stages: against a plain computation, and as refreshes record it."""

from datetime import UTC, datetime, timedelta
from math import ceil, isnan, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.reports.trends import Step, recorded_steps, stage_durations
from tests.dashboard.trends.helpers import refresh_at
from tests.inventory.refreshing.helpers import a_number

START = datetime(2026, 1, 1, tzinfo=UTC)
UNDER_WAY, ENDS = ("draft", "submitted", "pending"), ("completed", "rejected", "cancelled")
LONG = timedelta(days=10_000)

histories = st.lists(  # of numbers: the first status, and after how many hours which others
    st.tuples(
        st.sampled_from(["", "draft", "pending"]),
        st.lists(st.tuples(st.integers(1, 400), st.sampled_from([*UNDER_WAY, *ENDS, "", "odd one"])), max_size=8),
    ),
    max_size=12,
)


@given(histories, st.integers(0, 1500))
def test_they_are_those_of_a_plain_walk_through_each_port(
    numbers: list[tuple[str, list[tuple[int, str]]]], hours: int
) -> None:
    """A port is what stands between two ends: the hours of each of its stages are added up, if all are known."""
    since = START + timedelta(hours=hours)
    steps: list[Step] = []
    times: dict[str, list[float]] = {}
    for place, (first, later) in enumerate(numbers):
        moment, started, before, is_known = START, START, first, False
        port: dict[str, float] = {}  # not a number where it is not known
        for after, status in later:
            if status == before:
                continue
            moment += timedelta(hours=after)
            steps.append(Step(f"PN{place}", moment, before, status))
            if before and before not in ENDS:
                spent = (moment - started).total_seconds() if is_known else nan
                port[before] = port.get(before, 0) + spent
            if status in ENDS and moment >= since:
                for stage, spent in port.items():
                    times.setdefault(stage, []).extend([spent] if not isnan(spent) else [])
            if status in ENDS or not status:
                port = {}
            before, started, is_known = status, moment, True
    times = {stage: spent for stage, spent in times.items() if spent}
    found = {each.status: each for each in stage_durations(steps, since, START + LONG)}
    assert found.keys() == times.keys()
    for stage, found_times in times.items():
        ordered = sorted(found_times)
        middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
        slowest = ordered[len(ordered) - ceil(len(ordered) / 10) :]
        assert found[stage].ports == len(ordered)
        assert found[stage].median.total_seconds() == pytest.approx(middle)
        assert found[stage].slowest_tenth.total_seconds() == slowest[0]


@pytest.mark.django_db
def test_refreshes_record_what_it_takes() -> None:
    """A port that came after the first import entered its stage then; one that was there before is of unknown age."""
    new, old = a_number("PN1", portingStatus="Draft"), a_number("PN2", portingStatus="draft")
    days = [
        (0, [old]),
        (1, [old, new]),
        (4, [old | {"portingStatus": "pending"}, new | {"portingStatus": "pending"}]),
        (5, [old | {"portingStatus": "pending"}, new | {"portingStatus": "pending", "name": "Renamed"}]),
        (9, [old | {"portingStatus": "rejected"}, new | {"portingStatus": "completed"}]),
        (20, [a_number("PN2"), a_number("PN1")]),
    ]
    for day, records in days:
        refresh_at(START + timedelta(days=day), records)
    found = stage_durations(recorded_steps(), START, START + LONG)
    assert [(each.status, each.ports, each.median.days) for each in found] == [("draft", 1, 3), ("pending", 2, 5)]
    assert stage_durations(recorded_steps(), START, START + timedelta(days=9)) == []
    assert recorded_steps(number__country="CA") == []
