"""Exports hold exactly what is filtered, and nothing in them runs."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from django.http import FileResponse, StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from dashboard.exports import FIELDS, PEOPLE, Line, cell
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


def test_csv_holds_every_current_number_with_its_people(owner: Client, workspace: Workspace) -> None:
    rows = csv_rows(owner)
    assert list(rows[0]) == [*FIELDS, *PEOPLE]
    assert {row["id"] for row in rows} == {number["id"] for number in workspace.numbers}
    by_id = {row["id"]: row for row in rows}
    for number in workspace.numbers:
        assert set(filter(None, by_id[number["id"]]["user_ids"].split("; "))) == {
            user["id"] for user in number["users"]
        }


def test_it_exports_what_the_list_shows_in_the_same_order(owner: Client, workspace: Workspace) -> None:
    query = {"restricted": "messaging.Intl", "sort": "-number"}
    listed = PhoneNumber.objects.filter(messaging_intl="restricted").order_by("-number", "-id")
    assert [row["id"] for row in csv_rows(owner, **query)] == [number.id for number in listed]


def test_it_exports_a_selection(owner: Client, workspace: Workspace) -> None:
    chosen = sorted(number["id"] for number in workspace.numbers[:3])
    assert sorted(row["id"] for row in csv_rows(owner, id=chosen)) == chosen


def test_json_says_the_same_as_csv(owner: Client, workspace: Workspace) -> None:
    objects = json.loads(body(owner.get(reverse("export-json"))))
    assert [found["id"] for found in objects] == [row["id"] for row in csv_rows(owner)]
    assert set(objects[0]) == {*FIELDS, *PEOPLE}


def test_json_of_nothing_is_an_empty_list(owner: Client) -> None:
    assert json.loads(body(owner.get(reverse("export-json")))) == []


def test_xlsx_is_a_workbook_with_a_row_a_number(owner: Client, workspace: Workspace) -> None:
    rows = [element for element in sheet_cells(body(owner.get(reverse("export-xlsx")))) if element.tag.endswith("}row")]
    assert len(rows) == len(workspace.numbers) + 1


@pytest.mark.parametrize(
    "payload", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", " =1", "＝1", "＋1", "－1", "＠A"]
)
def test_a_formula_is_defused_in_every_field(payload: str) -> None:
    assert cell(payload) == f"'{payload}"


@pytest.mark.parametrize("separator", [";", "\t", "\r", "\n", "\r\n", "; "])
@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
@pytest.mark.parametrize("before", ["", "Sales", '"'])
def test_a_formula_is_defused_wherever_a_spreadsheet_starts_a_cell(before: str, separator: str, sign: str) -> None:
    """Read with another separator than ours, a name is several cells, and our quotes are part of them."""
    for payload in (f"{before}{separator}{sign}1+1", f'{before}{separator}"{sign}1+1{separator}"'):
        line = csv.writer(Line()).writerow(["PN1", cell(payload), "end"])
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
