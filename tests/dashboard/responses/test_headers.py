"""What browsers are told: run nothing that is not ours, show us in no frame, keep nothing, tell nobody."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.dashboard.conftest import PASSWORD, signed_in
from tests.dashboard.reading import html_of
from tests.dashboard.test_settings import settings

PAGES = ("overview", "numbers", "users", "groups", "changes", "refreshes", "audit", "password", "second-factor")
# Markup that a strict policy would break.
INLINE = re.compile(r"""<style|\sstyle=|\son[a-z]+=["']|javascript:|<script(?![^>]*\ssrc=)[^>]*>""", re.IGNORECASE)


@pytest.mark.parametrize("name", PAGES)
def test_pages_carry_the_whole_set_and_keep_to_it(name: str, workspace: object, admin: Client) -> None:
    response = admin.get(reverse(name))
    page, headers = html_of(response), response.headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert {"private", "no-store"} <= {part.strip() for part in headers["Cache-Control"].split(",")}
    assert not INLINE.search(page), INLINE.search(page)


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_files_are_kept_by_no_cache_either(kind: str, workspace: object, viewer: Client) -> None:
    response = viewer.get(reverse(f"export-{kind}"))
    response.close()
    headers = response.headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "path",
    [
        "", "auth/user/", "auth/user/add/", "auth/group/1/change/", "dashboard/auditentry/",
        "inventory/phonenumber/", "inventory/refresh/", "password_change/", "nonsense/",
    ],
)  # fmt: skip
def test_djangos_admin_keeps_to_it_too(path: str, workspace: object, db: None) -> None:
    root = signed_in(User.objects.create_superuser("root", password=PASSWORD))
    response = root.get(f"/admin/{path}", follow=True)
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert not INLINE.search(response.content.decode()), INLINE.search(response.content.decode())


def test_over_tls_the_cookies_and_the_browser_are_bound_to_it() -> None:
    bound, free = settings(), settings(HTTPS="off")
    assert (bound.SESSION_COOKIE_NAME, bound.CSRF_COOKIE_NAME) == ("__Host-sessionid", "__Host-csrftoken")
    assert (bound.SESSION_COOKIE_SECURE, bound.CSRF_COOKIE_SECURE, bound.SECURE_HSTS_SECONDS) == (True, True, 31536000)
    assert (free.SESSION_COOKIE_NAME, free.CSRF_COOKIE_NAME) == ("sessionid", "csrftoken")
    assert free.SECURE_HSTS_SECONDS == 0
