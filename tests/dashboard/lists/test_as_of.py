"""Pages as of a day: what was known then, every link keeps the day, and what cannot be shown is said."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dashboard.lists.through_time import moment_of
from dashboard.numbers.models import SavedView
from inventory.choices import Scope, State
from inventory.history import NotInThePast, at
from inventory.models import CacheState, Change, PastNumber, PhoneNumber, Refresh
from inventory.refreshing.replay import Replay
from inventory.reports.number_index import number_index
from inventory.reports.statistics import statistics
from tests.dashboard.reading import HTMX, Reader
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with

pytestmark = pytest.mark.django_db

MARCH, MAY = datetime(2026, 3, 10, 12, tzinfo=UTC), datetime(2026, 5, 20, 12, tzinfo=UTC)
DAY = "as_of=2026-03-31"


@pytest.fixture
def owner(owner: Client) -> Client:
    """PN1 was Ada's until May, when Bob came and got it. PN2 was removed then, and PN3 came."""
    ada, bob = a_user("US1"), a_user("US2", firstName="Bob")
    then = [a_number(name="Front desk", users=[ada]), a_number("PN2", number="+12025550102", users=[ada])]
    since_may = [
        a_number(name="Support", users=[bob], forward="+12025550103"),
        a_number("PN3", name="Sales", number="+12025550103", users=[bob]),
    ]
    refresh_with(answer_of(then), now=MARCH)
    refresh_with(answer_of(since_may), now=MAY)
    return owner


def read(client: Client, address: str, status: int = 200, **headers: str) -> Reader:
    response = client.get(address, headers=headers)
    assert response.status_code == status, address
    return Reader(response.content.decode())


def names(client: Client, address: str) -> list[str]:
    return [row["name"] for row in json.loads(b"".join(client.get(address).streaming_content))]  # type: ignore[attr-defined]


def test_each_page_shows_what_was_known_then(owner: Client) -> None:
    numbers = read(owner, f"/numbers/?{DAY}").text
    assert "Front desk" in numbers
    assert "Line PN2" in numbers
    assert "As of March 31, 2026" in numbers
    assert "Support" not in numbers
    assert "Sales" not in numbers
    number = read(owner, f"/numbers/PN1/?{DAY}").text
    assert "Front desk" in number
    assert "Ada" in number
    assert "Bob" not in number
    assert "Not forwarding." in number
    assert "Raw record" not in number
    people = read(owner, f"/users/?{DAY}").text
    assert "Ada" in people
    assert "Bob" not in people
    assert "Front desk" in read(owner, f"/users/US1/?{DAY}").text
    assert names(owner, f"/numbers/export.json?{DAY}") == ["Front desk", "Line PN2"]
    assert "Front desk" not in read(owner, "/numbers/?as_of=2026-05-20").text  # the day on which it changed


def test_filters_search_and_counts_are_those_of_then(owner: Client) -> None:
    assert names(owner, f"/numbers/export.json?{DAY}&q=ada") == ["Front desk", "Line PN2"]
    assert names(owner, f"/numbers/export.json?{DAY}&user=US2") == []
    assert names(owner, f"/numbers/export.json?{DAY}&forward=yes") == []
    assert names(owner, "/numbers/export.json?forward=yes") == ["Support"]
    facets = owner.get(f"/numbers/facets/?{DAY}", headers=HTMX).content.decode()
    assert "(2)" in facets
    assert "(3)" not in facets
    assert "Include removed (2)" in " ".join(Reader(facets).text.split())  # in March nothing was removed


def test_a_saved_view_opens_on_the_same_day(owner: Client) -> None:
    view = SavedView.keep(User.objects.get(username="owner"), "Forwarding", "forward=yes")
    menu = read(owner, f"/numbers/?{DAY}")
    (address,) = (link for link in menu.links if link.startswith(reverse("open-view", args=[view.pk])))
    assert DAY in owner.get(address).headers["Location"]


def test_the_list_says_how_many_numbers_there_were(owner: Client) -> None:
    refresh_with(answer_of([a_number(f"PN{place}") for place in range(1, 6)]))
    for query, says in (("", "2 of 2"), ("&q=front", "1 of 2"), ("&state=all", "2 of 2")):
        page = read(owner, f"/numbers/?{DAY}{query}")
        assert page.text_of(page.soup.select_one(".matching")) == says, query


def test_every_link_of_the_page_keeps_the_day_and_the_banner_leads_back(owner: Client) -> None:
    for address in ("/numbers/", "/numbers/PN1/", "/users/", "/users/US1/", "/groups/GR1/"):
        page = read(owner, f"{address}?{DAY}")
        for link in page.links:
            if link.startswith(("/numbers/", "/users/", "?")) and link != address:
                assert DAY in link, (address, link)
        assert address in page.links  # back to today
        forms = [tag for tag in page.soup.find_all("form") if tag.get("method") == "post"]
        assert {form["action"] for form in forms} <= {"/theme/", "/accounts/logout/", "/numbers/columns/"}, address
    filters = read(owner, f"/numbers/?{DAY}&assigned=yes&sort=number")
    assert "/numbers/?assigned=yes&sort=number" in filters.links


def test_other_pages_and_writing_are_as_they_were(owner: Client) -> None:
    assert "Refresh" in read(owner, "/numbers/").text
    assert "As of May" not in read(owner, "/numbers/").text
    with at(MARCH), pytest.raises(NotInThePast), transaction.atomic():
        PhoneNumber.objects.update(name="Nobody's")


def test_what_cannot_be_shown_is_said(owner: Client) -> None:
    for asked, status, says in (
        ("2026-02-30", 400, "neither a day"),
        ("yesterday", 400, "neither a day"),
        ("20260310", 400, "neither a day"),
        ("0001-01-01", 400, "neither a day"),
        ("2026-03-10T25:00", 400, "neither a day"),
        ("9998-01-01", 400, "in the future"),
        ("2026-03-09", 404, "begins on 2026-03-10 at 12:00"),
        ("2026-03-10T11:59:59Z", 404, "begins on 2026-03-10 at 12:00"),
        ("2026-03-10T12:00:00 00:00", 200, "As of March 10, 2026, 12:00:00"),
        ("2026-03-10T14:00:00%2B02:00", 200, "Front desk"),
        ("2026-03-10", 200, "Front desk"),
        ("2026-05-20T11:59:59", 200, "Front desk"),
        ("2026-05-20T12:00:00", 200, "Support"),
    ):
        for address in ("/numbers/", "/users/"):
            page = read(owner, f"{address}?as_of={asked}", status)
            assert says in page.text or address == "/users/", asked
        export = owner.get(f"/numbers/export.csv?as_of={asked}")
        assert export.status_code == status, asked
        list(export)  # whose end lets the next one begin


def test_a_number_of_later_was_not_known_then(owner: Client) -> None:
    page = read(owner, f"/numbers/PN3/?{DAY}", 404)
    assert "was known then" in page.text
    assert "/numbers/PN3/" in page.links


def test_nothing_is_known_before_the_first_refresh(viewer: Client) -> None:
    assert "first refresh is still to come" in read(viewer, f"/numbers/?as_of={timezone.localdate()}", 404).text


def test_a_day_ends_in_the_displayed_zone_also_when_clocks_change(owner: Client) -> None:
    with timezone.override(ZoneInfo("Europe/Berlin")):
        assert moment_of("2026-03-29") == datetime(2026, 3, 29, 21, 59, 59, 999999, tzinfo=UTC)  # a day of 23 hours
        assert moment_of("2026-03-28") == datetime(2026, 3, 28, 22, 59, 59, 999999, tzinfo=UTC)
    owner.cookies["time-zone"] = "Pacific/Kiritimati"  # UTC+14: the 10th ended there before the import
    assert "begins on 2026-03-11" in read(owner, "/numbers/?as_of=2026-03-10", 404).text
    assert "Front desk" in read(owner, "/numbers/?as_of=2026-03-11").text


def test_periods_keep_their_order_though_the_clock_does_not(owner: Client) -> None:
    moments: list[datetime] = []
    for place, now in enumerate([MAY, MAY, MARCH, MAY + timedelta(days=1)]):
        refresh_with(answer_of([a_number(name=f"Name {place}")]), now=now)
        moments.append(CacheState.objects.get().written_at or MARCH)
    assert moments == sorted(set(moments))
    for place, moment in enumerate(moments):
        with at(moment):
            assert PhoneNumber.objects.get(pk="PN1").name == f"Name {place}"
    for change in Change.objects.filter(new="Name 2"):  # as versions without a history dated it
        Change.objects.filter(refresh=change.refresh).update(at=MARCH)
    replay()
    found = PastNumber.objects.filter(id="PN1", name__startswith="Name").order_by("since")
    periods = [*found.values_list("name", "since", "until")]
    assert [name for name, *_ in periods] == ["Name 0", "Name 1", "Name 2"]
    assert all(since < until == following for (_, since, until), (_, following, _) in pairwise(periods))


def replay() -> None:
    """What the upgrade does to a database that has changes and no history."""
    Replay(partial(apps.get_model, "inventory")).build()


def test_what_is_known_of_an_old_database_that_was_pruned_begins_with_the_oldest_refresh_left(owner: Client) -> None:
    refresh_with(answer_of([a_number(name="Sales")]), now=MAY + timedelta(days=1))
    pruned, oldest, _ = Refresh.objects.filter(scope=Scope.WORKSPACE).order_by("pk")
    pruned.changes.all().delete()
    pruned.delete()
    Refresh.objects.filter(pk=oldest.pk).update(finished_at=MAY)
    Refresh.objects.create(scope=Scope.WORKSPACE, state=State.FAILED, finished_at=MAY - timedelta(days=1))
    replay()
    assert CacheState.objects.get().known_since == MAY


def test_a_look_at_the_past_leaves_what_is_kept_of_today(owner: Client) -> None:
    version = CacheState.objects.get().version
    today, index = statistics(version), number_index(version)
    for moment in (MARCH, MAY):
        with at(moment):
            assert statistics(version) != today or moment == MAY
            assert number_index(version) is not index
    assert statistics(version) is today
    assert number_index(version) is index
