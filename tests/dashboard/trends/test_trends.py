"""Trends on the overview and on their page: what they say, where they lead, and what they refuse."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from dashboard.trends.measures import _card
from inventory.models import DailyCount
from tests.dashboard.reading import HTMX, Reader, read
from tests.inventory.refreshing.helpers import REGIONS, a_number

from .helpers import COLUMNS, exported, refresh_at, rows_of, some_record

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 29, 18, 30, tzinfo=UTC)
BLOCKED = {"calling": REGIONS, "messaging": REGIONS | {"US": "restricted"}}


@pytest.fixture(autouse=True)
def evening(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the evening of a day in November."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    _card.cache_clear()


def numbers(count: int, blocked: int = 0, **changes: Any) -> list[dict[str, Any]]:
    records = [a_number(f"PN{place}", number=f"+1202555{place:04}", **changes) for place in range(count)]
    for record in records[:blocked]:
        record["restrictions"] = BLOCKED
    return records


def ago(days: int, records: list[dict[str, Any]]) -> None:
    refresh_at(NOW - timedelta(days=days), records)


def trends(client: Client, query: dict[str, str] | None = None, status: int = 200) -> Reader:
    response = client.get(reverse("trends"), query)
    assert response.status_code == status
    return read(response)


def table(page: Reader) -> dict[str, list[str]]:
    """The counts of each day, by day."""
    rows = page.soup.select(".counts tr")
    return {page.text_of(row.th): [page.text_of(cell) for cell in row.select("td")] for row in rows if row.select("td")}


def said(page: Reader) -> list[str]:
    """What the days of the first chart say under the pointer."""
    return [page.text_of(day) for day in page.soup.select(".days")[0].select("span")]


def test_the_page_says_each_day_as_its_last_refresh_left_it_and_leaves_gaps(owner: Client) -> None:
    ago(3, numbers(4, blocked=3))
    ago(2, numbers(4, blocked=2, users=[]))
    ago(0, numbers(5, blocked=0, portingStatus="draft"))
    page = trends(owner)
    assert table(page) == {
        "Nov 26": ["4", "0", "3", "0", "0", "none"],
        "Nov 27": ["4", "4", "2", "0", "0", "none"],
        "Nov 29": ["5", "0", "0", "5", "1", "5 draft"],  # the new one was last updated long ago
    }
    assert said(page) == ["Nov 26: 4", "Nov 27: 4", "Nov 28: no refresh", "Nov 29: 5"]
    headings = [page.text_of(heading) for heading in page.soup.select(".charts h2")]
    assert headings[:3] == [
        "Numbers 5 ▲ 1 more since Nov 26", "Unassigned 0", "Cannot text the US 0 ▼ 3 fewer since Nov 26",
    ]  # fmt: skip


def test_the_overview_has_the_last_90_days_and_leads_to_the_page(owner: Client) -> None:
    ago(100, numbers(9))
    ago(80, numbers(4, blocked=3))
    ago(0, numbers(5, blocked=1))
    page = read(owner.get(reverse("overview")))
    assert [*table(page)] == ["Nov 29", "Sep 10"]
    assert table(page)["Sep 10"] == ["4", "0", "3", "0", "0"]
    lines = [
        page.text_of(line.a) + page.text_of(line.select("li > span")[0]) for line in page.soup.select(".trends li")
    ]
    assert len(said(page)) == 90
    assert lines[0].startswith("Numbers")
    assert lines[2].endswith("1 ▼ 2 fewer since Sep 10")
    assert reverse("trends") in page.links


def test_the_overview_follows_the_cache_and_the_day(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def latest() -> str:
        return said(read(owner.get(reverse("overview"))))[-1]

    ago(1, numbers(4))
    assert latest() == "Nov 29: no refresh"
    ago(0, numbers(4))  # the first refresh of a day changes nothing
    assert latest() == "Nov 29: 4"
    ago(0, numbers(7))
    assert latest() == "Nov 29: 7"
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=6))  # half past midnight
    assert latest() == "Nov 30: no refresh"


def test_a_day_opens_the_list_that_it_counts(owner: Client) -> None:
    ago(2, numbers(6, blocked=2, portingStatus="pending"))
    ago(1, numbers(6, blocked=2, portingStatus="draft"))
    ago(0, numbers(6, blocked=1, users=[]))
    page = trends(owner, {"country": "US", "kind": "local"})
    rows = {page.text_of(row.th): row.select("a") for row in page.soup.select(".counts tbody tr")}
    asked = [dict(parse_qsl(urlsplit(str(link["href"])).query)) for link in rows["Nov 28"]]
    of_numbers = {"country": "US", "kind": "local", "as_of": "2026-11-28"}
    assert asked[:3] == [
        {"state": "current"} | of_numbers, {"assigned": "no"} | of_numbers, {"restricted": "messaging.US"} | of_numbers,
    ]  # fmt: skip
    assert asked[4] == {"stalled": "yes"} | of_numbers
    assert all(f"porting={status}&" in rows["Nov 28"][3]["href"] for status in ("draft", "pending"))
    for link in rows["Nov 29"]:  # today's lists are those of now
        assert "as_of" not in link["href"]
        assert f"{page.text_of(link)} of 6" in read(owner.get(str(link["href"]))).text or page.text_of(link) == "none"


def test_whoever_has_days_of_another_zone_opens_the_end_of_the_servers_day(owner: Client, settings: Settings) -> None:
    settings.TIME_ZONE = "America/New_York"
    ago(1, numbers(1))
    owner.cookies["time-zone"] = "Asia/Tokyo"
    links = [link for link in trends(owner).links if "as_of" in link]
    moments = {dict(parse_qsl(urlsplit(link).query))["as_of"] for link in links}
    assert moments == {"2026-11-28T23:59:59.999999-05:00"}


def test_ports_that_are_stalled_today_are_those_of_now(owner: Client) -> None:
    """One that will be by midnight is not yet."""
    ago(11, numbers(2))
    refresh_at(NOW - timedelta(days=10) + timedelta(hours=2), numbers(2, portingStatus="pending"))
    ago(0, numbers(2, portingStatus="pending"))
    assert DailyCount.objects.get(day=NOW.date(), porting_status="pending").stalled == 2
    assert table(trends(owner))["Nov 29"][4] == "0"
    assert table(read(owner.get(reverse("overview"))))["Nov 29"][4] == "0"


def test_countries_kinds_and_restrictions_are_compared_and_chosen(owner: Client) -> None:
    free = numbers(3, blocked=1) + [a_number(f"PN{place}x", number=f"+4930901{place:03}") for place in range(2)]
    ago(9, free[:3])
    ago(0, [*free, a_number("PN9x", number="+18005550100", restrictions=BLOCKED)])
    page = trends(owner)
    sections = {page.text_of(card.h2): card for card in page.soup.select(".charts .card")}
    lines = {name: [page.text_of(row) for row in sections[name].select("tbody tr")] for name in sections}
    more = "▲ {0} more since Nov 20".format
    assert lines["By country"] == ["United States 3 1", f"Germany 2 {more(2)} 0", f"None 1 {more(1)} 1 {more(1)}"]
    assert lines["By kind"][0] == f"Local 5 {more(2)} 1"
    assert f"Cannot text international numbers 6 {more(3)}" in lines["By restriction"]
    germany = read(owner.get(str(sections["By country"].select("a")[1]["href"])))
    assert table(germany)["Nov 20"][0] == "0"
    assert "Nov 21: no refresh" in said(germany)
    assert table(germany)["Nov 29"][0] == "2"
    assert "By country" not in germany.text
    assert "Germany" in [page.text_of(option) for option in germany.soup.select("#f-country option")]
    other = trends(owner, {"restricted": "calling.US", "country": "none"})
    assert table(other)["Nov 29"][2] == "0"


def test_a_country_without_numbers_on_a_known_day_has_none_then(owner: Client) -> None:
    ago(2, [*numbers(1), a_number("PNx", number="+4930901820")])
    ago(1, numbers(1))
    assert table(trends(owner, {"country": "DE"}))["Nov 28"] == ["0", "0", "0", "0", "0"]


SPANS: list[tuple[dict[str, str], str, int]] = [
    ({}, "2025-11-30", 365),
    ({"span": "30d"}, "2026-10-31", 30),
    ({"span": "90d"}, "2026-09-01", 90),
    ({"span": "all"}, "2025-05-03", 576),
    ({"span": "30d", "to": "2026-01-31"}, "2026-01-02", 30),
    ({"from": "2026-02-27", "to": "2026-03-02", "span": "30d"}, "2026-02-27", 4),
    ({"from": "1900-01-01", "to": "9999-12-31"}, "2025-05-03", 576),
]


@pytest.mark.parametrize(("query", "first", "length"), SPANS)
def test_the_days_that_are_asked_for(query: dict[str, str], first: str, length: int, owner: Client) -> None:
    for days in (575, 310, 273, 272, 0):
        ago(days, numbers(1))
    response = owner.get(reverse("trends"), query)
    asked = response.context["days"].days
    assert (str(asked[0]), len(asked)) == (first, length)
    found = rows_of(owner.get(reverse("export-trends"), query))
    expected = {str(day) for day in DailyCount.objects.values_list("day", flat=True) if day in asked}
    assert {row["day"] for row in found} == expected


def test_of_many_days_a_column_says_the_last_that_is_known(owner: Client) -> None:
    """300 days are 100 columns of three."""
    for count, days in enumerate((299, 298, 152, 1), 1):
        ago(days, numbers(count))
    found = said(trends(owner))
    assert len(found) == 100
    known = [words for words in found if not words.endswith("no refresh")]
    assert known == ["Feb 4: 2", "Jun 30: 3", "Nov 28: 4"]


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-11-30"},
        {"from": "2026-02-30"},
        {"from": "2026-03-02", "to": "2026-03-01"},
        {"to": "yesterday"},
        {"span": "10y"},
        {"kind": "odd"},
        {"country": "far too long"},
        {"restricted": "calling.Mars"},
    ],
    ids=str,
)
def test_what_cannot_be_asked_for_is_refused(query: dict[str, str], owner: Client) -> None:
    ago(300, numbers(1))
    assert "invalid filter" in trends(owner, query, status=400).text
    assert owner.get(reverse("export-trends"), query).status_code == 400


@pytest.mark.parametrize("query", [{"to": "2020-01-01"}, {"to": "0001-01-01"}, {}])
def test_before_anything_is_known_it_says_so(query: dict[str, str], owner: Client) -> None:
    assert "Nothing is known of these days" not in trends(owner, query).text  # nor is there any data
    if query:
        ago(300, numbers(1))
        assert "Nothing is known of these days" in trends(owner, query).text


def test_a_fragment_is_the_part_that_changes(owner: Client) -> None:
    ago(0, numbers(1))
    part = owner.get(reverse("trends"), {"span": "30d"}, headers=HTMX).content.decode()
    assert part.lstrip().startswith('<div id="results"')


def test_the_file_has_the_counts_of_each_day_which_a_recount_gives(owner: Client) -> None:
    ago(1, numbers(4, blocked=3, portingStatus="Pending"))
    ago(0, numbers(4, blocked=2, users=[]))
    now = exported(owner)
    rows = {(row["day"], row["porting_status"]): row for row in rows_of(owner.get(reverse("export-trends")))}
    assert rows.keys() == {("2026-11-28", "pending"), ("2026-11-29", "")}
    latest = rows["2026-11-29", ""]
    assert (latest["numbers"], latest["unassigned"]) == (str(len(now)), "4")
    for column in COLUMNS:
        assert latest[column] == str(sum(row[column] == "restricted" for row in now))
    assert rows["2026-11-28", "pending"]["messaging_us"] == "3"


def test_ports_stand_in_their_stages_and_ended_ones_say_how_long_they_took(owner: Client) -> None:
    for days, statuses in enumerate(["", "draft", "draft", "pending", "rejected", "completed", "completed"]):
        first = {"portingStatus": statuses or None}
        ago(12 - 2 * days, [a_number("PN1", **first), a_number("PN2", portingStatus="odd"), a_number("PN3")])
    page = trends(owner)
    assert [cells[-1] for cells in table(page).values()][::-1] == [
        "1 odd", "1 draft, 1 odd", "1 draft, 1 odd", "1 pending, 1 odd", "1 odd, 1 rejected", "1 odd", "1 odd",
    ]  # fmt: skip
    assert [page.text_of(stage) for stage in page.soup.select(".legend li")] == [
        "Draft 0", "Pending 0", "Odd 1", "Rejected 0",
    ]  # fmt: skip
    durations = {row[0]: row[1:] for row in page.rows if row and row[-1].endswith(" or more")}
    assert durations == {"Draft": ["1", "4 d", "4 d or more"], "Pending": ["1", "2 d", "2 d or more"]}
    assert "No port ended in these days" in trends(owner, {"from": "2026-11-28"}).text


def test_a_numbers_page_draws_its_port(owner: Client) -> None:
    for days, status in ((20, "draft"), (10, "pending"), (5, "completed")):
        ago(days, [a_number("PN1", portingStatus=status, updatedAt=(NOW - timedelta(days=30)).isoformat())])
    page = read(owner.get(reverse("number", args=["PN1"])))
    parts = page.soup.select(".port-line rect")
    assert [page.text_of(part) or part.get_text() for part in parts] == [
        "Draft, 20 d",
        "Pending, 5 d",
        "Completed, 5 d",
    ]
    places = [(int(str(part["x"])), int(str(part["width"]))) for part in parts]
    assert [x for x, _ in places] == [0, places[0][1], places[0][1] + places[1][1]]
    assert places[0][1] + places[1][1] + places[2][1] == pytest.approx(1000, abs=2)
    assert (places[0][1] - 24) / (places[1][1] - 24) == pytest.approx(4, abs=0.05)  # 20 days, 5 days
    assert places[2][1] == 24  # it has ended


def test_each_day_opens_a_list_of_as_many_numbers_as_it_says(owner: Client) -> None:
    """Whatever happened, with the list as it was then."""
    chance = random.Random("days and their lists")
    records = {place: some_record(place, chance) for place in range(12)}
    for days in range(24, 0, -3):
        records |= {place: some_record(place, chance) for place in chance.sample(range(14), 4)}
        records.pop(chance.choice([*records]))
        refresh_at(NOW - timedelta(days=days, hours=chance.choice([0, 8, 16])), [*records.values()])
    page = read(owner.get(reverse("overview")))
    cells = page.soup.select(".counts tbody a")
    assert len(cells) == 8 * 5
    for cell in cells:
        listed = read(owner.get(str(cell["href"]), headers=HTMX))
        assert listed.text_of(listed.soup.select(".matching strong")[0]) == page.text_of(cell), cell["href"]
