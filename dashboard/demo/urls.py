"""The product's URLs, and what only the demo shows."""

from django.urls import path

from dashboard.demo import alerts
from dashboard.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("alerts/outbox/", alerts.outbox, name="outbox"), *urlpatterns]
