"""How many queries each page takes: as many with 60 numbers as with 12, and never many."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dashboard.alerts.models import Rule
from inventory.models import Refresh
from inventory.reports.number_index import number_index
from inventory.reports.statistics import statistics
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with

from .reading import HTMX

MOST = 8
MOST_WITH_NAMES = 12  # where people are chosen, whose names are asked for, and where words are looked for
MOST_WITH_CHARTS = 13
MOST_AFTER_A_REFRESH = 20  # when the figures of the whole are counted, once for everybody
FILTERED = {
    "q": "line",
    "user": "US1",
    "role": "member",
    "restricted": "messaging.Intl",
    "assigned": "yes",
    "sort": "-updated",
    "per_page": "250",
    "state": "all",
}


def fill(numbers: int) -> None:
    """So many numbers in groups of five, each held by a team, all of them once changed."""
    for name in ("Line", "Renamed line"):
        refresh_with(
            answer_of(
                [
                    a_number(
                        f"PN{place}",
                        name=f"{name} {place}",
                        groupId=f"GR{place // 5}",
                        number=f"+1212555{place:04}",
                        users=[a_user(f"US{person}") for person in {0, 1, place}],
                    )
                    for place in range(numbers)
                ]
            )
        )


def places() -> dict[str, tuple[str, dict[str, str], dict[str, str]]]:
    refresh = Refresh.objects.latest("id").pk
    all_of_it = {"per_page": "250"}
    return {
        "overview": (reverse("overview"), {}, {}),
        "numbers": (reverse("numbers"), all_of_it, {}),
        "numbers, filtered": (reverse("numbers"), FILTERED, {}),
        "numbers, fragment": (reverse("numbers"), all_of_it, HTMX),
        "find": (reverse("find"), {"q": "line"}, {}),
        "find, suggestions": (reverse("find"), {"q": "line"}, HTMX),
        "suggest-users": (reverse("suggest-users"), {"text": "us0@"}, HTMX),
        "suggest-numbers": (reverse("suggest-numbers"), {"text": "line"}, HTMX),
        "number": (reverse("number", args=["PN1"]), {}, {}),
        "number, fragment": (reverse("number", args=["PN1"]), {}, HTMX),
        "users": (reverse("users"), all_of_it, {}),
        "users, fragment": (reverse("users"), all_of_it, HTMX),
        "user": (reverse("user", args=["US1"]), all_of_it, {}),
        "groups": (reverse("groups"), all_of_it, {}),
        "group": (reverse("group", args=["GR1"]), all_of_it, {}),
        "changes": (reverse("changes"), all_of_it, {}),
        "alerts": (reverse("alerts"), {}, {}),
        "alert": (reverse("alert", args=[Rule.objects.get_or_create(name="Lines", query="user=US1")[0].pk]), {}, {}),
        "changes, fragment": (reverse("changes"), all_of_it, HTMX),
        "trends": (reverse("trends"), {"country": "US"}, {}),
        "refreshes": (reverse("refreshes"), all_of_it, {}),
        "refresh": (reverse("refresh", args=[refresh]), {}, {}),
        "refresh-status": (reverse("refresh-status", args=[refresh]), {}, HTMX),
    }


def count(client: Client, name: str, *, figures_known: bool = True) -> int:
    address, query, headers = places()[name]
    client.get(address, query, headers=headers)  # whatever is asked only once
    if not figures_known:
        statistics.cache_clear()
        number_index.cache_clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, query, headers=headers).status_code == 200
    return len(queries)


def test_no_page_takes_more_queries_for_more_numbers_nor_many(owner: Client) -> None:
    counted = []
    for numbers in (12, 60):
        fill(numbers)
        counts = {name: count(owner, name) for name in places()}
        counts |= {
            f"{name}, after a refresh": count(owner, name, figures_known=False) for name in ("overview", "numbers")
        }
        counted.append(counts)
    few, many = counted
    assert few == many
    for name, queries in many.items():
        most = (
            MOST_AFTER_A_REFRESH
            if "after a refresh" in name
            else MOST_WITH_NAMES
            if name.startswith(("numbers, filtered", "find", "suggest"))
            else MOST_WITH_CHARTS
            if name == "trends"
            else MOST
        )
        assert queries <= most, name


def test_a_probe_takes_one_query_at_most(outsider: Client, db: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        outsider.get(reverse("healthz"))
    assert len(queries) <= 1


def test_a_role_takes_two_queries_more_than_an_owner_at_most(owner: Client, viewer: Client) -> None:
    fill(20)
    for name in ("overview", "number", "users"):
        assert count(viewer, name) <= count(owner, name) + 2, name
