"""Settings of the tests: the product's own, on a database that TEST_DATABASE_URL may choose."""

import os
import secrets

os.environ["ENV_FILE"] = os.devnull  # a developer's .env says nothing here
os.environ.update(
    DEBUG="off",
    SECRET_KEY=secrets.token_urlsafe(32),
    ALLOWED_HOSTS="testserver,127.0.0.1,localhost",
    HTTPS="off",
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL", "sqlite:///test.sqlite3"),
    QUO_API_KEY="",
    QUO_API_URL="http://127.0.0.1:9",  # nobody answers there: a test that refreshes says where to
    TASKS="immediate",
    LOG_LEVEL="WARNING",
)

from dashboard.settings import *  # noqa: F403
from dashboard.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
