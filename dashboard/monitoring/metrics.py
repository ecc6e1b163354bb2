"""Metrics for Prometheus, where METRICS_TOKEN is set.

Times of requests are counted in each process and added up at a scrape (gunicorn_conf.py gives the processes a common
directory). All else is read from the database at that moment, so that it holds for all machines, also after a restart.
Those are gauges of the last 24 hours, because `prune_history` may make a count since the beginning smaller.
"""

import os
from collections import Counter as Tally
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max
from django.http import HttpRequest
from django.utils import timezone
from prometheus_client import CollectorRegistry, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily

from dashboard.alerts.models import Delivery
from inventory.choices import Removals, State
from inventory.models import Refresh, Worker
from inventory.reports.freshness import Freshness, answering_version

DAY = timedelta(days=1)
REQUESTS = CollectorRegistry()
SECONDS = Histogram(
    "quo_http_request_duration_seconds",
    "Time to answer a request, by the place's name",
    ("method", "place", "status"),
    registry=REQUESTS,
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120),
)


def observe(request: HttpRequest, status: int, seconds: float) -> None:
    """Counts a request. By its place's name and not its path: there are few names, and they tell of no person."""
    if not settings.METRICS_TOKEN:
        return
    place = request.resolver_match.view_name if request.resolver_match else "none"
    method = request.method if request.method in ("GET", "HEAD", "POST") else "other"
    SECONDS.labels(method, place or "unnamed", str(status)).observe(seconds)


def exposition() -> bytes:
    """All metrics in Prometheus's text format."""
    requests = REQUESTS
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        requests = CollectorRegistry()
        multiprocess.MultiProcessCollector(requests)  # type: ignore[no-untyped-call]
    database = CollectorRegistry()
    database.register(Cache())
    database.register(Refreshes())
    database.register(Alerts())
    return generate_latest(requests) + generate_latest(database)


class Cache:
    """The numbers in the cache, and their age."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        fresh = Freshness.read()
        yield GaugeMetricFamily("quo_numbers", "Current phone numbers", fresh.numbers)
        unverified = "Current phone numbers that the latest answer did not confirm"
        yield GaugeMetricFamily("quo_numbers_unverified", unverified, fresh.unverified)
        if fresh.confirmed_at:
            age = _age(fresh.confirmed_at)
            yield GaugeMetricFamily("quo_cache_age_seconds", "Since a refresh confirmed the numbers", age)
        if version := answering_version():
            api = GaugeMetricFamily("quo_api_info", "The version of Quo's API that answered last", labels=["version"])
            api.add_metric([version], 1)
            yield api
        held = Refresh.objects.filter(removals=Removals.HELD).count()
        yield GaugeMetricFamily("quo_held_removals", "Refreshes whose removals wait for a decision", held)
        seen = Worker.objects.last_seen()
        if seen:
            yield GaugeMetricFamily("quo_worker_seen_seconds", "Since a worker gave a sign of life", _age(seen))


class Refreshes:
    """The queue of refreshes, and the outcomes of the last 24 hours."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        waiting = Refresh.objects.filter(state=State.QUEUED)
        yield GaugeMetricFamily("quo_refresh_queue", "Refreshes that wait for their turn", waiting.count())
        running = Refresh.objects.filter(state=State.RUNNING).count()
        yield GaugeMetricFamily("quo_refresh_running", "Refreshes under way", running)
        ended = Refresh.objects.filter(finished_at__gte=timezone.now() - DAY)
        yield from self._outcomes(ended)
        calls = GaugeMetricFamily(
            "quo_api_calls_24h", "Calls of Quo's API in the last 24 hours, by status", labels=["status"]
        )
        for status, count in sorted(_calls(ended).items()):
            calls.add_metric([status], count)
        yield calls

    def _outcomes(self, ended: Any) -> Iterator[GaugeMetricFamily]:
        took = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())
        rows = {
            row["state"]: row
            for row in ended.order_by().values("state").annotate(count=Count("pk"), mean=Avg(took), longest=Max(took))
        }
        count = GaugeMetricFamily("quo_refreshes_24h", "Refreshes that ended in the last 24 hours", labels=["state"])
        mean = GaugeMetricFamily("quo_refresh_seconds_mean_24h", "How long they took on average", labels=["state"])
        longest = GaugeMetricFamily("quo_refresh_seconds_max_24h", "How long the longest took", labels=["state"])
        for state in (State.SUCCEEDED, State.FAILED, State.INTERRUPTED, State.CANCELLED):
            row = rows.get(state, {})
            count.add_metric([state], row.get("count", 0))
            for family, value in ((mean, row.get("mean")), (longest, row.get("longest"))):
                if value is not None:
                    family.add_metric([state], value.total_seconds())
        yield from (count, mean, longest)


class Alerts:
    """The outbox of alerts."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        waiting = Delivery.objects.waiting()
        yield GaugeMetricFamily("quo_alerts_waiting", "Messages that are not sent yet", waiting.count())
        delayed = "Messages that several attempts could not send"
        yield GaugeMetricFamily("quo_alerts_delayed", delayed, Delivery.objects.delayed().count())
        oldest = waiting.order_by("id").values_list("decided_at", flat=True).first()
        yield GaugeMetricFamily("quo_alerts_oldest_seconds", "Age of the oldest of them", _age(oldest) if oldest else 0)
        ended = Delivery.objects.filter(ended_at__gte=timezone.now() - DAY).order_by().values_list("state")
        counts = dict(ended.annotate(count=Count("pk")))
        family = GaugeMetricFamily("quo_alerts_24h", "Messages that ended in the last 24 hours", labels=["state"])
        for state in (Delivery.State.SENT, Delivery.State.FAILED):
            family.add_metric([state], counts.get(state, 0))
        yield family


def _calls(ended: Any) -> Tally[str]:
    tally: Tally[str] = Tally()
    for calls in ended.exclude(api_calls={}).values_list("api_calls", flat=True).iterator():
        tally.update(calls)
    return tally


def _age(moment: datetime) -> float:
    return (timezone.now() - moment).total_seconds()
