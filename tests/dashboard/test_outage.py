"""A database that is away or too slow: every page says so at once, and works as soon as it is back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from dashboard.accounts.sessions import Session
from inventory.runtime import database
from inventory.sandbox.workspace import Workspace

from .reading import HTMX, html_of, is_page, read

PLACES = ("overview", "numbers", "users", "groups", "changes", "refreshes", "find", "password", "audit", "admin:index")


def failing(*_: Any) -> Any:
    raise OperationalError("the connection is lost")


@pytest.fixture
def visitor(workspace: Workspace, owner: Client) -> Client:
    """Sees what a browser would, where another client raises what a view did."""
    owner.raise_request_exception = False
    return owner


@pytest.fixture
def outage(visitor: Client) -> Iterator[None]:
    with connection.execute_wrapper(failing):
        yield


@pytest.mark.parametrize("name", [*PLACES, "export-csv"])
def test_every_page_says_so(name: str, visitor: Client, outage: None, caplog: pytest.LogCaptureFixture) -> None:
    response = visitor.get(reverse(name), {"q": "a b"})
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "no-store" in response.headers["Cache-Control"]
    page = read(response)
    assert "The database does not answer" in page.text
    assert f"{reverse(name)}?q=a+b" in [given["href"] for tag, given in page.tags if tag == "a"]
    assert {given["href"].partition("/css/")[0] for tag, given in page.tags if tag == "link"} == {"/static"}
    assert not [tag for tag, _ in page.tags if tag in ("script", "img")]
    errors = [line for line in caplog.records if line.levelname == "ERROR"]
    assert [line.exc_info for line in errors] == [None]
    assert "the connection is lost" in caplog.text


def test_a_form_says_so_and_does_not_offer_to_send_it_again(visitor: Client, outage: None) -> None:
    response = visitor.post(reverse("refreshes"), {"scope": "workspace"})
    assert response.status_code == 503
    assert [given["href"] for tag, given in read(response).tags if tag == "a"] == ["/"]


def test_signing_in_says_so(visitor: Client, outage: None) -> None:
    response = Client(raise_request_exception=False).post(reverse("login"), {"username": "a", "password": "b"})
    assert response.status_code == 503


def test_htmx_gets_a_notice(visitor: Client, outage: None) -> None:
    response = visitor.get(reverse("numbers"), headers=HTMX)
    assert response.status_code == 503
    assert not is_page(response)
    assert "The database does not answer" in html_of(response)


@pytest.mark.parametrize("name", ["healthz", "readyz"])
def test_the_probes_say_so_in_a_word(name: str, outage: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.monitoring.health.try_to_connect", failing)
    response = Client().get(reverse(name))
    assert response.status_code == 503
    assert response.content.startswith(b"the database does not answer\n")


def test_a_session_that_cannot_be_saved_is_no_mistake_of_the_visitor(visitor: Client) -> None:
    session = visitor.session
    session["seen_at"] -= 24_000  # so long ago that this request notes the time
    session.save()

    def from_writing(execute: Any, sql: str, *arguments: Any) -> Any:
        return failing() if sql.startswith("UPDATE") and Session._meta.db_table in sql else execute(sql, *arguments)

    with connection.execute_wrapper(from_writing):
        assert visitor.get(reverse("numbers")).status_code == 503


def test_a_fault_of_the_product_is_still_one(visitor: Client) -> None:
    def wrong(*_: Any) -> Any:
        raise ValueError

    with connection.execute_wrapper(wrong):
        response = visitor.get(reverse("numbers"))
    assert response.status_code == 500
    assert "Internal error" in html_of(response)


@pytest.mark.sqlite  # which calls this an OperationalError, as it does a lost file
def test_a_missing_table_is_a_fault_too(visitor: Client) -> None:
    def unknown(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        return execute("SELECT * FROM no_such_table", (), False, context)

    with connection.execute_wrapper(unknown):
        assert visitor.get(reverse("numbers")).status_code == 500


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_statement_of_a_page_ends_in_time_and_one_of_a_refresh_takes_as_long_as_it_must(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATABASE_STATEMENT_TIMEOUT = 0.2
    connection.close()

    def sleep() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.5)")

    sleep()  # a command's
    connection.close()
    monkeypatch.setattr(database, "_serves_pages", True)
    with pytest.raises(OperationalError, match="statement timeout"):
        sleep()
    with transaction.atomic():
        database.allow_long_statements()
        sleep()
    with pytest.raises(OperationalError, match="statement timeout"):
        sleep()
    connection.close()
