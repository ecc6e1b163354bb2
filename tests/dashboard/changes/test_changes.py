"""The history: every kind of change in the words of a person, and the page that lists them."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from dashboard.audit.models import AuditEntry
from dashboard.audit.views import AUDIT
from dashboard.changes import facets
from dashboard.changes.descriptions import describe_changes, sentence
from dashboard.changes.facets import CHANGES, FEW, changes_of
from dashboard.lists.query import Query
from inventory.choices import ChangeKind
from inventory.models import Change, PhoneNumber, Refresh, WorkspaceUser
from tests.dashboard.reading import Reader, read, text_of
from tests.inventory.refreshing.helpers import REGIONS, KeptRows, a_number, a_user, answer_of, refresh_with

pytestmark = pytest.mark.django_db

PHONE = re.compile(r' <small class="phone">.*?</small>')
MARKUP = "<b onclick=alert(1)>&amp;"


def after(*records: dict[str, Any], first: list[dict[str, Any]] | None = None) -> list[str]:
    """What is told, oldest first, of a cache that held `first` and then gets these records."""
    refresh_with(answer_of(first or [a_number()]))
    refresh = refresh_with(answer_of(list(records)))
    return told(refresh)


def told(refresh: Refresh) -> list[str]:
    lines = describe_changes(Change.objects.shown().with_names().filter(refresh=refresh))
    return [text_of(PHONE.sub("", str(line.text))) for line in reversed(lines)]


def restricted(use: str, region: str, value: str | None = "restricted") -> dict[str, Any]:
    ways: dict[str, Any] = {"calling": dict(REGIONS), "messaging": dict(REGIONS)}
    ways[use][region] = value
    return ways


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": "Reception"}, "Line PN1 was renamed"),
        ({"restrictions": restricted("calling", "US")}, "Calling the US became restricted on Line PN1"),
        ({"restrictions": restricted("messaging", "CA")}, "Messaging Canada became restricted on Line PN1"),
        (
            {"restrictions": restricted("messaging", "Intl", "unrestricted")},
            "Messaging international numbers became unrestricted on Line PN1",
        ),
        ({"portingStatus": "in-progress"}, "Line PN1: porting status none → in progress"),
        ({"portRequestId": "abc"}, "Line PN1: port request set to abc"),
        ({"forward": "+12025550199"}, "Line PN1: forwards to (202) 555-0199"),
        ({"number": "+12025550177"}, "Line PN1: number changed from +12025550101 to +12025550177"),
        ({"formattedNumber": "(202) 555-0101"}, "Line PN1: formatted number set to (202) 555-0101"),
        ({"groupId": "GR2"}, "Line PN1: group changed from GR1 to GR2"),
        ({"groupId": None}, "Line PN1: group GR1 cleared"),
        ({"symbol": "☎"}, "Line PN1: symbol set to ☎"),
        ({"users": []}, "Ada was unassigned from Line PN1"),
        ({"users": [a_user(role="owner")]}, "Ada: role changed from member to owner"),
        ({"users": [a_user(email="ada@new.example")]}, "Ada: email changed from US1@example.com to ada@new.example"),
        ({"users": [a_user(lastName="Byron")]}, "Ada Byron: last name set to Byron"),
        ({"users": [a_user(groupId="GR9")]}, "Ada: group for Line PN1 changed from GR1 to GR9"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_change_becomes_a_sentence(fields: dict[str, Any], says: str) -> None:
    lines = after(a_number(**fields))
    if "renamed" in says:
        assert lines == ["Reception was renamed from Line PN1 to Reception"]
    else:
        assert lines == [says]


def test_a_port_that_moves_on_says_from_where() -> None:
    first = [a_number(portingStatus="pending")]
    assert after(a_number(portingStatus="completed"), first=first) == ["Line PN1: porting status pending → completed"]


def test_a_forwarding_that_ends_or_moves_says_so() -> None:
    first = [a_number(forward="+12025550199")]
    assert after(a_number(forward=None), first=first) == ["Line PN1: no longer forwards to (202) 555-0199"]


def test_a_forwarding_elsewhere_names_both() -> None:
    first = [a_number(forward="+12025550199")]
    says = "Line PN1: forwards to (202) 555-0188 instead of (202) 555-0199"
    assert after(a_number(forward="+12025550188"), first=first) == [says]


def test_a_new_number_with_a_new_person_is_told() -> None:
    bob = a_user("US2", firstName="Bob")
    lines = after(a_number(), a_number("PN2", users=[bob]))
    assert "Line PN2 was added" in lines
    assert "Bob was added to the workspace" in lines


def test_a_person_who_is_given_a_number_is_told() -> None:
    bob = a_user("US2", firstName="Bob")
    assert "Bob was assigned to Line PN1" in after(a_number(users=[a_user(), bob]))


def test_a_number_that_goes_and_comes_back_is_told() -> None:
    both = [a_number(), a_number("PN2")]
    assert after(a_number(), first=both) == ["Line PN2 was removed"]
    assert "Line PN2 was restored" in told(refresh_with(answer_of(both)))


def test_quos_own_time_stamp_is_not_told() -> None:
    assert after(a_number(updatedAt="2025-01-01T00:00:00.000Z")) == []


def test_a_restriction_that_quo_takes_back_is_a_sentence_too() -> None:
    lines = after(a_number(restrictions=restricted("calling", "US", None)))
    assert lines == ["Calling the US became unknown on Line PN1"]


@pytest.fixture
def number() -> PhoneNumber:
    refresh_with(answer_of([a_number(name=MARKUP, users=[a_user(firstName=MARKUP)])]))
    return PhoneNumber.objects.get()


def every_change(number: PhoneNumber) -> Iterator[Change]:
    person = WorkspaceUser.objects.get()
    for kind in ChangeKind:
        for field in ("", "name", "role", "forward", "porting_status", "calling_us", "group_id", "unheard_of", MARKUP):
            for old, new in (("", MARKUP), (MARKUP, ""), (MARKUP, MARKUP), ("", "")):
                yield Change(kind=kind, number=number, user=person, field=field, old=old, new=new, at=timezone.now())
                yield Change(kind=kind, field=field, old=old, new=new, at=timezone.now())


def test_whatever_changed_is_escaped(number: PhoneNumber) -> None:
    for change in every_change(number):
        for about in (None, number, change.user):
            said = sentence(change, about)
            assert "<b " not in said
            read(said)


def test_the_page_of_a_number_speaks_of_this_number(number: PhoneNumber) -> None:
    person = WorkspaceUser.objects.get()
    assert sentence(Change(kind=ChangeKind.NUMBER_ADDED, number=number), number) == "This number was added"
    given = Change(kind=ChangeKind.USER_ASSIGNED, number=number, user=person)
    assert text_of(sentence(given, number)).endswith("was assigned to this number")
    assert text_of(sentence(given, person)).startswith("This user was assigned to")


# The page


@pytest.fixture
def history(kept: KeptRows) -> list[Refresh]:
    """A first import, a rename a week ago, and today a removal and a promotion."""
    kept.begin_with("a week of changes", make_history)
    return list(Refresh.objects.in_lane(people=False).order_by("pk"))


def make_history() -> None:
    bob = a_user("US2", firstName="Bob")
    imported = refresh_with(answer_of([a_number(), a_number("PN2", users=[bob])]))
    renamed = refresh_with(answer_of([a_number(name="Reception"), a_number("PN2", users=[bob])]))
    refresh_with(answer_of([a_number(name="Reception", users=[a_user(role="admin")])]))
    Change.objects.filter(refresh=imported).update(at=timezone.now() - timedelta(days=9))
    Change.objects.filter(refresh=renamed).update(at=timezone.now() - timedelta(days=7))


RENAMED, REMOVED, PROMOTED = "Reception was renamed", "Line PN2 was removed", "Ada: role changed from member to admin"


def changes(client: Client, **query: Any) -> Reader:
    response = client.get(reverse("changes"), query)
    assert response.status_code == 200
    return Reader(PHONE.sub("", response.content.decode()))


def link(page: Reader, words: str) -> str:
    return next(str(link["href"]) for link in page.soup.select("a[href]") if page.text_of(link) == words)


def shown(client: Client, **query: Any) -> set[str]:
    text = changes(client, **query).text
    return {line for line in (RENAMED, REMOVED, PROMOTED) if line in text}


def test_the_newest_stands_first(history: list[Refresh], viewer: Client) -> None:
    text = changes(viewer).text
    assert text.index(PROMOTED) < text.index(RENAMED)
    assert text.index(REMOVED) < text.index(RENAMED)


def test_each_line_names_its_refresh_and_who_asked_for_it(history: list[Refresh], viewer: Client) -> None:
    page = changes(viewer)
    assert f"refresh {history[2].pk}, requested by a test" in page.text
    assert reverse("refresh", args=[history[2].pk]) in page.links


def test_a_first_import_is_one_entry_on_the_page_of_its_refresh(history: list[Refresh], viewer: Client) -> None:
    assert "was added" not in changes(viewer).text
    text = text_of(viewer.get(reverse("refresh", args=[history[0].pk])))
    assert "First import: 2 numbers added." in text
    assert "was added" not in text


def test_a_first_import_is_told_where_it_is_asked_for(history: list[Refresh], viewer: Client) -> None:
    assert "was added" in changes(viewer, refresh=history[0].pk).text
    assert "Reception was added" in changes(viewer, number="PN1").text
    assert "Ada was first seen" in changes(viewer, user="US1").text
    assert "Reception was added" in changes(viewer, number="recep", refresh=history[0].pk).text
    for query in ({"number": "recep"}, {"number": ["recep", "PN1"]}, {"user": "ada"}):  # words may find thousands
        assert "was added" not in changes(viewer, **query).text
        assert "was first seen" not in changes(viewer, **query).text


def test_by_number(history: list[Refresh], viewer: Client) -> None:
    assert shown(viewer, number="PN1") == {RENAMED}
    assert shown(viewer, number="PN2") == {REMOVED}
    assert shown(viewer, number="PN3") == set()


@pytest.fixture(params=[FEW, 0], ids=["few", "many"])
def found_by_words(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What words find is little, or so much that each change is asked whether it is of it."""
    monkeypatch.setattr(facets, "FEW", request.param)
    facets._few.cache_clear()  # of the other way: the rows that tests share have one version


@pytest.mark.usefixtures("found_by_words")
def test_by_the_name_of_a_number_or_user(history: list[Refresh], viewer: Client) -> None:
    assert shown(viewer, number="recep") == {RENAMED}
    assert shown(viewer, number="Line PN2") == {REMOVED}
    assert shown(viewer, user="ada") == {PROMOTED}
    assert shown(viewer, user="nobody of this name") == set()


@pytest.mark.usefixtures("found_by_words")
def test_by_any_of_several_numbers_and_users(history: list[Refresh], viewer: Client) -> None:
    assert shown(viewer, number=["PN1", "PN2"]) == {RENAMED, REMOVED}
    assert shown(viewer, number=["recep", "PN2"]) == shown(viewer, number=["recep", "line"]) == {RENAMED, REMOVED}
    assert shown(viewer, user=["US1", "nobody of this name"]) == {PROMOTED}
    assert shown(viewer, user=["US1"], number=["PN1"]) == set()


@pytest.mark.usefixtures("found_by_words")
def test_words_find_what_the_latest_refresh_named_and_an_id_no_other(viewer: Client) -> None:
    for name in ("Reception", "Front desk", "Kitchen"):
        refresh_with(answer_of([a_number(), a_number("PN12", name=name)]))
        assert ("was renamed" in changes(viewer, number="kitchen").text) == (name == "Kitchen")
    assert "was renamed" not in changes(viewer, number=["PN1", "nothing of this name"]).text


def test_empty_fields_of_the_form_filter_nothing(history: list[Refresh], viewer: Client) -> None:
    query = {"kind": "", "since": "", "until": "", "number": "PN2"}
    assert "was removed" in text_of(viewer.get(reverse("changes"), query, headers={"HX-Request": "true"}))


def test_by_period(history: list[Refresh], viewer: Client) -> None:
    now = timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for at, found in (
        (midnight, {"today", "24h", "7d"}),
        (
            midnight - timedelta(seconds=1),
            {"7d"} | ({"24h"} if now - midnight < timedelta(hours=24, seconds=-2) else set()),
        ),
        (now - timedelta(hours=24, minutes=1), {"7d"}),
        (midnight - timedelta(days=6), {"7d"}),
        (midnight - timedelta(days=6, seconds=1), set()),
    ):
        Change.objects.filter(refresh=history[1]).update(at=at)
        assert {period for period in ("today", "24h", "7d") if RENAMED in shown(viewer, period=period)} == found


def test_each_day_has_a_heading(history: list[Refresh], viewer: Client) -> None:
    now = timezone.localtime()
    Change.objects.filter(refresh=history[2]).update(at=now)
    Change.objects.filter(refresh=history[1]).update(at=now - timedelta(days=1))
    page = changes(viewer)
    assert [page.text_of(heading) for heading in page.soup.select("#results section:not(.by-day) h2")] == [
        "Today",
        "Yesterday",
    ]
    Change.objects.filter(refresh=history[1]).update(at=datetime(2024, 3, 5, 12, tzinfo=ZoneInfo("UTC")))
    assert "Tuesday, March 5, 2024" in changes(viewer).text


def test_the_changes_are_exported_as_filtered(history: list[Refresh], viewer: Client) -> None:
    link = next(link for link in changes(viewer, kind="number-changed").links if "export.csv" in link)
    response = viewer.get(link)
    lines = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    heads, *rows = lines
    assert [dict(zip(heads, row, strict=True))["new"] for row in rows] == ["Reception"]
    assert AuditEntry.objects.filter(action="export", detail="changes as csv: kind=number-changed").exists()
    assert viewer.get(reverse("export-changes"), {"kind": "imaginary"}).status_code == 400


def test_by_person(history: list[Refresh], viewer: Client) -> None:
    assert shown(viewer, user="US1") == {PROMOTED}
    assert shown(viewer, user="US2") == set()


def test_by_kind(history: list[Refresh], viewer: Client) -> None:
    assert shown(viewer, kind="number-changed") == {RENAMED}
    assert shown(viewer, kind="number-removed") == {REMOVED}
    assert shown(viewer, kind="user-changed") == {PROMOTED}
    assert shown(viewer, kind="number-restored") == set()
    assert shown(viewer, kind=["number-removed", "user-changed"]) == {REMOVED, PROMOTED}


def test_by_refresh(history: list[Refresh], viewer: Client) -> None:
    assert shown(viewer, refresh=history[1].pk) == {RENAMED}
    assert shown(viewer, refresh=history[2].pk) == {REMOVED, PROMOTED}
    assert shown(viewer, refresh=987654) == set()


def test_by_time_with_both_days_included(history: list[Refresh], viewer: Client) -> None:
    today = timezone.localdate()
    week_ago = today - timedelta(days=7)
    assert shown(viewer, since=today) == {REMOVED, PROMOTED}
    assert shown(viewer, until=week_ago) == {RENAMED}
    assert shown(viewer, since=week_ago, until=week_ago) == {RENAMED}
    assert shown(viewer, since=week_ago) == {RENAMED, REMOVED, PROMOTED}
    assert shown(viewer, since=today + timedelta(days=1)) == set()


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_a_day_goes_from_midnight_to_midnight_where_people_are(
    zone: str, history: list[Refresh], viewer: Client, settings: Settings
) -> None:
    settings.TIME_ZONE = zone
    midnight = datetime(2026, 3, 5, tzinfo=ZoneInfo(zone))
    moments = {RENAMED: -1, REMOVED: 0, PROMOTED: 24 * 3600 - 1}
    for refresh, kind, line in (
        (history[1], ChangeKind.NUMBER_CHANGED, RENAMED),
        (history[2], ChangeKind.NUMBER_REMOVED, REMOVED),
        (history[2], ChangeKind.USER_CHANGED, PROMOTED),
    ):
        Change.objects.filter(refresh=refresh, kind=kind).update(at=midnight + timedelta(seconds=moments[line]))
    assert shown(viewer, since="2026-03-05", until="2026-03-05") == {REMOVED, PROMOTED}
    assert shown(viewer, until="2026-03-04") == {RENAMED}
    assert shown(viewer, since="2026-03-06") == set()


def test_days_count_in_place_of_a_period_and_have_an_order(
    history: list[Refresh], viewer: Client, owner: Client
) -> None:
    week_ago = timezone.localdate() - timedelta(days=7)
    for name in ("since", "until"):
        asked = {name: week_ago.isoformat(), "period": "today", "after": timezone.now().isoformat()}
        page = changes(viewer, **asked)
        assert RENAMED in page.text
        assert [page.text_of(chip) for chip in page.soup.select(".chip")] == [
            f"{'From' if name == 'since' else 'To'} {week_ago}"
        ]
    backwards = {"since": "2026-03-06", "until": "2026-03-05"}
    for place in ("changes", "audit"):
        response = owner.get(reverse(place), backwards)
        assert response.status_code == 400
        assert "until: It is before the other day." in text_of(response)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_days_at_the_ends_of_the_calendar_are_days(
    zone: str, history: list[Refresh], viewer: Client, settings: Settings
) -> None:
    settings.TIME_ZONE = zone
    assert shown(viewer, since="0001-01-01", until="9999-12-31") == {RENAMED, REMOVED, PROMOTED}
    assert shown(viewer, since="9999-12-31") == shown(viewer, until="0001-01-01") == set()


def plan_of(rows: QuerySet[Any]) -> str:
    """How the database would find the rows if it had many. PostgreSQL reads a small table as a whole by itself."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        return str(rows.explain())


def test_an_index_finds_the_changes_and_entries_of_a_time(db: None) -> None:
    time = QueryDict("since=2026-03-05&until=2026-03-06")
    changes = changes_of(Query(CHANGES, time), Change.objects.all()).order_by()
    assert "news_by_time" in plan_of(changes)
    entries = Query(AUDIT, time).rows(AuditEntry.objects.all()).order_by()
    assert "audit_by_time" in plan_of(entries)


def test_nothing_found_is_said(history: list[Refresh], viewer: Client) -> None:
    assert "No changes match these filters." in changes(viewer, number="PN3").text


def test_the_filters_keep_what_was_asked(history: list[Refresh], viewer: Client) -> None:
    page = changes(viewer, kind="number-removed", number="PN2", since="2026-01-02")
    chosen = [given["value"] for tag, given in page.tags if tag == "input" and given.get("name") == "kind"]
    fields = {given.get("name"): given.get("value") for tag, given in page.tags if tag == "input"}
    assert chosen[-1] == "number-removed"  # carried: the form offers other sorts
    assert (fields["number"], fields["since"]) == ("PN2", "2026-01-02")


def test_the_histories_of_a_number_and_a_person_are_on_their_pages(history: list[Refresh], viewer: Client) -> None:
    assert "This number was renamed from Line PN1 to Reception" in text_of(viewer.get(reverse("number", args=["PN1"])))
    assert "This user: role changed from member to admin" in text_of(viewer.get(reverse("user", args=["US1"])))


def test_a_long_history_has_pages(viewer: Client) -> None:
    refresh_with(answer_of([a_number()]))
    refresh_with(answer_of([a_number(), *(a_number(f"PNx{place}", users=[]) for place in range(60))]))
    assert "1–50 of 60" in changes(viewer).text
    assert "51–60 of 60" in changes(viewer, page=2).text


def test_changes_are_found_by_what_they_are_about(viewer: Client, db: None) -> None:
    refresh_with(answer_of([a_number("PN1", portingStatus="draft"), a_number("PN2", users=[])]))
    changed = a_number(
        "PN1", name="Desk", portingStatus="pending", forward="+12025550199", users=[a_user(role="owner")]
    )
    refresh_with(answer_of([changed, a_number("PN2", users=[a_user(role="owner")]), a_number("PN3", users=[])]))
    kinds = ("porting", "forwarding", "name", "assignment", "person", "added", "removed", "restrictions")
    found = {
        kind: read(viewer.get(reverse("changes"), {"kind": kind})).soup.select("ol.timeline > li") for kind in kinds
    }
    assert {kind: len(lines) for kind, lines in found.items()} == {
        "porting": 1, "forwarding": 1, "name": 1, "assignment": 1, "person": 1, "added": 1, "removed": 0,
        "restrictions": 0,
    }  # fmt: skip
    both = read(viewer.get(reverse("changes"), {"kind": ["porting", "name"]}))
    assert len(both.soup.select("ol.timeline > li")) == 2
    assert len(both.soup.select("[name=kind][checked]")) == 2


def test_a_number_is_told_from_a_person_by_its_icon_and_its_phone_number(viewer: Client) -> None:
    refresh_with(answer_of([a_number(users=[])]))
    refresh_with(answer_of([a_number()]))
    page = read(viewer.get(reverse("changes"), {"kind": "assignment"}))
    assert "Ada was assigned to Line PN1 (202) 555-0101" in page.text
    icons = [str(icon) for icon in page.soup.select(".timeline svg")]
    assert len(set(icons)) == 2


def many_removals(viewer: Client) -> Refresh:
    """Twelve numbers go at once, accepted; one of them is renamed before, and one is added after."""
    refresh_with(answer_of([*map(numbered, range(1, 213))]))
    refresh_with(answer_of([numbered(1, name="Renamed"), *map(numbered, range(2, 213))]))
    refresh = refresh_with(answer_of([*map(numbered, range(13, 213))]))
    refresh_with(answer_of([*map(numbered, range(13, 214))]))
    return refresh


def numbered(place: int, **more: Any) -> dict[str, Any]:
    return a_number(f"PN{place}", number=f"+1202555{place:04}", users=[], **more)


def test_many_removals_of_a_refresh_are_a_line_that_leads_to_each(viewer: Client) -> None:
    refresh = many_removals(viewer)
    page = read(viewer.get(reverse("changes"), {"kind": ["removed", "name", "added"]}))
    lines = [page.text_of(line.select_one("span")) for line in page.soup.select(".timeline li")]
    assert [line.partition(" refresh ")[0] for line in lines if "555-0213" not in line] == [
        "12 numbers were removed",
        "Renamed (202) 555-0001 was renamed from Line PN1 to Renamed",
    ]
    assert len(lines) == 3
    assert page.text_of(page.soup.select_one(".matching")) == "14 changes"
    assert page.text_of(page.soup.select_one("nav.pages > p")) == "1–3 of 3 lines"
    all_of_them = read(viewer.get(link(page, "12 numbers were removed")))
    assert len(all_of_them.soup.select(".timeline li")) == refresh.changes.count() == 12
    one = read(viewer.get(reverse("changes"), {"number": "PN2"}))
    assert "Line PN2 (202) 555-0002 was removed" in one.text
    eleven = read(
        viewer.get(reverse("changes"), {"number": [f"PN{place}" for place in range(2, 13)], "kind": "removed"})
    )
    assert len(eleven.soup.select(".timeline li")) == 11


def test_what_changed_since_somebody_left_the_page(viewer: Client, owner: Client) -> None:
    refresh_with(answer_of([a_number(name="A")]))
    refresh_with(answer_of([a_number(name="B")]))
    page = read(viewer.get(reverse("changes")))
    assert "Since I was here" not in page.text
    form = page.soup.select_one("form[data-on-leave]")
    assert form is not None
    fields = {str(field["name"]): str(field["value"]) for field in form.select("input[type=hidden]")}
    refresh_with(answer_of([a_number(name="C")]))  # after it was shown, before it was left
    viewer.post(str(form["action"]), fields)
    address = link(read(viewer.get(reverse("changes"))), "Since I was here")
    viewer.post(str(form["action"]), {"at": timezone.now().isoformat()})
    viewer.post(str(form["action"]), fields)  # an older page that is left later
    assert viewer.post(str(form["action"]), {"at": "yesterday"}).status_code == 400
    for _ in range(2):  # an address says since when, so it shows the same again
        page = read(viewer.get(address))
        assert "1 change" in page.text
        assert "was renamed from B to C" in page.text
    later = link(read(viewer.get(reverse("changes"))), "Since I was here")
    assert "0 changes" in read(viewer.get(later)).text
    assert "Since I was here" not in read(owner.get(reverse("changes"))).text
    assert viewer.get(reverse("changes"), {"after": "9999-12-31T23:59:59"}).status_code == 400
