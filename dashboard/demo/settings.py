"""Settings of `manage.py demo`: the product's own, on a database and keys that the demo makes for itself.

Everything it keeps is in DEMO_DIR (`var/demo/<port>-<numbers>`). Nothing of a real installation's `.env` is read.
"""

import os
import secrets
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from inventory.sandbox import GENERATIONS, SANDBOX_KEY
from inventory.sandbox.names import COMPANY

# Read here too, since each port and size has data of its own: two demos do not disturb each other.
_options = ArgumentParser(add_help=False, allow_abbrev=False)
_options.add_argument("--port", default="8000")
_options.add_argument("--numbers", default="214")
_options.add_argument("--api-version", default=GENERATIONS[0])
_given = _options.parse_known_args(sys.argv)[0]
_name = "-".join("".join(filter(str.isdigit, text)) for text in (_given.port, _given.numbers))
DEMO_DIR = Path(os.environ.get("DEMO_DIR") or Path(__file__).resolve().parents[2] / "var" / "demo" / _name).absolute()
DEMO_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)


def kept_secret(name: str, make: Callable[[], str]) -> str:
    """A secret that is made once and kept in a file that only its owner can read."""
    path = DEMO_DIR / name
    if not path.exists():
        draft = path.with_name(f"{name}.{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(make() + "\n")
        draft.replace(path)
    return path.read_text().strip()


_inherited = ("DEMO", "DJANGO", "HOME", "LANG", "LC_", "PATH", "PYTHON", "TMPDIR", "TZ")
for _variable in [name for name in os.environ if not name.startswith(_inherited)]:
    del os.environ[_variable]  # nothing that is set for a real installation
os.environ.update(
    ENV_FILE=os.devnull,
    SECRET_KEY=kept_secret("secret-key", lambda: secrets.token_urlsafe(64)),
    ALLOWED_HOSTS="127.0.0.1,localhost",
    HTTPS="off",
    DATABASE_URL=f"sqlite:///{quote(str(DEMO_DIR / 'db.sqlite3'))}",
    TASKS="immediate",
    QUO_API_URL="http://127.0.0.1:9",  # the command sets the sandbox's, which it starts
    QUO_API_KEY=SANDBOX_KEY,
    QUO_API_VERSION=_given.api_version,
    WORKSPACE_NAME=COMPANY,
    ALERT_CHANNEL_OUTBOX="outbox:demo",  # keeps what it would send, for /alerts/outbox/
    SITE_URL=f"http://127.0.0.1:{_given.port}",
)

from dashboard.settings import *  # noqa: E402, F403

ROOT_URLCONF = "dashboard.demo.urls"
# The pages' files as they are, in place of copies with hashed names: it starts a second sooner.
STATIC_ROOT = None  # type: ignore[assignment]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
