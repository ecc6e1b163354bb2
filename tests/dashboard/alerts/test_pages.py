"""The pages of alerts: who may do what, what the form refuses, what is said of a rule that no longer works."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from dashboard.alerts import views
from dashboard.alerts.delivering import send_all
from dashboard.alerts.events import Event
from dashboard.alerts.forms import READY_MADE
from dashboard.alerts.models import Delivery, Rule
from dashboard.audit.models import AuditEntry
from dashboard.demo.alerts import add_rules
from tests.dashboard.conftest import signed_in
from tests.dashboard.reading import HTMX, Reader, read, text_of
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with

pytestmark = pytest.mark.django_db
FORM = {"name": "Lines", "events": ["restriction-added"], "query": "", "channel": "ops", "rhythm": "immediately"}
ON = FORM | {"enabled": "yes"}


@pytest.fixture(autouse=True)
def one_channel(settings: Settings) -> None:
    settings.ALERT_CHANNELS = {"ops": "https://hooks.example.com/secret"}
    settings.EMAIL_HOST = "mail.example.com"


def a_rule(**fields: Any) -> Rule:
    return Rule.objects.create(**{"name": "Lines", "events": ["restriction-added"], "channel": "ops"} | fields)


def a_delivery(rule: Rule, **fields: Any) -> Delivery:
    said = {"subject": "3 numbers can no longer message the US", "text": "the text", "html": "", "data": {}}
    return Delivery.objects.create(rule=rule, channel=rule.channel, **said | fields)


def alerts(client: Client) -> Reader:
    return read(client.get(reverse("alerts")))


def audited() -> list[str]:
    return list(AuditEntry.objects.filter(action__startswith="alert").order_by("id").values_list("detail", flat=True))


# -- Who may do what


def test_a_viewer_sees_rules_and_changes_none(viewer: Client) -> None:
    rule = a_rule()
    delivery = a_delivery(rule, state="failed", outcome="It answered 500.", ended_at=timezone.now())
    assert "Restriction added" in alerts(viewer).text
    page = text_of(viewer.get(reverse("alert", args=[rule.pk])))
    assert "It answered 500." in page
    before = list(Rule.objects.values()), list(Delivery.objects.values())
    for name, of in (
        ("alerts", []), ("alert", [rule.pk]), ("delete-rule", [rule.pk]), ("switch-rule", [rule.pk]),
        ("send-again", [delivery.pk]), ("test-channel", []),
    ):  # fmt: skip
        response = viewer.post(reverse(name, args=of), ON | {"enabled": "no"})
        assert response.status_code == 403, name
    for name, of in (("new-rule", []), ("change-rule", [rule.pk]), ("delete-rule", [rule.pk])):
        assert viewer.get(reverse(name, args=of)).status_code == 403, name
    assert (list(Rule.objects.values()), list(Delivery.objects.values())) == before
    listed = alerts(viewer)
    assert not [form for form in listed.soup.select("main form") if "subscribe" not in str(form["action"])]
    assert "Change" not in read(viewer.get(reverse("alert", args=[rule.pk]))).soup.select_one("main").text  # type: ignore[union-attr]


def test_everybody_subscribes_themselves_and_only_themselves(viewer: Client) -> None:
    rule, vic = a_rule(), User.objects.get(username="vic")
    where = reverse("subscribe", args=[rule.pk])
    assert "Your account has no email address" in text_of(viewer.post(where, {"on": "yes"}, follow=True))
    assert not rule.subscribers.exists()
    User.objects.filter(pk=vic.pk).update(email="vic@example.com")
    for _ in range(2):
        page = text_of(viewer.post(where, {"on": "yes", "account": "1"}, follow=True))
    assert "You get “Lines” at vic@example.com." in page
    assert "ops and 1 subscriber" in page
    assert list(rule.subscribers.all()) == [vic]
    assert "Unsubscribe" in page
    viewer.post(where, {"on": "no"})
    assert not rule.subscribers.exists()


def test_nobody_subscribes_where_no_mail_is_sent(viewer: Client, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    User.objects.update(email="vic@example.com")
    rule = a_rule()
    assert "Subscribe" not in alerts(viewer).text
    said = text_of(viewer.post(reverse("subscribe", args=[rule.pk]), {"on": "yes"}, follow=True))
    assert "Mail is not set up" in said


# -- Adding, changing, deleting


def test_a_ready_made_rule_is_one_click_away(admin: Client) -> None:
    for each in READY_MADE:
        page = alerts(admin)
        assert each.name in page.text
        button = page.soup.find("button", {"aria-label": f"Add {each.name}"})
        form = button.find_parent("form")  # type: ignore[union-attr]
        fields: dict[str, list[str]] = {}
        for field in form.select("input"):  # type: ignore[union-attr]
            fields.setdefault(str(field["name"]), []).append(str(field["value"]))
        response = admin.post(str(form["action"]), fields | {"channel": "ops"}, follow=True)  # type: ignore[index]
        assert f"The rule “{each.name}” is added." in text_of(response)
        rule = Rule.objects.get(name=each.name)
        assert (rule.events, rule.channel, rule.rhythm, rule.enabled) == (
            [str(event) for event in each.events], "ops", str(each.rhythm), True,
        )  # fmt: skip
    assert "Ready-made rules" not in alerts(admin).text  # all of them are there
    assert audited()[0] == (
        "added the rule “Restricted lines”: restriction-added, restriction-lifted, immediately to ops"
    )


def test_a_rule_is_changed_and_deletion_asks_first(admin: Client) -> None:
    admin.post(reverse("alerts"), ON)
    rule = Rule.objects.get()
    where = reverse("alert", args=[rule.pk])
    form = read(admin.get(reverse("change-rule", args=[rule.pk])))
    assert form.soup.select_one("input[name=events][checked]")["value"] == "restriction-added"  # type: ignore[index]
    admin.post(where, ON | {"name": "Ports", "events": ["porting-failed"], "rhythm": "daily", "hour": "0"})
    rule.refresh_from_db()
    assert (rule.name, rule.events, rule.rhythm, rule.hour) == ("Ports", ["porting-failed"], "daily", 0)
    assert "Daily at 00:00 (UTC)" in text_of(admin.get(where))
    a_delivery(rule)
    gone = reverse("delete-rule", args=[rule.pk])
    assert "Delete “Ports”? Its 1 delivery goes with it. Pause it instead to keep it." in text_of(admin.get(gone))
    assert Rule.objects.exists()
    assert "The rule “Ports” is deleted." in text_of(admin.post(gone, follow=True))
    assert not Rule.objects.exists()
    assert "This rule was deleted." in text_of(admin.post(gone))
    assert [words.split(" ", 1)[0] for words in audited()] == ["added", "changed", "deleted"]


BAD = [
    ({"name": "Taken"}, "There is a rule “Taken” for this channel already."),
    ({"name": ""}, "A rule needs a name."),
    ({"name": "x" * 81}, "at most 80 characters"),
    ({"events": []}, "Choose at least one event."),
    ({"events": ["restriction-added", "moon"]}, "moon is not one of the available choices"),
    ({"channel": ""}, "Choose where it goes."),
    ({"channel": "gone"}, "Choose where it goes."),
    ({"rhythm": "hourly"}, "hourly is not one of the available choices"),
    ({"hour": "24"}, "24 is not one of the available choices"),
    ({"query": "restricted=moon"}, "restricted: “moon” is not one of the choices."),
    ({"query": "colour=red"}, "This is no filter of the list of numbers."),
    ({"query": "x" * 4001}, "at most 4000 characters"),
    ({"query": "q=\x00"}, "Null characters are not allowed."),
]


@pytest.mark.parametrize(("fields", "words"), BAD)
def test_the_form_says_what_is_wrong_and_keeps_the_rest(fields: dict[str, Any], words: str, admin: Client) -> None:
    a_rule(name="Taken")
    response = admin.post(reverse("alerts"), ON | {"rhythm": "weekly"} | fields)
    assert response.status_code == 400
    page = read(response)
    assert words in page.text
    assert ("Lines" in str(page.soup.select_one("input[name=name]"))) is ("name" not in fields)
    assert Rule.objects.count() == 1
    rule = a_rule()
    assert admin.post(reverse("alert", args=[rule.pk]), ON | fields).status_code == 400
    assert Rule.objects.get(pk=rule.pk).name == "Lines"


@pytest.mark.parametrize(
    ("given", "kept", "words"),
    [
        ("restricted=messaging.US&sort=-name&page=3&view=4", "restricted=messaging.US", "Cannot text the US"),
        ("https://numbers.example.com/numbers/?q=sales%20line&user=US1", "q=sales+line&user=US1", "Assigned to Ada"),
        ("?state=removed", "state=removed", "Removed"),
        ("restricted=calling.US&restricted=any", "restricted=calling.US&restricted=any", "Restricted in any way"),
    ],
)  # fmt: skip
def test_a_filter_is_the_one_of_the_list_of_numbers(given: str, kept: str, words: str, admin: Client) -> None:
    refresh_with(answer_of([a_number(users=[a_user()])]))
    assert words in text_of(admin.get(reverse("new-rule"), {"query": given.partition("?")[2] or given}))
    admin.post(reverse("alerts"), ON | {"query": given})
    assert Rule.objects.get().query == kept
    assert words in alerts(admin).text


def test_the_list_of_numbers_leads_to_a_rule_about_these(admin: Client, viewer: Client, workspace: object) -> None:
    page = read(admin.get(reverse("numbers"), {"restricted": "messaging.US", "sort": "-name"}))
    (link,) = [link for link in page.links if link.startswith(reverse("new-rule"))]
    form = read(admin.get(link))
    assert form.soup.select_one("input[name=query]")["value"].startswith("restricted=messaging.US")  # type: ignore[index,union-attr]
    assert not [link for link in read(viewer.get(reverse("numbers"))).links if link.startswith(reverse("new-rule"))]


def test_a_rule_to_me_goes_to_who_made_it(admin: Client) -> None:
    said = text_of(admin.post(reverse("alerts"), ON | {"channel": "me"}, follow=True))
    assert "Your account has no email address" in said
    rule = Rule.objects.get()
    assert [account.username for account in rule.subscribers.all()] == ["ada"]
    rule.subscribers.clear()
    admin.post(reverse("alert", args=[rule.pk]), ON | {"channel": "me"})  # another change subscribes nobody
    assert not rule.subscribers.exists()
    for channel in ("ops", "me"):
        admin.post(reverse("alert", args=[rule.pk]), ON | {"channel": channel})
    assert [account.username for account in rule.subscribers.all()] == ["ada"]


# -- Pausing and going on


def test_a_rule_that_missed_nothing_is_resumed_at_once(admin: Client) -> None:
    rule = a_rule()
    where = reverse("switch-rule", args=[rule.pk])
    assert "is paused" in text_of(admin.post(where, {"enabled": "no"}, follow=True))
    assert "Paused" in alerts(admin).text
    admin.post(where, {"enabled": "yes"})
    rule.refresh_from_db()
    assert rule.enabled
    assert [words.split(" the")[0] for words in audited()] == ["paused", "resumed"]
    assert admin.post(where, {"enabled": "maybe"}).status_code == 400


@pytest.mark.parametrize(("choice", "sent"), [("send", 1), ("skip", 0)])
def test_a_rule_that_missed_something_asks_first(choice: str, sent: int, admin: Client) -> None:
    refresh_with(answer_of([a_number("PN1"), a_number("PN2")]))
    admin.post(reverse("alerts"), FORM | {"events": ["porting-changed"]})  # paused from the start
    rule = Rule.objects.get()
    assert not rule.enabled
    for status in ("draft", "submitted"):
        refresh_with(answer_of([a_number("PN1", portingStatus=status), a_number("PN2", portingStatus=status)]))
    Rule.objects.update(decided_at=timezone.now() - timedelta(days=31))
    where, words = (
        reverse("switch-rule", args=[rule.pk]),
        "It missed 2 numbers or people since it was paused, 1 mo ago.",
    )
    assert words in text_of(admin.post(where, {"enabled": "yes"}))
    assert words in text_of(admin.get(where))
    form = ON | {"events": ["porting-changed"]}
    assert words in text_of(admin.post(reverse("alert", args=[rule.pk]), form, follow=True))  # the form asks, too
    rule.refresh_from_db()
    assert (rule.enabled, Delivery.objects.count()) == (False, 0)
    admin.post(where, {"enabled": "yes", "missed": choice})
    rule.refresh_from_db()
    assert (rule.enabled, Delivery.objects.count()) == (True, sent)
    assert all("2 numbers" in delivery.subject for delivery in Delivery.objects.all())
    admin.post(where, {"enabled": "yes", "missed": "send"})  # a second click
    assert Delivery.objects.count() == sent


def test_a_digest_that_becomes_immediate_sends_in_one_what_it_has_so_far(admin: Client) -> None:
    for status in ("draft", "submitted", "pending"):
        refresh_with(answer_of([a_number(portingStatus=status)]))
        if status == "draft":
            admin.post(reverse("alerts"), ON | {"events": ["porting-changed"], "rhythm": "weekly"})
    rule = Rule.objects.get()
    assert not Delivery.objects.exists()
    admin.post(reverse("alert", args=[rule.pk]), ON | {"events": ["porting-changed"]})
    assert Delivery.objects.get().text.count("Porting: draft → pending") == 1


# -- What is wrong


TROUBLE: list[tuple[dict[str, Any], str]] = [
    ({"channel": "chat"}, "The channel chat is no longer in the settings."),
    ({"query": "restricted=moon"}, "Its filter is no longer valid: restricted."),
    ({"channel": "me"}, "Nobody has subscribed to it"),
]


@pytest.mark.parametrize(("fields", "words"), TROUBLE)
def test_a_rule_that_no_longer_works_says_so(fields: dict[str, Any], words: str, admin: Client) -> None:
    rule = a_rule(**fields)
    assert words in alerts(admin).text
    page = read(admin.get(reverse("alert", args=[rule.pk])))
    assert words in page.text
    assert reverse("change-rule", args=[rule.pk]) in page.links
    assert admin.get(reverse("change-rule", args=[rule.pk])).status_code == 200


def test_without_mail_a_rule_to_subscribers_says_so(admin: Client, settings: Settings) -> None:
    a_rule(channel="me")
    settings.EMAIL_HOST = ""
    assert "Mail is not set up. Choose a channel, or set EMAIL_URL." in alerts(admin).text


def test_without_any_channel_the_page_says_what_to_set(admin: Client, settings: Settings) -> None:
    settings.ALERT_CHANNELS, settings.EMAIL_HOST = {}, ""
    page = alerts(admin)
    assert "No channel is set up yet. Who runs this dashboard sets ALERT_CHANNEL_OPS" in page.text
    assert not page.soup.select("main form")


def test_no_page_shows_a_channels_address(admin: Client) -> None:
    rule = a_rule()
    a_delivery(rule)
    for place in (reverse("alerts"), reverse("alert", args=[rule.pk]), reverse("change-rule", args=[rule.pk])):
        page = admin.get(place).content.decode()
        assert "ops" in page
        assert "hooks.example.com" not in page


# -- Deliveries


def test_failed_deliveries_are_said_for_a_week(admin: Client, workspace: object) -> None:
    rule = a_rule()
    now = timezone.now()
    a_delivery(rule, state="failed", outcome="It answered 500.", ended_at=now - timedelta(days=6))
    a_delivery(rule, state="failed", subject="Long ago", ended_at=now - timedelta(days=8))
    a_delivery(rule, attempts=3, outcome="It does not answer.", subject="Stuck")
    page = alerts(admin).text
    assert "Not delivered: 3 numbers can no longer message the US, to ops, 6 d ago. It answered 500." in page
    assert "Not delivered: Long ago" not in page
    assert "Still trying: Stuck, to ops, after 3 attempts. It does not answer." in page
    overview = read(admin.get(reverse("overview")))
    assert "1 alert could not be delivered" in overview.text
    Delivery.objects.filter(state="failed").update(state="sent")
    assert "could not be delivered" not in text_of(admin.get(reverse("overview")))


def test_more_failed_deliveries_than_are_shown_are_counted(admin: Client, workspace: object) -> None:
    rule = a_rule()
    for place in range(23):
        a_delivery(rule, state="failed", subject=f"Message {place}", ended_at=timezone.now())
        a_delivery(rule, attempts=3, subject=f"Stuck {place}")
    page = alerts(admin).text
    assert (page.count("Not delivered:"), page.count("Still trying:")) == (20, 20)
    assert "3 more were not delivered." in page
    assert "3 more are still being tried." in page
    Delivery.objects.filter(subject__in=[f"Message {place}" for place in range(3)]).delete()
    assert "more were not delivered" not in alerts(admin).text


def test_a_delivery_is_sent_again(admin: Client) -> None:
    rule = a_rule()
    delivery = a_delivery(rule, state="failed", attempts=9, ended_at=timezone.now())
    page = text_of(admin.post(reverse("send-again", args=[delivery.pk]), follow=True))
    assert "It is sent again." in page
    kept = Delivery.objects.get()
    assert (kept.key, kept.subject) == (delivery.key, delivery.subject)
    assert audited() == [
        "“3 numbers can no longer message the US” of the rule “Lines”: restriction-added, immediately to ops to ops"
    ]
    assert admin.post(reverse("send-again", args=[delivery.pk + 1])).status_code == 404


def test_deliveries_are_listed_by_pages_the_latest_first(viewer: Client) -> None:
    rule = a_rule()
    for place in range(51):
        a_delivery(rule, subject=f"Message {place}", state="sent", ended_at=timezone.now())
    where = reverse("alert", args=[rule.pk])
    first, second = read(viewer.get(where)), read(viewer.get(where, {"page": "2"}, headers=HTMX))
    assert first.text.index("Message 50 ") < first.text.index("Message 49 ")
    assert "Message 0 " not in first.text
    assert "Message 0 " in second.text


# -- Tests of channels


@pytest.mark.parametrize("ok", [True, False])
def test_a_test_says_on_the_page_how_it_went(ok: bool, admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = []

    def send(channel: str, account: User) -> str:
        sent.append((channel, account.username))
        return "" if ok else "It answered 500."

    monkeypatch.setattr(views, "send_test", send)
    words = "Sent." if ok else "It answered 500."
    assert words in text_of(admin.post(reverse("test-channel"), {"channel": "ops"}, follow=True))
    part = admin.post(reverse("test-channel"), {"channel": "ops"}, headers=HTMX).content.decode()
    assert part.startswith('<p id="outcome-ops"')
    assert words in part
    assert sent == [("ops", "ada")] * 2
    assert audited() == ["of the channel ops"] * 2
    assert admin.post(reverse("test-channel"), {"channel": "gone"}).status_code == 400


def test_everybody_tests_the_mail_to_themselves(viewer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    said = text_of(viewer.post(reverse("test-channel"), {"channel": "me"}, follow=True))
    assert "The account has no address." in said
    monkeypatch.setattr(views, "send_test", lambda channel, account: f"Sent to {account.username}.")
    User.objects.update(email="vic@example.com")
    assert "Sent to vic." in text_of(viewer.post(reverse("test-channel"), {"channel": "me"}, follow=True))


def test_every_event_can_be_chosen(admin: Client) -> None:
    page = read(admin.get(reverse("new-rule")))
    assert {str(box["value"]) for box in page.soup.select("input[name=events]")} == set(Event.values)
    admin.post(reverse("alerts"), ON | {"events": list(Event.values)})
    assert [str(event) for event in Rule.objects.get().chosen_events] == list(Event.values)


def test_an_account_in_another_zone_gets_digests_at_its_hour(db: None) -> None:
    client = signed_in(User.objects.create_superuser("olive"))
    client.cookies["time-zone"] = "Asia/Tokyo"
    client.post(reverse("alerts"), ON | {"rhythm": "daily", "hour": "7"})
    assert Rule.objects.get().zone == "Asia/Tokyo"


def test_what_is_not_there_is_not_found(admin: Client) -> None:
    for id in ("7", "9" * 30):
        for name in ("alert", "change-rule", "delete-rule", "switch-rule"):
            place = reverse("alert", args=[1]).replace("1", id) + reverse(name, args=[1]).partition("1/")[2]
            assert admin.get(place).status_code == 404, place
        for place in (f"/alerts/{id}/subscribe/", f"/alerts/deliveries/{id}/again/"):
            assert admin.post(place).status_code == 404, place


# -- The demo


def test_the_demo_shows_what_its_channel_would_send(viewer: Client, settings: Settings) -> None:
    assert viewer.get("/alerts/outbox/").status_code == 404  # not where there is a workspace to speak of
    settings.ROOT_URLCONF = "dashboard.demo.urls"
    settings.ALERT_CHANNELS = {"outbox": "outbox:demo"}
    assert "Nothing was sent yet." in text_of(viewer.get("/alerts/outbox/"))
    refresh_with(answer_of([a_number(portingStatus="pending")]))
    add_rules()
    refresh_with(answer_of([a_number(portingStatus="rejected")]))
    send_all()
    page = text_of(viewer.get("/alerts/outbox/"))
    assert "1 message" in page
    assert "The port of Line PN1 failed" in page
    assert "Porting: pending → rejected" in page
