"""Django's settings, read from the environment and from `.env`. `.env.example` lists every variable."""

from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from dashboard import __version__
from dashboard.env import Unreadable, env_file
from dashboard.monitoring import logs

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
try:
    if _file := env_file(BASE_DIR / ".env"):
        environ.Env.read_env(_file)
except Unreadable as error:
    raise ImproperlyConfigured(str(error)) from None


def required(name: str, value: str, hint: str) -> str:
    """The variable's value. Raises ImproperlyConfigured with its name where it is missing or empty."""
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {hint}")
    return value


def number(name: str, default: float, least: float) -> float:
    """A number from the environment, refused early where it is below `least` or no number at all."""
    text: str = env.str(name, default="") or str(default)
    try:
        value = float(text)
    except ValueError:
        value = least - 1
    if not least <= value < 1e9:
        raise ImproperlyConfigured(f"{name} is {text!r}, but takes a number from {least:g} up.")
    return value


def switch(name: str, default: bool) -> bool:
    """on/off from the environment. A typo is refused: guessing could turn DEBUG on in production."""
    text = (env.str(name, default="") or ("on" if default else "off")).strip().lower()
    if text not in {"on", "off", "true", "false", "1", "0", "yes", "no"}:
        raise ImproperlyConfigured(f"{name} is {text!r}, but takes 'on' or 'off'.")
    return text in {"on", "true", "1", "yes"}


def database(name: str, url: str) -> dict[str, Any]:
    """Django's description of the database that a URL names. What is refused is not shown: it may hold a password."""
    try:
        if not url.startswith(("sqlite://", "postgres://", "postgresql://")):
            raise ValueError
        found: dict[str, Any] = env.db_url_config(url)
        if not found.get("NAME"):
            raise ValueError
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} takes sqlite:///db.sqlite3 or postgres://user:password@host:5432/name."
        ) from None
    return found


def time_zone(name: str, default: str) -> str:
    value: str = env.str(name, default="") or default
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ImproperlyConfigured(f"{name} is {value!r}, but takes a name such as Europe/Berlin.") from None
    return value


def level(name: str, default: str) -> str:
    value: str = (env.str(name, default="") or default).upper()
    if value not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
        raise ImproperlyConfigured(f"{name} is {value!r}, but takes DEBUG, INFO, WARNING, ERROR or CRITICAL.")
    return value


def secret(name: str) -> str:
    """The variable's value, or the content of the file that the variable with _FILE behind its name points to."""
    value: str = env.str(name, default="")
    path: str = env.str(f"{name}_FILE", default="")
    if value and path:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set. Leave one of them out.")
    if not path:
        return value
    try:
        text = Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(f"{name}_FILE names a file that cannot be read.") from None
    if not text:
        raise ImproperlyConfigured(f"{name}_FILE names a file that is empty.")
    return text


def addresses(name: str) -> list[str]:
    """Addresses and networks, comma-separated, or `unix` for a socket."""
    found = [part.strip() for part in env.str(name, default="").split(",") if part.strip()]
    for part in found:
        try:
            if part != "unix":
                ip_network(part, strict=False)
        except ValueError:
            raise ImproperlyConfigured(f"{name} is {part!r}, but takes addresses such as 10.0.0.9.") from None
    return found


# The site
VERSION = __version__
DEBUG = switch("DEBUG", False)
if DEBUG:
    SECRET_KEY = secret("SECRET_KEY") or "only-for-debugging-never-for-production"
    ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
else:
    SECRET_KEY = required(
        "SECRET_KEY",
        secret("SECRET_KEY"),
        "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'",
    )
    _hosts = required(
        "ALLOWED_HOSTS",
        env.str("ALLOWED_HOSTS", default=""),
        "Name the hosts that people type, such as: numbers.example.com",
    )
    ALLOWED_HOSTS = [host.strip() for host in _hosts.split(",") if host.strip()]
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Served over TLS: secure cookies, HSTS, and http redirected to https. gunicorn tells Django which scheme
# a request came by, and believes X-Forwarded-Proto only from the proxies in its FORWARDED_ALLOW_IPS.
HTTPS = switch("HTTPS", not DEBUG)
# The proxies whose X-Forwarded-For names the client. Without one, the client is whoever connects.
TRUSTED_PROXIES = addresses("TRUSTED_PROXIES")

# Quo
QUO_API_KEY = secret("QUO_API_KEY")
QUO_API_URL: str = env.str("QUO_API_URL", default="")  # empty: the usual address of that version
QUO_API_VERSION: str = env.str("QUO_API_VERSION", default="") or "v1"
QUO_TIMEOUT = number("QUO_TIMEOUT", 10, 0.1)  # seconds for a connection, and for each silence while reading
QUO_TIME_BUDGET = number("QUO_TIME_BUDGET", 120, 1)  # seconds for a whole fetch, with its retries and waits
QUO_MAX_ANSWER = int(number("QUO_MAX_ANSWER", 256, 1) * 2**20)  # MiB in the variable, bytes here
QUO_STALE_AFTER = number("QUO_STALE_AFTER", 15, 1)  # minutes
# Where a number is in Quo's own app, with its id for {id}. Empty: its page links to no such place.
QUO_APP_URL: str = env.str("QUO_APP_URL", default="https://my.quo.com/inbox/{id}")
if QUO_APP_URL and not QUO_APP_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured("QUO_APP_URL is to be an address that starts with https://, or empty.")
QUO_PORT_STUCK_AFTER = number("QUO_PORT_STUCK_AFTER", 10, 1)  # days
QUO_HOLD_REMOVALS_OVER = int(number("QUO_HOLD_REMOVALS_OVER", 10, 0))  # numbers
QUO_HOLD_REMOVALS_OVER_PERCENT = number("QUO_HOLD_REMOVALS_OVER_PERCENT", 10, 0)  # of the current numbers
WORKSPACE_NAME: str = env.str("WORKSPACE_NAME", default="")  # the API does not tell it

# Django
ROOT_URLCONF = "dashboard.urls"
WSGI_APPLICATION = "dashboard.wsgi.application"
INSTALLED_APPS = [
    "inventory",
    "dashboard",
    "dashboard.numbers",
    "dashboard.audit",
    "dashboard.accounts",  # last: its roles name permissions of the others
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "heroicons",
    "template_partials",
]
MIDDLEWARE = [
    "dashboard.monitoring.middleware.Tracing",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dashboard.middleware.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dashboard.accounts.sessions.SlidingSessions",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "dashboard.accounts.gate.RoleRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dashboard.time_zones.TimeZone",
    "dashboard.middleware.PrivatePages",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dashboard.context_processors.frame",
            ],
            "builtins": [
                "django.templatetags.static",
                "heroicons.templatetags.heroicons",
                "template_partials.templatetags.partials",
            ],
        },
    }
]

# The database
DATABASES: dict[str, Any] = {"default": database("DATABASE_URL", secret("DATABASE_URL") or "sqlite:///db.sqlite3")}
DATABASE_CONNECT_TIMEOUT = number("DATABASE_CONNECT_TIMEOUT", 1, 0.1)  # seconds, as all of these
DATABASE_STATEMENT_TIMEOUT = number("DATABASE_STATEMENT_TIMEOUT", 20, 1)  # of a page
DATABASE_COMMAND_TIMEOUT = number("DATABASE_COMMAND_TIMEOUT", 600, 1)  # of a refresh or a command
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # One machine's readers never wait for its writer, and a writer waits for the other instead of failing:
    # https://docs.djangoproject.com/en/5.2/ref/databases/#sqlite-notes
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": DATABASE_STATEMENT_TIMEOUT,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    if _database["NAME"] != ":memory:":
        _database["NAME"] = BASE_DIR / _database["NAME"]
else:
    # Each thread keeps a connection, and makes a new one where a restart of the database has cut it.
    _database |= {"ENGINE": "inventory.postgresql", "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    # A network that swallows packets is noticed within half a minute, also by a worker in a long statement.
    _alive = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}
    _database["OPTIONS"] = _alive | _database.get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Refreshes run inside the request, or in `manage.py db_worker`
TASKS_MODE: str = env.str("TASKS", default="") or "immediate"
if TASKS_MODE not in ("immediate", "database"):
    raise ImproperlyConfigured(f"TASKS is {TASKS_MODE!r}, but takes 'immediate' or 'database'.")

# Signing in
LOGIN_REDIRECT_URL = "overview"
LOGOUT_REDIRECT_URL = "login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "dashboard.accounts.permissions.PermissionsAtOnce",
    "dashboard.accounts.single_sign_on.SingleSignOnBackend",
    "django.contrib.auth.backends.ModelBackend",
]
SESSION_ENGINE = "dashboard.accounts.session_store"
SESSION_COOKIE_AGE = int(number("SESSION_IDLE_MINUTES", 480, 1) * 60)
SESSION_MAX_AGE = int(number("SESSION_MAX_HOURS", 24, 1) * 3600)
# So many failures for an account, or from an address, within so many minutes: then nobody gets in that way for as
# long. A success does not start the count anew, or whoever has an account could go on guessing another's.
AXES_FAILURE_LIMIT = int(number("SIGN_IN_FAILURES", 10, 3))
AXES_COOLOFF_TIME = timedelta(minutes=number("SIGN_IN_PAUSE_MINUTES", 15, 1))
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # or one who keeps knocking locks the owner out for good
AXES_CLIENT_IP_CALLABLE = "dashboard.accounts.throttling.address"
AXES_USERNAME_CALLABLE = "dashboard.accounts.throttling.username"
AXES_LOCKOUT_CALLABLE = "dashboard.accounts.throttling.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # the audit has it
AXES_VERBOSE = False

# Single sign-on by OpenID Connect: all three, or none
OIDC_ISSUER: str = env.str("OIDC_ISSUER", default="")
OIDC_CLIENT_ID: str = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = secret("OIDC_CLIENT_SECRET")
OIDC_ADMIN_GROUP: str = env.str("OIDC_ADMIN_GROUP", default="")
OIDC_VIEWER_GROUP: str = env.str("OIDC_VIEWER_GROUP", default="")
OIDC_GROUPS_CLAIM: str = env.str("OIDC_GROUPS_CLAIM", default="") or "groups"
OIDC_SCOPES: str = env.str("OIDC_SCOPES", default="") or "openid profile email"
OIDC_ON = bool(OIDC_ISSUER and OIDC_CLIENT_ID and OIDC_CLIENT_SECRET)

AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# The browser's side
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # probes speak plain http to the process itself
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# "Subdomains" and "preload" speak for hosts that are not ours: the proxy of the whole domain may set them.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
if HTTPS:  # browsers let no other host, and nothing unencrypted, set a cookie with this prefix
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_FAILURE_VIEW = "dashboard.errors.csrf_failure"
DEFAULT_EXCEPTION_REPORTER_FILTER = "dashboard.monitoring.error_reports.SecretsHidden"

# Static files: hashed names, compressed, served by the process itself
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / (env.str("STATIC_ROOT", default="") or "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# Language and time
LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True
TIME_ZONE = time_zone("TIME_ZONE", "UTC")

# What whoever runs this watches
LOG_LEVEL = level("LOG_LEVEL", "INFO")
LOG_FORMAT: str = env.str("LOG_FORMAT", default="") or "line"
if LOG_FORMAT not in {"line", "json"}:
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}, but takes 'line' or 'json'.")
LOGGING = logs.configuration(LOG_FORMAT, LOG_LEVEL)
METRICS_TOKEN = secret("METRICS_TOKEN")  # /metrics answers to whoever sends it, and is off without
