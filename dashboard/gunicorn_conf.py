"""How gunicorn serves the site: `gunicorn -c dashboard/gunicorn_conf.py dashboard.wsgi:application`.

Reads the environment and `.env`, like the settings; `.env.example` lists the variables.
"""

import gc
import os
import shutil
import sys
import tempfile
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
    workers = int(env.number("WEB_CONCURRENCY", 2, 1, kind=int))
    log_format = env.choice("LOG_FORMAT", "line", ("line", "json"))
    log_level = env.log_level("LOG_LEVEL", "INFO")
    has_token = env.text("METRICS_TOKEN") or env.text("METRICS_TOKEN_FILE")
except ImproperlyConfigured as error:
    sys.exit(f"Not configured: {error}")

chdir = str(BASE_DIR)
worker_class = "gthread"
threads = 4  # because a request mostly waits for the database

# Seconds without a heartbeat after which a worker is replaced. Its threads do not delay it.
timeout = 60
graceful_timeout = 30  # seconds that running requests get to finish when the server stops or reloads

# Off, so that SIGHUP takes up new code and settings, and no database connection is shared across a fork.
preload_app = False

# Nothing here needs gunicorn's remote control, and its socket is one per user, not one per server.
control_socket_disable = True

# No header tells where the site is mounted. Whose tells the scheme, TRUSTED_PROXIES says: see monitoring/middleware.py.
forwarder_headers = ""
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}

# All to stdout in the site's own form, but for the requests, which the proxy logs.
logconfig_dict = logs.configuration(log_format, log_level)
logconfig_dict["loggers"] |= {
    "gunicorn.error": {"propagate": True},
    "gunicorn.access": {"propagate": True, "level": "ERROR"},
}

# The workers count the times of their requests in files here, and whoever of them is scraped adds them up.
METRICS_DIR, PREFIX = "PROMETHEUS_MULTIPROC_DIR", "quo-numbers-metrics-"
if has_token and METRICS_DIR not in os.environ:
    os.environ.update({METRICS_DIR: tempfile.mkdtemp(prefix=PREFIX)})


def post_worker_init(worker: Any) -> None:
    """Has alerts sent that wait since the last process ended, and digests at their hour."""
    from inventory.refreshing.request import run_queued

    run_queued()
    freeze_gc()


def freeze_gc() -> None:
    """Excludes start-up objects from garbage collection, which otherwise delays every few pages."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def worker_exit(server: Any, worker: Any) -> None:
    """Ends the refreshes that the worker's threads run, so that nobody waits for them."""
    if not worker.booted:  # the application could not be loaded, and has said why
        return
    from inventory.runtime.workers import stop

    stop()


def on_exit(server: Any) -> None:
    directory = Path(os.environ.pop(METRICS_DIR, ""))
    if directory.name.startswith(PREFIX):
        shutil.rmtree(directory, ignore_errors=True)
