"""/accounts/people/: the accounts of this dashboard, which Admins make, give a role and a link, and deactivate."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from django_otp.plugins.otp_totp.models import TOTPDevice

from dashboard.accounts import links
from dashboard.accounts.models import MANAGE, ProviderAccount
from dashboard.accounts.roles import ADMIN, PERMISSIONS, VIEWER, sync_user_roles
from dashboard.audit.record import Action, record
from dashboard.responses.htmx import Request

SHOWN = 500
ROLES = (VIEWER, ADMIN)


class NewAccount(forms.ModelForm):  # type: ignore[type-arg]
    role = forms.ChoiceField(choices=[(name, name) for name in ROLES], initial=VIEWER)

    class Meta:
        model = User
        fields = ("username", "email")

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(f"There is an account {name} already.")
        return name


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MANAGE, raise_exception=True)
def people(request: Request) -> HttpResponse:
    """The accounts. POST makes one (`username`, `email`, `role`), and shows the link for its first sign-in, once."""
    if request.method != "POST":
        return _list(request, NewAccount())
    if not settings.PASSWORDS:
        raise PermissionDenied  # it could never sign in but by a link
    form = NewAccount(request.POST)
    if not form.is_valid():
        return _list(request, form)
    with transaction.atomic():
        account = form.save(commit=False)
        account.set_unusable_password()  # it chooses one after its first sign-in
        account.save()
        sync_user_roles(account, {form.cleaned_data["role"]})
        return _with_link(request, account)


@require_POST
@permission_required(MANAGE, raise_exception=True)
def change_person(request: Request, id: int) -> HttpResponse:
    """Gives the account a role (`role`), closes or opens it (`active`: no, yes), or shows a link for it (`link`)."""
    account = get_object_or_404(_accounts(), pk=id)
    more = account.get_all_permissions() - request.user.get_all_permissions()
    if not _may_change(request.user, account) or more:
        raise PermissionDenied
    role, active = request.POST.get("role", ""), request.POST.get("active", "")
    with transaction.atomic():
        if "link" in request.POST and _may_have_link(account):
            return _with_link(request, account)
        if role in PERMISSIONS and not account.by_provider:
            sync_user_roles(account, {role})
            messages.success(request, f"The role of {account.get_username()} is {role} now.")
        elif active in ("yes", "no"):
            account.is_active = active == "yes"
            account.save(update_fields=["is_active"])
            messages.success(request, f"{account.get_username()} is {'active' if active == 'yes' else 'deactivated'}.")
        else:
            raise PermissionDenied
    return redirect("people")


def _accounts() -> QuerySet[Any]:
    return User.objects.prefetch_related("groups").annotate(
        by_provider=Exists(ProviderAccount.objects.filter(account=OuterRef("pk"))),
        enrolled=Exists(TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)),
    )


def _may_change(account: User, other: User) -> bool:
    """Nobody changes their own account, and only superusers change one that opens Django's admin."""
    return account != other and (account.is_superuser or not (other.is_superuser or other.is_staff))


def _may_have_link(account: Any) -> bool:
    """A link passes over the second factor, which only a superuser may reset, and past the provider."""
    return account.is_active and not account.by_provider and not account.enrolled


def _with_link(request: Request, account: User) -> HttpResponse:
    record(request, Action.LINK, f"for account {account.get_username()}")
    made = {
        "account": account,
        "address": request.build_absolute_uri(links.path_of(account)),
        "lasts": links.lasts(account),
    }
    return _list(request, NewAccount(), made)


def _list(request: Request, form: NewAccount, link: dict[str, Any] | None = None) -> HttpResponse:
    found = _accounts().order_by("-is_active", "username")
    rows = [
        {
            "account": account,
            "role": min({group.name for group in account.groups.all()} & {*ROLES}, default=""),  # Admin is first
            "may_change": _may_change(request.user, account),
            "may_have_link": _may_have_link(account),
        }
        for account in found[:SHOWN]
    ]
    context = {"rows": rows, "count": found.count(), "roles": ROLES, "form": form, "link": link}
    return render(request, "accounts/people.html", context, status=400 if form.errors else 200)
