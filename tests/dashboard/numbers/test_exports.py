"""Exports hold exactly what is filtered, and nothing in them runs."""

import codecs
import csv
import io
import itertools
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.http import FileResponse, StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from dashboard.csv_text import Line, cell
from inventory.models import PhoneNumber
from inventory.sandbox.workspace import Workspace
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with

pytestmark = pytest.mark.django_db
NAMES = ["export-csv", "export-json", "export-xlsx"]


def body(response: object) -> bytes:
    assert isinstance(response, StreamingHttpResponse | FileResponse)
    return b"".join(response)


def csv_rows(client: Client, **query: str | list[str]) -> list[dict[str, str]]:
    text = body(client.get(reverse("export-csv"), query)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def sheet_cells(content: bytes) -> Iterator[ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        yield from ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter()  # noqa: S314 - our own file


HEADINGS = [
    "id", "name", "symbol", "number", "formatted_number", "country", "kind", "area", "group_id", "forward",
    "porting_status", "port_request_id", "calling_us", "calling_ca", "calling_intl", "messaging_us", "messaging_ca",
    "messaging_intl", "created_at", "updated_at", "removed_at", "users", "emails", "user_ids",
]  # fmt: skip
OWN = ("country", "kind", "area")  # what is derived here, and no field of a record


def expected(record: dict[str, Any]) -> dict[str, Any]:
    """What an export says of a record of the API's, worked out from the record alone."""
    people = sorted(record["users"], key=lambda user: (full_name(user).casefold(), user["id"]))
    ways = {
        f"{use}_{region.lower()}": record["restrictions"][use][region]
        for use in ("calling", "messaging")
        for region in ("US", "CA", "Intl")
    }
    return {
        "id": record["id"],
        "name": record["name"] or "",
        "symbol": record["symbol"] or "",
        "number": record["number"],
        "formatted_number": record["formattedNumber"] or "",
        "group_id": record["groupId"] or "",
        "forward": record["forward"] or "",
        "porting_status": record["portingStatus"] or "",
        "port_request_id": record["portRequestId"] or "",
        **ways,
        "created_at": datetime.fromisoformat(record["createdAt"]).isoformat(),
        "updated_at": datetime.fromisoformat(record["updatedAt"]).isoformat(),
        "removed_at": None,
        "users": [full_name(user) for user in people],
        "emails": [user["email"] for user in people],
        "user_ids": [user["id"] for user in people],
    }


def full_name(user: dict[str, Any]) -> str:
    return " ".join(filter(None, [user["firstName"], user["lastName"]])) or user["email"]


def as_cells(fields: dict[str, Any]) -> dict[str, str]:
    return {
        name: "; ".join(value) if isinstance(value, list) else "" if value is None else value
        for name, value in fields.items()
    }


def without_own(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in OWN} for row in rows]


@pytest.fixture
def records() -> list[dict[str, Any]]:
    """What the API says of a few numbers, each field with a value of its own, in the order of their names."""
    ways = [f"value{place}" for place in range(6)]
    restrictions = {
        use: dict(zip(("US", "CA", "Intl"), some, strict=True))
        for use, some in (("calling", ways[:3]), ("messaging", ways[3:]))
    }
    team = [
        a_user("US1", firstName="Zoë", lastName="Ähre", email="a@example.com"),
        a_user("US2", firstName="Bob", lastName=None, email="z@example.com"),
        a_user("US3", firstName=None, lastName=None, email="m@example.com"),
    ]
    full = a_number(
        "PN9",
        name="A, with a comma and a “quote”",
        symbol="☎",
        number="+12025550109",
        formattedNumber="(202) 555-0109",
        groupId="GR9",
        forward="+12025550199",
        portingStatus="pending",
        portRequestId="PR9",
        restrictions=restrictions,
        users=team,
        createdAt="2024-01-01T01:02:03.456Z",
        updatedAt="2025-05-06T07:08:09.012Z",
    )
    return [full, a_number("PN2", name='B "quoted"', users=team[1:]), a_number("PN1", name="C", users=[])]


def sheet_rows(content: bytes) -> list[list[str]]:
    """The texts of a sheet, row by row, each cell where its reference says."""
    rows = []
    for row in sheet_cells(content):
        if row.tag.endswith("}row"):
            texts = {cell.get("r", ""): "".join(cell.itertext()) for cell in row}
            width = len(HEADINGS)
            rows.append([texts.get(f"{chr(ord('A') + place)}{row.get('r')}", "") for place in range(width)])
    return rows


def test_csv_says_what_the_api_said(owner: Client, records: list[dict[str, Any]]) -> None:
    refresh_with(answer_of(records))
    content = body(owner.get(reverse("export-csv")))
    assert content.startswith(codecs.BOM_UTF8)  # without it Excel takes the file for Latin 1
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert list(rows[0]) == HEADINGS
    assert without_own(rows) == [as_cells(expected(record)) for record in records]
    derived = PhoneNumber.objects.values_list(*OWN).get(pk="PN9")
    assert tuple(rows[0][name] for name in OWN) == derived
    assert derived[:2] == ("US", "local")


def test_json_says_what_the_api_said(owner: Client, records: list[dict[str, Any]]) -> None:
    refresh_with(answer_of(records))
    content = body(owner.get(reverse("export-json"))).decode("utf-8")
    objects = json.loads(content)
    assert "Zoë" in content
    assert list(objects[0]) == HEADINGS
    assert without_own(objects) == [expected(record) for record in records]


def test_xlsx_says_what_the_api_said(owner: Client, records: list[dict[str, Any]]) -> None:
    refresh_with(answer_of(records))
    headings, *rows = sheet_rows(body(owner.get(reverse("export-xlsx"))))
    assert headings == HEADINGS
    found = [dict(zip(headings, row, strict=True)) for row in rows]
    assert without_own(found) == [as_cells(expected(record)) for record in records]


def test_a_removed_number_says_when_it_was_removed(owner: Client, records: list[dict[str, Any]]) -> None:
    refresh_with(answer_of(records))
    refresh_with(answer_of(records[1:]))
    removed_at = PhoneNumber.objects.get(pk="PN9").removed_at
    assert removed_at
    assert [row["removed_at"] for row in csv_rows(owner, state="removed")] == [removed_at.isoformat()]


def test_it_exports_what_the_list_shows_in_the_same_order(owner: Client, workspace: Workspace) -> None:
    query = {"restricted": "messaging.Intl", "sort": "-number"}
    listed = PhoneNumber.objects.filter(messaging_intl="restricted").order_by("-number", "-id")
    assert [row["id"] for row in csv_rows(owner, **query)] == [number.id for number in listed]


def test_it_exports_a_selection(owner: Client, workspace: Workspace) -> None:
    chosen = sorted(number["id"] for number in workspace.numbers[:3])
    assert sorted(row["id"] for row in csv_rows(owner, id=chosen)) == chosen


def test_json_of_nothing_is_an_empty_list(owner: Client) -> None:
    assert json.loads(body(owner.get(reverse("export-json")))) == []


@pytest.mark.parametrize(
    "payload", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", " =1", "＝1", "＋1", "－1", "＠A"]
)
def test_a_formula_is_defused_in_every_field(payload: str) -> None:
    assert cell(payload) == f"'{payload}"


@pytest.mark.parametrize(
    ("text", "defused"), [("\t=1", "'\t'=1"), ("\r=1", "'\r'=1"), (" \tx", "' \tx"), ("\nx", "'\nx")]
)
def test_a_cell_that_starts_with_a_tab_or_a_line_break_is_defused(text: str, defused: str) -> None:
    assert cell(text) == defused


@pytest.mark.parametrize("separator", [";", "\t", "\r", "\n", "\r\n", "; "])
def test_a_formula_is_defused_wherever_a_spreadsheet_starts_a_cell(separator: str) -> None:
    """Read with another separator than ours, a name is several cells, and our quotes are part of them."""
    shapes = ("{}{}{}1+1", '{}{}"{}1+1;"')
    for shape, before, sign in itertools.product(shapes, ("", "Sales", '"'), "=+-@＝＋－＠"):
        line = csv.writer(Line()).writerow(["PN1", cell(shape.format(before, separator, sign)), "end"])
        for read_as in (",", ";", "\t"):
            for row in csv.reader(io.StringIO(line, newline=""), delimiter=read_as):
                assert not [found for found in row if found.strip()[:1] in set("=+-@＝＋－＠")], (read_as, line)


def test_names_of_several_people_are_one_cell_each(owner: Client) -> None:
    refresh_with(answer_of([a_number(users=[a_user("US1", firstName="Ada"), a_user("US2", firstName="=Bob")])]))
    assert csv_rows(owner)[0]["users"] == "'=Bob; Ada"


@pytest.mark.parametrize("harmless", ["+12125550100", "Sales", "", "5 - 3", "a=b", "Sales; +12125550100", "a; b\tc"])
def test_what_is_no_formula_stays_as_it_is(harmless: str) -> None:
    assert cell(harmless) == harmless


def test_no_cell_of_a_workbook_is_a_formula(owner: Client, workspace: Workspace) -> None:
    evil = {
        **workspace.numbers[0],
        "id": "PNevil",
        "name": "=HYPERLINK(1)",
        "groupId": "=1",
        "symbol": "@x",
        "forward": "=2",
    }
    refresh_with(answer_of([*workspace.numbers, evil]))
    content = body(owner.get(reverse("export-xlsx"), {"id": "PNevil"}))
    assert not [element for element in sheet_cells(content) if element.tag.endswith("}f")]
    headings, shown = sheet_rows(content)
    texts = dict(zip(headings, shown, strict=True))
    assert (texts["name"], texts["group_id"], texts["symbol"], texts["forward"]) == ("=HYPERLINK(1)", "=1", "@x", "=2")
    row = csv_rows(owner, id="PNevil")[0]
    assert (row["name"], row["group_id"], row["symbol"], row["forward"]) == ("'=HYPERLINK(1)", "'=1", "'@x", "'=2")


@pytest.mark.parametrize("name", NAMES)
def test_a_filter_that_makes_no_sense_is_refused(name: str, owner: Client, workspace: Workspace) -> None:
    assert owner.get(reverse(name), {"restricted": "nonsense"}).status_code == 400


@pytest.mark.parametrize("name", NAMES)
def test_it_needs_a_sign_in_and_a_get(name: str, owner: Client, outsider: Client) -> None:
    assert outsider.get(reverse(name)).status_code == 302
    assert owner.post(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_download_that_no_cache_keeps(name: str, owner: Client, workspace: Workspace) -> None:
    response = owner.get(reverse(name))
    body(response)
    assert response.headers["Content-Disposition"].startswith('attachment; filename="numbers-')
    assert response.headers["Cache-Control"] == "private, no-store"
