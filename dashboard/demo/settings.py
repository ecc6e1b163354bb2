"""Settings of `manage.py demo`: the product's own, on a database and keys that the demo makes for itself.

Everything it keeps is in DEMO_DIR (`var/demo`). Nothing of a real installation's `.env` is read.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from dashboard.demo.processes import end_with_the_demo
from inventory.sandbox import SANDBOX_KEY
from inventory.sandbox.names import COMPANY

DEMO_DIR = Path(os.environ.get("DEMO_DIR") or Path(__file__).resolve().parents[2] / "var" / "demo").absolute()
DEMO_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
# Where the sandbox listens, and which generation is asked. The command knows only once it runs, and tells its child
# processes this way.
DEMO_API_URL = os.environ.get("DEMO_API_URL") or "http://127.0.0.1:9"
DEMO_API_VERSION = os.environ.get("DEMO_API_VERSION") or "v1"
# Every process of the demo reads this, gunicorn's workers too.
end_with_the_demo()


def kept_secret(name: str, make: Callable[[], str]) -> str:
    """A secret that is made once and kept in a file that only its owner can read."""
    path = DEMO_DIR / name
    if not path.exists():
        draft = path.with_name(f"{name}.{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(make() + "\n")
        draft.replace(path)
    return path.read_text().strip()


os.environ.update(
    ENV_FILE=os.devnull,
    DEBUG="off",
    SECRET_KEY_FILE="",
    SECRET_KEY=kept_secret("secret-key", lambda: secrets.token_urlsafe(64)),
    ALLOWED_HOSTS="127.0.0.1,localhost",
    CSRF_TRUSTED_ORIGINS="",
    HTTPS="off",
    TRUSTED_PROXIES="",
    PASSWORDS="on",
    SECOND_FACTOR="optional",
    QUO_API_KEY_FILE="",
    OIDC_ISSUER="",
    OIDC_CLIENT_ID="",
    OIDC_CLIENT_SECRET="",
    OIDC_CLIENT_SECRET_FILE="",
    METRICS_TOKEN="",
    METRICS_TOKEN_FILE="",
    DATABASE_URL_FILE="",
    DATABASE_URL=f"sqlite:///{quote(str(DEMO_DIR / 'db.sqlite3'))}",
    STATIC_ROOT=str(DEMO_DIR / "static"),
    # Refreshes run in a worker, which the demo starts as well: so a page shows their progress.
    TASKS="database",
    QUO_API_URL=DEMO_API_URL,
    QUO_API_KEY=SANDBOX_KEY,
    QUO_API_VERSION=DEMO_API_VERSION,
    WORKSPACE_NAME=COMPANY,
)

from dashboard.settings import *  # noqa: E402, F403
