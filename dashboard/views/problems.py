"""What people see when something went wrong: a sentence, and a way on. A fragment where htmx asked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dashboard.audit import Action, record

PROBLEMS = {
    400: (
        "This address makes no sense",
        "Something in it cannot be right. Go back, or start from the list of numbers.",
    ),
    403: ("This is not yours to do", "Your account does not have the permission. An administrator can give it to you."),
    413: ("This is too large", "Nothing that can be sent here is that large."),
    429: ("Too many tries", "Wait a while, and try again."),
    404: ("There is no such page", "It may have been mistyped, or what it showed was never known here."),
    500: ("Something broke on our side", "Nothing was lost. Try again; the log of the server says what it was."),
}


def problem(request: HttpRequest, status: int, explanation: str = "") -> HttpResponse:
    title, usual = PROBLEMS[status]
    htmx = getattr(request, "htmx", None)  # missing where a middleware before it refused the request
    template = "problems/_problem.html" if htmx and not htmx.history_restore_request else "problems/problem.html"
    context = {"status": status, "title": title, "explanation": explanation or usual}
    return render(request, template, context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(request, 400)


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
    return render(request, "problems/no_role.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Http404's text is ours where a view raised it; Django's own (from the URL resolver) is a dictionary.
    reason = exception.args[0] if exception.args else ""
    return problem(request, 404, reason if isinstance(reason, str) else "")


def server_error(request: HttpRequest) -> HttpResponse:
    # The database may be what broke: this page asks nothing of it.
    title, explanation = PROBLEMS[500]
    return render(request, "problems/500.html", {"title": title, "explanation": explanation}, status=500)
