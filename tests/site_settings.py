"""Settings of the processes that tests start: the product's own, with what TEST_SETTINGS changes of them, as JSON."""

import json
import os

from dashboard.settings import *  # noqa: F403

globals().update(json.loads(os.environ.get("TEST_SETTINGS") or "{}"))
