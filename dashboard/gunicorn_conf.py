"""How gunicorn serves the site: `gunicorn -c dashboard/gunicorn_conf.py dashboard.wsgi:application`.

Reads the environment and `.env`, like the settings; `.env.example` lists the variables.
"""

import os
import sys
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent


class Env(environ.Env):  # type: ignore[misc]  # django-environ has no types
    """Leaves the process's own environment alone: what the workers inherit would win over a `.env` changed since."""

    ENVIRON = dict(os.environ)


env = Env()
Env.read_env(os.environ.get("ENV_FILE", BASE_DIR / ".env"))


def whole(name: str, default: int) -> int:
    text: str = env.str(name, default="") or str(default)
    if not (text.isdecimal() and int(text) > 0):
        sys.exit(f"Not configured: {name} is {text!r}, but takes a whole number from 1 up.")
    return int(text)


chdir = str(BASE_DIR)
bind = env.str("BIND", default="") or "127.0.0.1:8000"

# Threads, because a request mostly waits: for the database, or for Quo with TASKS=immediate.
worker_class = "gthread"
workers = whole("WEB_CONCURRENCY", 2)
threads = whole("WEB_THREADS", 4)

# A worker that gives no sign of life for this long is replaced. Threads that wait for Quo do not count as that.
timeout = 60
graceful_timeout = 30  # seconds that running requests get to finish when the server stops or reloads

# Whose X-Forwarded-Proto is believed, comma-separated: the addresses that the TLS proxy connects from. Only where
# this holds the proxy does Django know that a request came by https. `*` trusts everybody who reaches the port.
forwarded_allow_ips = env.str("FORWARDED_ALLOW_IPS", default="") or "127.0.0.1,::1"

# Off, so that SIGHUP takes up new code and settings, and no database connection is shared across a fork.
preload_app = False

# Nothing here needs gunicorn's remote control, and its socket is one per user, not one per server.
control_socket_disable = True

# Errors to stderr; each request to stdout where ACCESS_LOG is on. The proxy usually has that log already.
errorlog = "-"
accesslog = "-" if env.str("ACCESS_LOG", default="").lower() in {"on", "true", "1", "yes"} else None
