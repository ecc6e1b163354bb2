"""No URL answers to whoever did not sign in, or has no role, but those named here. The URL conf itself is walked."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

from tests.dashboard.conftest import PASSWORD, signed_in
from tests.dashboard.reading import HTMX

# What everybody may ask for: monitors, and signing in.
OPEN = {"healthz", "readyz", "metrics", "login", "logout", "single-sign-on", "single-sign-on-callback", "admin-sign-in"}
OPEN |= {"second-step", "sign-in-link"}
OPEN |= {"admin:logout", "admin:jsi18n", "admin:login"}
# What every account may do, whatever its role.
FOR_ACCOUNTS = {"logout", "password", "theme", "sessions", "end-session", "end-other-sessions"}
FOR_ACCOUNTS |= {"second-factor", "new-recovery-codes", "replace-second-factor", "cancel-second-factor"}
FOR_ACCOUNTS |= {"second-factor-off", "freshness"}  # the latter says only whether anything is new
ARGUMENTS = {"id": "1", "object_id": "1", "content_type_id": "1", "app_label": "auth", "url": "x/", "key": "k"}


def walk(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Each pattern's name and an address that it matches."""
    for pattern in resolver.url_patterns:
        path = prefix + example(pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, path, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", path


def example(pattern: URLPattern | URLResolver) -> str:
    text = str(pattern.pattern)
    if "(?P" in text:  # two of the admin's are regular expressions
        return {"^(?P<app_label>auth|dashboard|inventory)/$": "auth/"}.get(
            text, "auth/" if "app_label" in text else "x/"
        )
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        written = next(
            part for part in (f"<{name}>", f"<{kind}:{name}>", f"<quo:{name}>", f"<path:{name}>") if part in text
        )
        text = text.replace(written, ARGUMENTS[name])
    return text


PLACES = sorted(set(walk(get_resolver(), "/")))


def test_the_walk_finds_the_places_that_matter() -> None:
    names = {name for name, _ in PLACES}
    assert {"overview", "numbers", "number", "refreshes", "audit", "admin:index", "admin:auth_user_changelist"} <= names
    assert len(PLACES) > 60


@pytest.mark.parametrize("method", ["get", "post", "put"])
def test_whoever_did_not_sign_in_is_sent_to_the_sign_in(method: str, outsider: Client) -> None:
    for name, path in PLACES:
        if name in OPEN:
            continue
        response = getattr(outsider, method)(path)
        assert response.status_code == 302, f"{name} answers"
        sign_in = "admin-sign-in" if name.startswith("admin:") else "login"
        backs = {path} if method == "get" else {path, "/"}  # our own forms are not sent again
        ways = {f"{reverse(place)}?next={back}" for place in ("login", sign_in) for back in backs}
        assert response.headers["Location"] in ways, name
        assert response.content == b"", name


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_has_no_role_is_told_whom_to_ask(method: str, workspace: object, roleless: Client) -> None:
    for name, path in PLACES:
        if name in OPEN | FOR_ACCOUNTS:
            continue
        response = getattr(roleless, method)(path)
        assert response.status_code == 403, f"{name} answers"
        text = response.content.decode()
        assert "Your account has no role here" in text, name
        assert "Ask your administrator" in text, name
        assert "+1" not in text, name
        assert "freshness" not in text, name


@pytest.mark.parametrize(("method", "headers"), [("get", {}), ("post", {}), ("get", HTMX), ("head", HTMX)])
def test_whoever_lacks_a_required_second_factor_sets_one_up_first(
    method: str, headers: dict[str, str], db: None, settings: Settings
) -> None:
    settings.SECOND_FACTOR = "required"
    client = signed_in(User.objects.create_superuser("owner", password=PASSWORD))
    for name, path in PLACES:
        if name in OPEN | {"theme", "second-factor"}:
            continue
        response = getattr(client, method)(path, headers=headers)
        leads_to = response.headers.get("HX-Redirect" if headers else "Location", "")
        assert leads_to.startswith("/accounts/second-factor/"), f"{name} {path}"


def test_no_form_is_taken_without_its_token(workspace: object, owner: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = owner.cookies
    for name, path in PLACES:
        response = strict.post(path)
        # who is signed in already, in another tab, is led on by the forms of the sign-in
        leads_on = name in ("login", "second-step") and response.headers.get("Location") == reverse("overview")
        assert leads_on or response.status_code in (403, 405), f"{name} {path}"


def test_djangos_admin_is_only_for_staff(admin: Client) -> None:
    """An Admin has every role of ours, but is no staff."""
    for name, path in PLACES:
        if not name.startswith("admin:") or name in OPEN or name == "admin:password_change":  # which leads to ours
            continue
        response = admin.get(path)
        if response.status_code == 302:
            assert response.headers["Location"].startswith(reverse("admin-sign-in")), name
            response = admin.get(response.headers["Location"])
        assert response.status_code == 403, name


def test_the_admins_sign_in_is_the_products(outsider: Client) -> None:
    response = outsider.get("/admin/login/?next=/admin/auth/user/")
    assert response.headers["Location"] == f"{reverse('login')}?next=/admin/auth/user/"
    assert outsider.post("/admin/login/", {"username": "ada", "password": "x"}).status_code == 405


def test_static_files_are_served_before_anybody_is_asked_for(outsider: Client) -> None:
    order = settings.MIDDLEWARE
    login = "dashboard.accounts.middleware.AccessMiddleware"
    assert order.index("whitenoise.middleware.WhiteNoiseMiddleware") < order.index(login)
    assert outsider.get(f"{settings.STATIC_URL}not-there.css").status_code == 404


def test_an_unknown_address_tells_an_outsider_nothing(outsider: Client) -> None:
    response = outsider.get("/nothing/of/the/kind/")
    assert response.status_code == 404
    assert "Refreshes" not in response.content.decode()
