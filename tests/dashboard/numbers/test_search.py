"""The search of the numbers: by any written form, by part of whatever a person remembers."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inventory.search import needles
from tests.dashboard.reading import HTMX, html_of, read, text_of
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with

RECORDS = [
    a_number(
        "PNfirst",
        number="+15550100123",
        formattedNumber="(555) 010-0123",
        name="Sales Émile",
        groupId="GRsales",
        users=[a_user("USada", firstName="Ada", lastName="Lovelace", email="ada@example.com")],
    ),
    a_number(
        "PNsecond",
        number="+442079460018",
        name="Zürich straße",
        forward="+16669990000",
        groupId="GRabroad",
        users=[a_user("USoe", firstName="Øystein", lastName="ÇELİK", email="Oystein@Example.org")],
    ),
    a_number("PNthird", number="+15550100199", name="100% _odd\\name", groupId="GRodd", users=[]),
]


@pytest.fixture(autouse=True)
def three_numbers(db: None) -> None:
    refresh_with(answer_of(RECORDS))


def found(client: Client, **query: Any) -> list[str]:
    page = html_of(client.get(reverse("numbers"), query, headers=HTMX))
    return [record["id"] for record in RECORDS if f'href="{reverse("number", args=[record["id"]])}"' in page]


FIRST = [
    "(555) 010-0123",
    "555 010 0123",
    "555.010.0123",
    "555-010-0123",
    "5550100123",
    "+15550100123",
    "+1 (555) 010-0123",
    "1 555 010 0123",
    " 0100123 ",
    "010‑0123",
    "sales",
    "SALES émile",
    "ÉMILE",
    "émi",
    "ada love",
    "LOVELACE",
    "ada@EXAMPLE.com",
    "PNfirst",
    "pnFIRST",
    "GRsales",
    "grSALES",
    "emile sales",
    "lovelace ada",
    "sales LOVELACE",
    "ｓａｌｅｓ",
    "e\u0301mile",
    "sales 010-0123",
    "lo ve la ce " * 15,
    "\u202a+1 (555) 010-0123\u202c",
    "555-010-0123\u200b",
    "\ufeff5550100123",
    "555\u00a0010\u202f0123",
    "tel:+15550100123",
    "tel:+1-555-010-0123;ext=4",
    "Tel.: 555 010 0123",
    "sms:+15550100123?body=hello",
    "+1 555 010 0123 ext. 4",
    "555-010-0123 x4",
    "555 010 0123x4",
    "(555) 010-0123 extension 12",
    "+1 555 010 0123 #4",
    "001 555 010 0123",
    "0015550100123",
    "011 1 555 010 0123",
    "555·010·0123",
    "555/010/0123",
    "(+1) 555 010 0123",
    "５５５ ０１０ ０１２３",
    "＋１５５５０１００１２３",
    "٥٥٥٠١٠٠١٢٣",
    "sales +1 (555) 010-0123",
]
SECOND = [
    "+44 20 7946 0018",
    "7946 0018",
    "zürich",
    "ZÜRICH",
    "STRASSE",
    "øystein",
    "ØYSTEIN",
    "çeli",
    "oystein@example.ORG",
    "zurich",
    "ZURICH strasse",
    "celik oystein",
    "zu\u0308rich",
    "+16669990000",
    "(666) 999-0000",
    "６６６９９９",
    "020 7946 0018",
    "(020) 7946 0018",
    "020 7946",
    "+44 (0)20 7946 0018",
    "+44(0)2079460018",
    "0044 20 7946 0018",
    "00 44 (0)20 7946 0018",
    "011 44 20 7946 0018",
    "442079460018",
    "tel:+44-20-7946-0018",
]
SIGNS = ["100%", "_odd", "\\name", "odd\\", "%", "_"]  # that mean something to a database
NONE = ["555 010 9999", "nobody", "émilée", "***", "sales zürich", "010 555"]


@pytest.mark.parametrize(
    ("queries", "ids"),
    [(FIRST, ["PNfirst"]), (SECOND, ["PNsecond"]), (SIGNS, ["PNthird"]), (NONE, [])],
    ids=["first", "second", "signs", "none"],
)
def test_it_is_found_by(queries: list[str], ids: list[str], viewer: Client) -> None:
    assert {q: found(viewer, q=q) for q in queries} == dict.fromkeys(queries, ids)


def test_several_are_found(viewer: Client) -> None:
    assert found(viewer, q="555 010") == ["PNfirst", "PNthird"]


def test_a_search_of_blanks_shows_all(viewer: Client) -> None:
    assert found(viewer, q="   ") == [record["id"] for record in RECORDS]


def test_the_search_stays_with_the_other_filters(viewer: Client) -> None:
    assert found(viewer, q="555 010", assigned="no") == ["PNthird"]
    page = viewer.get(reverse("numbers"), {"q": "555 010", "assigned": "no"})
    assert "“555 010”" in text_of(page)
    assert "Unassigned" in text_of(page)


def test_removed_numbers_are_found_only_when_asked_for(viewer: Client) -> None:
    refresh_with(answer_of(RECORDS[:2]))
    assert found(viewer, q="555") == ["PNfirst"]
    assert found(viewer, q="555", state="all") == ["PNfirst", "PNthird"]
    assert found(viewer, q="555", state="removed") == ["PNthird"]


def test_a_long_name_hides_no_id(viewer: Client) -> None:
    ids = {"id": "PN" + "n" * 253, "groupId": "GR" + "g" * 253, "portRequestId": "PR" + "p" * 253}
    person = a_user("US" + "u" * 253, firstName="😀" * 450, lastName="É", email="é" * 450)
    refresh_with(answer_of([a_number(**ids, number="+15550100150", name="😀" * 450, users=[person]), *RECORDS]))
    for q in (*ids.values(), "555 010 0150", person["id"]):
        page = read(viewer.get(reverse("numbers"), {"q": q[-100:]}))
        assert reverse("number", args=[ids["id"]]) in page.links, q[:4]


def test_a_search_looks_for_its_six_longest_words(viewer: Client) -> None:
    """Each word costs, most of all one letter: a hundred of them took a minute with 100,000 numbers."""
    letters = " ".join("acdelmnorsvz" * 4)
    assert needles(letters) == tuple((letter,) for letter in "acdelm")
    assert found(viewer, q=f"{letters} lovelace ada@example.com") == ["PNfirst"]
    assert found(viewer, q="lovelace lace 0-0 ove nobody") == []


def test_parts_of_a_word_are_not_looked_for_again() -> None:
    assert needles("port Support up support 512-555 5-1x") == (("support",), ("512555", "512-555"), ("5-1x",))


@pytest.mark.parametrize(
    ("place", "parameter"),
    [
        ("numbers", "q"), ("users", "q"), ("find", "q"), ("changes", "number"), ("changes", "user"),
        ("suggest-users", "text"), ("suggest-numbers", "text"),
    ],
)  # fmt: skip
def test_words_that_are_not_looked_for_are_named(place: str, parameter: str, viewer: Client) -> None:
    six, note = "sales ada lovelace example first zz1", "A search looks for its 6 longest words. Left out:"
    for headers in ({}, HTMX):
        assert note not in text_of(viewer.get(reverse(place), {parameter: f"{six} love"}, headers=headers))
        said = text_of(viewer.get(reverse(place), {parameter: f"{six} k Ü {six}"}, headers=headers))
        assert f"{note} k, u" in said
