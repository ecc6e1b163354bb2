"""For monitors: liveness, readiness and metrics. They need no sign-in, and name no person."""

import hmac
import logging

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from dashboard.alerts.models import Delivery
from dashboard.monitoring.metrics import exposition
from inventory.models import Worker
from inventory.reports.freshness import answering_version
from inventory.runtime.database import reason, try_to_connect
from inventory.wording import counted

log = logging.getLogger("dashboard.readiness")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process and its database answer, 503 otherwise."""
    try:
        try_to_connect()
    except (DatabaseError, InterfaceError):
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 where the installation can do its work, 503 and what is missing otherwise.

    With the product's version, the version of Quo's API that is set, the one that last answered, and alerts that their
    receivers do not take: that is no reason to take the site away.
    """
    found = obstacles()
    delayed = 0 if found else Delivery.objects.delayed().count()
    alerts = [f"{counted(delayed, 'alert')} could not be sent in several attempts"] if delayed else []
    answering = "" if found else answering_version()
    api = f"quo api {settings.QUO_API_VERSION}" + (f", last answered by {answering}" if answering else "")
    text = "".join(f"{line}\n" for line in (*(found or ["ok"]), *alerts, f"version {settings.VERSION}", api))
    return HttpResponse(text, status=503 if found else 200, content_type="text/plain")


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Metrics for Prometheus, with METRICS_TOKEN as the bearer token. 404 where none is set."""
    if not settings.METRICS_TOKEN:
        return HttpResponse("not found\n", status=404, content_type="text/plain")
    given = request.headers.get("Authorization", "").encode()
    if not hmac.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode()):
        refusal = HttpResponse("the token is missing or wrong\n", status=401, content_type="text/plain")
        refusal.headers["WWW-Authenticate"] = "Bearer"
        return refusal
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def obstacles() -> list[str]:
    """What stands in the way, in words. Empty where nothing does."""
    try:
        try_to_connect()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return ["migrations are missing: run manage.py migrate"]
        found = {
            # What this process knows of them, since it reads the list of them once, at its start
            "static files are missing: run manage.py collectstatic, then restart the site": (
                getattr(staticfiles_storage, "hashed_files", None) == {}
            ),
            "no worker gives a sign of life: run manage.py db_worker": (
                settings.TASKS_MODE == "database" and not Worker.objects.alive().exists()
            ),
            "alerts are due and nobody sends them: run manage.py db_worker, or send_alerts by cron": (
                Delivery.objects.nobody_sends()
            ),
        }
        return [words for words, is_so in found.items() if is_so]
    except (DatabaseError, InterfaceError) as error:
        log.warning("the database does not answer: %s", reason(error))
        return ["the database does not answer"]
