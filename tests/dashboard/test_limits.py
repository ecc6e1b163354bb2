"""What costs much is limited, and says so with 429: exports at once, and refreshes that wait."""

import gc
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from dashboard.accounts.roles import VIEWER
from dashboard.audit.models import AuditEntry
from inventory.choices import Scope
from inventory.models import Refresh, WorkspaceUser
from tests.dashboard.conftest import make_account, signed_in

EXPORTS = ("export-csv", "export-json", "export-xlsx", "export-changes")
CSV = "/numbers/export.csv"


def chunks(response: object) -> Iterator[bytes]:
    assert isinstance(response, StreamingHttpResponse)
    return iter(response)


def test_an_account_makes_one_export_at_a_time(workspace: object, viewer: Client) -> None:
    first = viewer.get(CSV)
    sent = chunks(first)
    next(sent)
    for name in EXPORTS:
        refused = viewer.get(reverse(name))
        assert refused.status_code == 429, name
        assert refused.headers["Retry-After"] == "10"
        assert "Another export of yours is still running" in refused.content.decode()
    assert viewer.get(reverse("numbers")).status_code == 200
    list(sent)
    for name in EXPORTS:
        again = viewer.get(reverse(name))
        assert again.status_code == 200, name
        list(chunks(again))


def test_a_process_makes_two_exports_at_a_time(workspace: object) -> None:
    clients = [signed_in(make_account(name, VIEWER)) for name in ("ada", "bob", "cyd")]
    responses = [client.get(CSV) for client in clients]
    assert [response.status_code for response in responses] == [200, 200, 429]
    assert "Other exports are still running" in responses[2].content.decode()
    list(chunks(responses[0]))
    assert clients[2].get(CSV).status_code == 200


def test_a_response_that_nobody_closes_gives_its_turn_back(workspace: object, viewer: Client) -> None:
    response = viewer.get(CSV)
    assert viewer.get(CSV).status_code == 429
    del response
    gc.collect(1)  # what is young: all that there is takes a second
    assert viewer.get(CSV).status_code == 200


def test_an_export_that_fails_gives_its_turn_back(
    workspace: object, viewer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr("dashboard.numbers.exports.as_xlsx", lambda found: 1 / 0)
        assert viewer.get(reverse("export-xlsx")).status_code == 500
    assert viewer.get(reverse("export-csv")).status_code == 200


@pytest.mark.parametrize("name", EXPORTS)
def test_head_makes_no_file_and_is_no_export(
    name: str, workspace: object, viewer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("numbers.exports.as_csv", "numbers.exports.as_json", "numbers.exports.as_xlsx"):
        monkeypatch.setattr(f"dashboard.{place}", lambda found: 1 / 0)
    monkeypatch.setattr("dashboard.changes.views._row", lambda found: 1 / 0)
    response = viewer.head(reverse(name))
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert not AuditEntry.objects.filter(action="export").exists()


@pytest.mark.parametrize("format", ["txt", "csv"])
def test_checklists_of_who_leaves_are_exports_like_others(format: str, workspace: object, viewer: Client) -> None:
    person = WorkspaceUser.objects.filter(number_count__gt=0).first()
    assert person is not None
    addresses = [f"{reverse('offboarding-of-several')}?user={person.pk}&format={format}"]
    if format == "txt":
        addresses.append(reverse("offboarding", args=[person.pk]))
    for address in addresses:
        assert viewer.head(address).status_code == 200
        assert not AuditEntry.objects.filter(action="export").exists()
    running = viewer.get(CSV)
    for address in addresses:
        assert viewer.get(address).status_code == 429
    list(chunks(running))
    for address in addresses:
        response = viewer.get(address)
        assert viewer.get(CSV).status_code == 429
        list(chunks(response))
        assert response.headers.get("Content-Disposition", "").startswith("attachment") == (format == "csv")


def test_the_hundred_and_first_refresh_is_turned_away(
    admin: Client, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.TASKS_MODE = "database"
    Refresh.objects.bulk_create(Refresh(scope=Scope.NUMBER, target=f"PN{place}") for place in range(99))
    assert admin.post(reverse("refreshes"), {"scope": "number", "target": "PN99"}).status_code == 302
    refused = admin.post(reverse("refreshes"), {"scope": "number", "target": "PN100"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert "100 refreshes are queued already" in refused.content.decode()
    assert Refresh.objects.count() == 100
    assert admin.post(reverse("refreshes"), {"scope": "number", "target": "PN7"}).status_code == 302  # it joins one
    with pytest.raises(SystemExit) as ended:
        call_command("refresh", number="PN101")
    assert ended.value.code == 1
    assert "100 refreshes are queued already" in capsys.readouterr().err
    Refresh.objects.filter(target="PN0").delete()
    assert admin.post(reverse("refreshes"), {"scope": Scope.NUMBER, "target": "PN100"}).status_code == 302
