"""Who did what, when, from where: written by itself, read by Admins, changed by nobody."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import get_hasher
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from dashboard.accounts.roles import ADMIN, PERMISSIONS, VIEWER, role, sync_roles
from dashboard.accounts.single_sign_on import NAME
from dashboard.audit.models import SYSTEM, AuditEntry
from dashboard.audit.record import Action, record
from inventory.choices import Removals, Scope, State
from inventory.models import PhoneNumber, Refresh
from inventory.refreshing.lease import join_or_queue
from inventory.refreshing.request import request_refresh
from inventory.sandbox import Sandbox
from tests.dashboard.conftest import PASSWORD, make_account, signed_in
from tests.inventory.refreshing.helpers import let_time_pass


def last(action: str) -> AuditEntry:
    return AuditEntry.objects.filter(action=action).latest("id")


def test_a_sign_in_and_a_sign_out_are_noted(db: None) -> None:
    make_account("ada", VIEWER)
    client = Client()
    form = {"username": "ada", "password": PASSWORD}
    response = client.post(reverse("login"), form, REMOTE_ADDR="203.0.113.5")
    entry = last(Action.SIGN_IN)
    assert (entry.who, entry.address, entry.request_id) == ("ada", "203.0.113.5", response.headers["X-Request-ID"])
    client.post(reverse("logout"))
    assert last(Action.SIGN_OUT).who == "ada"


def test_a_refusal_is_noted(db: None) -> None:
    make_account("ada")
    Client().post(reverse("login"), {"username": "ada", "password": "wrong"})
    assert (last(Action.SIGN_IN_REFUSED).who, last(Action.SIGN_IN_REFUSED).detail) == ("ada", "wrong password")


def test_what_is_denied_is_noted(viewer: Client, roleless: Client) -> None:
    viewer.post(reverse("refreshes"))
    assert last(Action.DENIED).detail == "POST /refreshes/"
    roleless.get(reverse("numbers"))
    assert (last(Action.DENIED).who, last(Action.DENIED).detail) == ("rob", "GET /numbers/: no role")


def test_what_is_repeated_at_will_is_one_entry_a_minute_with_its_count(
    roleless: Client, outsider: Client, settings: Settings
) -> None:
    settings.SIGN_IN_FAILURES = 3
    for place in range(50):
        roleless.get(reverse("numbers"), {"page": place})
        outsider.post(reverse("login"), {"username": f"guess-{place}", "password": "x"}, REMOTE_ADDR="203.0.113.5")
    assert (last(Action.DENIED).count, last(Action.DENIED).who) == (50, "rob")
    kinds = dict(AuditEntry.objects.filter(address="203.0.113.5").values_list("action", "count"))
    assert len(kinds) == AuditEntry.objects.filter(address="203.0.113.5").count() == 2
    assert kinds[Action.SIGN_IN_REFUSED] + kinds[Action.LOCKED_OUT] >= 50
    AuditEntry.objects.update(at=timezone.now() - timedelta(seconds=61))
    roleless.get(reverse("numbers"))
    assert last(Action.DENIED).count == 1


def test_whoever_has_an_ipv6_network_fills_no_audit_log(outsider: Client) -> None:
    link = reverse("sign-in-link")
    for place in range(40):
        outsider.get(link, REMOTE_ADDR=f"2001:db8:0:1:{place:x}::1")
    outsider.get(link, REMOTE_ADDR="2001:db8:0:2::1")
    entries = AuditEntry.objects.filter(action=Action.LINK_REFUSED).order_by("id")
    assert list(entries.values_list("address", flat=True)) == ["2001:db8:0:1::1", "2001:db8:0:2::1"]


def test_three_hundred_addresses_make_a_hundred_entries_a_minute(db: None, rf: RequestFactory) -> None:
    for place in range(300):
        request = rf.get("/", REMOTE_ADDR=f"10.1.{place // 200}.{place % 200}")
        record(request, Action.SIGN_IN_REFUSED, "no such account", who="ada" if place == 299 else "")
    entries = AuditEntry.objects.filter(action=Action.SIGN_IN_REFUSED).order_by("id")
    assert [entry.count for entry in entries] == [1] * 100 + [199, 1]
    assert (entries[100].address, entries[100].detail) == ("", "no such account, from many addresses")
    assert (entries[101].who, entries[101].address) == ("ada", "")


def test_a_refresh_is_noted_with_its_request(sandbox: Sandbox, admin: Client, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    response = admin.post(reverse("refreshes"), {"scope": "workspace"}, headers={"X-Request-ID": "proxy-0001"})
    refresh = Refresh.objects.get(scope=Scope.WORKSPACE)
    assert refresh.request_id == "proxy-0001" == response.headers["X-Request-ID"]
    entry = last(Action.REFRESH)
    assert (entry.who, entry.detail) == ("ada", f"refresh {refresh.pk} of workspace")
    assert entry.request_id == "proxy-0001"


def test_a_refresh_and_its_entry_are_kept_together_or_not_at_all(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: object, **__: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(AuditEntry, "save", full_disk)
    with pytest.raises(DatabaseError):
        join_or_queue(Scope.WORKSPACE, "", requested_by_name="ada", requested_by=None)
    assert not Refresh.objects.exists()


def test_a_refresh_is_noted_before_it_runs(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle of it leaves the entry."""

    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("inventory.management.commands.refresh.run_all", interrupted)
    with pytest.raises(KeyboardInterrupt):
        call_command("refresh")
    assert last(Action.REFRESH).who == "command line"


def test_a_refresh_that_a_page_asks_for_by_itself_says_so(sandbox: Sandbox, admin: Client) -> None:
    request_refresh(Scope.WORKSPACE, requested_by_name="a test")
    let_time_pass(timedelta(hours=1))
    admin.post(reverse("refreshes"), {"scope": "workspace", "due": "yes"})
    assert last(Action.REFRESH).detail.endswith(", by an open page as the data was old")


def test_a_repaired_role_is_noted_and_an_installed_one_is_not(db: None) -> None:
    Group.objects.all().delete()
    AuditEntry.objects.all().delete()
    sync_roles()
    assert role(ADMIN).permissions.count() == len(PERMISSIONS[ADMIN])
    assert not AuditEntry.objects.exists()
    make_account("ada", ADMIN)
    role(ADMIN).permissions.clear()
    sync_roles()
    assert role(ADMIN).permissions.count() == len(PERMISSIONS[ADMIN])
    gained = AuditEntry.objects.filter(detail__startswith="group Admin gained permission")
    assert gained.count() == len(PERMISSIONS[ADMIN])


def test_a_refresh_by_a_command_is_noted(sandbox: Sandbox, db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("refresh")
    assert (last(Action.REFRESH).who, last(Action.REFRESH).address) == ("command line", "")


def test_a_cancelled_refresh_is_noted(admin: Client) -> None:
    refresh = Refresh.objects.create(scope="workspace", requested_by_name="somebody")
    admin.post(reverse("refresh-cancel", args=[refresh.pk]))
    assert last(Action.CANCEL).detail == f"refresh {refresh.pk} of workspace"


@pytest.mark.parametrize(("decision", "action"), [("accept", Action.ACCEPT), ("dismiss", Action.DISMISS)])
def test_a_decision_on_removals_is_noted(decision: str, action: str, workspace: object, admin: Client) -> None:
    held = list(PhoneNumber.objects.values_list("pk", flat=True)[:3])
    refresh = Refresh.objects.create(
        scope="workspace",
        requested_by_name="cron",
        state=State.SUCCEEDED,
        removals=Removals.HELD,
        held=held,
        held_count=3,
        held_waiting=3,
    )
    fields = {"decision": decision, "confirmed": str(refresh.held_waiting)}
    admin.post(reverse("refresh-removals", args=[refresh.pk]), fields)
    assert (last(action).who, last(action).detail) == ("ada", f"3 numbers of refresh {refresh.pk}")


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_an_export_is_noted_with_its_filters(kind: str, workspace: object, viewer: Client) -> None:
    response = viewer.get(reverse(f"export-{kind}"), {"q": "sales"})
    b"".join(response.streaming_content)  # type: ignore[attr-defined]
    entry = last(Action.EXPORT)
    assert entry.who == "vic"
    assert kind in entry.detail.lower()
    assert "q=sales" in entry.detail


def test_roles_are_noted_whoever_changes_them(db: None) -> None:
    root = signed_in(User.objects.create_superuser("root", password=PASSWORD))
    account = make_account("bob")
    form = {
        "username": "bob", "is_active": "on", "is_staff": "on", "groups": [role(ADMIN).pk],
        "date_joined_0": "2026-01-01", "date_joined_1": "00:00:00",
    }  # fmt: skip
    response = root.post(f"/admin/auth/user/{account.pk}/change/", form)
    assert response.status_code == 302, response.content
    told = list(AuditEntry.objects.filter(action=Action.ROLE, who="root").values_list("detail", flat=True))
    assert sorted(told) == ["is_staff on for account bob", "user bob gained group Admin"]
    account.groups.clear()
    assert last(Action.ROLE).detail == "user bob lost all of its groups"
    Group.objects.get(name=VIEWER).permissions.clear()
    assert last(Action.ROLE).detail == "group Viewer lost all of its permissions"
    account.is_superuser = True
    account.save()
    assert last(Action.ROLE).detail == "is_superuser on for account bob"


def test_accounts_and_passwords_are_noted_and_the_password_is_not(db: None) -> None:
    account = make_account("bob")
    account.set_password("a new password of his")
    account.save()
    assert last(Action.PASSWORD).detail == "of account bob"
    account.delete()
    told = list(AuditEntry.objects.values_list("detail", flat=True))
    assert told == ["deleted account bob", "of account bob", "created account bob"]


def test_names_emails_disabled_passwords_and_groups_are_noted(db: None) -> None:
    account = make_account("bob")
    account.username, account.email = "rob", "rob@example.com"
    account.save()
    account.set_unusable_password()
    account.save()
    group = Group.objects.create(name="Support")
    group.name = "Service"
    group.save()
    group.delete()
    told = list(AuditEntry.objects.order_by("id").values_list("detail", flat=True))
    assert told == [
        "created account bob", "renamed account bob to rob", "changed the email of account rob",
        "disabled for account rob", "created group Support", "renamed group Support to Service",
        "deleted group Service",
    ]  # fmt: skip


def test_a_renewed_hash_is_no_new_password(db: None, settings: Settings) -> None:
    """Django renews the hash of an older algorithm when somebody signs in."""
    make_account("bob", VIEWER)
    settings.PASSWORD_HASHERS = [*settings.PASSWORD_HASHERS, "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher"]
    older: Any = get_hasher("pbkdf2_sha1")
    User.objects.update(password=older.encode(PASSWORD, "salt", iterations=1))
    Client().post(reverse("login"), {"username": "bob", "password": PASSWORD})
    assert last(Action.SIGN_IN).who == "bob"
    assert User.objects.get().password.startswith("md5$")
    assert not AuditEntry.objects.filter(action=Action.PASSWORD).exists()


def test_the_page_is_filtered_and_paged(admin: Client) -> None:
    for place in range(60):
        record(None, Action.EXPORT, f"export {place}", who="vic")
    page = admin.get(reverse("audit")).content.decode()
    assert "export 59" in page
    assert "export 3<" not in page
    assert "export 3<" in admin.get(reverse("audit"), {"page": 2}).content.decode()
    filtered = admin.get(reverse("audit"), {"who": "ada"}).content.decode()
    assert "export 59" not in filtered
    assert "created account" not in admin.get(reverse("audit"), {"action": "export"}).content.decode()
    assert admin.get(reverse("audit"), {"action": "nonsense"}).status_code == 400
    assert admin.get(reverse("audit"), {"since": "2999-01-01"}).content.decode().count("<tr>") == 0


def test_nobody_changes_it_in_the_interface(db: None) -> None:
    root = signed_in(User.objects.create_superuser("root", password=PASSWORD))
    record(None, Action.EXPORT, "numbers as csv", who="vic")
    entry = AuditEntry.objects.latest("id")
    place = f"/admin/audit/auditentry/{entry.pk}"
    assert f"vic: {Action.EXPORT.label}" in root.get(f"{place}/change/").content.decode()
    assert root.post(f"{place}/change/", {"detail": "nothing happened"}).status_code == 403
    assert root.post(f"{place}/delete/", {"post": "yes"}).status_code == 403
    assert root.get("/admin/audit/auditentry/add/").status_code == 403
    form = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}
    root.post("/admin/audit/auditentry/", form)
    assert AuditEntry.objects.filter(pk=entry.pk, detail=entry.detail).exists()
    assert root.post(reverse("audit")).status_code == 405


def test_text_that_a_database_refuses_does_not_break_it(db: None) -> None:
    record(None, Action.EXPORT, "a\x00b\ud800", who="x" * 500)
    assert last(Action.EXPORT).detail == "ab?"
    assert len(last(Action.EXPORT).who) == 255


def test_old_entries_are_forgotten_by_a_command(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    record(None, Action.EXPORT, "old")
    AuditEntry.objects.update(at=timezone.now() - timedelta(days=400))
    record(None, Action.EXPORT, "new")
    call_command("prune_audit", older_than=365)
    assert capsys.readouterr().out == "1 audit entries older than 365 days deleted\n"
    told = list(AuditEntry.objects.order_by("id").values_list("who", "action", "detail"))
    assert told == [("command line", "export", "new"), ("command line", "prune", "1 older than 365 days")]
    call_command("prune_audit", older_than=365)
    assert AuditEntry.objects.count() == 2  # nothing was deleted, and nothing is noted


def test_who_is_no_account_is_marked(admin: Client) -> None:
    record(None, Action.EXPORT, "by a command")
    page = admin.get(reverse("audit"), {"who": "command line"}).content.decode()
    page = " ".join(page.split())
    assert 'command line</a> <span class="badge">System</span>' in page
    entries = AuditEntry.objects.filter(who="command line").count()
    assert page.partition("<tbody>")[2].partition("</tbody>")[0].count("command line") == entries  # once each
    assert "System" not in admin.get(reverse("audit"), {"who": "ada"}).content.decode()
    for name in SYSTEM:
        with pytest.raises(ValidationError):
            User(username=name, password="!").full_clean()
        assert not NAME.fullmatch(name)
