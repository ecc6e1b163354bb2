"""Asking for an account's own password again, which is throttled and recorded as a sign-in is."""

import time
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from dashboard.accounts import links
from dashboard.accounts.sessions.store import SINCE

FRESH_SECONDS = 10 * 60  # after signing in, for which it is known who sits there


def is_own_password(request: HttpRequest, typed: str) -> bool:
    """Whether this is the password of the account that is signed in."""
    name = request.user.get_username()
    return bool(typed) and authenticate(request, username=name, password=typed) == request.user


def is_fresh(request: HttpRequest) -> bool:
    return 0 <= time.time() - int(request.session.get(SINCE, 0)) < FRESH_SECONDS


def began_by_link(request: HttpRequest) -> bool:
    """Whether the account has just come by a link, as one does that is new or has forgotten its password."""
    by_link = request.session.get(BACKEND_SESSION_KEY) == links.BACKEND
    return by_link and is_fresh(request) and not links.has_provider(request.user)  # type: ignore[arg-type]


class OwnPasswordForm(PasswordChangeForm):
    """Django's form for a new password, with the check of the old one from above."""

    def __init__(self, user: User, *args: Any, request: HttpRequest, **named: Any) -> None:
        self.request = request
        super().__init__(user, *args, **named)

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if not is_own_password(self.request, old):
            raise ValidationError("The current password is not right.", code="password_incorrect")
        return old
