"""What each account keeps for the list of numbers: saved views, which it may share, and the columns to show."""

from itertools import count
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dashboard.audit.record import Action, record
from dashboard.lists import as_of
from dashboard.lists.query import Query
from dashboard.numbers.facets import COLUMNS, FIXED_COLUMNS, NUMBERS, UNFILTERED_QUERY
from dashboard.numbers.models import SHARE, NameTaken, Preferences, SavedView, taken_names
from dashboard.responses.htmx import Request, back

VIEWS_KEPT = 50  # of an account, and as many shared ones
FULL = f"There are {VIEWS_KEPT} views already. Delete one first."
TAKEN = "There is already a view “{}”. Choose another name."
NAMELESS = "A view needs a name."
SAVED = ("name", "query", "default", "pinned", "shared")  # what the form sends
GONE = "This view was deleted, or it is private to another account."


@require_safe
def open_view(request: Request, id: int) -> HttpResponse:
    """The stable address of a view, for links: leads to the list with the query that the view has now."""
    day = urlencode([(as_of.NAME, day) for day in request.GET.getlist(as_of.NAME)])
    query = "&".join(filter(None, [_visible(request, id).query or UNFILTERED_QUERY, f"view={id}", day]))
    return redirect(f"{reverse('numbers')}?{query}")


@require_POST
def save_view(request: Request) -> HttpResponse:
    """Saves the list's query (`query`) under a `name`. It asks before it replaces a view of that name, one's own
    or, if `shared`, the shared one: `replaces` is the view that may be replaced.

    `default`: the account's list starts with it. `pinned`: its count is on the overview. `shared`: for everyone.
    """
    name = _name(request)
    query = tidy_query(request.POST.get("query", ""))
    default, shared, pinned = (bool(request.POST.get(field)) for field in ("default", "shared", "pinned"))
    if shared and not request.user.has_perm(SHARE):
        raise PermissionDenied
    scope = SavedView.objects.filter(is_shared=True) if shared else SavedView.objects.filter(owner=request.user)
    address = f"{reverse('numbers')}?{query or UNFILTERED_QUERY}"
    earlier = _replaced(request, name, is_shared=shared)
    if not name:
        messages.error(request, NAMELESS)
    elif earlier and (shared or earlier.query != query) and request.POST.get("replaces") != str(earlier.pk):
        before, after = (Query(NUMBERS, QueryDict(text)).chips() for text in (earlier.query, query))
        fields = [(field, request.POST[field]) for field in SAVED if field in request.POST]
        context = {"view": earlier, "before": before, "after": after, "fields": fields, "cancel_url": address}
        return render(request, "numbers/replace_view.html", context)
    elif scope.exclude(name=name).count() >= VIEWS_KEPT:
        messages.error(request, FULL)
    else:
        try:
            with transaction.atomic():
                view = SavedView.keep(request.user, name, query, is_default=default, is_shared=shared, is_pinned=pinned)
                if shared:
                    record(request, Action.SHARE, _described(view))
        except NameTaken:
            messages.error(request, TAKEN.format(name))
        else:
            messages.success(request, f"The view “{name}” is saved{' for everyone' * shared}.")
            if default and not view.is_default:
                messages.warning(request, f"It is not your default view, as {view.made_by} made it.")
    return redirect(address)


@require_POST
def change_view(request: Request, id: int) -> HttpResponse:
    """Does one thing (`do`) to a view: `share`, `unshare`, `pin`, `unpin`, `rename` (`name`) or `update` (`query`).

    Nobody else sees `duplicate`, which makes a private one of it, and `undefault`: the list starts without it.
    """
    do = request.POST.get("do", "")
    if do == "duplicate":
        return _duplicate(request, _visible(request, id))
    if do == "undefault":
        SavedView.objects.filter(pk=id, owner=request.user).update(is_default=False)
        messages.success(request, "From now on the list starts with all numbers.")
        return redirect(back(request, reverse("numbers")))
    view = _changeable(request, id)
    match do:
        case "share" | "unshare":
            _share(request, view, is_shared=do == "share")
        case "pin" | "unpin":
            _write(request, view, f"{do}ned", is_pinned=do == "pin")
        case "rename":
            if not (name := _name(request)):
                messages.error(request, NAMELESS)
            elif _write(request, view, f"renamed to “{name}”", name=name):
                messages.success(request, f"The view “{view.name}” is called “{name}” now.")
        case "update":
            _write(request, view, "changed", query=tidy_query(request.POST.get("query", "")))
            messages.success(request, f"The changes are saved to the view “{view.name}”.")
    return redirect(back(request, reverse("numbers")))


@require_POST
def delete_view(request: Request, id: int) -> HttpResponse:
    """Deletes a view: one's own, or, with the permission to share, a shared one."""
    view = _changeable(request, id)
    with transaction.atomic():
        SavedView.objects.filter(pk=view.pk).delete()
        if view.is_shared:
            record(request, Action.DELETE_VIEW, _described(view))
    messages.success(request, f"The view “{view.name}” is deleted.")
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
    return Query(NUMBERS, QueryDict(text[:4000].replace("\x00", ""))).without("view").without(as_of.NAME).text


def _name(request: Request) -> str:
    return request.POST.get("name", "").replace("\x00", "").strip()[:60]


def _replaced(request: Request, name: str, *, is_shared: bool) -> SavedView | None:
    """The view that SavedView.keep would save this one over."""
    views = SavedView.objects.filter(name=name).order_by("-is_shared")
    own = Q(owner=request.user)
    return views.filter(own | Q(is_shared=True) if is_shared else own & Q(is_shared=False)).first()


def _visible(request: Request, id: int) -> SavedView:
    view = SavedView.objects.visible_to(request.user).filter(pk=id).first()
    if view is None:
        raise Http404(GONE)
    return view


def _changeable(request: Request, id: int) -> SavedView:
    view = _visible(request, id)
    if not view.may_be_changed_by(request.user):
        raise PermissionDenied
    return view


def _share(request: Request, view: SavedView, *, is_shared: bool) -> None:
    if not request.user.has_perm(SHARE):
        raise PermissionDenied
    if view.owner is None:
        messages.error(request, "The account that made this view was deleted. It can only stay shared, or be deleted.")
        return
    if is_shared and SavedView.objects.filter(is_shared=True).count() >= VIEWS_KEPT:
        messages.error(request, FULL)
        return
    if _write(request, view, "shared" if is_shared else "unshared", is_shared=is_shared):
        to = "shared with everyone" if is_shared else f"private to {view.made_by} again"
        messages.success(request, f"The view “{view.name}” is {to}.")


def _write(request: Request, view: SavedView, what: str, **fields: Any) -> bool:
    """Writes fields of a view, unless its name is taken. What others see is audited."""
    try:
        with taken_names(), transaction.atomic():
            SavedView.objects.filter(pk=view.pk).update(**fields)
            if view.is_shared or fields.get("is_shared"):
                action = Action.UNSHARE if what == "unshared" else Action.SHARE
                record(request, action, _described(view) + ("" if "is_shared" in fields else f" ({what})"))
    except NameTaken:
        messages.error(request, TAKEN.format(fields.get("name", view.name)))
        return False
    return True


def _duplicate(request: Request, view: SavedView) -> HttpResponse:
    own = SavedView.objects.filter(owner=request.user)
    if own.count() >= VIEWS_KEPT:
        messages.error(request, FULL)
        return redirect("open-view", view.pk)
    taken = set(SavedView.objects.visible_to(request.user).values_list("name", flat=True))
    names = (f"{view.name[:50]} (copy{f' {number}' if number > 1 else ''})" for number in count(1))
    name = next(name for name in names if name not in taken)
    return redirect("open-view", SavedView.keep(request.user, name, view.query).pk)


def _described(view: SavedView) -> str:
    return f"“{view.name}”, made by {view.made_by}: {view.query or 'all numbers'}"
