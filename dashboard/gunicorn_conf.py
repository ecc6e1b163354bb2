"""How gunicorn serves the site: `gunicorn -c dashboard/gunicorn_conf.py dashboard.wsgi:application`.

Reads the environment and `.env`, like the settings; `.env.example` lists the variables.
"""

import gc
import os
import shutil
import signal
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE_DIR))

from dashboard.env import Unreadable, env_file  # noqa: E402
from dashboard.monitoring import logs  # noqa: E402


class Env(environ.Env):  # type: ignore[misc]  # django-environ has no types
    """Leaves the process's own environment alone: what the workers inherit would win over a `.env` changed since."""

    ENVIRON = dict(os.environ)


env = Env()
try:
    if file := env_file(BASE_DIR / ".env"):
        Env.read_env(file)
except Unreadable as error:
    sys.exit(f"Not configured: {error}")


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

# A header of a client's must not tell where the site is mounted, not even by way of the proxy.
forwarder_headers = ""

# All to stdout in the site's own form; each request too where ACCESS_LOG is on. The proxy usually has that log already.
logconfig_dict = logs.configuration(
    env.str("LOG_FORMAT", default="") or "line", (env.str("LOG_LEVEL", default="") or "INFO").upper()
)
accesslog = "-" if env.str("ACCESS_LOG", default="").lower() in {"on", "true", "1", "yes"} else None
logconfig_dict["loggers"] |= {
    "gunicorn.error": {"propagate": True},
    "gunicorn.access": {"propagate": True, "level": "INFO" if accesslog else "ERROR"},
}
# The query is left out: it holds the names that people look for.
access_log_format = "%(m)s %(U)s %(s)s %(b)s bytes %(M)s ms for %(h)s request %({x-request-id}o)s"

# The workers count the times of their requests in files here, and whoever of them is scraped adds them up.
FIGURES, OURS = "PROMETHEUS_MULTIPROC_DIR", "quo-numbers-metrics-"
has_token = env.str("METRICS_TOKEN", default="") or env.str("METRICS_TOKEN_FILE", default="")
if has_token and FIGURES not in os.environ:
    os.environ.update({FIGURES: tempfile.mkdtemp(prefix=OURS)})


def post_worker_init(worker: Any) -> None:
    freeze_gc()
    end_refresh_before_shutdown(worker)


def freeze_gc() -> None:
    """Takes the loaded program out of the garbage collector's rounds, which otherwise stop every few pages for it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def end_refresh_before_shutdown(worker: Any) -> None:
    """Before the end of its time to finish, a worker that is told to stop gives up the refresh that it runs."""
    from inventory.shutdown import shutting_down

    finish = signal.getsignal(signal.SIGTERM)

    def stop(number: int, frame: Any) -> None:
        timer = threading.Timer(max(0, worker.cfg.graceful_timeout - 5), shutting_down.set)
        timer.daemon = True
        timer.start()
        if callable(finish):
            finish(number, frame)

    signal.signal(signal.SIGTERM, stop)


def on_exit(server: Any) -> None:
    statistics = Path(os.environ.pop(FIGURES, ""))
    if statistics.name.startswith(OURS):
        shutil.rmtree(statistics, ignore_errors=True)
