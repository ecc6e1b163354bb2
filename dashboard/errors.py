"""Error pages."""

import logging
import sys

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.template.loader import render_to_string
from django_htmx.http import HttpResponseClientRedirect

from dashboard.audit.record import Action, record
from inventory.database import outage, reason

log = logging.getLogger("dashboard.database")
RETRY_AFTER = 2  # seconds

TEXTS = {  # title and default explanation, by status
    400: ("Invalid request", "Part of the address or form is not valid. Go back and try again."),
    403: ("Permission denied", "Your account does not have this permission. Ask your administrator for it."),
    404: ("Page not found", "Check the address."),
    405: ("Not an address to open", "A form is sent here. Go back to its page and press its button."),
    429: ("Too many attempts", "Wait a while, then try again."),
    500: ("Internal error", "Nothing was lost. Try again. The server’s log has the details."),
    503: ("The database does not answer", "Nothing was lost. Try again in a moment."),
}


def error_page(request: HttpRequest, status: int, explanation: str = "") -> HttpResponse:
    """The page of an error, or a fragment for htmx."""
    title, default = TEXTS[status]
    htmx = getattr(request, "htmx", None)  # missing where a middleware before it refused the request
    template = "errors/_error.html" if htmx and not htmx.history_restore_request else "errors/error.html"
    context = {"status": status, "title": title, "explanation": explanation or default}
    return render(request, template, context, status=status)


def invalid_filter(request: HttpRequest, errors: ErrorDict) -> HttpResponse:
    """400, with the words of a list's page: which filters are invalid, and why."""
    wrong = "; ".join(f"{field}: {' '.join(map(str, reasons))}" for field, reasons in errors.items())
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
        login = resolve_url(settings.LOGIN_URL)
        return HttpResponseClientRedirect(login) if request.headers.get("HX-Request") else redirect(login)
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
    if getattr(request, "htmx", None):
        return error_page(request, 403, "Your account has no role here. Ask your administrator.")
    return render(request, "errors/no_role.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Http404's text is ours where a view raised it; Django's own (from the URL resolver) is a dictionary.
    reason = exception.args[0] if exception.args else ""
    return error_page(request, 404, reason if isinstance(reason, str) else "")


def server_error(request: HttpRequest) -> HttpResponse:
    # Whatever failed, middleware or view, Django calls this while it handles the exception.
    error = outage(sys.exc_info()[1])
    if error:
        return database_is_away(request, error)
    title, explanation = TEXTS[500]
    return HttpResponse(_without_database(title, explanation, "/", "Go to the overview"), status=500)


def database_is_away(request: HttpRequest, error: Exception) -> HttpResponse:
    """A page that needs no database. The log gets one line for each request, not a trace."""
    log.error("%s %s: the database failed: %s", request.method, request.path, reason(error))
    title, explanation = TEXTS[503]
    # The headers themselves: the middleware that reads them may not have been reached.
    if request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request"):
        page: str = render_to_string("errors/_error.html", {"title": title, "explanation": explanation})
    else:
        again = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
        page = _without_database(title, explanation, again, "Try again")
    response = HttpResponse(page, status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "private, no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would add the trace
    return response


def _without_database(title: str, explanation: str, address: str, link: str) -> str:
    """Rendered without the request, whose context processors ask the database."""
    context = {"title": title, "explanation": explanation, "address": address, "link": link}
    return render_to_string("errors/plain.html", context)
