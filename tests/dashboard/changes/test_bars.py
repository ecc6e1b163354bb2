"""The bars of the page of changes, and how far back its pages go."""

from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dashboard.changes import views
from dashboard.demo.past import make_past
from inventory.choices import RESTRICTION_BY_COLUMN
from inventory.models import Change, WorkspaceUser
from inventory.refreshing.bookkeeping import renew_state
from tests.dashboard.reading import Reader, read
from tests.inventory.refreshing.helpers import KeptRows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def half_a_year(db: None, kept: KeptRows) -> None:
    kept.begin_with("half a year", lambda: make_past(40))


def kind_of(change: Change) -> str:
    """What the page calls its kind, by what changed."""
    by_field = {"porting_status": "porting", "forward": "forwarding", "name": "name"}
    if change.field in RESTRICTION_BY_COLUMN:
        return "restrictions"
    if change.kind == "number-changed":
        return by_field.get(change.field, "other")
    if change.kind == "user-changed":
        return "person"
    if change.kind in ("user-assigned", "user-unassigned"):
        return "assignment"
    return "removed" if change.kind.endswith("removed") else "added or restored"


def bars(page: Reader) -> list[tuple[str, str]]:
    """Of each bar what it says, and where it leads."""
    found = [link for link in page.soup.find_all("a") if str(link.get("id", "")).startswith("bar-")]
    return [(str(link["aria-label"]), str(link["href"])) for link in found]


def said(counts: Counter[str], total: str) -> str:
    order = ["porting", "restrictions", "forwarding", "name", "assignment", "person", "added or restored", "removed"]
    kinds = ", ".join(f"{kind} {counts[kind]}" for kind in [*order, "other"] if counts[kind])
    return f"{total} ({kinds})" if kinds else total


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_each_bar_counts_the_changes_of_its_day_by_kind_and_leads_to_them(viewer: Client, zone: str) -> None:
    viewer.cookies["time-zone"] = zone
    with timezone.override(zone):
        today = timezone.localdate()
        days: dict[str, Counter[str]] = {}
        for change in Change.objects.filter(is_news=True):
            days.setdefault(timezone.localtime(change.at).date().isoformat(), Counter())[kind_of(change)] += 1
        page = read(viewer.get("/changes/"))
        found = bars(page)
        assert len(found) == 31
        stops = [link.get("tabindex") for link in page.soup.select(".bars a")]
        assert stops == ["-1"] * 30 + [None], "one is a tab stop, and arrows lead to the others"
        for ago, (words, url) in zip(range(30, -1, -1), found, strict=True):
            day = (today - timedelta(days=ago)).isoformat()
            counts = days.get(day, Counter())
            total = f"{counts.total()} change{'' if counts.total() == 1 else 's'}"
            assert words.partition(": ")[2] == said(counts, total)
            assert url == f"/changes/?since={day}&until={day}"
        busiest = max(found[:-1], key=lambda bar: int(bar[0].partition(": ")[2].split()[0]))
        page = read(viewer.get(busiest[1]))
        assert page.text_of(page.soup.find(class_="matching")) in busiest[0]
        current = page.soup.find("a", attrs={"aria-current": "date"})
        assert current
        assert current["href"] == "/changes/"


def test_bars_keep_the_filters_and_are_of_what_they_find(viewer: Client) -> None:
    user = WorkspaceUser.objects.filter(changes__kind="user-assigned").order_by("pk").first()
    assert user
    since = timezone.localdate() - timedelta(days=30)
    expected = user.changes.filter(kind="user-assigned", at__date__gte=since).count()
    for query in (f"user={user.pk}&kind=user-assigned", f"kind=user-assigned&user={user.pk}&since=2020-01-01"):
        found = bars(read(viewer.get(f"/changes/?{query}")))
        assert sum(int(words.partition(": ")[2].split()[0]) for words, _ in found) == expected
        assert all(f"user={user.pk}" in url and "kind=user-assigned" in url for _, url in found)


def test_a_refresh_has_no_bars(viewer: Client) -> None:
    refresh = Change.objects.latest("at").refresh_id
    assert bars(read(viewer.get("/changes/")))
    assert not bars(read(viewer.get(f"/changes/?refresh={refresh}")))


def test_a_new_refresh_is_in_the_bar_of_its_day(viewer: Client) -> None:
    before = bars(read(viewer.get("/changes/")))
    change = Change.objects.latest("id")
    Change.objects.create(refresh=change.refresh, at=timezone.now(), kind="number-removed", number_id=change.number_id)
    renew_state(timezone.now(), changed=True)
    after = bars(read(viewer.get("/changes/")))
    assert before[:-1] == after[:-1]
    assert before[-1] != after[-1]


def test_so_many_changes_have_pages_and_older_ones_are_found_by_their_day(
    viewer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST", 60)
    everything = Change.objects.filter(is_news=True).order_by("-at", "-id")
    assert everything.count() > 120
    for number, shown in ((1, everything[:50]), (2, everything[50:60]), (3, everything[50:60])):
        page = read(viewer.get(f"/changes/?page={number}"))
        assert page.text_of(page.soup.find(class_="matching")) == "60+ changes"
        assert "of 60+" in page.text
        assert len(page.soup.select(".timeline li")) == len(shown)
        assert ("Choose days to see older changes." in page.text) == (number > 1)
    oldest = everything.reverse()[0]
    day = timezone.localtime(oldest.at).date()
    page = read(viewer.get(f"/changes/?until={day}"))
    assert f"{everything.filter(at__date__lte=day).count()} changes" in page.text
