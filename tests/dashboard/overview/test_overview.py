"""The page of every morning: each figure is a link to the numbers that it counts."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from dashboard.overview.since import changed_since, differences
from inventory.choices import RESTRICTIONS, Scope, State
from inventory.models import CacheState, Change, PhoneNumber, Refresh, WorkspaceUser
from inventory.refreshing.request import request_refresh
from inventory.reports.attention import _left_with_one_user
from inventory.reports.leavers import left_since
from inventory.reports.number_index import number_index
from inventory.reports.statistics import forwarding_loops, statistics
from inventory.sandbox import Sandbox
from inventory.sandbox.workspace import Workspace
from tests.dashboard.reading import read, text_of
from tests.inventory.refreshing.helpers import (
    REGIONS,
    a_number,
    a_user,
    answer_of,
    let_time_pass,
    refresh_people,
    refresh_with,
    some_numbers,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted_before() -> None:
    cache.clear()


def overview(client: Client) -> str:
    return text_of(client.get(reverse("overview")))


def failed_refresh() -> Refresh:
    now = timezone.now()
    says = {"error_summary": "Quo could not answer (500).", "error_trace": "abc"}
    return Refresh.objects.create(
        scope=Scope.WORKSPACE, state=State.FAILED, requested_by_name="cron", started_at=now, finished_at=now, **says
    )


def test_before_the_first_refresh_it_says_what_to_do(owner: Client) -> None:
    assert "No API key configured" in overview(owner)


def test_a_workspace_without_numbers_is_no_list_without_matches(owner: Client) -> None:
    refresh_with(answer_of([]))
    assert "By kind and country" not in overview(owner)
    for name, says in (("numbers", "The workspace has no numbers."), ("users", "The workspace has no people.")):
        assert says in text_of(owner.get(reverse(name)))
        assert says not in text_of(owner.get(reverse(name), {"q": "Ada"}))


def test_a_cell_counts_what_its_link_lists(owner: Client, workspace: Workspace) -> None:
    page = read(owner.get(reverse("overview")))
    for way in RESTRICTIONS:
        count = PhoneNumber.objects.current().filter(**{way.column: "restricted"}).count()
        cell = page.text_of(page.soup.select_one(f'a.cell[href$="?restricted={way.key}"]'))
        assert re.fullmatch(rf"{count} restricted: cannot (call|text) .+", cell)
        assert f"{count} of 40" in text_of(owner.get(reverse("numbers"), {"restricted": way.key})), way.key


def test_it_lists_ports_that_have_not_moved(owner: Client) -> None:
    refresh_with(answer_of([a_number("PN1", portingStatus="pending"), a_number("PN2", portingStatus="submitted")]))
    PhoneNumber.objects.filter(pk="PN1").update(porting_since=timezone.now() - timedelta(days=14))
    PhoneNumber.objects.filter(pk="PN2").update(porting_since=timezone.now() - timedelta(days=2))
    assert "1 port stalled for 10 days or more" in overview(owner)
    listed = owner.get(reverse("numbers"), {"stalled": "yes"}).content.decode()
    assert reverse("number", args=["PN1"]) in listed
    assert reverse("number", args=["PN2"]) not in listed


def test_it_lists_ports_that_failed(owner: Client) -> None:
    refresh_with(answer_of([a_number("PN1", portingStatus="rejected"), a_number("PN2", portingStatus="completed")]))
    page = owner.get(reverse("overview")).content.decode()
    assert "1 port was rejected or failed" in page
    assert "?porting=rejected" in page


def test_no_port_is_missing_among_many(owner: Client) -> None:
    """Every count equals what its link lists, whatever else there is and however Quo writes a status."""
    many = [a_number(f"PN{place}", portingStatus="pending") for place in range(1100)]
    few = {"PNa": "Rejected", "PNb": "failed", "PNc": "Completed", "PNd": "CANCELLED", "PNe": "FOC-received"}
    refresh_with(answer_of([*many, *(a_number(id, portingStatus=status) for id, status in few.items())]))
    PhoneNumber.objects.update(porting_since=timezone.now() - timedelta(days=14))
    PhoneNumber.objects.filter(pk__in=["PN0", "PN1"]).update(porting_since=timezone.now() - timedelta(days=2))
    page = read(owner.get(reverse("overview")))
    assert "2 ports were rejected or failed" in page.text
    assert "1,099 ports stalled for 10 days or more" in page.text
    failed = next(link for link in page.links if "porting=failed&porting=rejected" in link)
    assert "2 of 1,105" in text_of(owner.get(failed))
    assert "1,099 of 1,105" in text_of(owner.get(reverse("numbers"), {"stalled": "yes"}))


def test_stalled_ports_are_listed_with_the_oldest_first(owner: Client) -> None:
    statuses = ("pending", "draft", "submitted", "In Progress")
    refresh_with(answer_of([a_number(f"PN{place}", portingStatus=status) for place, status in enumerate(statuses)]))
    for place, days in enumerate((12, 40, 20, 30)):
        PhoneNumber.objects.filter(pk=f"PN{place}").update(porting_since=timezone.now() - timedelta(days=days))
    page = read(owner.get(reverse("overview")))
    listed = read(owner.get(next(link for link in page.links if "stalled=yes" in link)))
    assert [str(link["href"])[-4:-1] for link in listed.soup.select("tbody th a")] == ["PN1", "PN3", "PN2", "PN0"]


def test_a_port_stalls_without_a_refresh(owner: Client, settings: Settings) -> None:
    refresh_with(answer_of([a_number("PN1", portingStatus="pending")]))
    PhoneNumber.objects.update(porting_since=timezone.now() - timedelta(days=4))
    assert "port stalled for" not in overview(owner)
    settings.QUO_PORT_STALLED_AFTER = 3  # as if days had passed
    page = overview(owner)
    assert "1 port stalled for 3 days or more" in page
    assert "Oldest: (202) 555-0101, pending for 4 d." in page


def test_it_names_the_first_of_many_that_failed(owner: Client) -> None:
    refresh_with(
        answer_of(
            [a_number(f"PN{place}", portingStatus="failed", number=f"+120255501{place:02}") for place in range(4)]
        )
    )
    page = overview(owner)
    assert "4 ports were rejected or failed" in page
    assert "(202) 555-0100, (202) 555-0101 and 2 more." in page


def test_it_says_that_the_last_refresh_failed(owner: Client, workspace: Workspace) -> None:
    failed_refresh()
    page = overview(owner)
    assert "The last refresh failed" in page
    assert "Quo could not answer (500)." in page


def test_it_says_that_the_data_is_old(owner: Client, workspace: Workspace) -> None:
    let_time_pass(timedelta(hours=3))
    assert "Data is 3 h old" in overview(owner)


def test_it_says_that_removals_are_held(owner: Client) -> None:
    refresh_with(answer_of(some_numbers(30)))
    refresh_with(answer_of(some_numbers(4)))
    assert "26 removals waiting for a decision" in overview(owner)


def users(*ids: str) -> list[dict[str, Any]]:
    return [a_user(f"US{id}") for id in ids]


HANDED = [
    (["A B", "A"], True),
    (["A B C", "A B", "B"], True),
    (["A B", "C"], True),  # whoever it is that was left with it
    (["A B", "A", "B"], True),  # handed over afterwards
    (["A", "A B", "B"], True),
    (["A", "B"], False),  # handed over, and never shared
    (["A B", "A B"], False),
    (["A", "A B"], False),
    (["A B", "", "A"], False),  # left with none, and given to one
    (["A", "", "A"], False),
    (["A B", "A", "", "A"], False),
    (["A B", "A", "A B"], False),
]


def test_a_shared_number_left_with_one_user_is_news(owner: Client) -> None:
    """Each number has users of its own, and keeps the last of them until all are through."""
    for step in range(max(len(shared) for shared, _ in HANDED)):
        steps = [shared[min(step, len(shared) - 1)] for shared, _ in HANDED]
        records = [
            a_number(f"PN{place}", users=users(*(f"{place}{id}" for id in ids.split())))
            for place, ids in enumerate(steps)
        ]
        refresh_with(answer_of(records))
    page = read(owner.get(reverse("overview")))
    assert "5 shared numbers were left with one user" in page.text
    assert any("left=yes" in link for link in page.links)
    listed = read(owner.get(reverse("numbers"), {"left": "yes"})).links
    left = [reverse("number", args=[f"PN{place}"]) in listed for place in range(len(HANDED))]
    assert left == [is_left for _, is_left in HANDED]
    Change.objects.update(at=timezone.now() - timedelta(days=31))
    _left_with_one_user.cache_clear()  # as on another day
    assert "left with one user" not in overview(owner)


def test_a_changed_group_is_no_other_user(owner: Client) -> None:
    refresh_with(answer_of([a_number(users=users("A", "B"))]))
    assert "left with one user" not in overview(owner)
    refresh_with(answer_of([a_number(users=[a_user("USA", groupId="GR2")])]))
    assert "1 shared number was left with one user" in overview(owner)


LOOPS = [
    ({}, []),
    ({"a": "a"}, ["a"]),
    ({"a": "b", "b": "a", "c": "a"}, ["a", "b"]),
    ({"a": "b", "b": "c", "c": "d"}, []),
    ({"c": "a", "a": "b", "b": "a", "e": "d", "d": "e", "f": "outside"}, ["a", "b", "d", "e"]),
]


@pytest.mark.parametrize(("forwards", "looping"), LOOPS)
def test_forwarding_in_a_circle_is_found(forwards: dict[str, str], looping: list[str]) -> None:
    rows = [(number, number, target) for number, target in forwards.items()]
    assert forwarding_loops(rows) == forwarding_loops(rows[::-1]) == looping


def test_numbers_that_forward_in_a_loop_need_attention(owner: Client) -> None:
    there, back = "+12025550111", "+12025550122"
    refresh_with(answer_of([a_number(number=there, forward=back), a_number("PN2", number=back, forward=there)]))
    page = read(owner.get(reverse("overview")))
    assert "2 numbers forward in a loop Forwarded calls come back to the same number." in page.text
    assert "2 of 2" in text_of(owner.get(next(link for link in page.links if "looping=yes" in link)))


@pytest.mark.parametrize(
    ("count", "says"),
    [
        (1, "1 number has warnings Its record does not match Quo’s documentation."),
        (2, "2 numbers have warnings Their records do not match Quo’s documentation."),
    ],
)
def test_numbers_whose_records_do_not_match_the_documentation_are_counted(count: int, says: str, owner: Client) -> None:
    odd = {"calling": REGIONS | {"US": "limited"}, "messaging": REGIONS}
    bad = [a_number(f"PN{place}", restrictions=odd) for place in range(count)]
    refresh_with(answer_of([*bad, a_number("PN9")]))
    page = read(owner.get(reverse("overview")))
    assert says in page.text
    assert f"{count} of {count + 1}" in text_of(owner.get(next(link for link in page.links if "warnings=yes" in link)))


def test_stages_stand_in_the_order_of_a_port_and_only_failures_have_a_tone(owner: Client) -> None:
    statuses = ["rejected", "foc-received", "odd", "draft", "submitted", "submitted"]
    refresh_with(answer_of([a_number(f"PN{place}", portingStatus=status) for place, status in enumerate(statuses)]))
    PhoneNumber.objects.update(porting_since=timezone.now())
    page = read(owner.get(reverse("overview")))
    assert "Porting 4 under way 1 rejected or failed" in page.text
    stages = page.soup.select(".pipeline a")
    assert [str(stage["href"]).partition("=")[2] for stage in stages] == [
        "draft", "submitted", "pending", "in-progress", "scheduled", "rejected", "foc-received", "odd",
    ]  # fmt: skip
    assert [page.text_of(stage.strong) for stage in stages] == ["1", "2", "0", "0", "0", "1", "1", "1"]
    assert [str(stage["class"]).split()[1:] for stage in stages] == [[], [], [], [], [], ["broken"], [], []]


def test_the_tone_is_for_what_is_new_or_broken_not_for_what_is_many(owner: Client) -> None:
    def cells() -> dict[str, list[str]]:
        found = read(owner.get(reverse("overview"))).soup.select("a.cell")
        return {str(cell["href"]).rpartition("=")[2]: str(cell["class"]).split()[1:] for cell in found}

    def number(place: int, us: str) -> dict[str, Any]:
        return a_number(f"PN{place}", restrictions={"calling": REGIONS | {"US": us}, "messaging": REGIONS})

    refresh_with(answer_of([number(place, "restricted" if place < 2 else "unrestricted") for place in range(40)]))
    assert cells() == {key: [] for key in cells()} | {"calling.US": ["broken"]}
    refresh_with(answer_of([number(place, "restricted" if place < 3 else "unrestricted") for place in range(40)]))
    assert cells()["calling.US"] == ["new"]
    assert "3 restricted: cannot call the US ▲ 1 more since yesterday" in overview(owner)
    Change.objects.update(at=timezone.now() - timedelta(days=3))
    differences.cache_clear()  # as on another day
    changed_since.cache_clear()
    assert cells()["calling.US"] == ["broken"]


def test_differences_are_those_of_the_figures(owner: Client) -> None:
    """Counted before and after, where numbers come, go, return and change back and forth."""

    def figures() -> dict[str, int]:
        stats = statistics(CacheState.objects.get().version)
        stages = {f"porting {stage.status}": stage.count for stage in stats.stages}
        return {
            "numbers": stats.total,
            "people": stats.people,
            "forward": stats.forwarded,
            **stats.restricted,
            **stages,
        }

    def number(place: int, us: str = "unrestricted", **more: Any) -> dict[str, Any]:
        return a_number(f"PN{place}", restrictions={"calling": REGIONS, "messaging": REGIONS | {"US": us}}, **more)

    status, limited = {"portingStatus": "pending"}, {"us": "restricted"}
    first = [number(0, **limited), number(1, **status), number(2, forward="+12025550199"), number(3, **limited)]
    refresh_with(answer_of(first))
    refresh_with(answer_of(first[:3]))
    Change.objects.update(at=timezone.now() - timedelta(days=3))
    before = figures()
    moment = timezone.now() - timedelta(days=1)
    for later in (
        [number(0), number(1, portingStatus="rejected"), number(4, **limited, users=[a_user("US9")])],
        [number(0, **limited), number(1, portingStatus="completed"), number(3, **status), number(4)],
        [number(0), number(1, **status, **limited), number(3), number(4, **limited)],
    ):
        refresh_with(answer_of(later))
        after = figures()
        found = differences(CacheState.objects.get().version, moment)
        expected = {name: after.get(name, 0) - before.get(name, 0) for name in before | after}
        assert {name: count for name, count in found.items() if count} == {n: c for n, c in expected.items() if c}


def test_who_left_lately_is_told_with_the_numbers_that_nobody_has(owner: Client) -> None:
    ada, bob = a_user("US1", firstName="Ada"), a_user("US2", firstName="Bob")
    records = [a_number("PN1", users=[ada]), a_number("PN2", users=[ada, bob]), a_number("PN3", users=[bob])]
    refresh_with(answer_of(records))
    refresh_people(["US1", "US2", "US9"])
    assert "left since" not in overview(owner)
    records = [a_number("PN1", users=[]), a_number("PN2", users=[bob]), a_number("PN3", users=[bob])]
    refresh_with(answer_of(records))
    refresh_people(["US2", "US9"])
    page = read(owner.get(reverse("overview")))
    assert re.search(r"1 person left since Monday, \w+ \d+ 1 number of theirs has nobody\.", page.text)
    listed = owner.get(next(link for link in page.links if "state=removed" in link))
    assert "Ada" in text_of(listed)
    refresh_with(answer_of([a_number(record["id"], users=[]) for record in records]))
    refresh_people(["US9"])
    assert re.search(r"2 people left since Monday, \w+ \d+ 3 numbers of theirs have nobody\.", overview(owner))
    WorkspaceUser.objects.update(removed_at=timezone.now() - timedelta(days=9))
    left_since.cache_clear()  # as on another day
    assert "left since" not in overview(owner)


BLOCKED = [
    (["+12025550101", "+12125550144"], ["a missing carrier registration (A2P 10DLC)"]),
    (["+18005550100"], ["a missing toll-free verification"]),
    (
        ["+61412345678", "+442079460018"],
        ["the workspace’s international setting or the country’s rules"],
    ),
    (
        ["+12025550101", "+18885550100", "+18005550100", "+61412345678"],
        [
            "1 by a missing carrier registration (A2P 10DLC)",
            "2 by a missing toll-free verification",
            "1 by the workspace’s international setting or the country’s rules",
        ],
    ),
]


@pytest.mark.parametrize(("numbers", "reasons"), BLOCKED)
def test_why_numbers_cannot_text_the_us_depends_on_what_they_are(
    numbers: list[str], reasons: list[str], owner: Client
) -> None:
    blocked = {"calling": REGIONS, "messaging": REGIONS | {"US": "restricted"}}
    refresh_with(
        answer_of([a_number(f"PN{n}", number=number, restrictions=blocked) for n, number in enumerate(numbers)])
    )
    help = read(owner.get(reverse("overview"))).soup.select(".attention p a[rel]")
    assert [link.get_text() for link in help] == reasons
    assert all(str(link["href"]).startswith("https://support.") for link in help)


def test_the_overview_and_the_list_read_all_numbers_once(owner: Client) -> None:
    """Which numbers have which value is kept in memory for each version of the cache."""
    blocked = {"calling": REGIONS, "messaging": REGIONS | {"US": "restricted"}}
    refresh_with(answer_of([a_number(restrictions=blocked)]))
    before = number_index.cache_info().misses
    assert "1 number cannot text the US" in overview(owner)
    owner.get(reverse("numbers"))
    assert number_index.cache_info().misses == before + 1


def test_nothing_to_do_is_said_too(owner: Client) -> None:
    two = [{"id": id, "email": f"{id}@x.example", "role": "member", "groupId": "GR1"} for id in ("US1", "US2")]
    refresh_with(answer_of([a_number("PN1", users=two)]))
    assert "Nothing needs attention." in overview(owner)


def test_people_are_all_current_users(owner: Client) -> None:
    gone = a_number("PN2", number="+12025550102", users=[a_user("US2")])
    refresh_with(answer_of([a_number("PN1"), gone]))
    assert "2 people" in overview(owner)
    refresh_with(answer_of([a_number("PN1")]))
    assert "1 number ▼ 1 fewer since yesterday, 2 people, 1 without numbers." in overview(owner)
    refresh_people(["US1"])
    assert "1 number ▼ 1 fewer since yesterday, 1 person ▼ 1 fewer since yesterday." in overview(owner)


def test_figures_are_counted_anew_after_each_change(owner: Client) -> None:
    refresh_with(answer_of(some_numbers(3)))
    assert "3 numbers" in overview(owner)
    refresh_with(answer_of(some_numbers(5)))
    assert "5 numbers" in overview(owner)


def test_a_stale_page_starts_one_refresh_for_those_who_may(owner: Client, viewer: Client, sandbox: Sandbox) -> None:
    request_refresh(Scope.WORKSPACE, requested_by_name="a test")
    assert 'hx-trigger="load"' not in owner.get(reverse("overview")).content.decode()
    let_time_pass(timedelta(hours=1))
    assert 'hx-trigger="load"' in owner.get(reverse("overview")).content.decode()
    for _ in range(3):
        owner.post(reverse("refreshes"), {"scope": "workspace", "due": "yes"}, headers={"HX-Request": "true"})
    assert Refresh.objects.in_lane(people=False).count() == 2


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_changed_since_yesterday_counts_what_its_link_lists(zone: str, owner: Client, settings: Settings) -> None:
    settings.TIME_ZONE = zone
    refresh_with(answer_of(some_numbers(4)))
    refresh_with(answer_of(some_numbers(4, symbol="☎", updatedAt="2025-01-01T00:00:00Z")))
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    for change, seconds in zip(Change.objects.filter(field="symbol"), (-1, 0, 1, 3600), strict=True):
        Change.objects.filter(pk=change.pk).update(at=midnight + timedelta(seconds=seconds))
    page = read(owner.get(reverse("overview")))
    assert "3 changes since yesterday" in page.text
    link = next(link for link in page.links if "since=" in link)
    assert len(owner.get(link).context["timeline"]) == 3


def test_a_card_stays_in_its_column(owner: Client) -> None:
    """Whatever the numbers are: nothing moves into the room that something else leaves."""

    def columns() -> list[list[str]]:
        soup = read(owner.get(reverse("overview"))).soup
        return [[str(card["aria-labelledby"]) for card in column.select(".card")] for column in soup.select(".column")]

    refresh_with(answer_of(some_numbers(1)))
    few = columns()
    refresh_with(answer_of(some_numbers(40, users=[], portingStatus="pending")))
    assert columns() == few == [["h-attention", "h-trends", "h-latest"], ["h-restrictions", "h-alone", "h-kinds"]]


def test_no_past_is_drawn_that_is_not_known(owner: Client) -> None:
    refresh_with(answer_of(some_numbers(3)))
    assert "Growth" not in overview(owner)


def test_kinds_that_are_not_listed_are_counted(owner: Client) -> None:
    countries = ["+4930901820", "+33142685300", "+442071838750", "+390669812", "+34912345678", "+41446681800"]
    countries += ["+4315321234", "+3222345678", "+31201234567", "+12025550101"]
    refresh_with(answer_of([a_number(f"PN{place}", number=number) for place, number in enumerate(countries)]))
    assert "4 of other kinds or countries" in overview(owner)
