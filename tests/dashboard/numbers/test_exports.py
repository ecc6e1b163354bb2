"""Exports hold exactly what is filtered, and nothing in them runs."""

import codecs
import csv
import io
import itertools
import json
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from django.http import FileResponse, StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dashboard import exports
from dashboard.exports import Line, cell, fitted
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


HEADINGS = [
    "id", "name", "symbol", "number", "formatted_number", "country", "kind", "area", "group_id", "forward",
    "porting_status", "port_request_id", "calling_us", "calling_ca", "calling_intl", "messaging_us", "messaging_ca",
    "messaging_intl", "created_at", "updated_at", "removed_at", "users", "emails", "user_ids",
]  # fmt: skip
WAYS = itertools.product(("Calling", "Messaging"), ("US", "Canada", "International"))
EXPECTED_WAYS = {f"{use} {region}": f"value{place}" for place, (use, region) in enumerate(WAYS)}
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76"  # commas, quotes, UTF-8
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


def workbook(client: Client, **query: str | list[str]) -> Workbook:
    return load_workbook(io.BytesIO(body(client.get(reverse("export-xlsx"), query))))


def cells(sheet: Worksheet) -> list[dict[str, Any]]:
    """The rows of a sheet by their headings, without empty cells."""
    headings, *rows = sheet.iter_rows(values_only=True)
    return [{str(h): v for h, v in zip(headings, row, strict=True) if v is not None} for row in rows]


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


def test_excel_has_the_words_of_the_page_and_real_dates(owner: Client, records: list[dict[str, Any]]) -> None:
    owner.cookies["time-zone"] = "America/New_York"
    refresh_with(answer_of(records))
    book = workbook(owner)
    sheet, assignments = book["Numbers"], book["Assignments"]
    full = next(row for row in cells(sheet) if row["Number"] == "+12025550109")
    here = full.pop("Updated")
    assert here.isoformat(timespec="seconds") == "2025-05-06T03:08:09", "where the reader is"
    people = [full_name(user) for user in sorted(records[0]["users"], key=lambda user: full_name(user).casefold())]
    assert full.pop("People") == "; ".join(people)
    full.pop("Emails")
    assert full == {
        "Name": records[0]["name"], "Number": "+12025550109", "Formatted number": "(202) 555-0109",
        "Country": "United States", "Kind": "Local", "Area": "Washington D.C.", "Porting": "Pending",
        "Forwards": "(202) 555-0199", **EXPECTED_WAYS,
    }  # fmt: skip
    plain = next(row for row in cells(sheet) if row["Name"] == "C")
    assert plain["Formatted number"] == "(202) 555-0101", "as the page writes it where Quo has no format"
    assert [(row["Number"], row["Person"], row["User ID"]) for row in cells(assignments) if row["Quo ID"] == "PN9"] == [
        ("+12025550109", full_name(user), user["id"])
        for user in sorted(records[0]["users"], key=lambda user: full_name(user).casefold())
    ]


def test_a_sheet_is_ready_to_be_worked_with(owner: Client, workspace: Workspace) -> None:
    content = body(owner.get(reverse("export-xlsx")))
    for sheet in load_workbook(io.BytesIO(content)):
        assert sheet.freeze_panes == "A2"
        assert all(cell.font.bold for cell in sheet[1])
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(10 <= sheet.column_dimensions[cell.column_letter].width <= 60 for cell in sheet[1])
    sheet = load_workbook(io.BytesIO(content))["Numbers"]
    columns = {cell.value: cell.column_letter for cell in sheet[1]}
    numbers, updated = sheet[columns["Number"]][1:], sheet[columns["Updated"]][1:]
    assert {cell.data_type for cell in numbers} == {"s"}
    assert {cell.number_format for cell in numbers} == {"@"}
    assert {cell.is_date for cell in updated} == {True}
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert b"numberStoredAsText" in book.read("xl/worksheets/sheet1.xml"), "Excel marks no phone number"


def test_the_chosen_columns_in_their_order_or_all_fields(owner: Client, records: list[dict[str, Any]]) -> None:
    refresh_with(answer_of(records))
    chosen = ["Name", "Number", "Formatted number", "Porting"]
    owner.post(reverse("choose-columns"), {"column": ["porting"]})
    assert [cell.value for cell in workbook(owner)["Numbers"][1]] == chosen
    assert [cell.value for cell in workbook(owner, state="all")["Numbers"][1]] == [*chosen, "Removed"]
    assert len(list(workbook(owner, fields="all")["Numbers"][1])) == len(HEADINGS)
    machine = ["id", "name", "number", "formatted_number", "porting_status"]
    assert list(csv_rows(owner)[0]) == list(csv_rows(owner, fields="chosen")[0]) == machine
    assert list(csv_rows(owner, fields="all")[0]) == HEADINGS


def test_who_never_chose_columns_gets_all_fields_as_csv(owner: Client, records: list[dict[str, Any]]) -> None:
    refresh_with(answer_of(records))
    assert list(csv_rows(owner)[0]) == HEADINGS
    assert len(csv_rows(owner, fields="chosen")[0]) < len(HEADINGS)


@pytest.mark.parametrize("count", [1, 900, 2000])
def test_a_cell_is_cut_between_two_addresses_and_says_how_many_are_missing(count: int, owner: Client) -> None:
    """Excel's limit, in UTF-16: a symbol may count twice."""
    users = [a_user(f"US{place:04}", email=f"{'x' * 20}{place:04}🎉@example.com") for place in range(count)]
    refresh_with(answer_of([a_number(users=users)]))
    book = workbook(owner, fields="all")
    text = cells(book["Numbers"])[0]["Emails"]
    assert len(text.encode("utf-16-le")) / 2 <= 32_767
    *kept, last = text.split("; ")
    emails = [user["email"] for user in users]
    if count == 1:
        assert [last] == emails
    else:
        assert kept == emails[: len(kept)]
        assert len(text) > 30_000
        assert last == f"… {count - len(kept):,} more, see Assignments"
    assert [row["Email"] for row in cells(book["Assignments"])] == emails


def test_a_long_name_says_that_it_is_cut(owner: Client) -> None:
    assert fitted("x" * 32_767) == "x" * 32_767
    cut = fitted("🎉" * 20_000)
    assert cut.endswith("🎉 … (cut: 20,000 characters)")
    assert len(cut.encode("utf-16-le")) / 2 <= 32_767


def test_a_full_sheet_goes_on_in_another(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "LONGEST_SHEET", 4)
    refresh_with(answer_of([a_number(f"PN{place}", users=[a_user(f"US{place}")]) for place in range(7)]))
    book = workbook(owner)
    assert book.sheetnames == ["Numbers", "Assignments", "Numbers 2", "Assignments 2", "Numbers 3", "Assignments 3"]
    names = [row["Name"] for sheet in book if sheet.title.startswith("Numbers") for row in cells(sheet)]
    assert names == [f"Line PN{place}" for place in range(7)]


def test_a_date_that_excel_does_not_know_is_text(owner: Client) -> None:
    refresh_with(answer_of([a_number(createdAt="0002-06-01T00:00:00Z", updatedAt="9998-06-01T00:00:00Z")]))
    row = cells(workbook(owner, fields="all")["Numbers"])[0]
    assert row["Created"] == "0002-06-01T00:00:00+00:00"
    assert row["Updated"].year == 9998


@pytest.mark.slow
@pytest.mark.skipif(not which("soffice"), reason="needs LibreOffice (Debian: libreoffice-calc-nogui)")
def test_libreoffice_opens_it(owner: Client, records: list[dict[str, Any]], tmp_path: Path) -> None:
    refresh_with(answer_of([*records, a_number("PN7", name="=1+1", number="+12025550107")]))
    (tmp_path / "numbers.xlsx").write_bytes(body(owner.get(reverse("export-xlsx"))))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", AS_CSV]
    subprocess.run([*command, "numbers.xlsx"], cwd=tmp_path, check=True, timeout=120, capture_output=True)  # noqa: S603
    rows = list(csv.DictReader((tmp_path / "numbers.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["Number"] for row in rows if row["Name"] == "=1+1"] == ["+12025550107"]
    assert [row["Updated"] for row in rows if row["Number"] == "+12025550109"] == ["2025-05-06 07:08"]


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
    book = workbook(owner, id="PNevil", fields="all")
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "d", "n"}, "f is a formula"
    texts = cells(book["Numbers"])[0]
    assert (texts["Name"], texts["Group"], texts["Symbol"], texts["Forwards"]) == ("=HYPERLINK(1)", "=1", "@x", "=2")
    row = csv_rows(owner, id="PNevil")[0]
    assert (row["name"], row["group_id"], row["symbol"], row["forward"]) == ("'=HYPERLINK(1)", "'=1", "'@x", "'=2")


@pytest.mark.parametrize("name", NAMES)
def test_a_filter_that_makes_no_sense_is_refused(name: str, owner: Client, workspace: Workspace) -> None:
    assert owner.get(reverse(name), {"restricted": "nonsense"}).status_code == 400


@pytest.mark.parametrize("name", NAMES)
def test_it_needs_a_sign_in_and_changes_nothing(name: str, owner: Client, outsider: Client) -> None:
    assert outsider.get(reverse(name)).status_code == 302
    assert owner.put(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_download_that_no_cache_keeps(name: str, owner: Client, workspace: Workspace) -> None:
    response = owner.get(reverse(name))
    body(response)
    assert response.headers["Content-Disposition"].startswith('attachment; filename="numbers-')
    assert response.headers["Cache-Control"] == "private, no-store"
