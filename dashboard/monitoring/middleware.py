"""Each request gets an id and the scheme that a proxy names, is measured, and is refused where no form is as large.

Probes are answered here: whatever host they name, by http, and without a session.
"""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from dashboard.monitoring import health, metrics
from dashboard.monitoring.current_request import current_request, from_trusted_proxy
from inventory.runtime import tracing

log = logging.getLogger("dashboard.request")

# A trusted proxy's id is kept where it is well formed. Anybody else could forge, break or fill the log with theirs.
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)

PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/healthz": health.healthz,
    "/readyz": health.readyz,
    "/metrics": health.metrics,
}


class Tracing:
    """Outermost, so that every response has the id, and every line of the log that the request caused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        id = request_id(request)
        started = time.perf_counter()
        token = current_request.set(request)
        if request.META.get("HTTP_X_FORWARDED_PROTO") == "https" and from_trusted_proxy(request):
            request.META["wsgi.url_scheme"] = "https"
        try:
            with tracing.request(id):
                if probe := PROBES.get(request.path_info):
                    request.resolver_match = resolve(request.path_info)  # for the metrics
                    response = probe(request)
                else:
                    response = too_large() if is_too_large(request) else self.get_response(request)
                seconds = time.perf_counter() - started
                metrics.observe(request, response.status_code, seconds)
                log.debug("%s %s %d %.0f ms", request.method, request.path, response.status_code, seconds * 1000)
        finally:
            current_request.reset(token)
        response.headers["X-Request-ID"] = id
        return response


def request_id(request: HttpRequest) -> str:
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    return given if WELL_FORMED.fullmatch(given) and from_trusted_proxy(request) else uuid.uuid4().hex


def is_too_large(request: HttpRequest) -> bool:
    """No form of ours takes files, which Django would let be of any size."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdigit() or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def too_large() -> HttpResponse:
    return HttpResponse("This is larger than anything that can be sent here.\n", status=413, content_type="text/plain")
