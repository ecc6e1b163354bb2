"""What nobody sends by accident: refused with the right status, and nothing leaks."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from inventory.models import Refresh
from tests.dashboard.conftest import BACKEND, PASSWORD, make_account
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with

PAYLOAD = """"><script>alert('x')</script><img src=x onerror=alert(1)>{{ 7|add:7 }}"""
FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C'!A0",
)


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "a b", "testserver@evil.example", "[::1", ""]
)
def test_a_forged_host_is_refused(host: str, outsider: Client) -> None:
    response = outsider.get(reverse("login"), headers={"Host": host})
    assert response.status_code in (400, 200 if not host else 400)
    assert "evil.example" not in response.content.decode()


def test_forwarded_headers_from_anybody_change_nothing(viewer: Client) -> None:
    forged = {
        "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Port": "1",
        "X-Forwarded-For": "127.0.0.1", "Forwarded": "host=evil.example", "X-Original-URL": "/admin/",
        "X-Rewrite-URL": "/admin/", "X-HTTP-Method-Override": "DELETE",
    }  # fmt: skip
    response = viewer.get(reverse("numbers"), headers=forged)
    assert response.status_code == 200
    assert "evil.example" not in f"{response.content.decode()} {response.headers}"
    assert not response.wsgi_request.is_secure()


@pytest.mark.parametrize("token", [None, "", "wrong", "a" * 64])
@pytest.mark.parametrize("name", ["refreshes", "theme", "logout", "password"])
def test_a_form_without_the_right_token_is_refused(name: str, token: str | None, viewer: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = viewer.cookies
    response = strict.post(reverse(name), {"csrfmiddlewaretoken": token} if token is not None else {})
    assert response.status_code == 403
    assert "did not come from a page of this site" in response.content.decode()
    assert not Refresh.objects.exists()


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "///evil.example", "https://evil.example/", "http:evil.example", "/\\evil.example",
        "\\\\evil.example", "javascript:alert(1)", "//evil.example/%2f..", "/\t/evil.example", "https:///evil.example",
    ],
)  # fmt: skip
def test_nobody_is_sent_elsewhere(target: str, db: None, viewer: Client, outsider: Client) -> None:
    form = {"username": "vic", "password": PASSWORD, "next": target}
    assert outsider.post(reverse("login"), form).headers["Location"] == reverse("overview")
    assert outsider.get(reverse("login"), {"next": target}).headers["Location"] == reverse("overview")
    moved = viewer.post(reverse("theme"), {"theme": "dark", "next": target}).headers["Location"]
    assert moved == reverse("overview")
    admin_login = Client().get("/admin/login/", {"next": target}).headers["Location"]
    assert admin_login.startswith(reverse("login"))


def test_a_deactivated_accounts_session_is_worth_nothing(viewer: Client) -> None:
    User.objects.update(is_active=False)
    for path in (reverse("numbers"), reverse("audit"), "/admin/"):
        assert viewer.get(path).status_code == 302
    assert viewer.post(reverse("refreshes")).status_code == 302
    assert Client().post(reverse("login"), {"username": "vic", "password": PASSWORD}).status_code == 200


@pytest.mark.parametrize("cookie", ["", "x", "a" * 32, "../../etc/passwd", "'; --", "\x7f", "a" * 5000])
def test_a_made_up_session_is_none(cookie: str, outsider: Client) -> None:
    outsider.cookies["sessionid"] = cookie
    assert outsider.get(reverse("numbers")).status_code == 302


HOSTILE_FIELDS = (
    "id", "number", "formattedNumber", "name", "symbol", "groupId", "forward", "portRequestId", "portingStatus",
    "createdAt", "updatedAt",
)  # fmt: skip


def hostile(value: str) -> list[dict[str, Any]]:
    """A number for each of its fields, and one for each of its people's, with the value there and nowhere else."""
    numbers = []
    for place, field in enumerate(HOSTILE_FIELDS):
        number = a_number(f"PN{place}", number=f"+1202555{place:04}", portingStatus="pending")
        numbers.append(number | {field: f"PN{value}" if field == "id" else value})
    for place, field in enumerate(("id", "email", "firstName", "lastName", "role", "groupId"), 50):
        user = a_user(f"US{place}") | {field: f"US{value}" if field == "id" else value}
        numbers.append(a_number(f"PN{place}", number=f"+1202555{place:04}", users=[user]))
    ways = {"US": value, "CA": value, "Intl": value}
    return [*numbers, a_number("PN99", restrictions={"calling": ways, "messaging": ways})]


def test_a_script_in_any_field_is_text_on_every_page(admin: Client) -> None:
    refresh = refresh_with(answer_of(hostile(PAYLOAD)))
    refresh_with(answer_of([number | {"name": PAYLOAD + "2"} for number in hostile(PAYLOAD)]))
    root = Client()
    root.force_login(
        User.objects.create_superuser("root", password=PASSWORD),
        backend=BACKEND,
    )
    pages = [reverse(name) for name in ("overview", "numbers", "users", "groups", "changes", "refreshes", "audit")]
    pages += [reverse("refresh", args=[refresh.pk]), reverse("refresh", args=[refresh.pk + 1])]
    pages += [reverse("number", args=[f"PN{place}"]) for place in (1, 2, 5, 51, 52, 99)]
    pages += [f"/admin/inventory/{table}/" for table in ("phonenumber", "workspaceuser", "change", "assignment")]
    pages += [f"{reverse('numbers')}?q=script", f"{reverse('find')}?q=script"]
    seen = ""
    for page in pages:
        response = (root if page.startswith("/admin") else admin).get(page, follow=True)
        assert response.status_code == 200, page
        text = response.content.decode()
        assert "<script>alert" not in text, page
        assert "<img src=x" not in text, page
        seen += text
    assert "&lt;script&gt;alert" in seen
    assert "{{ 7|add:7 }}" in seen


def test_a_script_in_the_address_is_text(workspace: object, viewer: Client) -> None:
    for query in ("q", "user", "role", "group", "porting", "restricted", "country", "sort", "page"):
        for place in ("numbers", "users", "changes"):
            text = viewer.get(reverse(place), {query: PAYLOAD}, follow=True).content.decode()
            assert "<script>alert" not in text, (place, query)
            assert "<img src=x" not in text, (place, query)


def cells_of(kind: str, body: bytes) -> list[str]:
    if kind == "csv":
        return [cell for row in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")) for cell in row]
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.endswith("sheet1.xml")]
        assert not any("<f>" in sheet for sheet in sheets)
        assert not any("<hyperlink" in sheet for sheet in sheets)
        return []


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_in_any_field_is_text_in_every_export(formula: str, viewer: Client) -> None:
    refresh_with(answer_of(hostile(formula)))
    bodies = {}
    for kind in ("csv", "json", "xlsx"):
        response = viewer.get(reverse(f"export-{kind}"), {"state": "all"})
        bodies[kind] = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    values = {value for row in json.loads(bodies["json"]) for value in row.values() if isinstance(value, str)}
    assert formula in values
    for cell in [*cells_of("csv", bodies["csv"]), *cells_of("xlsx", bodies["xlsx"])]:
        text = cell.lstrip(" ")
        assert not text or text[0] not in "=+-@\t\r" or text.removeprefix("+").isdigit(), cell


@pytest.mark.parametrize(
    "path", ["/numbers/PN%0Ax/", "/numbers/PN%00x/", "/%0d%0aSet-Cookie:x=1/", "/users/US%00/", "/%ff%fe/"]
)
def test_a_line_break_or_nul_in_the_path_finds_nothing(path: str, viewer: Client) -> None:
    response = viewer.get(path)
    assert response.status_code in (400, 404)
    assert "Set-Cookie" not in str(response.headers)
    assert "x=1" not in str(response.cookies)


@pytest.mark.parametrize("name", ["q", "user", "role", "group", "porting", "country", "number", "kind"])
def test_a_nul_in_the_query_is_refused_and_breaks_nothing(name: str, viewer: Client) -> None:
    for place in ("numbers", "users", "changes", "audit", "find"):
        assert viewer.get(reverse(place), {name: "a\x00b"}).status_code in (200, 302, 400, 403)


@pytest.mark.parametrize("header", ["X-Request-ID", "User-Agent", "Referer", "HX-Request", "HX-Target", "Cookie"])
@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\x00b", "x" * 9000, "\x1b[31m"])
def test_a_header_with_a_line_break_or_nul_is_not_repeated(header: str, value: str, viewer: Client) -> None:
    response = viewer.get(reverse("login"), headers={header: value})
    assert response.status_code in (200, 302, 400)
    assert "X-Evil" not in response.headers
    assert value not in str(response.headers)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
@pytest.mark.parametrize("name", ["login", "refreshes"])
def test_ten_megabytes_are_refused_unread(name: str, kind: str, viewer: Client) -> None:
    client = Client() if name == "login" else viewer
    response = client.post(reverse(name), b"a" * 10_000_000, content_type=kind)
    assert response.status_code == 413


def test_a_thousand_and_one_fields_are_refused(outsider: Client) -> None:
    assert outsider.post(reverse("login"), {f"f{place}": "x" for place in range(1001)}).status_code == 400


@pytest.mark.parametrize("length", ["-1", "many", "9" * 30])
def test_a_length_that_is_none_is_refused(length: str, outsider: Client) -> None:
    response = outsider.generic("POST", reverse("login"), b"", CONTENT_LENGTH=length)
    assert response.status_code in (400, 413)


@pytest.mark.parametrize(
    "name", ["refresh-cancel", "refresh-removals", "theme", "logout", "save-view", "choose-columns"]
)
def test_what_changes_something_takes_no_get(name: str, admin: Client) -> None:
    refresh = Refresh.objects.create(scope="workspace", requested_by_name="x")
    response = admin.get(reverse(name, args=[refresh.pk] if name.startswith("refresh-") else []))
    # A confirmation whose address is opened leads back to its refresh
    assert response.status_code == (302 if name == "refresh-removals" else 405)
    refresh.refresh_from_db()
    assert refresh.state == "queued"


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "PATCH", "x" * 50])
def test_strange_methods_are_refused(method: str, viewer: Client) -> None:
    assert viewer.generic(method, reverse("numbers")).status_code == 405


def test_a_password_with_a_nul_is_no_error(db: None) -> None:
    make_account("ada")
    for form in ({"username": "ada\x00", "password": "x"}, {"username": "ada", "password": "x\x00"}):
        assert Client().post(reverse("login"), form).status_code == 200


def test_a_fault_of_ours_shows_no_code(viewer: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the secret detail")

    monkeypatch.setattr("dashboard.changes.views.page_by_ids", broken)
    viewer.raise_request_exception = False
    response = viewer.get(reverse("changes"))
    assert response.status_code == 500
    assert "secret detail" not in response.content.decode()
    assert "X-Request-ID" in response.headers
