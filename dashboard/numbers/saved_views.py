"""What each person keeps for the list of numbers: saved views, and which columns to show."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from dashboard.htmx import Request, back, filled
from dashboard.numbers.filters import EVERYTHING
from dashboard.numbers.models import Preferences, SavedView
from dashboard.numbers.views import COLUMNS, FIXED_COLUMNS

VIEWS_KEPT = 50


@require_POST
def save_view(request: Request) -> HttpResponse:
    """Keeps the list's query (`query`) under a `name`, and as the one to start with where `default` is given."""
    name = request.POST.get("name", "").replace("\x00", "").strip()[:60]
    query = tidy_query(request.POST.get("query", ""))
    if not name:
        messages.error(request, "A view needs a name.")
    elif SavedView.objects.filter(owner=request.user).exclude(name=name).count() >= VIEWS_KEPT:
        messages.error(request, f"You have {VIEWS_KEPT} views already. Delete one first.")
    else:
        SavedView.keep(request.user, name, query, is_default=bool(request.POST.get("default")))
        messages.success(request, f"The view “{name}” is saved.")
    return redirect(f"{reverse('numbers')}?{query or EVERYTHING}")


@require_POST
def delete_view(request: Request, id: int) -> HttpResponse:
    """Forgets a view of one's own."""
    deleted, _ = SavedView.objects.filter(owner=request.user, pk=id).delete()
    if not deleted:
        raise Http404("You have no such view.")
    messages.success(request, "The view is deleted.")
    return redirect(back(request, reverse("numbers")))


@require_POST
def choose_columns(request: Request) -> HttpResponse:
    """Remembers the columns to show (`column`, repeated)."""
    wanted = set(request.POST.getlist("column")) | set(FIXED_COLUMNS)
    hidden = [column.name for column in COLUMNS if column.name not in wanted]
    Preferences.objects.update_or_create(owner=request.user, defaults={"hidden_columns": hidden})
    return redirect(back(request, reverse("numbers")))


def tidy_query(text: str) -> str:
    """A query string without its page, its empty fields, and what nobody typed."""
    query = filled(QueryDict(text[:4000].replace("\x00", "")))
    query.pop("page", None)
    return query.urlencode()
