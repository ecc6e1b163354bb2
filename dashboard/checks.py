"""Start-up checks of how the site is set up: `manage.py check` names every mistake in words."""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register
from django.core.files.storage import storages
from django.db import connections
from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

from dashboard.audit.models import AuditEntry
from inventory.quo.credentials import is_loopback

RIGHTS = "UPDATE", "DELETE", "TRUNCATE"
# The owner may give itself any right back, whatever was revoked.
SQL = """
SELECT current_user, pg_has_role(relowner, 'MEMBER'), has_table_privilege(oid, 'UPDATE'),
       has_table_privilege(oid, 'DELETE'), has_table_privilege(oid, 'TRUNCATE')
FROM pg_class WHERE oid = to_regclass(%s)
"""


@register()
def site_settings(**_: Any) -> Iterator[CheckMessage]:
    """What no single setting shows to be wrong by itself."""
    if settings.SESSION_MAX_AGE < settings.SESSION_COOKIE_AGE:
        yield Error(
            "SESSION_MAX_HOURS is shorter than SESSION_IDLE_MINUTES.",
            hint="The longest that a session lasts cannot be shorter than the longest that it may rest.",
            id="dashboard.E001",
        )
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < 16:
        yield Error(
            "METRICS_TOKEN is shorter than 16 characters.",
            hint="Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'",
            id="dashboard.E002",
        )
    for origin in settings.CSRF_TRUSTED_ORIGINS:
        if settings.HTTPS and origin.startswith("http://"):
            yield Error(
                f"CSRF_TRUSTED_ORIGINS trusts {origin}, which anybody on its network can speak for.",
                hint="Name https:// origins only, or turn HTTPS off.",
                id="dashboard.E003",
            )
    if not settings.PASSWORDS and not settings.OIDC_ON:
        yield Error(
            "PASSWORDS is off, and no single sign-on is configured: nobody could sign in.",
            hint="Set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, or turn PASSWORDS on.",
            id="dashboard.E010",
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Warning(
            "ALLOWED_HOSTS lets every host name pass, so that anybody can forge links to this site.",
            hint="Name the hosts that people type.",
            id="dashboard.W001",
        )


@register()
def single_sign_on_settings(**_: Any) -> Iterator[CheckMessage]:
    """Half of a configuration would silently be none."""
    wanted = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    missing = [name for name in wanted if not getattr(settings, name)]
    groups = [name for name in ("OIDC_ADMIN_GROUP", "OIDC_VIEWER_GROUP") if getattr(settings, name)]
    if len(missing) == len(wanted) and not groups:
        return
    if missing:
        yield Error(
            f"Single sign-on is half configured: {' and '.join(missing)} missing.",
            hint=f"Set all of {', '.join(wanted)}, or nothing that begins with OIDC_.",
            id="dashboard.E004",
        )
    if settings.OIDC_ISSUER and not _is_private(settings.OIDC_ISSUER):
        yield Error(
            "OIDC_ISSUER is not an https:// address: whoever stands in between could sign in as anybody.",
            id="dashboard.E005",
        )
    if not groups and not missing:
        yield Warning(
            "Neither OIDC_ADMIN_GROUP nor OIDC_VIEWER_GROUP is set: who signs in by single sign-on has no role.",
            id="dashboard.W002",
        )


@register()
def alert_settings(**_: Any) -> Iterator[CheckMessage]:
    """Channels that could not send."""
    addresses = settings.ALERT_CHANNELS.values()
    try:
        Webhook(settings.ALERT_WEBHOOK_SECRET)
    except (ValueError, EmptyWebhookSecretError):
        if settings.ALERT_WEBHOOK_SECRET or any(re.match("https?:", address, re.IGNORECASE) for address in addresses):
            yield Error(
                "ALERT_WEBHOOK_SECRET, which signs what webhooks get, is missing or no whsec_ with base64.",
                hint="Make one with: python3 -c 'import base64, secrets; "
                'print("whsec_" + base64.b64encode(secrets.token_bytes(32)).decode())\'',
                id="dashboard.E011",
            )
    if not settings.EMAIL_HOST and any(re.match("mailto:", address, re.IGNORECASE) for address in addresses):
        yield Error("A channel of alerts is mail, and EMAIL_URL names no mail server.", id="dashboard.E012")
    if settings.EMAIL_HOST and not parseaddr(settings.DEFAULT_FROM_EMAIL)[1]:
        yield Error(
            "EMAIL_URL is set, and EMAIL_FROM names no address.",
            hint="Set it to whom the mail is from, such as Numbers <numbers@example.com>.",
            id="dashboard.E013",
        )
    is_encrypted = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL or is_loopback(settings.EMAIL_HOST)
    if settings.EMAIL_HOST_PASSWORD and not is_encrypted:
        yield Warning(
            "EMAIL_URL sends its password unencrypted.",
            hint="Use smtp+starttls:// or smtps://.",
            id="dashboard.W007",
        )


@register(Tags.security, deploy=True)
def deployment(**_: Any) -> Iterator[CheckMessage]:
    """What is right on a developer's machine and wrong on a company's."""
    if any(name != "unix" and ip_network(name).prefixlen == 0 for name in settings.TRUSTED_PROXIES):
        yield Warning(
            "TRUSTED_PROXIES trusts every address, so that anybody can forge the one that throttling goes by.",
            hint="Name the proxy's own address, such as 127.0.0.1.",
            id="dashboard.W005",
        )
    if not _static_files_are_collected():
        yield Error(
            "Static files are missing in STATIC_ROOT: pages would fail or look broken.",
            hint="Run manage.py collectstatic, then restart the site.",
            id="dashboard.E007",
        )
    if settings.BIND.startswith("unix:") and "unix" not in settings.TRUSTED_PROXIES:
        yield Warning(
            "The site listens on a socket, but TRUSTED_PROXIES lacks unix: all people seem to be one client, whose "
            "failed sign-ins lock everybody out.",
            hint="Add unix to TRUSTED_PROXIES.",
            id="dashboard.W006",
        )
    for path in (*settings.SECRET_FILES, *_database_files()):
        if _others_can_read(path):
            yield Warning(
                f"{path} can be read by other accounts of this machine.",
                hint=f"chmod o-rwx {path}, and g-rwx where its group is not the site's.",
                id="dashboard.W004",
            )


@register(Tags.database, deploy=True)
def append_only(databases: Sequence[str] | None = None, **_: Any) -> Iterator[CheckMessage]:
    """The database's rights on the audit log, for `manage.py check --deploy --database default`."""
    for alias in databases or ():
        if connections[alias].vendor != "postgresql":
            continue
        with connections[alias].cursor() as cursor:
            cursor.execute(SQL, [AuditEntry._meta.db_table])
            row = cursor.fetchone()
        if row is None:
            continue  # before the first migrate
        name, owns, *granted = row
        rights = ["own it"] if owns else [right for right, given in zip(RIGHTS, granted, strict=True) if given]
        if rights:
            yield Warning(
                f"The database's role {name} can change and delete entries of the audit log ({', '.join(rights)}).",
                hint="Where that matters, give the site a role of its own: see docs/operations.md, Audit log.",
                id="audit.W001",
            )
        else:
            yield Info(f"The database's role {name} can only add to the audit log.", id="audit.I001")


def _database_files() -> list[Path]:
    found = settings.DATABASES["default"]
    is_file = found["ENGINE"] == "django.db.backends.sqlite3" and found["NAME"] != ":memory:"
    return [Path(f"{found['NAME']}{ending}") for ending in ("", "-wal", "-shm")] if is_file else []


def _is_private(url: str) -> bool:
    """Whether nobody on the way can read or change what is said there."""
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    except ValueError:
        return False


def _static_files_are_collected() -> bool:
    """Whether collectstatic has run since the last file was added. A changed file does not show."""
    storage = storages["staticfiles"]
    if not isinstance(storage, ManifestFilesMixin):
        return True
    collected, _ = storage.load_manifest()
    return all(path in collected for finder in get_finders() for path, _ in finder.list([]))


def _others_can_read(path: Path) -> bool:
    """Whether others may read or write it: by its own bits and those of the directories that it is in.

    The group counts as others unless it is this process's; for root it may be the site's. What a container engine
    mounts is for the container alone.
    """
    path = path.resolve()
    if Path("/run/secrets") in path.parents:
        return False
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return False  # a device, such as /dev/null
        if not status.st_mode & (stat.S_IROTH | stat.S_IWOTH):
            of_group = status.st_mode & (stat.S_IRGRP | stat.S_IWGRP)
            return bool(of_group) and os.geteuid() != 0 and status.st_gid not in (os.getegid(), *os.getgroups())
        return all(parent.stat().st_mode & stat.S_IXOTH for parent in path.parents)
    except OSError:
        return False
