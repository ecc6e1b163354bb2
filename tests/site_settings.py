"""Settings of the processes that tests start: the product's own, with what TEST_SETTINGS changes of them, as JSON."""

import json
import os

from dashboard.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a quarter of a second for each sign-in
globals().update(json.loads(os.environ.get("TEST_SETTINGS") or "{}"))
