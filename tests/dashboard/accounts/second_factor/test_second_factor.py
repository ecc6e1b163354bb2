"""The second factor: set up, replaced, lost, turned off, reset, required."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from dashboard.accounts import second_factor
from dashboard.accounts.roles import ADMIN
from dashboard.accounts.single_sign_on import SingleSignOnBackend
from tests.dashboard.conftest import PASSWORD, WRONG, make_account, signed_in
from tests.dashboard.reading import HTMX

from .phone import PAGE, STEP, Clock, app_code, entries, is_in, key_on, set_up, sign_in, text, unthrottle

# Setting it up


def test_the_page_draws_the_key_and_says_it(ada: User) -> None:
    client, _ = sign_in()
    response = client.get(PAGE)
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select("svg.qr path")
    assert not page.select("[style], img, style")
    key = key_on(response)
    assert TOTPDevice.objects.get().bin_key == key
    assert key_on(client.get(PAGE)) == key
    link = page.find("a", href=re.compile("^otpauth://totp/Numbers"))
    assert link
    assert not second_factor.is_enrolled(ada)
    assert not sign_in()[1].headers["Location"].startswith(STEP)


def test_a_key_that_was_shown_long_ago_is_not_taken(ada: User) -> None:
    client, _ = sign_in()
    old = key_on(client.get(PAGE))
    TOTPDevice.objects.update(created_at=timezone.now() - second_factor.ENROLMENT * 2)
    assert key_on(client.get(PAGE)) != old


def test_it_is_on_with_the_first_code_and_shows_the_recovery_codes_once(ada: User) -> None:
    client, _ = sign_in()
    _, codes = set_up(client)
    assert len(set(codes)) == 10
    assert second_factor.is_enrolled(ada)
    again = client.get(PAGE).content.decode()
    assert not any(code in again for code in codes)
    assert "10 of 10 left" in again
    assert entries("second-factor") == [("ada", "set up")]


def test_a_wrong_code_does_not_turn_it_on(ada: User) -> None:
    client, _ = sign_in()
    key = key_on(client.get(PAGE))
    for typed in ("", "000000" if app_code(key) != "000000" else "000001", "abc", "١٢٣٤٥٦", "1\x00"):
        unthrottle()
        assert "This code is not right" in text(client.post(PAGE, {"code": typed}))
    assert not second_factor.is_enrolled(ada)


def test_a_right_code_after_a_wrong_one_is_told_to_wait_and_then_taken(ada: User) -> None:
    client, _ = sign_in()
    key = key_on(client.get(PAGE))
    wrong = "000000" if app_code(key) != "000000" else "000001"
    assert "This code is not right" in text(client.post(PAGE, {"code": wrong}))
    response = client.post(PAGE, {"code": app_code(key)})
    assert (response.status_code, response.headers["Retry-After"]) == (429, "1")
    assert "Wait 1 second, then type the next one" in text(response)
    assert "not right" not in text(response)
    unthrottle()
    assert "They are not shown again" in text(client.post(PAGE, {"code": app_code(key)}))


@pytest.mark.parametrize(("seconds", "said"), [(120, "2 minutes ahead"), (-120, "2 minutes behind")])
def test_a_phone_whose_clock_is_off_is_told_so(seconds: int, said: str, ada: User) -> None:
    client, _ = sign_in()
    key = key_on(client.get(PAGE))
    response = client.post(PAGE, {"code": app_code(key, ahead=seconds)})
    assert f"The clock of your phone is {said}" in text(response)
    assert not second_factor.is_enrolled(ada)


def test_some_time_after_signing_in_the_password_is_asked_for_again(ada: User, clock: Clock) -> None:
    client, _ = sign_in()
    clock.goes_on(601)
    response = client.get(PAGE)
    assert 'name="password"' in response.content.decode()
    code = app_code(key_on(response))
    for password in ("", WRONG):
        assert "The password is not right" in text(client.post(PAGE, {"code": code, "password": password}))
    assert "They are not shown again" in text(client.post(PAGE, {"code": code, "password": PASSWORD}))


# Changing it


@pytest.fixture
def browser(enrolled: tuple[bytes, list[str]], clock: Clock) -> Client:
    """Of ada, signed in with her code."""
    client, _ = sign_in()
    client.post(STEP, {"code": app_code(enrolled[0])})
    clock.goes_on()
    return client


def test_new_recovery_codes_replace_the_old_ones(browser: Client, enrolled: tuple[bytes, list[str]]) -> None:
    assert "The password is not right" in text(browser.post(f"{PAGE}recovery-codes/", {"password": WRONG}))
    response = browser.post(f"{PAGE}recovery-codes/", {"password": PASSWORD})
    assert "They are not shown again" in text(response)
    assert StaticToken.objects.count() == 10
    client, _ = sign_in()
    client.post(STEP, {"code": enrolled[1][0]})
    assert not is_in(client)
    assert entries("second-factor")[-1] == ("ada", "created new recovery codes")


def test_another_app_takes_over_with_its_first_code(
    browser: Client, enrolled: tuple[bytes, list[str]], clock: Clock
) -> None:
    browser.post(f"{PAGE}replace/")
    key = key_on(browser.get(PAGE))
    assert key != enrolled[0]
    client, _ = sign_in()
    client.post(STEP, {"code": app_code(enrolled[0])})
    assert is_in(client)  # the old one, until then
    assert "The password is not right" in text(browser.post(PAGE, {"code": app_code(key)}))
    assert "They are not shown again" in text(browser.post(PAGE, {"code": app_code(key), "password": PASSWORD}))
    clock.goes_on()
    client, _ = sign_in()
    client.post(STEP, {"code": app_code(enrolled[0])})
    assert not is_in(client)
    unthrottle()
    client.post(STEP, {"code": app_code(key)})
    assert is_in(client)


def test_setting_up_another_app_can_be_given_up(browser: Client) -> None:
    browser.post(f"{PAGE}replace/")
    assert browser.post(f"{PAGE}cancel/").headers["Location"] == PAGE
    assert "10 of 10 left" in text(browser.get(PAGE))


def test_it_is_turned_off_with_the_password(browser: Client, ada: User) -> None:
    assert "The password is not right" in text(browser.post(f"{PAGE}off/", {"password": WRONG}))
    assert second_factor.is_enrolled(ada)
    assert browser.post(f"{PAGE}off/", {"password": PASSWORD}).status_code == 302
    assert not second_factor.is_enrolled(ada)
    assert is_in(sign_in()[0])
    assert entries("second-factor")[-1] == ("ada", "turned off")
    assert ("ada", "wrong password, asked for once more") in entries("sign-in-refused")


def test_other_sessions_end_where_it_is_set_up(ada: User) -> None:
    early, _ = sign_in()
    later, _ = sign_in()
    assert is_in(early)
    set_up(later)
    assert is_in(later)
    assert not is_in(early)


@pytest.fixture
def unverified(enrolled: object, settings: Settings) -> Client:
    """Signed in while no second factor was asked of anybody."""
    settings.SECOND_FACTOR = "off"
    client, _ = sign_in()
    settings.SECOND_FACTOR = "optional"
    return client


def test_a_session_that_showed_no_code_changes_nothing(unverified: Client) -> None:
    assert unverified.get(PAGE).headers["Location"].startswith(STEP)
    for path in ("recovery-codes/", "off/", "replace/"):
        unverified.post(f"{PAGE}{path}", {"password": PASSWORD})
    unverified.post(PAGE, {"code": "123456", "password": PASSWORD})
    assert entries("second-factor") == [("ada", "set up")]
    assert TOTPDevice.objects.count() == 1


def test_a_session_from_when_it_was_off_shows_a_code_once_it_is_on_again(
    unverified: Client, enrolled: tuple[bytes, list[str]]
) -> None:
    assert unverified.get("/numbers/").headers["Location"] == f"{STEP}?next=/numbers/"
    assert unverified.get("/numbers/", headers=HTMX).headers["HX-Redirect"] == f"{STEP}?next=/"
    assert unverified.get("/numbers/", headers={"Accept": "application/json"}).status_code == 401
    assert unverified.get("/admin/").headers["Location"].startswith(STEP)
    unverified.post(STEP, {"code": app_code(enrolled[0])})
    assert is_in(unverified)


@pytest.mark.parametrize("path", ["recovery-codes/", "off/"])
def test_no_change_is_kept_without_its_entry(
    path: str, browser: Client, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.raise_request_exception = False
    codes = set(StaticToken.objects.values_list("token", flat=True))
    monkeypatch.setattr("dashboard.accounts.second_factor_views.record", lambda *_, **__: 1 / 0)
    assert browser.post(f"{PAGE}{path}", {"password": PASSWORD}).status_code == 500
    assert second_factor.is_enrolled(ada)
    assert set(StaticToken.objects.values_list("token", flat=True)) == codes


def test_it_is_not_set_up_without_an_entry(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client, _ = sign_in()
    client.raise_request_exception = False
    code = app_code(key_on(client.get(PAGE)))
    monkeypatch.setattr("dashboard.accounts.second_factor_views.record", lambda *_, **__: 1 / 0)
    assert client.post(PAGE, {"code": code}).status_code == 500
    assert not second_factor.is_enrolled(ada)


def test_an_account_without_a_password_has_none(ada: User) -> None:
    ada.set_unusable_password()
    ada.save()
    assert signed_in(ada).get(PAGE).status_code == 403


def test_off_asks_nobody_and_has_no_page(enrolled: object, settings: Settings) -> None:
    settings.SECOND_FACTOR = "off"
    client, _ = sign_in()
    assert is_in(client)
    assert client.get(PAGE).status_code == 404
    assert "Second factor" not in text(client.get(reverse("changes")))


# Required


@pytest.fixture
def required(settings: Settings) -> None:
    settings.SECOND_FACTOR = "required"


def test_whoever_has_none_sets_one_up_before_anything_else(ada: User, required: None) -> None:
    User.objects.update(is_staff=True, is_superuser=True)
    client, _ = sign_in()
    for path in ("/", "/numbers/?q=a", "/admin/", "/admin/auth/user/", "/accounts/password/", "/time-zone/"):
        response = client.get(path)
        assert response.status_code == 302, path
        assert response.headers["Location"].startswith(PAGE), path
    assert client.post(reverse("refreshes"), {"scope": "workspace"}).headers["Location"] == f"{PAGE}?next=/"
    assert client.get("/numbers/", headers=HTMX).headers["HX-Redirect"] == f"{PAGE}?next=/"
    page = client.get("/numbers/?q=a", follow=True)
    assert "Accounts with a password need a second factor here" in text(page)
    for seen in (page, client.get("/no/such/page/")):
        assert "Last refreshed" not in text(seen)
        assert 'class="frame"' not in seen.content.decode()
    response = client.post(PAGE, {"code": app_code(key_on(page)), "next": "/numbers/?q=a"})
    assert 'href="/numbers/?q=a"' in response.content.decode()
    assert is_in(client)


def test_signing_out_is_always_possible(ada: User, required: None) -> None:
    client, _ = sign_in()
    assert client.post(reverse("logout")).headers["Location"] == reverse("login")


def test_an_account_without_a_role_sets_one_up_too(db: None, required: None) -> None:
    make_account("rob")
    client, _ = sign_in("rob")
    set_up(client)
    assert client.get("/").status_code == 403


def test_it_cannot_be_turned_off_but_replaced(browser: Client, ada: User, required: None) -> None:
    assert browser.post(f"{PAGE}off/", {"password": PASSWORD}).status_code == 403
    assert second_factor.is_enrolled(ada)
    assert "Turn off" not in text(browser.get(PAGE))
    browser.post(f"{PAGE}replace/")
    assert browser.get(PAGE).status_code == 200


def test_sessions_that_go_on_when_it_is_required_show_a_code_first(
    unverified: Client, enrolled: tuple[bytes, list[str]], clock: Clock, settings: Settings
) -> None:
    half, _ = sign_in()
    settings.SECOND_FACTOR = "required"
    assert unverified.get("/numbers/").headers["Location"] == f"{STEP}?next=/numbers/"
    unverified.post(STEP, {"code": app_code(enrolled[0])})
    assert is_in(unverified)
    clock.goes_on()
    half.post(STEP, {"code": app_code(enrolled[0])})
    assert is_in(half)


def test_a_sign_in_half_done_when_it_is_required_goes_on_to_the_set_up(ada: User, settings: Settings) -> None:
    client, _ = sign_in()
    settings.SECOND_FACTOR = "required"
    assert client.get("/").headers["Location"].startswith(PAGE)


def test_the_providers_accounts_are_not_asked(ada: User, required: None) -> None:
    client = Client()
    client.force_login(ada, backend=f"{SingleSignOnBackend.__module__}.{SingleSignOnBackend.__name__}")
    assert is_in(client)


# Reset by a superuser

CHANGELIST = "/admin/auth/user/"


def reset(client: Client, account: User) -> Any:
    form = {"action": "reset_second_factor", "_selected_action": [account.pk]}
    return client.post(CHANGELIST, form, follow=True)


def test_a_superuser_resets_it(ada: User, enrolled: object, owner: Client) -> None:
    thief = signed_in(ada)
    assert "Reset the second factor of ada." in text(reset(owner, ada))
    assert not is_in(thief)
    assert owner.get(CHANGELIST).status_code == 200
    assert not second_factor.is_enrolled(ada)
    assert not StaticDevice.objects.exists()
    assert is_in(sign_in()[0])
    assert entries("second-factor")[-1] == ("owner", "reset for account ada")
    assert "none had one" in text(reset(owner, ada))


def test_other_staff_does_not(ada: User, enrolled: object) -> None:
    staff = make_account("sam", ADMIN)
    User.objects.filter(pk=staff.pk).update(is_staff=True)
    staff.user_permissions.add(*Permission.objects.filter(codename__in=("view_user", "change_user")))
    client = signed_in(staff)
    assert "Reset the second factor" not in text(client.get(CHANGELIST))
    reset(client, ada)
    assert second_factor.is_enrolled(ada)


def test_the_admin_shows_no_key_and_no_recovery_code(owner: Client, enrolled: object) -> None:
    assert owner.get("/admin/otp_totp/totpdevice/").status_code == 404
    assert owner.get("/admin/otp_static/staticdevice/").status_code == 404
    assert "second factor" in text(owner.get(CHANGELIST)).lower()
