"""The page that compares two moments."""

import csv
import io
from datetime import datetime, timedelta
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from dashboard.numbers.models import Preferences
from inventory.choices import Scope
from inventory.models import CacheState
from tests.dashboard.reading import HTMX, Reader, read
from tests.inventory.refreshing.helpers import REGIONS, a_number, a_user, answer_of, refresh_with

pytestmark = pytest.mark.django_db

CLOSED = {"calling": REGIONS, "messaging": REGIONS | {"US": "restricted"}}
OPEN = {"calling": REGIONS, "messaging": REGIONS}
BEN = a_user("US2", firstName=None, lastName=None, email=None)  # so that the id stands for him


@pytest.fixture
def before(db: None) -> datetime:
    """A moment at which there were six numbers; what is different since then is known."""
    first = [
        a_number("PN1", name="Support"),
        a_number("PN2", name="Sales", number="+12025550102"),
        a_number("PN3", name="Port", number="+12025550103", portingStatus="submitted"),
        a_number("PN4", name="Old", number="+12025550104"),
        a_number("PN5", name="Same", number="+12025550105"),
        a_number("PN6", name="Closed", number="+12025550106", restrictions=CLOSED),
    ]
    refresh_with(answer_of(first))
    moment = timezone.now()
    between = [first[0] | {"users": [BEN]}, *first[1:4], first[4] | {"name": "Not for long"}, first[5]]
    refresh_with(answer_of(between))
    refresh_with(
        answer_of(
            [
                first[0] | {"name": "Help", "users": [a_user(), BEN]},
                first[1] | {"restrictions": CLOSED, "users": []},
                first[2] | {"portingStatus": "completed"},
                first[4],
                first[5] | {"restrictions": OPEN, "number": "+14165550106"},
                a_number("PN7", name="New", number="+12025550107"),
            ]
        )
    )
    return moment


def shown(page: Reader) -> dict[str, str]:
    """What the page says of each number, by its name."""
    rows = page.soup.select("table.differences tbody tr")
    return {page.text_of(row.select_one("th a")): page.text_of(row.select_one("td")) for row in rows}


def counts(page: Reader) -> dict[str, int]:
    words = [page.text_of(link).split() for link in page.soup.select(".kinds a")]
    return {" ".join(kind): int(count) for count, *kind in words}


def test_it_says_of_each_number_what_it_was_and_is(viewer: Client, before: datetime) -> None:
    page = read(viewer.get("/compare/", {"from": before.isoformat()}))
    assert shown(page) == {
        "Closed": "Number: (202) 555-0106 → (416) 555-0106 Messaging the US: restricted → unrestricted",
        "Help": "Assigned to: Ada → Ada, US2 Name: Support → Help",
        "New": "Added",
        "Old": "Removed",
        "Port": "Porting: submitted → completed",
        "Sales": "Assigned to: Ada → nobody Messaging the US: unrestricted → restricted",
    }
    assert "6 numbers differ" in page.text
    assert counts(page) == {
        "All": 6, "Added": 1, "Removed": 1, "Reassigned": 2, "Restricted": 1, "Unrestricted": 1, "Ported": 1,
        "Renamed": 1, "Other": 1,
    }  # fmt: skip


def test_each_count_opens_its_list_with_the_other_filters(viewer: Client, before: datetime) -> None:
    page = read(viewer.get("/compare/", {"from": before.isoformat(), "user": "US1"}))
    links = {page.text_of(link): str(link["href"]) for link in page.soup.select(".kinds a")}
    assert len(links) == 9
    for words, url in links.items():
        listed = read(viewer.get(url, headers=HTMX))
        assert f"{words.split()[0]} number" in listed.text
        assert listed.soup.select_one(".kinds [aria-current]") is not None
        assert "Assigned to Ada" in listed.text


def test_a_filter_finds_numbers_as_they_are_on_either_side(viewer: Client, before: datetime) -> None:
    page = read(viewer.get("/compare/", {"from": before.isoformat(), "country": "CA"}))
    assert shown(page).keys() == {"Closed"}
    page = read(viewer.get("/compare/", {"from": before.isoformat(), "country": "US", "restricted": "messaging.US"}))
    assert shown(page).keys() == {"Closed", "Sales"}
    assert "on either side" in page.text


def test_a_moment_is_kept_when_another_filter_changes_until_a_day_is_put_in(viewer: Client, before: datetime) -> None:
    page = read(viewer.get("/compare/", {"from": before.isoformat()}))
    fields = page.soup.select("#filters input[name=from]")
    assert [(field["type"], field["value"]) for field in fields] == [("date", ""), ("hidden", before.isoformat())]
    asked = {"from": ["", before.isoformat()], "to": [day(0), before.isoformat()]}
    page = read(viewer.get("/compare/", asked, follow=True))
    fields = page.soup.select("#filters input[name=from], #filters input[name=to]")
    assert [field["value"] for field in fields] == ["", day(0), before.isoformat()]


def day(ago: int) -> str:
    return (timezone.localdate() - timedelta(days=ago)).isoformat()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"from": "2026-02-30"}, "is neither a day"),
        ({"from": "last week"}, "is neither a day"),
        ({"from": day(3), "to": day(-2)}, "is in the future"),
        ({"from": day(400)}, "What is known begins on"),
        ({"from": day(2), "to": day(5)}, "It is before the other day."),
        ({"change": "eaten"}, "not one of the choices"),
    ],
)
def test_what_cannot_be_compared_is_said(asked: dict[str, str], says: str, viewer: Client, before: datetime) -> None:
    CacheState.objects.update(known_since=timezone.now() - timedelta(days=100))
    answer = viewer.get("/compare/", asked)
    assert answer.status_code == 400
    assert says in read(answer).text
    assert viewer.get("/compare/export.csv", asked).status_code == 400


def test_before_the_first_refresh_there_is_nothing_to_compare(viewer: Client) -> None:
    page = read(viewer.get("/compare/"))
    assert page.soup.select_one(".first-run") is not None
    assert b"".join(viewer.get("/compare/export.json")) == b"[]\n"


def test_it_begins_where_the_history_does_if_that_is_later_than_monday(viewer: Client, before: datetime) -> None:
    known_since = CacheState.objects.get().known_since
    assert known_since
    page = read(viewer.get("/compare/"))
    assert len(shown(page)) == 6
    assert "What is known" not in page.text
    assert not page.soup.select(".presets a")
    assert viewer.get("/compare/", {"from": (known_since - timedelta(seconds=1)).isoformat()}).status_code == 400


def test_spans_that_are_often_asked_for_are_a_click_away(viewer: Client, before: datetime) -> None:
    Preferences.objects.create(owner=User.objects.get(username="vic"), changes_seen_at=before)
    CacheState.objects.update(known_since=timezone.now() - timedelta(days=100))
    page = read(viewer.get("/compare/"))
    presets = {page.text_of(link): str(link["href"]) for link in page.soup.select(".presets a")}
    assert list(presets) == ["Since I was here", "Since yesterday", "Since Monday", "Last month"]
    assert len(shown(read(viewer.get(presets["Since I was here"])))) == 6
    for url in presets.values():
        chosen = read(viewer.get(url))
        assert chosen.soup.select_one(".presets [aria-current]") is not None


def test_what_differs_since_monday_for_ada_is_two_clicks_from_the_overview(viewer: Client, before: datetime) -> None:
    overview = read(viewer.get("/"))
    assert overview.soup.find("a", href="/compare/") is not None
    person = read(viewer.get("/users/US1/"))
    assert person.soup.find("a", href="/compare/?user=US1") is not None


def test_a_person_is_added_without_a_script(viewer: Client, before: datetime) -> None:
    asked = {"text": "US2", "list": "compare", "query": f"from={before.isoformat().replace('+', '%2B')}"}
    only_match = viewer.get("/suggestions/users/", asked)
    assert shown(read(viewer.get(only_match.headers["Location"]))).keys() == {"Help"}


def test_what_came_before_the_first_import_counts_too(viewer: Client) -> None:
    refresh_with(answer_of([a_number("PN1", name="First")]), Scope.NUMBER, "PN1")
    moment = timezone.now()
    refresh_with(answer_of([a_number("PN1", name="First"), a_number("PN2", name="Second", number="+12025550102")]))
    page = read(viewer.get("/compare/", {"from": moment.isoformat()}))
    assert shown(page) == {"Second": "Added"}


def test_pruned_history_is_not_compared(viewer: Client, before: datetime) -> None:
    CacheState.objects.update(known_since=timezone.now())
    assert viewer.get("/compare/", {"from": before.isoformat()}).status_code == 400


def test_exports_have_a_row_for_each_thing_that_differs(viewer: Client, before: datetime) -> None:
    asked = {"from": before.isoformat(), "change": "reassigned"}
    text = b"".join(viewer.get("/compare/export.csv", asked)).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["number_id", "number", "name", "change", "field", "was", "is"],
        ["PN1", "+12025550101", "Help", "reassigned", "users", "Ada", "Ada; US2"],
        ["PN1", "+12025550101", "Help", "renamed", "name", "Support", "Help"],
        ["PN2", "+12025550102", "Sales", "reassigned", "users", "Ada", ""],
        ["PN2", "+12025550102", "Sales", "restricted", "messaging_us", "unrestricted", "restricted"],
    ]
    book = b"".join(viewer.get("/compare/export.xlsx", asked))
    with ZipFile(io.BytesIO(book)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert all(word in sheet for word in ("Reassigned", "Assigned to", "Ada, US2", "nobody", "(202) 555-0101"))
