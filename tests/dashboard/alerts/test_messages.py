"""What an alert says, in each form, whatever the numbers and people are called."""

import json
import re
from collections import Counter
from email import message_from_bytes
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jsonschema
import pytest
from bs4 import BeautifulSoup
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import get_script_prefix, set_script_prefix
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from dashboard.alerts.channels import Message, for_chat
from dashboard.alerts.events import Event
from dashboard.alerts.messages import compose, compose_test, one_line
from dashboard.alerts.models import Rule
from dashboard.alerts.occurrences import Fact, Occurrence, Occurrences
from inventory.models import PhoneNumber, WorkspaceUser
from tests.dashboard.reading import read
from tests.inventory.refreshing.helpers import a_number, a_user, answer_of, refresh_with, some_numbers

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).resolve().parents[3] / "docs"
SITE = "https://numbers.example.com"
HOSTILE = "<!channel> @everyone [pay](http://evil.example) *n*\r\nBcc: all@example.com\n<script>x</script>\u202e"
MARKS = set("<>@*_`~[]|#\\")
BLOCKED = ("messaging_us", "unrestricted", "restricted")


@pytest.fixture(autouse=True)
def address(settings: Settings) -> None:
    settings.SITE_URL = SITE


@pytest.fixture
def rule(db: None) -> Rule:
    return Rule.objects.create(name="Lines", events=[], channel="ops")


def of_numbers(event: str, *facts: tuple[str, str, str], count: int = 0, of: int = 20) -> Occurrences:
    """The same facts of the first numbers there are, as if there were `count`."""
    numbers = PhoneNumber.objects.for_list().order_by("number")[:of]
    first = tuple(Occurrence(number=number, facts=tuple(Fact(*fact) for fact in facts)) for number in numbers)
    by_field = Counter(field for field, *_ in facts for _ in range(count or len(first)))
    return Occurrences(Event(event), count or len(first), first, by_field)


def of_people(event: str, *facts: tuple[str, str, str], of: int = 20) -> Occurrences:
    users = WorkspaceUser.objects.order_by("pk")[:of]
    first = tuple(Occurrence(user=user, facts=tuple(Fact(*fact) for fact in facts)) for user in users)
    return Occurrences(Event(event), len(first), first)


def of_the_workspace(event: str, count: int = 1) -> Occurrences:
    return Occurrences(Event(event), count, (Occurrence(detail="Quo says no. Look there."),))


def links_of(message: Message) -> set[str]:
    return {str(link["href"]) for link in BeautifulSoup(message.html, "html.parser").select("a")}


def matches_the_schema(message: Message) -> Any:
    body = json.loads(json.dumps(message.data))
    jsonschema.validate(body, schema(), format_checker=jsonschema.FormatChecker())
    return body["data"]


def test_it_names_the_number_its_user_and_what_was_before(rule: Rule) -> None:
    refresh = refresh_with(answer_of([a_number("PN1", name="Support", users=[a_user(lastName="Lovelace")])]))
    message = compose(rule, [of_numbers("restriction-added", BLOCKED)], refresh=refresh)
    assert message.subject == "Support can no longer message the US"
    assert message.text == (
        "Support can no longer message the US\n\n"
        "- Support, (202) 555-0101, Ada Lovelace\n"
        "  Messaging the US: unrestricted → restricted\n\n"
        "Usually a missing carrier registration (A2P 10DLC). "
        "https://support.openphone.com/hc/en-us/articles/15519949741463\n\n"
        f"Open all: {SITE}/numbers/?id=PN1\n"
        f"Refresh {refresh.pk}: {SITE}/refreshes/{refresh.pk}/\n\n"
        f"Rule “Lines”: {SITE}/alerts/{rule.pk}/\n"
    )
    html = BeautifulSoup(message.html, "html.parser").text
    for words in ("Support", "Ada Lovelace", "unrestricted → restricted", "a missing carrier registration"):
        assert words in html
    assert set(re.findall(r"https://\S+", message.text)) < links_of(message)
    data = matches_the_schema(message)
    (number,) = data["numbers"]
    assert [number[name] for name in ("id", "number", "name", "old", "new")] == [
        "PN1", "+12025550101", "Support", "unrestricted", "restricted",
    ]  # fmt: skip
    assert (data["event"], data["refresh"]["id"], data["rule"]["name"]) == ("restriction-added", refresh.pk, "Lines")


CALLS, PORT = ("calling_ca", "unrestricted", "restricted"), "porting_status"
FREE, HOME = ("calling_ca", "restricted", "unrestricted"), ("forward", "", "+12125550100")
NO_REFRESH, REFUSED = "No refresh has succeeded for too long", "Quo refuses the API key"
EVENTS: dict[str, tuple[tuple[str, str, str] | None, str, str, str]] = {
    "restriction-added": (
        CALLS, "Line 0 can no longer call Canada", "3 numbers can no longer call Canada",
        "Calling Canada: unrestricted → restricted",
    ),
    "restriction-lifted": (
        FREE, "Line 0 can call Canada again", "3 numbers can call Canada again",
        "Calling Canada: restricted → unrestricted",
    ),
    "porting-changed": (
        (PORT, "draft", "in-review"), "The porting status of Line 0 changed", "The porting status of 3 numbers changed",
        "Porting: draft → in review",
    ),
    "porting-failed": (
        (PORT, "pending", "rejected"), "The port of Line 0 failed", "3 ports failed", "Porting: pending → rejected",
    ),
    "porting-completed": (
        (PORT, "pending", "completed"), "The port of Line 0 is completed", "3 ports are completed",
        "Porting: pending → completed",
    ),
    "porting-stalled": (None, "The port of Line 0 is stalled", "3 ports are stalled", "Pending"),
    "number-added": (None, "Line 0 was added", "3 numbers were added", "- Line"),
    "number-removed": (None, "Line 0 was removed", "3 numbers were removed", "- Line"),
    "unassigned": (
        ("user", "Ada", ""), "Line 0 is unassigned now", "3 numbers are unassigned now", "Before: Ada",
    ),
    "sole-user-left": (
        ("user", "Ada", ""), "The sole user of Line 0 left", "The sole users of 3 numbers left", "Before: Ada",
    ),
    "forwarding-changed": (
        HOME, "Forwarding of Line 0 changed", "Forwarding of 3 numbers changed", "Forwarding: none → (212) 555-0100",
    ),
    "role-changed": (
        ("role", "member", "admin"), "The role of Ada changed", "The roles of 3 people changed", "Role: member → admin",
    ),
    "person-left": (None, "Ada left the workspace", "3 people left the workspace", "- Ada"),
    "removals-held": (None, "1 removal waits for a decision", "3 removals wait for a decision", "Quo says no."),
    "refresh-failing": (None, NO_REFRESH, NO_REFRESH, "Quo says no."),
    "key-refused": (None, REFUSED, REFUSED, "Quo says no."),
}  # fmt: skip


@pytest.mark.parametrize("event", Event.values)
def test_the_subject_is_the_fact_of_each_event(event: str, rule: Rule) -> None:
    users = [a_user(f"US{place}") for place in range(3)]
    numbers = [
        a_number(f"PN{n}", number=f"+1202555010{n}", name=f"Line {n}", portingStatus="pending") for n in range(3)
    ]
    refresh = refresh_with(answer_of([number | {"users": users} for number in numbers]))
    fact, *subjects, words = EVENTS[event]
    facts = [fact] if fact else []
    for count, subject in zip((1, 3), subjects, strict=True):
        if event in ("removals-held", "refresh-failing", "key-refused"):
            occurrences, lines = of_the_workspace(event, count), 1
        else:
            of = of_people if event in ("role-changed", "person-left") else of_numbers
            occurrences, lines = of(event, *facts, of=count), count
        message = compose(rule, [occurrences], refresh=refresh)
        assert message.subject == subject
        assert message.text.startswith(f"{subject}\n")
        assert message.text.count(words) == lines
        assert f"<title>{subject}</title>" in message.html
        assert matches_the_schema(message)["events"] == {event: count}


def test_several_events_are_one_message(rule: Rule) -> None:
    refresh = refresh_with(answer_of(some_numbers(2)))
    failed = of_numbers("porting-failed", (PORT, "pending", "rejected"), of=1)
    added = of_numbers("number-added")
    two_ways = of_numbers("restriction-added", BLOCKED, CALLS)
    assert (
        compose(rule, [failed, added], refresh=refresh).subject == "The port of Line PN0 failed. 2 numbers were added"
    )
    message = compose(rule, [two_ways, failed, added], refresh=refresh)
    assert message.subject == "2 numbers were restricted. The port of Line PN0 failed. 1 other event"
    data = matches_the_schema(message)
    assert data["events"] == {"restriction-added": 2, "porting-failed": 1, "number-added": 2}
    assert len(data["numbers"]) == 2 * 2 + 1 + 2  # an entry for each value that changed
    assert "Messaging the US: unrestricted → restricted\n  Calling Canada: unrestricted → restricted" in message.text


@pytest.mark.parametrize(("count", "left"), [(20, ""), (21, "and 1 more"), (100_000, "and 99,980 more")])
def test_it_names_twenty_and_links_the_rest(count: int, left: str, rule: Rule, viewer: Client) -> None:
    refresh = refresh_with(answer_of(some_numbers(21)))
    message = compose(rule, [of_numbers("restriction-added", BLOCKED, count=count)], refresh=refresh)
    assert message.subject == f"{count:,} numbers can no longer message the US"
    assert message.text.count("- Line PN") == message.html.count("<tr>") == 20
    for form in (message.text, message.html):
        assert ("more" in form) is bool(left)
        assert left in form
    link = matches_the_schema(message)["url"]
    assert link in links_of(message)
    assert (link == f"{SITE}/changes/?refresh={refresh.pk}") is bool(left)
    page = viewer.get(link.removeprefix(SITE))
    assert page.status_code == 200
    assert left or "20 of 21" in read(page).text


def test_twenty_are_named_of_all_events_together(rule: Rule) -> None:
    refresh = refresh_with(answer_of(some_numbers(20)))
    message = compose(
        rule, [of_numbers("restriction-added", BLOCKED, of=15), of_numbers("number-added")], refresh=refresh
    )
    assert message.text.count("- Line PN") == 20
    assert "and 15 more" in message.text


def test_it_asks_the_database_nothing_that_the_engine_has_not_asked(
    rule: Rule, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    refresh = refresh_with(answer_of(some_numbers(20)))
    occurrences = of_numbers("restriction-added", BLOCKED)
    with django_assert_num_queries(0):
        compose(rule, [occurrences], refresh=refresh)


def test_a_digest_names_no_refresh_and_links_what_changed_since(rule: Rule) -> None:
    refresh_with(answer_of(some_numbers(2)))
    message = compose(rule, [of_numbers("number-added", count=60)], refresh=None)
    data = matches_the_schema(message)
    assert data["refresh"] is None
    assert "Refresh" not in message.text
    assert data["url"] == f"{SITE}/changes/?{urlencode({'after': rule.decided_at.isoformat()})}"


def test_many_stalled_ports_are_listed_as_such(rule: Rule) -> None:
    refresh_with(answer_of(some_numbers(2)))
    message = compose(rule, [of_numbers("porting-stalled", count=60)], refresh=None)
    assert matches_the_schema(message)["url"] == f"{SITE}/numbers/?stalled=yes&sort=since"


def test_a_sole_user_who_left_is_named(rule: Rule) -> None:
    refresh_with(answer_of([a_number("PN1", users=[a_user()]), a_number("PN2", users=[])]))
    ada, number = WorkspaceUser.objects.get(), PhoneNumber.objects.for_list().get(pk="PN2")
    message = compose(
        rule, [Occurrences(Event.SOLE_USER_LEFT, 1, (Occurrence(number=number, user=ada),))], refresh=None
    )
    assert "- Line PN2, (202) 555-0101, unassigned\n  Before: Ada\n" in message.text
    (entry,) = matches_the_schema(message)["numbers"]
    assert (entry["field"], entry["old"]) == ("user", "Ada")


def test_removed_numbers_are_on_the_list_that_it_links(rule: Rule, viewer: Client) -> None:
    refresh_with(answer_of(some_numbers(2)))
    PhoneNumber.objects.update(removed_at=timezone.now())
    url = matches_the_schema(compose(rule, [of_numbers("number-removed")], refresh=None))["url"]
    page = read(viewer.get(url.removeprefix(SITE)))
    assert {row[1].split(" removed")[0] for row in page.rows[1:]} == {"Line PN0", "Line PN1"}


def test_no_name_escapes_its_place(rule: Rule) -> None:
    people = [a_user("US1", firstName=HOSTILE)]
    refresh = refresh_with(answer_of([a_number("PN1", name=HOSTILE, users=people, forward=HOSTILE)]))
    rule.name = HOSTILE
    hostile = [of_numbers("restriction-added", BLOCKED), of_numbers("unassigned", ("user", HOSTILE, ""))]
    message = compose(rule, [*hostile, of_numbers("forwarding-changed", ("forward", HOSTILE, ""))], refresh=refresh)
    mail = EmailMultiAlternatives(message.subject, message.text, "a@example.com", ["b@example.com"])
    assert message_from_bytes(mail.message().as_bytes())["Bcc"] is None
    assert not [line for line in message.text.splitlines() if line.startswith(("Bcc", "<script"))]
    assert "\u202e" not in message.subject + message.text
    assert not BeautifulSoup(message.html, "html.parser").select("script, img, link")
    for text in (message.subject, message.text):
        harmless = for_chat(text)
        assert not set(re.sub(rf"{SITE}\S+", "", harmless)) & MARKS
        assert f"{SITE}/alerts/{rule.pk}/" in for_chat(message.text)
    assert matches_the_schema(message)["numbers"][0]["name"] == HOSTILE  # JSON quotes it


def test_a_name_keeps_what_can_be_seen() -> None:
    family, persian = "\U0001f468\u200d\U0001f469", "\u2068\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645\u2069"
    assert one_line(f"  R&D\t{family} ") == f"R&D {family}"
    assert one_line(persian[1:-1]) == persian  # between isolates
    assert one_line("x" * 61) == "x" * 59 + "…"


def test_a_message_asks_nothing_of_another_host(rule: Rule) -> None:
    refresh = refresh_with(answer_of(some_numbers(2)))
    html = compose(rule, [of_numbers("restriction-added", BLOCKED)], refresh=refresh).html
    assert not re.search(r"(?:src|srcset|background|action)=|url\(|@import", html)
    assert "prefers-color-scheme: dark" in html


def test_links_lead_to_the_site_under_its_path(rule: Rule, settings: Settings) -> None:
    """Whether a request of that path composes it, or a thread that has none."""
    settings.SCRIPT_NAME = "/phones"
    before, links = get_script_prefix(), set()
    for prefix in ("/", "/phones/"):
        set_script_prefix(prefix)
        links.add(matches_the_schema(compose(rule, [of_the_workspace("key-refused")], refresh=None))["rule"]["url"])
    set_script_prefix(before)
    assert links == {f"{SITE}/phones/alerts/{rule.pk}/"}


def test_a_test_says_who_sent_it() -> None:
    message = compose_test("ops", "ada")
    assert message.text == f"ada tests the channel ops: alerts arrive here.\n\n{SITE}/alerts/\n"
    assert matches_the_schema(message)["event"] == "test"


# -- What webhooks get


def schema() -> dict[str, Any]:
    """The documented schema, which here allows nothing else."""
    found: dict[str, Any] = json.loads((DOCS / "webhook.schema.json").read_text())

    def close(part: Any) -> None:
        for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            close(each)
        if isinstance(part, dict) and part.get("type") == "object" and "properties" in part:
            part["additionalProperties"] = False
            assert set(part["required"]) == set(part["properties"])

    close(found)
    return found


def test_the_schema_knows_every_event_and_refuses_what_does_not_match() -> None:
    assert set(schema()["$defs"]["event"]["enum"]) == {*Event.values, "test"}
    body = compose_test("ops", "ada").data
    broken: dict[str, Any]
    for broken in ({"type": "ping"}, {"data": {}}, {"more": 1}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**body, **broken}, schema())


def test_the_documented_example_matches_it() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", (DOCS / "webhooks.md").read_text(), re.DOTALL)
    jsonschema.validate(json.loads(example), schema())
