"""The Test connection button."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dashboard.responses.htmx import Request, back
from inventory.refreshing.connection_check import check_connection_to_quo


@require_POST
@permission_required("inventory.start_refresh", raise_exception=True)
def test_connection(request: Request) -> HttpResponse:
    """Sends one request to check the address and key. Stores nothing."""
    test = check_connection_to_quo()
    if request.htmx:
        return render(request, "parts/_connection_check.html", {"test": test})
    level = messages.SUCCESS if test.ok else messages.ERROR
    messages.add_message(request, level, f"{test.message} {test.reference}".strip())
    return redirect(back(request, reverse("refreshes")))
