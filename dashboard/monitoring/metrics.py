"""Metrics for Prometheus, where METRICS_TOKEN is set.

Times of requests are counted in each process and added up at a scrape (gunicorn_conf.py gives the processes a common
directory). All else is read from the database at that moment, so that it holds for all machines, also after a restart.
Those are gauges of the last 24 hours, because `prune_history` may make a count since the beginning smaller.
"""

import os
from collections import Counter as Tally
from collections.abc import Iterator, Mapping
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
ENDED_STATES = (State.SUCCEEDED, State.FAILED, State.INTERRUPTED, State.CANCELLED)
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
    database.register(Database())
    return generate_latest(requests) + generate_latest(database)


class Database:
    """The cache and its age, the queue of refreshes, the outbox of alerts, and what ended in the last 24 hours."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from _of_cache()
        yield from _of_refreshes()
        yield from _of_alerts()


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"quo_{name}", words, value)


def _by(label: str, name: str, words: str, values: Mapping[Any, float]) -> GaugeMetricFamily:
    """A gauge with a value for each of the label's."""
    family = GaugeMetricFamily(f"quo_{name}", words, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def _of_cache() -> Iterator[GaugeMetricFamily]:
    fresh = Freshness.read()
    yield _gauge("numbers", "Current phone numbers", fresh.numbers)
    yield _gauge("numbers_unverified", "Current phone numbers that the latest answer did not confirm", fresh.unverified)
    if fresh.confirmed_at:
        yield _gauge("cache_age_seconds", "Since a refresh confirmed the numbers", _age(fresh.confirmed_at))
    if version := answering_version():
        yield _by("version", "api_info", "The version of Quo's API that answered last", {version: 1})
    held = Refresh.objects.filter(removals=Removals.HELD).count()
    yield _gauge("held_removals", "Refreshes whose removals wait for a decision", held)
    if seen := Worker.objects.last_seen():
        yield _gauge("worker_seen_seconds", "Since a worker gave a sign of life", _age(seen))


def _of_refreshes() -> Iterator[GaugeMetricFamily]:
    waiting, running = (Refresh.objects.filter(state=state).count() for state in (State.QUEUED, State.RUNNING))
    yield _gauge("refresh_queue", "Refreshes that wait for their turn", waiting)
    yield _gauge("refresh_running", "Refreshes under way", running)
    ended = Refresh.objects.filter(finished_at__gte=timezone.now() - DAY)
    took = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())
    by_state = ended.order_by().values("state").annotate(count=Count("pk"), mean=Avg(took), longest=Max(took))
    rows = {row["state"]: row for row in by_state if row["state"] in ENDED_STATES}
    counts = dict.fromkeys(ENDED_STATES, 0) | {state: row["count"] for state, row in rows.items()}
    means, longest = (
        {state: row[name].total_seconds() for state, row in rows.items() if row[name] is not None}
        for name in ("mean", "longest")
    )
    yield _by("state", "refreshes_24h", "Refreshes that ended in the last 24 hours", counts)
    yield _by("state", "refresh_seconds_mean_24h", "How long they took on average", means)
    yield _by("state", "refresh_seconds_max_24h", "How long the longest took", longest)
    calls: Tally[str] = Tally()
    for some in ended.exclude(api_calls={}).values_list("api_calls", flat=True).iterator():
        calls.update(some)
    words = "Calls of Quo's API in the last 24 hours, by status"
    yield _by("status", "api_calls_24h", words, dict(sorted(calls.items())))


def _of_alerts() -> Iterator[GaugeMetricFamily]:
    waiting = Delivery.objects.waiting()
    yield _gauge("alerts_waiting", "Messages that are not sent yet", waiting.count())
    delayed = Delivery.objects.delayed().count()
    yield _gauge("alerts_delayed", "Messages that several attempts could not send", delayed)
    oldest = waiting.order_by("id").values_list("decided_at", flat=True).first()
    yield _gauge("alerts_oldest_seconds", "Age of the oldest of them", _age(oldest) if oldest else 0)
    ended = Delivery.objects.filter(ended_at__gte=timezone.now() - DAY).order_by().values_list("state")
    counts = {Delivery.State.SENT: 0, Delivery.State.FAILED: 0} | dict(ended.annotate(count=Count("pk")))
    yield _by("state", "alerts_24h", "Messages that ended in the last 24 hours", counts)


def _age(moment: datetime) -> float:
    return (timezone.now() - moment).total_seconds()
