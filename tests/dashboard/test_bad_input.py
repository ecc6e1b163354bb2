"""Whatever stands in an address or comes from Quo: a plain answer, nothing that runs, and never a 500."""

import html
from itertools import cycle
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from dashboard.urls import QuoId
from inventory.models import PhoneNumber
from inventory.sandbox.workspace import Workspace
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with

from .reading import HTMX, html_of, is_page, read, text_of

LISTS = ("numbers", "users", "groups", "changes", "refreshes")
LONG = "x" * 10_000
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>'\"&amp;</td></div>{{ 7|add:7 }}{% csrf_token %}"


# Lists


NONSENSE = (
    *({"page": page} for page in ("0", "-1", "99999", "abc", "9" * 5000, "1e3", "\x00", "٣")),
    *({"per_page": size} for size in ("1000000", "0", "-50", "abc")),
    *({"sort": column} for column in ("unheard-of", "--name", "raw", "users__email", "-", "\x00")),
    {"unheard_of": "1"},
    {"unheard_of": MARKUP},
    {"id__gt": "0", "raw__contains": "x"},
)


# One list is asked everything. The others share its paging and order, and are asked some of each.
ASKED = {"numbers": NONSENSE} | {name: NONSENSE[place::4] for place, name in enumerate(LISTS[1:])}


@pytest.mark.parametrize("name", LISTS)
def test_nonsense_on_paging_and_order_changes_nothing(name: str, workspace: Workspace, viewer: Client) -> None:
    refresh_with(answer_of([a_number("PN1"), a_number("PN2", name="Reception")]))  # some changes, too
    whole_or_part = [(headers, read(viewer.get(reverse(name), headers=headers))) for headers in ({}, HTMX)]
    assert all(len(usual.links) > 1 for _, usual in whole_or_part)
    for query, (headers, usual) in zip(ASKED[name], cycle(whole_or_part), strict=False):
        response = viewer.get(reverse(name), query, headers=headers)
        assert response.status_code == 200, query
        page = read(response)
        assert page.rows == usual.rows, query
        # An export carries the query, whatever it is.
        assert {link for link in usual.links if "?" not in link and "/export." not in link} <= set(page.links), query
        assert "<script>alert" not in html_of(response)


def test_nonsense_on_a_detail_page_changes_nothing(workspace: Workspace, viewer: Client) -> None:
    number = next(number for number in workspace.numbers if number["users"])
    for name, id in (("user", number["users"][0]["id"]), ("group", number["groupId"])):
        for query in ({"page": "0"}, {"page": "99999"}, {"per_page": "x"}, {"sort": "y"}):
            assert number["name"] in text_of(viewer.get(reverse(name, args=[id]), query)), (name, query)


def test_a_page_too_far_is_the_last_one(workspace: Workspace, viewer: Client) -> None:
    assert "26–40 of 40" in text_of(viewer.get(reverse("numbers"), {"page": "99999", "per_page": "25"}))


def test_a_page_that_is_none_is_the_first_one(workspace: Workspace, viewer: Client) -> None:
    assert "1–25 of 40" in text_of(viewer.get(reverse("numbers"), {"page": "abc", "per_page": "25"}))


NO_SENSE: dict[str, list[dict[str, str]]] = {
    "numbers": [
        {"restricted": "calling.MARS"},
        {"restricted": MARKUP},
        {"assigned": "perhaps"},
        {"forward": "sideways"},
        {"kind": "imaginary"},
        {"state": "limbo"},
        {"state": "\x00"},
        {"q": LONG},
        {"q": "nul\x00"},
        {"user": "US\x00"},
        {"user": LONG},
        {"group": "GR\x00"},
        {"group": LONG},
        {"porting": "\x00"},
        {"porting": LONG},
        {"country": "\x00"},
        {"country": LONG},
        {"role": "\x00"},
    ],
    "users": [
        {"q": LONG},
        {"q": "nul\x00"},
        {"role": "\x00"},
    ],
    "changes": [
        {"number": "\x00"},
        {"user": "\x00"},
        {"kind": "imaginary"},
        {"refresh": "abc"},
        {"refresh": "-1"},
        {"refresh": "9" * 40},
        {"refresh": "NaN"},
        {"refresh": "1e400"},
        {"since": "tomorrow"},
        {"until": "2026-02-30"},
        {"since": "99999-01-01"},
    ],
}


@pytest.mark.parametrize("name", NO_SENSE)
def test_a_filter_that_makes_no_sense_is_said_and_finds_nothing(
    name: str, workspace: Workspace, viewer: Client
) -> None:
    for query, headers in zip(NO_SENSE[name], cycle(({}, HTMX)), strict=False):
        response = viewer.get(reverse(name), query, headers=headers)
        assert response.status_code == 400, query
        assert "This link contains an invalid filter." in text_of(response), query
        assert "<script>alert" not in html_of(response)
        assert is_page(response) is not bool(headers), query


@pytest.mark.parametrize(
    ("page", "export", "query"),
    [
        ("numbers", "export-xlsx", {"restricted": "calling.MARS", "kind": MARKUP}),
        ("changes", "export-changes", {"kind": "imaginary", "since": "tomorrow"}),
        ("audit", "export-audit-jsonl", {"action": "imaginary", "since": MARKUP}),
    ],
)
def test_an_export_refuses_a_filter_with_the_words_of_its_page(
    page: str, export: str, query: dict[str, str], workspace: Workspace, owner: Client
) -> None:
    refused = read(owner.get(reverse(page), query))
    reasons = [refused.text_of(item) for item in refused.soup.select("#results .notice li")]
    response = owner.get(reverse(export), query)
    assert response.status_code == 400
    assert f"This link contains an invalid filter. {'; '.join(reasons)}" in text_of(response)
    assert len(reasons) == len(query)
    assert "<script>alert" not in html_of(response)


def test_what_nobody_has_finds_nothing_and_is_no_mistake(workspace: Workspace, viewer: Client) -> None:
    for query in (
        {"user": "USnobody"},
        {"user": MARKUP},
        {"role": "emperor"},
        {"group": "GRnone"},
        {"porting": "never-heard-of"},
        {"country": "XX"},
        {"q": MARKUP[:200]},
        {"q": "%"},
        {"q": "\\"},
        {"q": "' OR 1=1 --"},
        {"q": "مرحبا"},
        {"q": "\u202ezzz"},
    ):
        response = viewer.get(reverse("numbers"), query)
        assert response.status_code == 200, query
        assert "No numbers match these filters." in text_of(response), query
        assert "<script>alert" not in html_of(response)


def test_empty_fields_leave_the_address(workspace: Workspace, viewer: Client) -> None:
    query = {"q": "", "user": "", "assigned": "yes", "porting": ""}
    assert viewer.get(reverse("numbers"), query)["Location"] == reverse("numbers") + "?assigned=yes"
    assert viewer.get(reverse("numbers"), query, headers=HTMX)["HX-Push-Url"] == reverse("numbers") + "?assigned=yes"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "q",
                "user",
                "role",
                "group",
                "porting",
                "restricted",
                "assigned",
                "forward",
                "country",
                "kind",
                "state",
                "sort",
                "page",
                "per_page",
                "number",
                "refresh",
                "since",
                "until",
            ]
        ),
        st.one_of(
            st.text(max_size=30), st.integers().map(str), st.sampled_from(["yes", "any", "none", "-name", "all"])
        ),
        max_size=5,
    ),
    st.sampled_from(LISTS),
)
def test_no_query_breaks_a_list(workspace: Workspace, viewer: Client, query: dict[str, str], name: str) -> None:
    assert viewer.get(reverse(name), query).status_code in (200, 302, 400)


def test_an_address_that_is_not_utf_8_is_answered(workspace: Workspace, viewer: Client) -> None:
    assert viewer.get("/numbers/?q=%ff%fe&user=%80").status_code == 200
    assert viewer.get("/numbers/%ff%fe/").status_code == 404
    assert viewer.get("/numbers/%00/").status_code == 404
    assert viewer.get("/users/%00/").status_code == 404
    assert viewer.get("/groups/%00/").status_code == 404


@pytest.mark.parametrize("name", ["number", "user", "group"])
def test_an_id_too_long_for_any_database_is_a_404(name: str, viewer: Client) -> None:
    assert viewer.get(reverse(name, args=["x"]).replace("x", LONG)).status_code == 404


# Ids


def any_id() -> st.SearchStrategy[str]:
    """What may follow the prefix of an id: up to 253 characters, no NUL, no half of a pair."""
    return st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=253)


@given(any_id())
@example("a/b/")
@example("//evil.example/")
@example("line\nbreak\r\n")
@example("😀🏳️‍🌈")
@example("\u202eRTL مرحبا")
@example("#?%&=+ ;")
@example("%2F%00%")
@example("é\u0301\ufeff\u2028")
@example("changes/export.csv")
@example("/../../views/")
@example("x" * 253)
def test_any_id_survives_its_address(rest: str) -> None:
    """Of numbers and people none is stored without its prefix, so that none is `views` or `export.csv`."""
    for name, id in (("number", f"PN{rest}"), ("user", f"US{rest}"), ("group", f"GR{rest}"), ("group", rest or "x")):
        address = reverse(name, args=[id])
        assert address.startswith("/")
        assert not address.startswith("//")
        assert "?" not in address
        assert "#" not in address
        request = RequestFactory().get(address)
        match = resolve(request.path_info)
        assert (match.url_name, match.kwargs) == (name, {"id": id})


@given(st.text())
def test_the_converter_takes_what_a_database_holds_and_nothing_else(text: str) -> None:
    converter = QuoId()
    assume("\x00" not in text and len(text) <= 255)
    assert converter.to_python(converter.to_url(text)) == text


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "x" * 256])
def test_the_converter_refuses_what_no_database_holds(text: str) -> None:
    with pytest.raises(ValueError, match="no database"):
        QuoId().to_python(text)


ODD_IDS = [
    "PN/../PN2/",
    "PN//x",
    "PN line\nbreak",
    "PN😀🏳️‍🌈",
    "PN\u202eمرحبا",
    "PN#hash?query=1&x=%2F%",
    "PN'\"<b>&amp;",
    "PN\\back",
    "PN;a=1",
    "PN" + "é" * 253,
]


def test_a_page_of_any_id_is_found_by_the_link_that_leads_there(owner: Client) -> None:
    ids = {id: ("US" + id[2:], "GR" + id[2:]) for id in ODD_IDS}
    refresh_with(
        answer_of(
            [a_number(id, groupId=group, users=[a_user(user, groupId=group)]) for id, (user, group) in ids.items()]
        )
    )
    links = read(owner.get(reverse("numbers"))).links
    for id, (user, group) in ids.items():
        assert reverse("number", args=[id]) in links
        for name, own_id in (("number", id), ("user", user), ("group", group)):
            address = reverse(name, args=[own_id])
            page = owner.get(address)
            assert page.status_code == 200
            assert html.escape(own_id) in html_of(page).replace("&#39;", "&#x27;")
            assert owner.get(address, headers=HTMX).status_code == 200
        assert f"1 of {len(ids)}" in text_of(owner.get(reverse("numbers"), {"user": user, "group": group}))


def test_changes_and_refreshes_of_any_id_are_found(owner: Client) -> None:
    refresh_with(answer_of([a_number("PN1"), a_number("PN2")]))
    refresh_with(answer_of([a_number("PN1"), a_number("PN2"), *map(a_number, ODD_IDS)]))
    for id in ODD_IDS:
        assert "was added" in text_of(owner.get(reverse("changes"), {"number": id})), id
        refresh = refresh_with(answer_of([a_number(id, name="Renamed")]), "number", id)
        page = owner.get(reverse("refresh", args=[refresh.pk]))
        assert page.status_code == 200, id
        assert reverse("number", args=[id]) in read(page).links, id


# What Quo may send


def everywhere(client: Client) -> list[tuple[str, Any]]:
    """Every page on which something of Quo's stands."""
    number = PhoneNumber.objects.get(pk="PN1")
    places = [reverse(name) for name in LISTS]
    places += [reverse("number", args=["PN1"]), reverse("user", args=["US1"]), reverse("group", args=[number.group_id])]
    places += [reverse("refresh", args=[refresh]) for refresh in {change.refresh_id for change in number.changes.all()}]
    return [(place, client.get(place)) for place in places]


def changed_everywhere(text: str) -> None:
    """A number and its person, on whom every text is now this one, and the number has a history of it."""
    refresh_with(answer_of([a_number("PN1"), a_number("PN2", users=[])]))
    person = a_user(firstName=text, lastName=text, email=text, role=text[:255], groupId=text[:255])
    texts = {"name": text, "symbol": text, "formattedNumber": text, "groupId": text[:255], "forward": text[:255]}
    texts |= {"portingStatus": text[:255], "portRequestId": text[:255], "createdAt": text, "updatedAt": text}
    ways = dict.fromkeys(("US", "CA", "Intl"), text[:255])
    ways = {"calling": ways, "messaging": ways}  # type: ignore[dict-item]
    refresh_with(answer_of([a_number(**texts, users=[person], restrictions=ways), a_number("PN2", users=[])]))


def test_markup_from_quo_is_text_everywhere(owner: Client) -> None:
    changed_everywhere(MARKUP)
    without = (reverse("refreshes"), reverse("groups"))  # where nothing of a first import's or of a long id stands
    for place, response in everywhere(owner):
        assert response.status_code == 200, place
        page = read(response)  # every tag is closed by its own
        assert "<script>alert" not in html_of(response), place
        assert "<img" not in html_of(response), place
        assert "&lt;script&gt;alert(1)" in html_of(response) or place.startswith(without), place
        assert "7|add" not in html_of(response) or "{{ 7|add:7 }}" in html_of(response), place
        assert not any(attribute.startswith("on") for _, given in page.tags for attribute in given), place


@pytest.mark.parametrize(
    "text", [LONG, "😀" * 1000, "\u202e" + "مرحبا " * 400, "a\nb\u2028c" * 600], ids=["x", "emoji", "rtl", "breaks"]
)
def test_long_and_odd_texts_are_shown(text: str, owner: Client) -> None:
    changed_everywhere(text)
    for place, response in everywhere(owner):
        assert response.status_code == 200, place
        read(response)


def test_a_list_cuts_long_names_short(owner: Client) -> None:
    refresh_with(answer_of([a_number("PN1", name=LONG, users=[a_user(firstName=LONG)])]))
    page = read(owner.get(reverse("numbers")))
    assert not any(len(cell) > 250 for cell in page.rows[1][:1])
    assert LONG[:300] not in " ".join(page.rows[1][1:3])


def test_what_a_list_cuts_is_there_as_a_whole_on_hover_and_in_focus(owner: Client) -> None:
    """As its title, which the stylesheet shows in focus: that of the link around it, or its own."""
    email, name, forward = "e" * 61, "n" * 61, "f" * 25
    refresh_with(answer_of([a_number("PN1", name=name, forward=forward, users=[a_user(email=email)])]))
    for place, whole, alone in (("numbers", name, False), ("numbers", forward, True), ("users", email, True)):
        given = next(given for tag, given in read(owner.get(reverse(place))).tags if given.get("title") == whole)
        assert ("cut" in given["class"].split(), given.get("tabindex") == "0") == (True, alone), place


def test_a_number_that_is_none_is_shown_as_it_came(owner: Client) -> None:
    refresh_with(answer_of([a_number("PN1", number="not a number", forward="sip:x@y", formattedNumber="")]))
    text = text_of(owner.get(reverse("number", args=["PN1"])))
    assert "not a number" in text
    assert "sip:x@y" in text


# Signing in


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_to_no_other_site(elsewhere: str, owner: Client, outsider: Client) -> None:
    fields = {"username": "owner", "password": "the owner's password", "next": elsewhere}
    assert outsider.post(reverse("login"), fields)["Location"] == reverse("overview")
    assert owner.get(reverse("login"), {"next": elsewhere})["Location"] == reverse("overview")


def test_what_is_typed_into_the_sign_in_is_text(outsider: Client) -> None:
    response = outsider.post(reverse("login"), {"username": MARKUP, "password": MARKUP, "next": MARKUP})
    assert response.status_code == 200
    assert "<script>alert" not in html_of(response)
    assert "<img" not in html_of(response)


@pytest.mark.parametrize("name", ["\x00", LONG, "😀", "\ud800".encode("utf-8", "replace").decode()])
def test_any_account_name_is_only_wrong(name: str, db: None, outsider: Client) -> None:
    response = outsider.post(reverse("login"), {"username": name, "password": "x"})
    assert response.status_code == 200
    assert read(response).tags
