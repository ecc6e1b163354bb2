"""One's own sessions: seen, ended, and ended by what happens to the account."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from dashboard.accounts.models import Session
from dashboard.accounts.roles import ADMIN, VIEWER, role
from dashboard.accounts.sessions import stored
from dashboard.audit.models import AuditEntry
from inventory.models import Refresh
from inventory.sandbox import Sandbox
from tests.dashboard.conftest import PASSWORD, make_account

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/26.1 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
    "Safari/537.36 Edg/142.0.0.0"
)


def sign_in(name: str, agent: str = FIREFOX, address: str = "203.0.113.5") -> Client:
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    form = {"username": name, "password": PASSWORD}
    assert client.post(reverse("login"), form).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("sessions")).status_code == 200


def key_of(client: Client) -> str:
    return stored(client.session.session_key or "")


@pytest.fixture
def ada(db: None) -> User:
    return make_account("ada", VIEWER)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (IPHONE, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "Unknown device"),
    ],
)
def test_a_device_is_told_in_words(agent: str, words: str) -> None:
    assert Session(user_agent=agent).device == words


def test_the_page_lists_ones_own_sessions_and_marks_this_device(ada: User) -> None:
    make_account("bob", VIEWER)
    sign_in("bob", address="192.0.2.99")
    sign_in("ada", IPHONE, "198.51.100.7")
    here = sign_in("ada")
    page = here.get(reverse("sessions")).content.decode()
    rows = re.findall("<tr>.*?</tr>", page.partition("<tbody>")[2], re.DOTALL)
    assert len(rows) == 2
    assert "Firefox on Linux" in rows[0]
    assert "This device" in rows[0]
    assert "203.0.113.5" in rows[0]
    assert "Safari on iPhone" in rows[1]
    assert "198.51.100.7" in rows[1]
    assert "This device" not in rows[1]
    assert str(here.session.session_key) not in page
    row = Session.objects.get(session_key=key_of(here))
    assert row.account == ada
    assert row.seen_at is not None
    assert row.seen_at == row.signed_in_at


def test_one_session_is_ended_and_the_audit_log_says_so(ada: User) -> None:
    phone, here = sign_in("ada", IPHONE, "198.51.100.7"), sign_in("ada")
    assert here.post(reverse("end-session", args=[key_of(phone)])).status_code == 302
    assert not is_in(phone)
    assert is_in(here)
    entry = AuditEntry.objects.latest("id")
    assert (entry.who, entry.action) == ("ada", "sign-out")
    assert entry.detail == "ended 1 session: Safari on iPhone, 198.51.100.7 of account ada"


def test_ending_the_present_one_signs_out(ada: User) -> None:
    here = sign_in("ada")
    assert here.post(reverse("end-session", args=[key_of(here)])).headers["Location"] == reverse("login")
    assert not is_in(here)
    assert not Session.objects.exists()


def test_all_others_are_ended_at_once(ada: User) -> None:
    others, here = [sign_in("ada"), sign_in("ada", IPHONE)], sign_in("ada")
    here.post(reverse("end-other-sessions"))
    assert [is_in(client) for client in (*others, here)] == [False, False, True]


def test_nobody_sees_or_ends_the_sessions_of_somebody_else(ada: User) -> None:
    make_account("bob", ADMIN)
    ada_here, bob = sign_in("ada"), sign_in("bob")
    assert bob.get(reverse("sessions"), {"user": "ada"}).status_code == 403
    assert bob.get(reverse("sessions"), {"user": "nobody"}).status_code == 403
    assert bob.post(reverse("end-session", args=[key_of(ada_here)])).status_code == 404
    assert bob.post(reverse("end-other-sessions"), {"user": "ada"}).status_code == 403
    assert is_in(ada_here)


def test_a_name_that_no_database_takes_is_nobodys(owner: Client) -> None:
    assert owner.get(reverse("sessions"), {"user": "\x00"}).status_code == 404
    assert owner.post(reverse("end-other-sessions"), {"user": "a\x00"}).status_code == 404


def test_no_session_is_ended_without_an_entry(ada: User, owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in("ada")
    owner.raise_request_exception = False
    monkeypatch.setattr("dashboard.accounts.session_views.record", lambda *_: 1 / 0)
    assert owner.post(reverse("end-session", args=[key_of(client)])).status_code == 500
    assert owner.post(reverse("end-other-sessions"), {"user": "ada"}).status_code == 500
    assert is_in(client)


def test_a_superuser_sees_and_ends_those_of_anybody(ada: User, owner: Client) -> None:
    clients = [sign_in("ada"), sign_in("ada", IPHONE), sign_in("ada", EDGE)]
    page = owner.get(reverse("sessions"), {"user": "ada"}).content.decode()
    assert "Safari on iPhone" in page
    assert "This device" not in page
    response = owner.get(reverse("sessions"), {"user": "nobody"})
    assert response.status_code == 404
    assert "No account is named nobody." in response.text
    response = owner.post(reverse("end-session", args=[key_of(clients[0])]))
    assert response.headers["Location"] == f"{reverse('sessions')}?user=ada"
    assert [is_in(client) for client in clients] == [False, True, True]
    owner.post(reverse("end-other-sessions"), {"user": "ada"})
    assert [is_in(client) for client in clients] == [False, False, False]
    assert is_in(owner)
    assert AuditEntry.objects.latest("id").detail == "ended 2 sessions of account ada"


def test_an_account_without_a_role_has_the_page_too(roleless: Client) -> None:
    assert is_in(roleless)


def deactivate(account: User) -> None:
    account.is_active = False
    account.save()


def set_password(account: User) -> None:
    account.set_password("an entirely new password")
    account.save()


def make_staff(account: User) -> None:
    account.is_staff = True
    account.save(update_fields=["is_staff"])


CHANGES: list[Callable[[User], None]] = [
    deactivate,
    set_password,
    make_staff,
    lambda account: account.groups.add(role(ADMIN)),
    lambda account: account.groups.remove(role(VIEWER)),
    lambda account: account.groups.clear(),
    lambda account: Group.objects.get(name=VIEWER).user_set.remove(account),
    lambda account: Group.objects.get(name=VIEWER).user_set.clear(),
    lambda account: account.user_permissions.set(role(ADMIN).permissions.all()),
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_an_account_ends_its_sessions_at_once_and_no_others(
    change: Callable[[User], None], ada: User
) -> None:
    make_account("bob", VIEWER if change is not CHANGES[-2] else ADMIN)
    sign_in("ada")
    bob = sign_in("bob")
    change(ada)
    assert list(Session.objects.exclude(account=None).values_list("account__username", flat=True)) == ["bob"]
    assert is_in(bob)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (deactivate, "Your account was deactivated."),
        (set_password, "Your password was changed."),
        (make_staff, "Your role was changed."),
        (CHANGES[4], "Your role was changed."),
        (lambda account: sign_in("ada").post(reverse("end-other-sessions")), "It was ended from another device."),
    ],
)
def test_the_sign_in_page_says_once_why_a_session_ended(change: Callable[[User], None], said: str, ada: User) -> None:
    here, elsewhere = sign_in("ada"), Client()
    change(ada)
    response = here.get("/users/?q=a")
    assert response.headers["Location"] == f"{reverse('login')}?next=/users/%3Fq%3Da"
    assert f"Your session ended. {said}" in here.get(response.headers["Location"]).text
    assert said not in here.get(reverse("login")).text
    assert said not in elsewhere.get("/users/", follow=True).text


def test_what_says_why_a_session_ended_lets_nobody_in(ada: User) -> None:
    here = sign_in("ada")
    set_password(ada)
    (told,) = Session.objects.all()
    for key in (told.session_key, here.cookies["sessionid"].value):
        thief = Client()
        thief.cookies["sessionid"] = key
        assert not is_in(thief)


def test_signing_in_and_a_new_email_end_nothing(ada: User) -> None:
    first = sign_in("ada")
    sign_in("ada", IPHONE)
    ada.email = "ada@example.com"
    ada.save()
    ada.groups.add(role(VIEWER))  # which it has
    assert is_in(first)
    assert Session.objects.count() == 2


def test_a_session_that_ends_while_its_refresh_runs_lets_that_finish(
    sandbox: Sandbox, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.groups.add(role(ADMIN))
    here = sign_in("ada")
    session = here.session
    session["seen_at"] -= 3600  # so that the request writes the session
    session.save()

    def end_and_go_on(*arguments: object, **named: object) -> Refresh:
        from inventory.refreshing.request import request_refresh

        Session.objects.all().delete()
        return request_refresh(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("dashboard.refreshes.views.request_refresh", end_and_go_on)
    response = here.post(reverse("refreshes"), {"scope": "workspace"})
    assert (response.status_code, response.headers["Location"]) == (302, f"{reverse('login')}?next=/")
    assert {*Refresh.objects.values_list("state", flat=True)} == {"succeeded"}
    assert not is_in(here)
