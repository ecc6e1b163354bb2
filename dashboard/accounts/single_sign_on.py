"""Which account a person of the single sign-on provider has here, and the roles that their groups give them."""

import hashlib
import re
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from dashboard.accounts.models import ProviderAccount
from dashboard.accounts.roles import ADMIN, VIEWER, sync_user_roles

BACKEND = "dashboard.accounts.single_sign_on.SingleSignOnBackend"


class SingleSignOnBackend(ModelBackend):
    """Marks sessions that began at the provider. It takes no password: the provider's answer is checked elsewhere."""

    def authenticate(self, request: Any, username: Any = None, password: Any = None, **_: Any) -> None:
        return None


# No look-alikes of other accounts' names, and none with a space: `command line` and `single sign-on` are not people.
NAME = re.compile(r"[A-Za-z0-9._@+-]{1,100}")
ATTEMPTS = 5


def account_of(claims: dict[str, Any]) -> User:
    """The account for these checked claims, also where several sign-ins of one person come first at the same time."""
    for _ in range(ATTEMPTS - 1):
        try:
            return _account_of(claims)
        except IntegrityError:
            continue  # another one has just made the account, or taken the name: read again
    return _account_of(claims)


@transaction.atomic
def _account_of(claims: dict[str, Any]) -> User:
    """The account for these checked claims, made at the first sign-in, with the roles that its groups give it.

    An account is found by the provider's subject alone. A name or an e-mail proves nothing: they change hands, and a
    local account of the same name belongs to somebody else.
    """
    found = find_known(claims["sub"])
    account = found.account if found else _new_account(claims)
    _keep_names(account, claims)
    sync_user_roles(account, roles_of(claims))
    return account


def find_known(subject: str) -> ProviderAccount | None:
    known = ProviderAccount.objects.select_related("account").filter(issuer=settings.OIDC_ISSUER, subject=subject)
    return known.first()


def roles_of(claims: dict[str, Any]) -> set[str]:
    groups = claims.get(settings.OIDC_GROUPS_CLAIM) or []
    listed = groups if isinstance(groups, list) else [groups]
    names = {name for name in listed if isinstance(name, str)}
    wanted = {ADMIN: settings.OIDC_ADMIN_GROUP, VIEWER: settings.OIDC_VIEWER_GROUP}
    return {role for role, group in wanted.items() if group and group in names}


def _new_account(claims: dict[str, Any]) -> User:
    offered = (_claim(claims, "preferred_username"), _claim(claims, "email"), claims["sub"])
    made_up = f"sso-{hashlib.sha256(claims['sub'].encode()).hexdigest()[:12]}"
    requested = next((name for name in offered if NAME.fullmatch(name)), made_up)
    name, count = requested, 1
    while User.objects.filter(username__iexact=name).exists():
        count += 1
        name = f"{requested} ({count})"
    account = User.objects.create_user(name)  # without a password: only the provider lets them in
    ProviderAccount.objects.create(account=account, issuer=settings.OIDC_ISSUER, subject=claims["sub"])
    return account


def _keep_names(account: User, claims: dict[str, Any]) -> None:
    wanted = {
        "first_name": _claim(claims, "given_name")[:150],
        "last_name": _claim(claims, "family_name")[:150],
        "email": _claim(claims, "email")[:254],
    }
    changed = [field for field, value in wanted.items() if getattr(account, field) != value]
    for field in changed:
        setattr(account, field, wanted[field])
    if changed:
        account.save(update_fields=changed)


def _claim(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    return value.replace("\x00", "").strip() if isinstance(value, str) else ""
