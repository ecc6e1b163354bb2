"""The page of every morning."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from dashboard.http import Request


@require_safe
def overview(request: Request) -> HttpResponse:
    return redirect("numbers")
