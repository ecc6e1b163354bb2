"""The pages of alerts: rules, the form of one, its deliveries, tests of channels."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dashboard.alerts.channels import channels
from dashboard.alerts.deciding import missed, start_now, switch_on
from dashboard.alerts.delivering import resend, send_test
from dashboard.alerts.events import Rhythm
from dashboard.alerts.forms import GROUPS, READY_MADE, RuleForm, channel_choices, filter_words, mail_is_set_up, trouble
from dashboard.alerts.models import MANAGE, ME, Delivery, DeliveryQuerySet, Rule
from dashboard.audit.record import Action, record
from dashboard.lists.pages import page_of
from dashboard.lists.query import Listing, Query
from dashboard.responses.errors import error_page
from dashboard.responses.htmx import Request, is_reading, render_detail

DELIVERIES = Listing("alerts")
SHOWN = 20  # deliveries that failed, each in a notice of its own
NO_ADDRESS = "Your account has no email address. An Admin sets it when making an account, single sign-on brings it."


@require_http_methods(["GET", "HEAD", "POST"])
def alerts(request: Request) -> HttpResponse:
    """The rules, with what may be added. POST adds one (the fields of its form)."""
    if not is_reading(request):
        return _save(request, Rule())
    rules = list(_rules(request))
    names = {rule.name for rule in rules}
    context = {
        "rows": _rows(rules),
        "ready_made": [each for each in READY_MADE if each.name not in names],
        "receivers": channel_choices(),
        "channels": channels(),
        "has_mail": mail_is_set_up(),
        "failed": _first(Delivery.objects.failed_lately()),
        "delayed": _first(Delivery.objects.delayed()),
        "may_manage": request.user.has_perm(MANAGE),
    }
    return render_detail(request, "alerts/list.html", context)


def _first(deliveries: DeliveryQuerySet) -> dict[str, Any]:
    """The latest of them, and how many more there are."""
    shown = list(deliveries.select_related("account")[:SHOWN])
    return {"shown": shown, "more": deliveries.count() - SHOWN if len(shown) == SHOWN else 0}


def _rows(rules: list[Any]) -> list[dict[str, Any]]:
    latest = Delivery.objects.values("rule").annotate(last=Max("pk")).values("last")
    by_rule = {delivery.rule_id: delivery for delivery in Delivery.objects.filter(pk__in=latest)}
    words = filter_words({rule.query for rule in rules})
    return [
        {
            "rule": rule,
            "filter": words[rule.query],
            "latest": by_rule.get(rule.pk),
            "trouble": trouble(rule, rule.subscriber_count),
        }
        for rule in rules
    ]


@require_safe
@permission_required(MANAGE, raise_exception=True)
def new_rule(request: Request) -> HttpResponse:
    """The form of a new rule. `query`: of the list of numbers, whose numbers it is to be about."""
    return _form(request, RuleForm(initial={"query": request.GET.get("query", "")[:4000]}), Rule())


@require_http_methods(["GET", "HEAD", "POST"])
def rule_detail(request: Request, id: int) -> HttpResponse:
    """A rule and its deliveries. POST changes it (the fields of its form)."""
    rule = _rule(request, id)
    if not is_reading(request):
        return _save(request, rule)
    query = Query(DELIVERIES, request.GET, path=request.path)
    page = page_of(rule.deliveries.select_related("account", "refresh"), query)
    context = {
        "rule": rule,
        "filter": filter_words([rule.query])[rule.query],
        "trouble": trouble(rule, rule.subscriber_count),
        "page": page,
        "query": query,
        "subscribers": rule.subscribers.order_by("username")[:50],
        "may_manage": request.user.has_perm(MANAGE),
        "has_mail": mail_is_set_up(),
    }
    return render_detail(request, "alerts/detail.html", context)


@require_safe
@permission_required(MANAGE, raise_exception=True)
def change_rule(request: Request, id: int) -> HttpResponse:
    """The form of a rule."""
    rule = _rule(request, id)
    return _form(request, RuleForm(instance=rule, initial={"enabled": rule.enabled}), rule)


@permission_required(MANAGE, raise_exception=True)
def _save(request: Request, rule: Rule) -> HttpResponse:
    is_new, was_on = rule.pk is None, rule.enabled
    before = ("", "") if is_new else (rule.channel, rule.rhythm)
    form = RuleForm(request.POST, instance=rule)
    if not form.is_valid():
        return _form(request, form, rule)
    wanted = form.cleaned_data["enabled"]
    with transaction.atomic():
        rule = form.save()
        if is_new:
            start_now(rule)
        asks = wanted and not is_new and not was_on  # whether from now, or what it missed
        rule.enabled = wanted and not asks
        # How far it has come, a worker may have written meanwhile
        rule.save(update_fields=None if is_new else [*RuleForm.Meta.fields, "enabled"])
        if rule.channel == ME != before[0]:
            rule.subscribers.add(request.user)
        if rule.enabled and before[1] in (Rhythm.DAILY, Rhythm.WEEKLY) and rule.rhythm == Rhythm.IMMEDIATELY:
            switch_on(rule, send_missed=True)  # what waits for the digest goes out in one, not in one for each refresh
        record(request, Action.RULE, f"{'added' if is_new else 'changed'} {_described(rule)}")
    messages.success(request, f"The rule “{rule.name}” is {'added' if is_new else 'saved'}.")
    if rule.channel == ME and not request.user.email:
        messages.warning(request, NO_ADDRESS)
    if asks:
        return redirect("switch-rule", rule.pk)
    return redirect("alerts") if is_new else redirect("alert", rule.pk)


def _form(request: Request, form: RuleForm, rule: Rule) -> HttpResponse:
    text = str(form["query"].value() or "")
    chosen = form["events"].value() or []
    context = {
        "form": form,
        "rule": rule if rule.pk else None,
        "groups": [
            (heading, [(event.value, event.label, event.value in chosen) for event in events])
            for heading, events in GROUPS.items()
        ],
        "filter": filter_words([text])[text] if not form["query"].errors else [],
        "zone": rule.zone if rule.pk else timezone.get_current_timezone_name(),
    }
    return render(request, "alerts/form.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MANAGE, raise_exception=True)
def delete_rule(request: Request, id: int) -> HttpResponse:
    """Deletes a rule with its deliveries. GET asks for it."""
    rule = _rule(request, id)
    if is_reading(request):
        return render(request, "alerts/delete.html", {"rule": rule, "deliveries": rule.deliveries.count()})
    with transaction.atomic():
        record(request, Action.RULE, f"deleted {_described(rule)}")
        rule.delete()
    messages.success(request, f"The rule “{rule.name}” is deleted.")
    return redirect("alerts")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MANAGE, raise_exception=True)
def switch_rule(request: Request, id: int) -> HttpResponse:
    """Pauses a rule, or resumes it (`enabled`: no, yes). Where it missed something, the page asks what becomes of that
    (`missed`: send, skip).
    """
    rule = _rule(request, id)
    turn, choice = request.POST.get("enabled"), request.POST.get("missed")
    if not is_reading(request) and turn not in ("yes", "no"):
        return error_page(request, 400, "A rule is resumed or paused: enabled is yes or no.")
    if turn == "no":
        with transaction.atomic():
            Rule.objects.filter(pk=rule.pk).update(enabled=False)
            record(request, Action.RULE, f"paused {_described(rule)}")
        messages.success(request, f"The rule “{rule.name}” is paused.")
    elif not rule.enabled:
        count = missed(rule)
        if (count and choice not in ("send", "skip")) or is_reading(request):
            return render(request, "alerts/resume.html", {"rule": rule, "missed": count})
        with transaction.atomic():
            switch_on(rule, send_missed=choice == "send")
            record(request, Action.RULE, f"resumed {_described(rule)}")
        messages.success(request, f"The rule “{rule.name}” is on.")
    return redirect("alert", rule.pk)


@require_POST
def subscribe(request: Request, id: int) -> HttpResponse:
    """Subscribes the account to a rule, by mail to its own address, or ends that (`on`: yes, no)."""
    rule = _rule(request, id)
    if request.POST.get("on") == "no":
        rule.subscribers.remove(request.user)
        messages.success(request, f"You no longer get “{rule.name}”.")
    elif not mail_is_set_up():
        messages.error(request, "Mail is not set up: EMAIL_URL names the server.")
    elif not request.user.email:
        messages.error(request, NO_ADDRESS)
    else:
        rule.subscribers.add(request.user)
        messages.success(request, f"You get “{rule.name}” at {request.user.email}.")
    return redirect("alerts")


@require_POST
def test_channel(request: Request) -> HttpResponse:
    """Sends a test to a channel (`channel`), and says how that went. To one's own address everybody may."""
    channel = request.POST.get("channel", "")
    if channel not in dict(channel_choices()):
        return error_page(request, 400, "There is no such channel in the settings.")
    if channel != ME and not request.user.has_perm(MANAGE):
        raise PermissionDenied
    record(request, Action.ALERT_TEST, f"of the channel {channel}")
    failure = send_test(channel, request.user)
    if request.htmx:
        return render(request, "alerts/_outcome.html", {"failure": failure, "channel": channel})
    messages.add_message(request, messages.ERROR if failure else messages.SUCCESS, f"{channel}: {failure or 'Sent.'}")
    return redirect("alerts")


@require_POST
@permission_required(MANAGE, raise_exception=True)
def send_again(request: Request, id: int) -> HttpResponse:
    """Has a delivery sent once more, with the same id."""
    delivery = Delivery.objects.filter(pk=id).select_related("rule", "account").first()
    if delivery is None:
        raise Http404(f"There is no delivery {id}.")
    with transaction.atomic():
        resend(delivery)
        record(request, Action.RESEND, f"“{delivery.subject}” of {_described(delivery.rule)} to {delivery.to}")
    messages.success(request, "It is sent again.")
    return redirect("alert", delivery.rule_id)


def _rules(request: Request) -> Any:
    """The rules, each with how many have subscribed to it, and whether the account has."""
    own = Rule.subscribers.through.objects.filter(rule=OuterRef("pk"), user=request.user)
    return Rule.objects.annotate(subscriber_count=Count("subscribers"), is_mine=Exists(own))


def _rule(request: Request, id: int) -> Any:
    rule = _rules(request).filter(pk=id).first()
    if rule is None:
        raise Http404("This rule was deleted.")
    return rule


def _described(rule: Rule) -> str:
    about = f" of {rule.query}" if rule.query else ""
    return f"the rule “{rule.name}”: {', '.join(rule.events)}{about}, {rule.rhythm} to {rule.channel}"
