"""What becomes of a person's checked claims: which account, under which name, with which roles."""

import hashlib
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from dashboard.accounts import single_sign_on as accounts
from dashboard.accounts.models import ProviderAccount
from dashboard.accounts.roles import ADMIN, PERMISSIONS, VIEWER, role
from dashboard.accounts.single_sign_on import SingleSignOnBackend, account_of, groups_of
from tests.dashboard.conftest import PASSWORD, make_account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def provider(settings: Settings) -> None:
    settings.OIDC_ISSUER = "https://id.example"
    settings.OIDC_GROUPS_CLAIM = "groups"
    settings.OIDC_ADMIN_GROUP, settings.OIDC_VIEWER_GROUP = "phone-admins", "staff"


MADE_UP = "sso-" + hashlib.sha256("\uff53".encode()).hexdigest()[:12]


def name_of(**claims: Any) -> str:
    return account_of({"sub": "s"} | claims).username


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"preferred_username": "ada", "email": "a@b.example"}, "ada"),
        ({"preferred_username": " ", "email": "a@b.example"}, "a@b.example"),
        ({"preferred_username": 7, "email": None}, "s"),
        ({"preferred_username": "a\0da"}, "ada"),
        ({"preferred_username": "\u0430da"}, "s"),  # Cyrillic
        ({"preferred_username": "command line", "email": "single sign-on"}, "s"),
        (
            {"preferred_username": "\uff41da", "sub": "\uff53"},
            "sso-" + hashlib.sha256("\uff53".encode()).hexdigest()[:12],
        ),
        ({"preferred_username": "x" * 101}, "s"),
    ],
    ids=range(8),
)
def test_the_account_gets_the_first_name_that_there_is(claims: dict[str, Any], name: str) -> None:
    assert name_of(**claims) == name


def test_names_that_are_taken_are_counted_up_whatever_their_case() -> None:
    make_account("Ada")
    make_account("ada-2")
    assert name_of(preferred_username="ada") == "ada-3"
    assert name_of(preferred_username="ada") == "ada-3"
    User._meta.get_field("username").clean("ada-3", None)  # or Django's admin could not save it
    assert User.objects.count() == 3
    known = ProviderAccount.objects.get()
    assert (known.issuer, known.subject) == ("https://id.example", "s")


def test_a_sign_in_that_comes_second_takes_the_account_of_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    first = account_of({"sub": "s"})
    look, looks = accounts.find_account, []

    def too_early(subject: str) -> User | None:
        looks.append(subject)
        return look(subject) if len(looks) > 1 else None

    monkeypatch.setattr(accounts, "find_account", too_early)
    assert account_of({"sub": "s"}) == first
    assert User.objects.count() == 1


def test_the_same_subject_of_another_provider_is_somebody_else(settings: Settings) -> None:
    first = account_of({"sub": "s"})
    settings.OIDC_ISSUER = "https://other.example"
    assert account_of({"sub": "s"}) != first


def test_names_follow_the_provider_as_far_as_they_fit() -> None:
    claims = {"given_name": " A\0da ", "family_name": "L" * 151, "email": "e" * 255}
    account_of({"sub": "s", **claims})
    account = User.objects.get()
    assert (account.first_name, account.last_name, account.email) == ("Ada", "L" * 150, "e" * 254)
    account_of({"sub": "s", "given_name": "Bea", "family_name": ["L"], "email": None})
    account.refresh_from_db()
    assert (account.first_name, account.last_name, account.email) == ("Bea", "L" * 150, "e" * 254)
    account_of({"sub": "s", "family_name": "", "email": "b@b.example"})  # told to be empty
    account.refresh_from_db()
    assert (account.first_name, account.last_name, account.email) == ("Bea", "", "b@b.example")


def test_one_name_alone_is_the_whole() -> None:
    account = account_of({"sub": "s", "name": "Ada King", "given_name": None})
    assert account.get_full_name() == "Ada King"
    account_of({"sub": "s", "name": "Countess Ada", "given_name": "Ada", "family_name": "King"})
    assert User.objects.get().get_full_name() == "Ada King"


def test_only_what_changed_is_written() -> None:
    claims = {"sub": "s", "given_name": "Ada", "email": "ada@b.example"}
    account_of(claims)
    with CaptureQueriesContext(connection) as queries:
        account_of(claims)
    assert not [query["sql"] for query in queries if query["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
    with CaptureQueriesContext(connection) as queries:
        account_of(claims | {"email": "new@b.example"})
    (update,) = [query["sql"] for query in queries if query["sql"].startswith("UPDATE")]
    assert "email" in update
    assert "first_name" not in update


@pytest.mark.parametrize(
    ("groups", "roles"),
    [
        (["phone-admins", "staff", "choir"], {ADMIN, VIEWER}),
        ("staff", {VIEWER}),
        ({"phone-admins": {"org": "1"}, "choir": {}}, {ADMIN}),
        ([{"name": "staff"}, {"name": "phone-admins", "id": 7}], {ADMIN, VIEWER}),
        ({"name": "staff"}, {VIEWER}),
        ([{"displayName": "staff"}, 7, None], {VIEWER}),
        ([{"value": "4711", "display": "staff"}], {VIEWER}),
        ([], set()),
        (None, set()),
    ],
)
def test_the_groups_give_the_roles(groups: object, roles: set[str]) -> None:
    assert {group.name for group in account_of({"sub": "s", "groups": groups}).groups.all()} == roles


def test_a_group_that_is_not_configured_gives_none(settings: Settings) -> None:
    settings.OIDC_ADMIN_GROUP = ""
    account = account_of({"sub": "s", "groups": ["", "staff"]})
    assert [group.name for group in account.groups.all()] == [VIEWER]
    assert groups_of({"groups": []}).names == frozenset()


def test_the_provider_takes_no_password() -> None:
    make_account("ada")
    request = RequestFactory().get("/")
    assert SingleSignOnBackend().authenticate(request, username="ada", password=PASSWORD) is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize("name", [VIEWER, ADMIN])
def test_a_role_that_comes_back_has_all_of_its_permissions(name: str) -> None:
    Group.objects.all().delete()
    held = role(name).permissions.values_list("content_type__app_label", "codename")
    assert {f"{app}.{codename}" for app, codename in held} == {*PERMISSIONS[name]}


def test_a_role_that_exists_keeps_what_was_made_of_it() -> None:
    Group.objects.get(name=VIEWER).permissions.clear()
    assert not role(VIEWER).permissions.exists()
