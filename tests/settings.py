"""Settings of the tests: the product's own, on a database that TEST_DATABASE_URL may choose."""

import os
import secrets
import tempfile

os.environ["ENV_FILE"] = os.devnull  # a developer's .env says nothing here
os.environ.update(
    DEBUG="off",
    SECRET_KEY=secrets.token_urlsafe(32),
    ALLOWED_HOSTS="testserver,127.0.0.1,localhost",
    HTTPS="off",
    PASSWORDS="on",
    SECOND_FACTOR="optional",
    METRICS_TOKEN="",
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL", "sqlite:///tests.sqlite3"),
    QUO_API_KEY="",
    QUO_API_URL="http://127.0.0.1:9",  # nobody answers there: a test that refreshes says where to
    TASKS="immediate",
    LOG_LEVEL="WARNING",
)

from dashboard.settings import *  # noqa: F403
from dashboard.settings import DATABASES, STORAGES

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file of this run's own: other threads and processes can open it, and other runs do not meet it.
    NAME = f"{tempfile.gettempdir()}/quo-numbers-{os.getpid()}"
    DATABASES["default"] |= {"NAME": f"{NAME}.sqlite3", "TEST": {"NAME": f"{NAME}-tests.sqlite3"}}
TRUSTED_PROXIES = []
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True  # files as they lie there: nothing is collected for tests
