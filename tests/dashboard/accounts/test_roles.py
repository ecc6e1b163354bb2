"""Who may do what: a Viewer sees, an Admin also refreshes, decides and reads the audit."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from dashboard.accounts.roles import ADMIN, PERMISSIONS, SEE, VIEWER, role, sync_user_roles
from inventory.models import Refresh
from inventory.sandbox import Sandbox
from tests.dashboard.conftest import PASSWORD, make_account, signed_in


@pytest.mark.parametrize("name", [VIEWER, ADMIN])
def test_a_migration_made_the_roles(name: str, db: None) -> None:
    group = Group.objects.get(name=name)
    held = {f"{app}.{code}" for app, code in group.permissions.values_list("content_type__app_label", "codename")}
    assert held == set(PERMISSIONS[name])


def test_a_viewer_sees_and_does_nothing(workspace: object, viewer: Client) -> None:
    assert viewer.get(reverse("numbers")).status_code == 200
    assert viewer.post(reverse("refreshes"), {"scope": "workspace"}).status_code == 403
    assert viewer.post(reverse("refresh-removals", args=[Refresh.objects.latest("id").pk])).status_code == 403
    assert viewer.get(reverse("audit")).status_code == 403
    assert Refresh.objects.in_lane(people=False).count() == 1


def test_an_admin_refreshes_and_reads_the_audit(sandbox: Sandbox, admin: Client) -> None:
    assert admin.post(reverse("refreshes"), {"scope": "workspace"}).status_code == 302
    assert {*Refresh.objects.values_list("state", flat=True)} == {"succeeded"}
    assert admin.get(reverse("audit")).status_code == 200


def test_a_superuser_sees_all_without_a_role(db: None) -> None:
    client = signed_in(User.objects.create_superuser("root", password="x"))
    assert client.get(reverse("numbers")).status_code == 200
    assert client.get(reverse("audit")).status_code == 200
    assert client.get("/admin/").status_code == 200


def test_a_role_taken_away_is_gone_at_the_next_request(viewer: Client) -> None:
    assert viewer.get(reverse("numbers")).status_code == 200
    User.objects.get().groups.clear()
    assert viewer.get(reverse("numbers")).status_code == 302  # the session has ended
    viewer.post(reverse("login"), {"username": "vic", "password": PASSWORD})
    assert viewer.get(reverse("numbers")).status_code == 403


def test_an_account_that_is_closed_is_out_at_the_next_request(viewer: Client) -> None:
    User.objects.update(is_active=False)
    response = viewer.get(reverse("numbers"))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("login"))


def test_whoever_has_no_role_may_sign_out_and_change_the_password(roleless: Client) -> None:
    assert roleless.get(reverse("password")).status_code == 200
    assert "Sign out" in roleless.get(reverse("numbers")).content.decode()
    assert roleless.post(reverse("logout")).status_code == 302
    assert roleless.get(reverse("numbers")).status_code == 302


def test_a_fragment_for_whoever_has_no_role_is_a_line(roleless: Client) -> None:
    response = roleless.get(reverse("numbers"), headers={"HX-Request": "true"})
    assert response.status_code == 403
    assert "<html" not in response.content.decode()


def test_roles_follow_and_other_groups_stay(db: None) -> None:
    account = make_account("ada", VIEWER)
    account.groups.add(Group.objects.create(name="Choir"))
    sync_user_roles(account, {ADMIN})
    assert set(account.groups.values_list("name", flat=True)) == {"Choir", ADMIN}
    sync_user_roles(account, set())
    assert set(account.groups.values_list("name", flat=True)) == {"Choir"}


def test_a_role_that_somebody_deleted_comes_back_with_what_it_means(db: None) -> None:
    Group.objects.all().delete()
    account = make_account("ada")
    account.groups.add(role(VIEWER))
    assert User.objects.get(pk=account.pk).has_perm(SEE)


@pytest.mark.parametrize("damage", ["emptied", "renamed", "deleted"])
def test_a_damaged_role_heals_at_the_next_migrate(damage: str, db: None) -> None:
    make_account("ada", VIEWER)
    group = role(ADMIN)
    if damage == "emptied":
        group.permissions.clear()
    elif damage == "renamed":
        group.name = "Administrators"
        group.save()
    else:
        group.delete()
    call_command("migrate", verbosity=0)
    assert Group.objects.get(name=ADMIN).permissions.count() == len(PERMISSIONS[ADMIN])
