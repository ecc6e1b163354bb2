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

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE_DIR))

from dashboard.env import Environment  # noqa: E402
from dashboard.monitoring import logs  # noqa: E402

# All that is read of the environment. What the workers inherit stays as it was, or it would win over a changed `.env`.
try:
    env = Environment(BASE_DIR / ".env")
    bind = env.text("BIND", "127.0.0.1:8000")
    # Threads, because a request mostly waits: for the database, or for Quo with TASKS=immediate.
    workers = env.whole("WEB_CONCURRENCY", 2, 1)
    threads = env.whole("WEB_THREADS", 4, 1)
    # Whose X-Forwarded-Proto is believed, comma-separated: the addresses that the TLS proxy connects from. Only where
    # this holds the proxy does Django know that a request came by https. `*` trusts everybody who reaches the port.
    forwarded_allow_ips = env.text("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
    log_format = env.choice("LOG_FORMAT", "line", ("line", "json"))
    log_level = env.log_level_name("LOG_LEVEL", "INFO")
    accesslog = "-" if env.switch("ACCESS_LOG", False) else None
    has_token = env.text("METRICS_TOKEN") or env.text("METRICS_TOKEN_FILE")
except ImproperlyConfigured as error:
    sys.exit(f"Not configured: {error}")

chdir = str(BASE_DIR)
worker_class = "gthread"

# Seconds without a heartbeat after which a worker is replaced. Threads that wait for Quo do not delay it.
timeout = 60
graceful_timeout = 30  # seconds that running requests get to finish when the server stops or reloads

# Off, so that SIGHUP takes up new code and settings, and no database connection is shared across a fork.
preload_app = False

# Nothing here needs gunicorn's remote control, and its socket is one per user, not one per server.
control_socket_disable = True

# A header of a client's must not tell where the site is mounted, not even by way of the proxy.
forwarder_headers = ""

# All to stdout in the site's own form; each request too where ACCESS_LOG is on. The proxy usually has that log already.
logconfig_dict = logs.configuration(log_format, log_level)
logconfig_dict["loggers"] |= {
    "gunicorn.error": {"propagate": True},
    "gunicorn.access": {"propagate": True, "level": "INFO" if accesslog else "ERROR"},
}
# The query is left out: it holds the names that people look for.
access_log_format = "%(m)s %(U)s %(s)s %(b)s bytes %(M)s ms for %(h)s request %({x-request-id}o)s"

# The workers count the times of their requests in files here, and whoever of them is scraped adds them up.
METRICS_DIR, PREFIX = "PROMETHEUS_MULTIPROC_DIR", "quo-numbers-metrics-"
if has_token and METRICS_DIR not in os.environ:
    os.environ.update({METRICS_DIR: tempfile.mkdtemp(prefix=PREFIX)})


def post_worker_init(worker: Any) -> None:
    freeze_gc()
    end_refresh_before_shutdown(worker)


def freeze_gc() -> None:
    """Excludes start-up objects from garbage collection, which otherwise delays every few pages."""
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
    directory = Path(os.environ.pop(METRICS_DIR, ""))
    if directory.name.startswith(PREFIX):
        shutil.rmtree(directory, ignore_errors=True)
