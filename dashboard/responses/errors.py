"""Error pages."""

import logging
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from dashboard.audit.record import Action, record
from dashboard.responses.htmx import is_reading, page_of, wants_fragment
from inventory.runtime.database import outage, reason

log = logging.getLogger("dashboard.database")
RETRY_AFTER = 2  # seconds
NOT_DONE = "What you sent was not done: sign in, then do it again."

TEXTS = {  # title and default explanation, by status
    400: ("Invalid request", "Part of the address or form is not valid. Go back and try again."),
    401: ("Not signed in", "Sign in first."),
    403: ("Permission denied", "Your account does not have this permission. Ask your administrator for it."),
    404: ("Page not found", "Check the address."),
    405: ("Not an address to open", "A form is sent here. Go back to its page and press its button."),
    429: ("Too many attempts", "Wait a while, then try again."),
    500: ("Internal error", "Nothing was lost. Try again. The server’s log has the details."),
    503: ("The database does not answer", "Nothing was lost. Try again in a moment."),
}


def error_page(request: HttpRequest, status: int, explanation: str = "", title: str = "") -> HttpResponse:
    """An error, as a page or in the short form that was asked for."""
    return _short(request, status, explanation, title) or render(
        request, "errors/error.html", _context(status, explanation, title), status=status
    )


def wants_json(request: HttpRequest) -> bool:
    """Whether signing in, roles and errors are answered as JSON. The one place that decides it."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _short(request: HttpRequest, status: int, explanation: str = "", title: str = "") -> HttpResponse | None:
    """The error as JSON, or as a notice for htmx, which shows it above the page whichever element asked. Neither asks
    the database.
    """
    context = _context(status, explanation, title)
    if wants_json(request):
        return JsonResponse(context, status=status)
    if wants_fragment(request):
        notice = HttpResponse(render_to_string("errors/_error.html", context), status=status)
        return reswap(retarget(notice, "#notice"), "innerHTML")
    return None


def _context(status: int, explanation: str = "", title: str = "") -> dict[str, Any]:
    standing, default = TEXTS[status]
    return {"status": status, "title": title or standing, "explanation": explanation or default}


def sign_in_first(request: HttpRequest, place: str) -> HttpResponse:
    """The way to sign in, or to finish that, and back to the very page. A form that was sent is not sent again."""
    if wants_json(request):
        return error_page(request, 401)
    by_htmx = request.headers.get("HX-Request") == "true"
    had_one = by_htmx or settings.SESSION_COOKIE_NAME in request.COOKIES
    if had_one and place == resolve_url(settings.LOGIN_URL):
        because = getattr(request.session, "ended_because", "")
        sentences = ("Your session ended.", because, "" if is_reading(request) else NOT_DONE)
        messages.info(request, " ".join(filter(None, sentences)))
    to = redirect_to_login(page_of(request), place)
    return HttpResponseClientRedirect(to.url) if by_htmx else to


def invalid_filter(request: HttpRequest, errors: Mapping[str, Iterable[str]]) -> HttpResponse:
    """400, with the words of a list's page: which filters are invalid, and why."""
    wrong = "; ".join(f"{field}: {' '.join(reasons)}" for field, reasons in errors.items())
    return error_page(request, 400, f"This link contains an invalid filter. {wrong}")


def too_many(request: HttpRequest, seconds: int, explanation: str) -> HttpResponse:
    """429: what was asked for has to wait so long."""
    response = error_page(request, 429, explanation)
    response.headers["Retry-After"] = str(seconds)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Django reports a session that cannot be saved as one that was deleted, and as a bad request.
    error = outage(exception)
    if error:
        return database_is_away(request, error)
    if isinstance(exception, SessionInterrupted):  # the session was ended while this request ran
        return sign_in_first(request, resolve_url(settings.LOGIN_URL))
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    record(request, Action.DENIED, f"{request.method} {request.path[:200]}")
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(
        request, 403, "The form did not come from a page of this site, or the page is too old. Reload it and retry."
    )


def no_role(request: HttpRequest) -> HttpResponse:
    """For accounts without a role. The page contains no data of the workspace."""
    short = _short(request, 403, "Your account has no role here. Ask your administrator.")
    return short or render(request, "errors/no_role.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Http404's text is ours where a view raised it; Django's own (from the URL resolver) is a dictionary.
    reason = exception.args[0] if exception.args else ""
    return error_page(request, 404, reason if isinstance(reason, str) else "")


def server_error(request: HttpRequest) -> HttpResponse:
    # Whatever failed, middleware or view, Django calls this while it handles the exception.
    error = outage(sys.exc_info()[1])
    if error:
        return database_is_away(request, error)
    return _without_database(request, 500, reverse("overview"), "Go to the overview")


def database_is_away(request: HttpRequest, error: Exception) -> HttpResponse:
    """The log gets one line for each request, not a trace."""
    log.error("%s %s: the database failed: %s", request.method, request.path, reason(error))
    again = request.get_full_path() if is_reading(request) else reverse("overview")
    response = _without_database(request, 503, again, "Try again")
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "private, no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would add the trace
    return response


def _without_database(request: HttpRequest, status: int, address: str, link: str) -> HttpResponse:
    """Rendered without the request, whose context processors ask the database."""
    context = _context(status) | {"address": address, "link": link}
    return _short(request, status) or HttpResponse(render_to_string("errors/plain.html", context), status=status)
