"""Django's settings, read from the environment and from `.env`. `.env.example` lists every variable."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from dashboard import __version__
from dashboard.env import Environment
from dashboard.monitoring import logs

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(BASE_DIR / ".env")

# The site
VERSION = __version__
DEBUG = env.switch("DEBUG", False)
SECRET_KEY = env.secret("SECRET_KEY")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS")
if DEBUG:
    SECRET_KEY = SECRET_KEY or "only-for-debugging-never-for-production"
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
elif not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
    )
elif not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set. Name the hosts that people type, such as numbers.example.com")
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")
# Served over TLS: secure cookies, HSTS, and http redirected to https.
HTTPS = env.switch("HTTPS", not DEBUG)
SCRIPT_NAME = env.path_prefix("SCRIPT_NAME")
FORCE_SCRIPT_NAME = SCRIPT_NAME or None
# Where links in messages lead. Without it the first host that people type.
SITE_URL = env.origin("SITE_URL")
if not SITE_URL:
    _host = next((host.lstrip(".") for host in ALLOWED_HOSTS if host != "*"), "localhost")
    SITE_URL = f"{'https' if HTTPS else 'http'}://{_host}"
# The proxies whose X-Forwarded-For names the client, and whose X-Forwarded-Proto its scheme.
TRUSTED_PROXIES = env.proxies("TRUSTED_PROXIES", "127.0.0.1,::1")
BIND = env.text("BIND", "127.0.0.1:8000")  # gunicorn's; a check compares it with TRUSTED_PROXIES

# Quo
QUO_API_KEY = env.secret("QUO_API_KEY")
QUO_API_URL = env.text("QUO_API_URL")  # empty: the usual address of that version
QUO_API_VERSION = env.text("QUO_API_VERSION", "v1")
QUO_TIMEOUT = 10  # seconds for a connection, and for each silence while reading
QUO_TIME_BUDGET = 120  # seconds for a whole fetch, with its retries and waits
QUO_MAX_ANSWER = 256 * 2**20  # bytes
QUO_STALE_AFTER = env.number("QUO_STALE_AFTER", 15, 1)  # minutes
QUO_APP_URL = "https://my.quo.com/inbox/{id}"  # where a number is in Quo's own app
QUO_PORT_STALLED_AFTER = 10  # days
QUO_HOLD_REMOVALS_OVER = 10  # numbers, or people...
QUO_HOLD_REMOVALS_OVER_PERCENT = 10  # ...and of the current ones
WORKSPACE_NAME = env.text("WORKSPACE_NAME")  # in place of the one that Quo gives, if any

# Django
ROOT_URLCONF = "dashboard.urls"
WSGI_APPLICATION = "dashboard.wsgi.application"
INSTALLED_APPS = [
    "inventory",
    "dashboard.apps.DashboardConfig",
    "dashboard.apps.NumbersConfig",
    "dashboard.apps.OverviewConfig",
    "dashboard.apps.AuditConfig",
    "dashboard.apps.AlertsConfig",
    "dashboard.apps.AccountsConfig",  # last: its roles name permissions of the others
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "heroicons",
    "template_partials",
]
MIDDLEWARE = [
    "dashboard.monitoring.middleware.Tracing",
    "dashboard.responses.middleware.CompressedPages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dashboard.accounts.middleware.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dashboard.appearance.TimeZone",
    "dashboard.responses.middleware.PrivatePages",
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
                "dashboard.responses.context_processors.frame",
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
DATABASES: dict[str, Any] = {"default": env.database("DATABASE_URL", "sqlite:///db.sqlite3")}
DATABASE_STATEMENT_TIMEOUT = 20  # seconds for a page's; on SQLite for the wait until another writer is done
DATABASE_COMMAND_TIMEOUT = 600  # of a refresh or a command
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
    _database |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    # A network that swallows packets is noticed within half a minute, also by a worker in a long statement. How long a
    # statement may take, inventory/runtime/database.py tells the server.
    _alive = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}
    _database["OPTIONS"] = {"connect_timeout": 2} | _alive | _database.get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Refreshes run in threads of the web process, or in `manage.py db_worker`
TASKS_MODE = env.choice("TASKS", "immediate", ("immediate", "database"))

# Alerts. Addresses are secrets: each may come from a file
ALERT_CHANNELS = env.channels("ALERT_CHANNEL_")  # by name
ALERT_WEBHOOK_SECRET = env.secret("ALERT_WEBHOOK_SECRET")
ALERT_TIMEOUT = 10  # seconds for a connection, and for each silence while a channel answers
ALERT_TIME_BUDGET = 30  # seconds for a whole answer
ALERT_FAILING_AFTER = timedelta(days=1)  # without a refresh that succeeded
_mail = env.mail_server("EMAIL_URL")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _mail.get("host", ""), _mail.get("port", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.get("user", ""), _mail.get("password", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("starttls", False), _mail.get("tls", False)
EMAIL_TIMEOUT = ALERT_TIMEOUT
EMAIL_FROM = DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM")

# Signing in
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "overview"
LOGOUT_REDIRECT_URL = "login"
PASSWORDS = env.switch("PASSWORDS", True)
AUTHENTICATION_BACKENDS = [
    "dashboard.accounts.single_sign_on.SingleSignOnBackend",
    "dashboard.accounts.links.SignInLinkBackend",
]
if PASSWORDS:  # without it no password is checked anywhere, and sessions that began with one end
    AUTHENTICATION_BACKENDS.append("dashboard.accounts.throttling.PasswordBackend")
# For accounts that sign in with a password: time-based codes, with recovery codes. The provider has its own.
SECOND_FACTOR = env.choice("SECOND_FACTOR", "optional", ("off", "optional", "required"))
OTP_TOTP_ISSUER = f"Numbers {WORKSPACE_NAME}".strip()  # how the app on somebody's phone calls this site
SESSION_ENGINE = "dashboard.accounts.sessions"
SESSION_COOKIE_AGE = int(env.number("SESSION_IDLE_MINUTES", 480, 1) * 60)
SESSION_MAX_AGE = int(env.number("SESSION_MAX_HOURS", 24, 1) * 3600)
PASSWORD_HASHERS = ["dashboard.accounts.throttling.BoundedHasher"]
# So many failures within so many minutes; dashboard/accounts/throttling.py says of what. A success does not
# start the count anew, or whoever has an account could go on guessing another's.
SIGN_IN_FAILURES = 10
SIGN_IN_PAUSE = timedelta(minutes=15)

# Single sign-on by OpenID Connect: all three, or none
OIDC_ISSUER = env.text("OIDC_ISSUER")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = env.secret("OIDC_CLIENT_SECRET")
OIDC_ADMIN_GROUP = env.text("OIDC_ADMIN_GROUP")
OIDC_VIEWER_GROUP = env.text("OIDC_VIEWER_GROUP")
OIDC_GROUPS_CLAIM = env.text("OIDC_GROUPS_CLAIM", "groups")
OIDC_SCOPES = "openid profile email"
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
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# "Subdomains" and "preload" speak for hosts that are not ours: the proxy of the whole domain may set them.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"{SCRIPT_NAME}/"
CSRF_COOKIE_HTTPONLY = True
# With the first prefix browsers let no other host, and with both nothing unencrypted, set a cookie.
COOKIE_PREFIX = "" if not HTTPS else "__Secure-" if SCRIPT_NAME else "__Host-"
if HTTPS:
    SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
    CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_FAILURE_VIEW = "dashboard.accounts.passwords.csrf_failure"
DEFAULT_EXCEPTION_REPORTER_FILTER = "dashboard.monitoring.error_reports.SecretsHidden"

# Static files: hashed names, compressed, served by the process itself
STATIC_URL = f"{SCRIPT_NAME}/static/"
STATIC_ROOT = BASE_DIR / env.text("STATIC_ROOT", "staticfiles")
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
USE_I18N = False
TIME_ZONE = env.time_zone("TIME_ZONE", "UTC")

# What whoever runs this watches
LOG_LEVEL = env.log_level("LOG_LEVEL", "INFO")
LOG_FORMAT = env.choice("LOG_FORMAT", "line", ("line", "json"))
LOGGING = logs.configuration(LOG_FORMAT, LOG_LEVEL)
METRICS_TOKEN = env.secret("METRICS_TOKEN")  # /metrics answers to whoever sends it, and is off without
SECRET_FILES = env.files  # which others should not be able to read
