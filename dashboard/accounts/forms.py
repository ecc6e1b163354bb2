"""The form for one's new password."""

from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest


class OwnPasswordForm(PasswordChangeForm):
    """Checks the old password as a sign-in does, so that guessing it is throttled and noted as one."""

    def __init__(self, user: User, *args: Any, request: HttpRequest, **named: Any) -> None:
        self.request = request
        super().__init__(user, *args, **named)

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=old) != self.user:
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return old
