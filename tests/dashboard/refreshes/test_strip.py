"""The latest refreshes as bars: as many as there is room for, in their order, as high as they took long."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inventory.choices import Removals, State
from inventory.models import Refresh
from tests.dashboard.reading import read

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def ended(state: State, seconds: float, **more: object) -> Refresh:
    finished = NOW + timedelta(seconds=seconds)
    return Refresh.objects.create(
        scope="workspace", state=state, requested_at=NOW, started_at=NOW, finished_at=finished, **more
    )


def test_each_leads_to_its_refresh_and_says_its_result(viewer: Client) -> None:
    all_of_them = [
        *(ended(State.SUCCEEDED, 10) for _ in range(89)),
        ended(State.FAILED, 5),
        ended(State.SUCCEEDED, 20, removals=Removals.HELD, held_waiting=3),
    ]
    page = read(viewer.get(reverse("refreshes"), {"per_page": 25}))
    bars = page.soup.select(".strip a")
    assert [bar["href"] for bar in bars] == [reverse("refresh", args=[each.pk]) for each in all_of_them[1:]]
    heights = [[int(str(rect["height"])) for rect in bar.select("rect")] for bar in bars]
    assert heights == [*[[16]] * 88, [8, 3], [32]]  # of 20 seconds, and a line under the failure
    assert [bar["class"] for bar in bars[-3:]] == ["good", "bad", "waiting"]
    assert [str(bar["aria-label"]).partition(",")[0] for bar in bars[-2:]] == [
        "Failed in 5.0 s",
        "3 removals held in 20.0 s",
    ]
    said = page.text_of(page.soup.select_one(".strip figcaption"))
    assert said == (
        "The last 90: 88 succeeded, 1 with removals held, 1 failed. The highest bar is 20.0 s; failures are underlined."
    )


def test_it_is_of_what_the_filters_leave(viewer: Client) -> None:
    failed = [ended(state, 1) for state in (State.FAILED, State.SUCCEEDED, State.FAILED)][::2]
    page = read(viewer.get(reverse("refreshes"), {"result": "failed"}))
    assert [bar["href"] for bar in page.soup.select(".strip a")] == [
        reverse("refresh", args=[one.pk]) for one in failed
    ]


def test_one_of_them_is_a_tab_stop(viewer: Client) -> None:
    for _ in range(3):
        ended(State.SUCCEEDED, 1)
    bars = read(viewer.get(reverse("refreshes"))).soup.select(".strip a")
    assert [bar.get("tabindex") for bar in bars] == ["-1", "-1", None]
