"""What people see when something went wrong: a sentence, and a way on. A fragment where htmx asked."""

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from dashboard.audit.record import Action, record
from inventory.database import outage, reason

log = logging.getLogger("dashboard.database")
RETRY_AFTER = 2  # seconds

PROBLEMS = {
    400: (
        "This address makes no sense",
        "Something in it cannot be right. Go back, or start from the list of numbers.",
    ),
    403: ("This is not yours to do", "Your account does not have the permission. An administrator can give it to you."),
    413: ("This is too large", "Nothing that can be sent here is that large."),
    429: ("Too many tries", "Wait a while, and try again."),
    404: ("There is no such page", "It may have been mistyped, or what it showed was never known here."),
    503: ("The database does not answer", "Nothing was lost. Try again in a moment."),
    500: ("Something broke on our side", "Nothing was lost. Try again; the log of the server says what it was."),
}


def problem(request: HttpRequest, status: int, explanation: str = "") -> HttpResponse:
    title, usual = PROBLEMS[status]
    htmx = getattr(request, "htmx", None)  # missing where a middleware before it refused the request
    template = "errors/_error.html" if htmx and not htmx.history_restore_request else "errors/error.html"
    context = {"status": status, "title": title, "explanation": explanation or usual}
    return render(request, template, context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # A session that cannot be saved is reported as one that was deleted meanwhile, and as the visitor's mistake.
    error = outage(exception)
    return database_is_away(request, error) if error else problem(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    record(request, Action.DENIED, f"{request.method} {request.path[:200]}")
    return problem(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem(
        request, 403, "The form was not sent from a page of this site, or the page was old. Load it again, and retry."
    )


def no_role(request: HttpRequest) -> HttpResponse:
    """For whoever is signed in and may see nothing. The page holds no data, not even of the workspace."""
    if getattr(request, "htmx", None):
        return problem(request, 403, "Your account has no role here. Ask whoever runs this dashboard.")
    return render(request, "errors/no_role.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Http404's text is ours where a view raised it; Django's own (from the URL resolver) is a dictionary.
    reason = exception.args[0] if exception.args else ""
    return problem(request, 404, reason if isinstance(reason, str) else "")


def server_error(request: HttpRequest) -> HttpResponse:
    # Whatever failed, middleware or view, Django calls this while it handles the exception.
    error = outage(sys.exc_info()[1])
    if error:
        return database_is_away(request, error)
    title, explanation = PROBLEMS[500]
    return HttpResponse(_without_database(title, explanation, "/", "Start again"), status=500)


def database_is_away(request: HttpRequest, error: Exception) -> HttpResponse:
    """A page that needs nothing but static files. The log gets a line, not a trace for each request."""
    log.error("%s %s: the database failed: %s", request.method, request.path, reason(error))
    title, explanation = PROBLEMS[503]
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
