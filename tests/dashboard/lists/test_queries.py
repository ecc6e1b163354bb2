"""A second filter, sort, page or size never forgets a first: for each list, whatever is in its address."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from dashboard.audit.views import AUDIT
from dashboard.changes.facets import CHANGES
from dashboard.groups.views import GROUPS
from dashboard.lists.query import Listing, Query
from dashboard.numbers.facets import NUMBERS
from dashboard.refreshes.views import REFRESHES
from dashboard.users.facets import PEOPLE
from inventory.sandbox.workspace import Workspace
from tests.dashboard.reading import HTMX, read

LISTS = {listing.url: listing for listing in (NUMBERS, PEOPLE, CHANGES, REFRESHES, GROUPS, AUDIT)}
TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=8)


@st.composite
def asked(draw: st.DrawFn) -> tuple[Listing, QueryDict]:
    """A list, and an address as people, forms and scripts write it: empty, repeated and unknown fields are in it."""
    listing = draw(st.sampled_from([*LISTS.values()]))
    pairs = []
    for facet in draw(st.lists(st.sampled_from([*listing.facets, None]), max_size=5)):
        if facet is not None:
            pairs.append((facet.name, draw(st.sampled_from([*facet.values, *facet.unoffered, ""]) | TEXTS)))
    columns = [column.name for column in (*listing.columns, *listing.orders)]
    shown = {"sort": [*columns, *(f"-{name}" for name in columns), "nonsense"], "per_page": ["25", "250", "7"]}
    pairs += [(name, draw(st.sampled_from(values))) for name, values in shown.items() if draw(st.booleans())]
    query = QueryDict(mutable=True)
    for name, value in draw(st.permutations([*pairs, ("page", draw(TEXTS)), ("unheard_of", "1")])):
        query.appendlist(name, value)
    return listing, query


def state(query: Query) -> tuple[Any, ...]:
    return ({name: sorted(values) for name, values in query.values.items()}, query.sort, query.size, query.errors)


def at(listing: Listing, address: str) -> Query:
    return Query(listing, QueryDict(urlsplit(address).query))


@given(asked())
def test_what_is_read_from_an_address_is_in_each_of_its_links(given: tuple[Listing, QueryDict]) -> None:
    listing, text = given
    query = Query(listing, text)
    assert state(at(listing, query.url)) == state(query)
    assert state(at(listing, query.link(page="3"))) == state(query)
    assert at(listing, query.link(page="3")).page_number == "3"
    assert at(listing, query.url).page_number == ""
    assert state(at(listing, query.link(per_page="100"))) == (*state(query)[:2], "100", query.errors)
    for heading in query.headings:
        if heading["url"]:
            values, sort, *rest = state(at(listing, heading["url"]))
            assert (values, *rest) == (state(query)[0], *state(query)[2:])
            assert sort.removeprefix("-") == heading["name"]
    for name, values in query.values.items():
        for value in values:
            left = at(listing, query.without(name, value).url)
            assert (left.sort, left.size) == (query.sort, query.size)
            assert {n: v for n, v in left.values.items() if n != name} == {
                n: v for n, v in query.values.items() if n != name
            }
            assert left.values.get(name, []) == [other for other in values if other != value]


FILTERED = {
    "numbers": "q=a&user=USx&porting=none&restricted=any&assigned=no&left=yes&state=all&id=PN1&id=PN2&group=GR1",
    "users": "q=a&role=emperor&numbers=some&state=all",
    "changes": "number=PN1&user=US1&user=US2&kind=number-added&kind=user-added&period=today&refresh=1&since=2026-01-02",
    "refreshes": "result=succeeded&result=held&scope=workspace&by=ada",
    "groups": "",
    "audit": "action=export&action=denied&who=ada&address=127.0.0.1&since=2026-01-02&until=2999-01-01",
}


@pytest.mark.parametrize("name", FILTERED)
def test_the_form_sends_what_the_address_had(name: str, owner: Client, workspace: Workspace) -> None:
    """Whatever of it is a field, carried, or chosen in a picker: what the form sends asks for the same."""
    listing = LISTS[name]
    sort = f"&sort=-{[column.name for column in listing.columns if column.fields][-1]}" if listing.columns else ""
    address = f"{FILTERED[name]}{sort}&per_page=25"
    response = owner.get(f"{reverse(name)}?{address}")
    assert response.status_code == 200
    if not listing.facets:
        return
    sent = read(response).submitted("filters")
    again = QueryDict(mutable=True)
    for field, value in sent:
        again.appendlist(field, value)
    assert state(Query(listing, again)) == state(Query(listing, QueryDict(address)))
    # By htmx the rows come with what the form, which is not among them, has to carry from now on.
    fragment = read(owner.get(f"{reverse(name)}?{address}", headers=HTMX))
    carried = read(response).soup.select("#carried [type=hidden]")
    assert fragment.soup.select("#carried[hx-swap-oob] [type=hidden]") == carried


@pytest.mark.parametrize("name", LISTS)
def test_empty_fields_are_not_set(name: str, owner: Client, workspace: Workspace) -> None:
    listing = LISTS[name]
    fields = "&".join(f"{name}=" for name in [*(facet.name for facet in listing.facets), "sort", "per_page", "page"])
    response = owner.get(f"{reverse(name)}?{fields}", headers=HTMX)
    assert response.status_code == 200
    assert response.headers["HX-Push-Url"] == reverse(name)
    assert owner.get(f"{reverse(name)}?{fields}").headers["Location"] == reverse(name)


def test_pairs_are_as_they_were_typed() -> None:
    query = Query(NUMBERS, QueryDict("porting=none&q=Zoë+%26+co&porting=draft&page=2"))
    assert parse_qsl(query.text) == [("porting", "none"), ("porting", "draft"), ("q", "Zoë & co")]
