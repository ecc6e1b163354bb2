"""The filters as they stand in the URL: empty and repeated fields, too many values, counts after the rows."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dashboard.numbers import counting
from inventory.models import PhoneNumber
from inventory.sandbox.workspace import Workspace
from tests.dashboard.reading import HTMX, Reader, html_of, read
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with

EMPTY = ("user", "q", "porting", "assigned", "role", "country", "forward", "state", "kind", "id")


@pytest.mark.parametrize("query", ["", "restricted=messaging.US", "assigned=yes", "porting=none"])
def test_empty_fields_filter_nothing(query: str, workspace: Workspace, viewer: Client) -> None:
    htmx = {"HX-Request": "true"}
    tidy = read(viewer.get(f"{reverse('numbers')}?{query}", headers=htmx))
    empty = "&".join(f"{name}=" for name in EMPTY if not query.startswith(name))
    sent = read(viewer.get(f"{reverse('numbers')}?{query}&{empty}", headers=htmx))
    assert sent.rows == tidy.rows
    assert len(sent.rows) > 1


def test_fifty_values_of_a_filter_are_read(workspace: Workspace, viewer: Client) -> None:
    ids = [number["id"] for number in workspace.numbers][:30] + [f"PNnone{place}" for place in range(20)]
    page = read(viewer.get(reverse("numbers"), {"id": ids}))
    assert page.text_of(page.soup.select_one(".matching")) == "30 of 40"
    assert len(page.soup.select(".chip")) == 50


@pytest.mark.parametrize(("name", "most"), [("id", 250), ("user", 50), ("porting", 50)])
def test_more_values_of_a_filter_than_can_be_chosen_are_refused_on_a_small_page(
    name: str, most: int, workspace: Workspace, viewer: Client
) -> None:
    query = {name: [f"value{place}" for place in range(700)], "assigned": "yes"}
    response = viewer.get(reverse("numbers"), query)
    page = read(response)
    assert response.status_code == 400
    assert f"{name}: At most {most} values; this link has 700." in page.text
    assert [page.text_of(chip) for chip in page.soup.select(".chip")] == ["Assigned"]
    assert len(html_of(response)) < 300_000
    assert viewer.get(reverse("export-csv"), query).status_code == 400


def test_a_value_given_again_counts_once(workspace: Workspace, viewer: Client) -> None:
    """Also in the address, which every link of the page repeats."""
    again = "&".join(["restricted=messaging.US"] * 700)
    response = viewer.get(f"{reverse('numbers')}?{again}")
    assert response.headers["Location"] == "/numbers/?restricted=messaging.US"
    fragment = viewer.get(f"{reverse('numbers')}?{again}", headers=HTMX)
    assert fragment.headers["HX-Push-Url"] == "/numbers/?restricted=messaging.US"
    assert len(read(fragment).soup.select(".chip")) == 1


def test_without_a_default_view_the_plain_address_has_no_filters(workspace: Workspace, viewer: Client) -> None:
    page = read(viewer.get(reverse("numbers"), {"assigned": "no"}))
    assert {str(link["href"]) for link in page.soup.select(".chip, .clear")} == {reverse("numbers")}


def test_clearing_the_filters_leaves_order_and_size(workspace: Workspace, viewer: Client) -> None:
    asked = {"assigned": "no", "sort": "-number", "country": "CA", "per_page": "25", "page": "2"}
    cleared = read(viewer.get(reverse("numbers"), asked)).soup.select_one(".clear")
    assert cleared is not None
    assert cleared["href"] == "/numbers/?sort=-number&per_page=25"


def facets_of(client: Client, **query: str) -> Reader:
    return read(client.get(reverse("number-facets"), query, headers=HTMX))


def counts_in(page: Reader, name: str) -> list[str]:
    return [page.text_of(count) for count in page.soup.select(f"label:has([name={name}]) .count")]


def test_the_facets_alone_is_no_page(workspace: Workspace, viewer: Client) -> None:
    response = viewer.get(reverse("number-facets"), {"assigned": "no"})
    assert response.headers["Location"] == "/numbers/?assigned=no"
    refused = viewer.get(reverse("number-facets"), {"assigned": "perhaps"}, headers=HTMX)
    assert refused.headers["Location"] == "/numbers/?assigned=perhaps"


def test_counts_are_kept_until_the_numbers_change(viewer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    refresh_with(answer_of([a_number(), a_number("PN2", users=[a_user()], forward="+12025550111")]))
    assert counts_in(facets_of(viewer, forward="yes"), "assigned") == ["1", "1", "0"]
    with CaptureQueriesContext(connection) as queries:
        facets_of(viewer, forward="yes")
    assert not [query for query in queries if "COUNT" in query["sql"]]
    refresh_with(answer_of([a_number(), a_number("PN2", users=[], forward="+12025550111")]))
    assert counts_in(facets_of(viewer, forward="yes"), "assigned") == ["1", "0", "1"]


def test_counts_of_what_moves_by_itself_are_not_kept(viewer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    refresh_with(answer_of([a_number(), a_number("PN2")]))
    assert counts_in(facets_of(viewer, unverified="yes"), "sole") == ["0"]
    PhoneNumber.objects.filter(pk="PN2").update(unverified=True)
    assert counts_in(facets_of(viewer, unverified="yes"), "sole") == ["1"]


def test_a_number_counts_once_for_each_role_of_its_users(viewer: Client) -> None:
    users = [a_user("US1", role="member"), a_user("US2", role="member"), a_user("US3", role="admin")]
    refresh_with(answer_of([a_number("PN1", users=users), a_number("PN2", users=users[:1]), a_number("PN3", users=[])]))
    page = facets_of(viewer, assigned="yes")
    assert [page.text_of(option) for option in page.soup.select("#f-role option")] == ["Any", "Member (2)", "Admin (1)"]


def test_counts_under_filters_read_no_numbers(workspace: Workspace, viewer: Client) -> None:
    """Whatever filters that the index knows are on: it is read once for each version of the cache."""
    facets_of(viewer, restricted="calling.US")
    with CaptureQueriesContext(connection) as queries:
        for query in ({"role": "member", "assigned": "yes"}, {"state": "all", "country": "US"}, {"sole": "yes"}):
            facets_of(viewer, **query)
    assert not [query for query in queries if "inventory_phonenumber" in query["sql"]]


def test_rows_come_before_the_index_of_a_new_version_is_read(
    workspace: Workspace, viewer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a refresh, by a filter of the form and on a next page: the counts have a request of their own."""
    monkeypatch.setattr(counting, "number_index", lambda version: pytest.fail("the rows waited for it"))
    alone = {number["id"] for number in workspace.numbers if len(number["users"]) == 1}
    asked: list[tuple[str, dict[str, str], str]] = [
        ("results", {}, f"{len(workspace.numbers)} of {len(workspace.numbers)}"),
        ("results", {"sole": "yes"}, f"{len(alone)} of {len(workspace.numbers)}"),
        ("filters", {"sole": "yes"}, f"{len(alone)} of {len(workspace.numbers)}"),
    ]
    for trigger, query, says in asked:
        here = f"http://testserver/numbers/{'?sole=yes' if query and trigger == 'results' else ''}"
        headers = HTMX | {"HX-Trigger": trigger, "HX-Target": "results", "HX-Current-URL": here}
        page = read(viewer.get(reverse("numbers"), query | {"per_page": "25"}, headers=headers))
        assert page.text_of(page.soup.select_one(".matching")) == says
        assert len(page.rows) == 1 + min(25, len(alone) if query else len(workspace.numbers))
        follow = page.soup.select_one("#counts[hx-trigger=load]")
        assert follow is not None
        assert page.soup.find(id="facets") is None


def test_the_rail_lists_ports_as_they_proceed_and_colours_the_exceptions(owner: Client) -> None:
    statuses = [None, None, "failed", "failed", "cancelled", "completed", "odd", "scheduled", "scheduled", "draft"]
    refresh_with(answer_of([a_number(f"PN{place}", portingStatus=status) for place, status in enumerate(statuses)]))
    boxes = read(owner.get(reverse("numbers"))).soup.select("[name=porting]")
    assert [str(box["value"]) for box in boxes] == [
        "draft", "scheduled", "odd", "completed", "cancelled", "failed", "none",
    ]  # fmt: skip
    assert [str(box["value"]) for box in boxes if box.find_parent("label", class_="bad-text")] == ["failed"]


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("any", "Restricted in any way"),
        ("messaging.US", "Cannot text the US"),
        ("calling.MARS", "Restriction calling.MARS"),
    ],
)
def test_a_chip_names_the_restriction_that_the_link_has(
    value: str, label: str, workspace: Workspace, viewer: Client
) -> None:
    page = read(viewer.get(reverse("numbers"), {"restricted": value}))
    assert [page.text_of(chip) for chip in page.soup.select(".chip")] == [label]
