"""What the pickers suggest, what is chosen in them, and their page of links for browsers without JavaScript."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inventory.models import PhoneNumber, WorkspaceUser
from inventory.refreshing.facts import UserFacts
from inventory.refreshing.rows import derived_of_user
from tests.dashboard.reading import HTMX, Reader, html_of, read
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with

MARKUP = """<b onclick="alert(1)">O'Neill "Bob" &amp;</b>"""
PEOPLE = [
    a_user("US1", firstName="Victor", lastName="Torres"),
    a_user("US2", firstName="Tor", lastName="Åberg"),
    a_user("US3", firstName=MARKUP, lastName="Torres"),
    a_user("US4", firstName="נועה", lastName="Torres"),
]


@pytest.fixture
def cast(db: None) -> None:
    numbers = [a_number(f"PN{n}", name=f"Line {n}", users=[person]) for n, person in enumerate(PEOPLE, 1)]
    refresh_with(answer_of([*numbers, a_number("PN5", name="line", number="+12125550177", users=PEOPLE[:2])]))


def suggested(client: Client, text: str, kind: str = "users", **query: Any) -> Reader:
    response = client.get(reverse(f"suggest-{kind}"), {"text": text, **query}, headers=HTMX)
    assert response.status_code == 200
    return read(response)


def names(page: Reader) -> list[str]:
    return [page.text_of(option) for option in page.soup.select("[role=option] .name")]


def test_people_whose_names_begin_with_the_text_come_first(cast: None, viewer: Client) -> None:
    page = suggested(viewer, "tor")
    assert names(page) == ["Tor Åberg", MARKUP + " Torres", "Victor Torres", "נועה Torres"]
    assert page.text_of(page.soup.select_one(".detail")) == "US2@example.com"
    assert page.text_of(page.soup.select_one(".figure")) == "2 numbers"
    assert names(suggested(viewer, "aberg TOR")) == ["Tor Åberg"]
    assert names(suggested(viewer, "us1@EXAMPLE")) == ["Victor Torres"]


def test_names_are_text_and_keep_their_direction(cast: None, viewer: Client) -> None:
    response = viewer.get(reverse("suggest-users"), {"text": MARKUP}, headers=HTMX)
    assert "<b " not in html_of(response)
    (name,) = suggested(viewer, "נועה").soup.select("[role=option] .name")
    assert [tag.name for tag in name.select("*")] == ["bdi"]


def test_chosen_people_are_marked(cast: None, viewer: Client) -> None:
    page = suggested(viewer, "tor", user=["US1", "US9"])
    chosen = page.soup.select('[aria-selected="true"]')
    assert [option["data-value"] for option in chosen] == ["US1"]


def test_people_who_left_come_last(cast: None, viewer: Client) -> None:
    WorkspaceUser.objects.filter(pk="US2").update(removed_at=timezone.now())
    page = suggested(viewer, "tor")
    assert names(page)[-1] == "Tor Åberg"
    assert page.text_of(page.soup.select(".figure")[-1]) == "removed"


def test_ten_thousand_people_of_one_name_are_narrowed_by_their_address(viewer: Client) -> None:
    people = []
    for n in range(10_000):
        facts = UserFacts(email=f"anna.{n}@example.com", first_name="Anna", last_name="Jones", role="member")
        row = {"email": facts.email, "first_name": "Anna", "last_name": "Jones"} | derived_of_user(f"US{n}", facts)
        people.append(WorkspaceUser(id=f"US{n}", first_seen_at=timezone.now(), **row))
    WorkspaceUser.objects.bulk_create(people)
    page = suggested(viewer, "anna jones")
    assert names(page) == ["Anna Jones"] * 10
    assert "More match. Type more of the name or email address." in page.text
    assert "10 suggestions, more match" in [given.get("data-says") for _, given in page.tags]
    assert [tag["data-value"] for tag in suggested(viewer, "jones anna.7331@").soup.select("[role=option]")] == [
        "US7331"
    ]


@pytest.mark.parametrize(
    "text", ["zzzz", "\x00zz", "x" * 10_000, "%", "_", "\u202ezzz", "\U0010ffff", "\ud7ff", "a9 " * 200]
)
@pytest.mark.parametrize("kind", ["users", "numbers"])
def test_any_text_has_an_answer(kind: str, text: str, cast: None, viewer: Client) -> None:
    page = suggested(viewer, text, kind)
    assert names(page) == []
    assert "No results for" in page.text


def test_numbers_are_found_by_name_and_in_any_written_form(cast: None, viewer: Client) -> None:
    assert names(suggested(viewer, "line", "numbers")) == ["line", "Line 1", "Line 2", "Line 3", "Line 4"]
    for text in ("(212) 555-0177", "+1 212 555 0177", "5550177"):
        assert names(suggested(viewer, text, "numbers")) == ["line"]
    PhoneNumber.objects.filter(pk="PN5").update(removed_at=timezone.now() - timedelta(days=1))
    page = suggested(viewer, "line", "numbers")
    assert names(page)[-1] == "line"
    assert page.text_of(page.soup.select(".figure")[-1]) == "removed"


# What is chosen


def chips(client: Client, name: str = "numbers", **query: Any) -> list[str]:
    """Each with its note."""
    page = read(client.get(reverse(name), query, follow=True))
    return [" ".join(map(page.text_of, chip.select("li > bdi, small"))) for chip in page.soup.select(".picked li")]


def test_whoever_is_chosen_is_shown_with_what_is_known(cast: None, viewer: Client) -> None:
    WorkspaceUser.objects.filter(pk="US2").update(removed_at=timezone.now())
    assert chips(viewer, user=["US1", "US2", "USgone", "US1"]) == [
        "Victor Torres",
        "Tor Åberg removed",
        "USgone not known",
    ]
    PhoneNumber.objects.filter(pk="PN2").update(removed_at=timezone.now())
    assert chips(viewer, "changes", number=["PN1", "PN2"], user="torres") == [
        "torres as words",
        "Line 1",
        "Line 2 removed",
    ]


def test_a_chip_leads_to_the_list_without_it(cast: None, viewer: Client) -> None:
    page = read(viewer.get(reverse("numbers"), {"user": ["US1", "US2"], "assigned": "yes", "page": "2"}))
    links = [str(link["href"]) for link in page.soup.select(".picked .drop")]
    assert links == ["/numbers/?user=US2&assigned=yes", "/numbers/?user=US1&assigned=yes"]
    last = read(viewer.get(reverse("numbers"), {"user": "US1"}))
    assert [str(link["href"]) for link in last.soup.select(".picked .drop")] == ["/numbers/"]


def test_the_chips_come_with_the_results(cast: None, viewer: Client) -> None:
    response = viewer.get(reverse("numbers"), {"user": ["US1", "US4"]}, headers=HTMX)
    picked = read(response).soup.find(id="picked-user")
    assert picked is not None
    assert picked["hx-swap-oob"] == "true"
    assert [field["value"] for field in picked.select('[form="filters"]')] == ["US1", "US4"]


# Without JavaScript


def links(page: Reader) -> list[str]:
    return [str(link["href"]) for link in page.soup.select("main a[data-row]")]


def test_the_page_of_links_adds_to_the_query(cast: None, viewer: Client) -> None:
    query = {"text": "torres", "list": "numbers", "query": "user=US2&restricted=calling.US&page=3"}
    page = read(viewer.get(reverse("suggest-users"), query))
    assert links(page)[0] == "/numbers/?user=US2&user=US3&restricted=calling.US"
    response = viewer.get(reverse("suggest-users"), query | {"text": "victor"})
    assert response.headers["Location"] == "/numbers/?user=US2&user=US1&restricted=calling.US"
    response = viewer.get(reverse("suggest-numbers"), {"text": "line 3", "list": "changes"})
    assert response.headers["Location"] == "/changes/?number=PN3"


def test_it_leads_nowhere_else(cast: None, viewer: Client) -> None:
    for place in ("https://example.com/", "login", "", "logout"):
        response = viewer.get(reverse("suggest-users"), {"text": "victor", "list": place, "query": "//example.com"})
        assert response.headers["Location"].startswith("/numbers/?")


def test_fifty_are_the_most(cast: None, viewer: Client) -> None:
    query = "&".join(f"user=US{n}" for n in range(50))
    page = read(viewer.get(reverse("suggest-users"), {"text": "victor", "list": "numbers", "query": query}))
    assert "50 are chosen already, which is the most." in page.text
    assert links(page) == []
    assert len(chips(viewer, user=[f"US{n}" for n in range(50)])) == 50
