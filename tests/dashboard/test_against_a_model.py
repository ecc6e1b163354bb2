"""For any workspace and any question: every page, facet, count, chip, statistic and export says what the model says.

The model (model.py) is a second, plain computation over the same JSON records. Pages are fetched by their addresses and
read as people read them; a link is followed, in the model, to see that it lists what it promises.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec
import pytest
from bs4 import Tag
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from inventory.quo.records import UserRecord
from tests.inventory.refreshing.helpers import answer_of, refresh_people, refresh_with

from . import words
from .model import (
    CANCELLED,
    CHOICES,
    COUNTRIES,
    DONE,
    FAILED,
    STEPS,
    WAYS,
    Answer,
    Fact,
    Model,
    Number,
    Query,
    page_of,
    port_order,
)
from .reading import HTMX, Reader, read
from .workspaces import MULTIPLE, NEEDLES, PERSON, ROLES, SHOWN, SINGLE, Question, a_workspace, questions, workspaces

pytestmark = pytest.mark.django_db

modestly = settings(
    max_examples=settings().max_examples // 10,
    # Each example takes its workspace back: see `loaded`.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
EXPORTED = [
    "id", "name", "symbol", "number", "formatted_number", "country", "kind", "area", "group_id", "forward",
    "porting_status", "port_request_id", "calling_us", "calling_ca", "calling_intl", "messaging_us", "messaging_ca",
    "messaging_intl", "created_at", "updated_at", "removed_at", "users", "emails", "user_ids",
]  # fmt: skip

NO_SIZE = ("per_page", "7")  # which no link repeats
CURRENT = ("state", "current")  # nor what the list shows by itself

REMOVED = EXPORTED.index("removed_at")
VERBATIM = [EXPORTED.index(name) for name in ("id", "name", "symbol", "number", "area", "group_id", "users", "emails")]


@contextmanager
def loaded(answers: list[Answer]) -> Iterator[Model]:
    """The workspace in the cache, by real refreshes, and in the model. Gone again at the end."""
    with transaction.atomic():
        model = Model(datetime.now(UTC))
        for answer in answers:
            model.refreshes[model.answers, False] = refresh_with(answer_of(answer.numbers)).pk
            if (people := listed(answer)) is not None:
                model.refreshes[model.answers, True] = refresh_people(people).pk
            model.learn(answer, datetime.now(UTC))
        model.now = datetime.now(UTC)
        yield model
        transaction.set_rollback(True)


def listed(answer: Answer) -> tuple[UserRecord, ...] | None:
    """The list of users as the product reads it."""
    return None if answer.people is None else tuple(msgspec.convert(record, UserRecord) for record in answer.people)


def fetch(client: Client, url: str, query: Query = (), status: int = 200) -> Reader:
    response = client.get(f"{url}?{urlencode(query)}", follow=True)
    assert response.status_code == status
    return read(response, spoken=True)


def query_of(address: str) -> Query:
    return parse_qsl(urlsplit(address).query)


def same(one: Query, other: Query) -> bool:
    """Whether two queries ask for the same."""
    return sorted(pair for pair in one if pair[1]) == sorted(pair for pair in other if pair[1])


def ids_of(page: Reader, within: str = "table.numbers") -> list[str]:
    start = reverse("number", args=["PN"]).removesuffix("PN/")
    return [str(link["href"]).removeprefix(start).rstrip("/") for link in page.soup.select(f"{within} tbody th a")]


def number_in(text: str) -> int:
    """The first number in a text."""
    found = re.search(r"\d[\d,]*", text)
    assert found, text
    return int(found[0].replace(",", ""))


def texts(page: Reader, selector: str) -> list[str]:
    return [page.text_of(tag) for tag in page.soup.select(selector)]


# -- The list of numbers


@given(workspaces(), st.lists(questions(), min_size=2, max_size=2))
@example(a_workspace(40), [Question([("state", "all")], [("sort", "-updated")])])
@modestly
def test_the_list_of_numbers(owner: Client, answers: list[Answer], asked: list[Question]) -> None:
    with loaded(answers) as model:
        for question in asked:
            if question.makes_sense:
                check_exports(owner, model, question, check_list(owner, model, question))
            else:
                check_refused(owner, model, question)


def test_every_filter(owner: Client) -> None:
    """Each by itself, over a workspace that has some of everything."""
    with loaded(a_workspace(24)) as model:
        for name, values in (SINGLE | MULTIPLE).items():
            for value in dict.fromkeys(values[1:10]):
                question = Question([(name, value)], [("sort", "name")])
                check_chips(check_rows(owner, model, question)[0], model, question)
            pairs = [*zip(values[::2], values[1::2], strict=False)] if name in MULTIPLE else []
            for some in [values[:1], *pairs]:
                check_list(owner, model, Question([(name, value) for value in some], [("sort", "name")]))
            if name in CHOICES:
                nonsense = (name, "no" if CHOICES[name] == {"yes"} else "nonsense")
                for others in ([], [("state", "removed")]):
                    check_refused(owner, model, Question([*others, nonsense], []))


def test_every_order(owner: Client) -> None:
    orders = [(name, value) for name, values in SHOWN.items() for value in values]
    with loaded(a_workspace(60)) as model:
        for pair in orders:
            shown = [pair] if pair[0] == "per_page" else [pair, ("per_page", "25")]
            check_rows(owner, model, Question([], shown))


def check_refused(client: Client, model: Model, question: Question) -> None:
    """A filter that makes no sense finds nothing, and says so."""
    page = fetch(client, reverse("numbers"), question.query, status=400)
    assert ids_of(page) == []
    known = [] if ("state", "nonsense") in question.filters else question.query
    assert texts(page, ".matching") == [f"0 of {len(model.listed_among(known))}"]
    assert client.get(f"{reverse('export-csv')}?{urlencode(question.query)}").status_code == 400


def check_list(client: Client, model: Model, question: Question) -> list[Number]:
    page, found = check_rows(client, model, question)
    check_chips(page, model, question)
    check_facets(client, page, model, question)
    return found


def check_rows(client: Client, model: Model, question: Question) -> tuple[Reader, list[Number]]:
    """The page has the right numbers in the right order, and says how many there are."""
    found, shown = model.listed(question.query), dict(question.shown)
    page = fetch(client, reverse("numbers"), question.query if question.shown else [*question.query, ("colour", "")])
    rows = page_of(found, shown.get("page", "1"), shown.get("per_page", ""))
    assert ids_of(page) == [number.id for number in rows]
    assert [row[1:] for row in page.rows[1:] if rows] == [words.row(model, number) for number in rows]
    assert texts(page, ".matching") == [f"{len(found)} of {len(model.listed_among(question.query))}"]
    if rows:
        first = found.index(rows[0]) + 1
        assert texts(page, "nav.pages > p") == [f"{first}–{first + len(rows) - 1} of {len(found)}"]
    return page, found


def check_chips(page: Reader, model: Model, question: Question) -> None:
    """A chip for each filter that is on; its link keeps all other filters, and goes back to the first page."""
    on = [(name, value) for name, value in question.filters if (name, value) != CURRENT]
    chips = page.soup.select("a.chip")
    assert [page.text_of(chip) for chip in chips] == [words.chip(model, name, value) for name, value in on]
    for pair, chip in zip(on, chips, strict=True):
        rest = [other for other in question.query if other not in (pair, NO_SIZE, CURRENT) and other[0] != "page"]
        assert same(query_of(str(chip["href"])), rest)
        assert chip.get("hx-get") == (None if pair[0] == "q" else chip["href"])
    if len(on) > 1 and not model.listed(question.query):
        relaxed_filters = {
            words.chip(model, name, value): len(found)
            for name, value in on[:6]
            if (found := model.listed([other for other in question.filters if other != (name, value)]))
        }
        offered = [
            (page.text_of(item.a), number_in(str(list(item.strings)[-1]))) for item in page.soup.select(".empty li")
        ]
        assert dict(offered) == relaxed_filters


def check_facets(client: Client, page: Reader, model: Model, question: Question) -> None:
    """The rail offers what there is, each with as many numbers as choosing it gives, and marks what is chosen.

    Counts under filters come after the rows, by a request of the list's; without filters they are in the page.
    """
    offers = offers_in(page)
    filtered = [pair for pair in question.filters if pair != CURRENT]
    follow = page.soup.select_one("#counts[hx-trigger=load]")
    assert (follow is not None) == bool(filtered)
    if follow is not None:
        assert {count for choices in offers.values() for *_, count, _ in choices} == {None}
        counted = read(client.get(str(follow["hx-get"]), headers=HTMX), spoken=True)
        with_counts = offers_in(counted)
        assert uncounted(with_counts) == uncounted(offers)
        offers = with_counts
    chosen = {(name, value) for name in OFFERED for value, _, _, is_chosen in offers[name] if is_chosen}
    for name, choices in offers.items():
        for value, label, count, _ in choices:
            assert count == model.given_by(question.filters, name, value), (name, label)
    among = model.listed_among(question.query)
    porting = [
        (value or "none", words.status(value) or words.NOT_PORTING)
        for value, _ in model.counted(lambda n: n.status, among)
    ]
    porting.sort(key=lambda option: (option[0] == "none", port_order(option[0])))
    countries = [(code, COUNTRIES[code]) for code, _ in model.counted(lambda n: n.country, among) if code]
    countries += [("none", "None")] if any(not number.country for number in among) else []
    expected = {
        "restricted": [(key, words.REGIONS[key.split(".")[1]]) for key in WAYS],
        "porting": porting,
        "assigned": [("", "All"), ("yes", "Assigned"), ("no", "Unassigned")],
        "role": [(role, words.ROLES.get(role, role)) for role, _ in model.roles(among) if role],
        "stalled": [("yes", "Stalled for 10 days")],
        "sole": [("yes", "Sole user")],
        "forward": [("yes", "Forwards"), ("no", "Does not forward")],
        "country": countries,
        "kind": [pair for pair in words.KINDS.items() if any(number.kind == pair[0] for number in among)],
        "updated": [(period, f"Last {label}") for period, label in words.PERIODS.items()],
        "state": [("removed", "Removed only"), ("all", "Include removed")],
    }
    here = {name: {value for value, _ in options} for name, options in expected.items()}
    for name, options in expected.items():
        assert [(value, label) for value, label, *_ in offers[name] if value in here[name]] == options
        # What is chosen stays on offer, though no number of the list has it.
        assert {value for value, *_ in offers[name]} - here[name] <= {v for n, v in question.filters if n == name}
    asked = {*question.filters} | ({("assigned", "")} if not dict(question.filters).get("assigned") else set())
    assert chosen == {(name, value) for name, value in asked if name in OFFERED} - {
        CURRENT,
        ("restricted", "any"),
    }
    chosen_people = list(dict.fromkeys(value for name, value in question.filters if name == "user"))
    names = [model.people[id].name if id in model.people else id for id in chosen_people]
    assert texts(page, "#picked-user li > bdi") == names
    # What a browser would send asks for the same numbers in the same order, from the first page on.
    again = [pair for pair in question.query if pair[0] != "page" and pair not in (CURRENT, NO_SIZE)]
    assert same(page.submitted("filters"), again)


KINDS = ("number-changed", "user-assigned", "user-changed", "number-removed", "user-removed", "user-restored")
Option = tuple[str, str, int | None, bool]  # value, label, count, and whether it is chosen
OFFERED = (
    "restricted", "porting", "stalled", "assigned", "sole", "role", "forward", "country", "kind", "updated", "state",
)  # fmt: skip


def offers_in(page: Reader) -> dict[str, list[Option]]:
    """The options of each filter in the rail. Those that would give nothing are dimmed."""
    found: dict[str, list[Option]] = {name: [] for name in OFFERED}
    rail = page.soup.find(id="facets")
    assert isinstance(rail, Tag)
    # Each menu has one option that asks for nothing.
    assert len(rail.find_all("option", value="")) == len(rail.find_all("select"))
    for field in rail.select("option, input:not([type=hidden])"):
        whole = field.parent if field.name == "input" else field
        assert isinstance(whole, Tag)
        if field.name == "option" and not field["value"]:
            continue
        menu = field.find_parent("select") or field
        count = page.text_of(whole.select_one(".count")) or "".join(re.findall(r"\((\d+)\)$", page.text_of(field)))
        label = page.text_of(whole).removesuffix(f"({count})").removesuffix(count).strip()
        chosen = field.has_attr("checked") or field.has_attr("selected")
        found[str(menu["name"])].append((str(field["value"]), label, int(count) if count else None, chosen))
        assert (whole.get("class") == "none") == (count == "0" and field.name == "input"), label
    return found


def uncounted(offers: dict[str, list[Option]]) -> list[tuple[str, str, str, bool]]:
    return [(name, value, label, chosen) for name in offers for value, label, _, chosen in offers[name]]


# -- Exports


def check_exports(client: Client, model: Model, question: Question, found: list[Number]) -> None:
    expected = [exported(model, number) for number in found]
    plain = [[None if place == REMOVED else as_text(value) for place, value in enumerate(row)] for row in expected]
    cells = [[value and cell(value) for value in row] for row in plain]
    query = urlencode(question.query)
    text = download(client, f"{reverse('export-csv')}?{query}").decode()
    assert text[0] == "\ufeff"
    header, *rows = csv.reader(io.StringIO(text[1:], newline=""))
    assert header == EXPORTED
    assert without_removal(model, found, rows) == cells
    objects = json.loads(download(client, f"{reverse('export-json')}?{query}"))
    assert all([*given] == EXPORTED for given in objects)
    assert without_removal(model, found, [[*given.values()] for given in objects]) == expected
    book = load_workbook(io.BytesIO(download(client, f"{reverse('export-xlsx')}?{query}&fields=all")))
    _, *sheet = book["Numbers"].iter_rows(values_only=True)
    assert [[row[place] or "" for place in VERBATIM] for row in sheet] == [
        [row[place] for place in VERBATIM] for row in plain
    ]
    _, *assigned = book["Assignments"].iter_rows(values_only=True)
    assert [row[4:] for row in assigned] == [(n.id, person.id) for n in found for person in model.holders(n)]


def exported(model: Model, number: Number) -> list[Any]:
    """A number as an export has it, but for the moment of its removal."""
    people = model.holders(number)
    fields = [number.formattedNumber, number.country, number.kind, number.area, number.groupId, number.forward]
    times = [moment and moment.astimezone(UTC).isoformat() for moment in (number.created, number.updated)]
    return [
        number.id, number.name, number.symbol, number.number, *fields, number.status, number.portRequestId,
        *number.ways.values(), *times, None,
        [person.name for person in people], [person.email for person in people], [person.id for person in people],
    ]  # fmt: skip


def without_removal(model: Model, found: list[Number], rows: list[list[Any]]) -> list[list[Any]]:
    """The rows without the moment of removal, after a look at it: the refresh that noticed it, or nothing."""
    for number, row in zip(found, rows, strict=True):
        if number.removed:
            assert 0 <= (model.now - datetime.fromisoformat(row[REMOVED])).total_seconds() < 60
        else:
            assert not row[REMOVED]
        row[REMOVED] = None
    return rows


def as_text(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else value or ""


def cell(text: str) -> str:
    """A value in CSV: what would run in a spreadsheet is quoted."""
    return f"'{text}" if text.startswith(("=", "@")) else text


def download(client: Client, address: str) -> bytes:
    response: Any = client.get(address)
    assert response.status_code == 200
    return b"".join(response)


# -- People, groups and the search box


@given(workspaces(), st.sampled_from(["", *NEEDLES]), st.sampled_from(["", *filter(None, ROLES)]), st.data())
@modestly
def test_people_groups_and_the_search_box(
    owner: Client, answers: list[Answer], text: str, role: str, data: st.DataObject
) -> None:
    with loaded(answers) as model:
        sort = data.draw(
            st.sampled_from(["name", "-name", "email", "-email", "role", "-role", "held", "-held", "-alone"])
        )
        numbers = data.draw(st.sampled_from(["", "", "none", "some"]))
        state = data.draw(st.sampled_from(["", "", "current", "removed", "all"]))
        check_people(owner, model, text, role, numbers, state, sort)
        for person in data.draw(st.lists(st.sampled_from([*model.people] or [""]), max_size=2, unique=True)):
            if person:
                check_person(owner, model, person)
        if model.people:
            some = st.lists(st.sampled_from([*model.people]), min_size=1, unique=True)
            check_offboarding(owner, model, data.draw(some))
        check_groups(owner, model, data.draw(st.sampled_from(["first", "-first", "group", "numbers", "-numbers"])))
        check_find(owner, model, text)


def test_everybody_and_every_word(owner: Client) -> None:
    with loaded(a_workspace(24)) as model:
        for text in NEEDLES:
            check_people(owner, model, text)
            check_find(owner, model, text)
        for role in filter(None, ROLES):
            check_people(owner, model, role=role)
        for numbers in ("none", "some"):
            for state in ("current", "removed", "all"):
                check_people(owner, model, numbers=numbers, state=state)
        for column in ("name", "email", "role", "held", "alone"):
            check_people(owner, model, state="all", sort=column)
            check_people(owner, model, sort=f"-{column}")
        for id, person in model.people.items():
            check_person(owner, model, id)
            check_people(owner, model, person.name.upper())
            check_find(owner, model, person.name.upper())
        for column in ("group", "first", "numbers"):
            check_groups(owner, model, column)
            check_groups(owner, model, f"-{column}")


def check_people(
    client: Client,
    model: Model,
    text: str = "",
    role: str = "",
    numbers: str = "",
    state: str = "",
    sort: str = "name",
) -> None:
    query = [("q", text), ("role", role), ("numbers", numbers), ("state", state), ("sort", sort)]
    page = fetch(client, reverse("users"), query)
    found = model.people_found(text, role, numbers, state or "current", sort)
    assert number_in(page.text_of(page.soup.select_one(".matching"))) == len(found)
    rows = [[row[1].removesuffix(" removed <1 min ago"), *row[2:4]] for row in page.rows[1:]]
    assert rows == [[p.name, p.email or "–", words.role(p) or "–"] for p in found]
    marked = [bool(row.select(".badge")) for row in page.soup.select("table.people tbody tr")]
    assert marked == [person.id in model.left for person in found]
    check_menus(model, page, text, {"role": role, "numbers": numbers, "state": state})
    held = [(len(model.assigned_to(person.id)), len(model.sole_count(person.id))) for person in found]
    assert [tuple(count_in(cell) for cell in row[4:]) for row in page.rows[1:]] == held
    links = [query_of(str(link["href"])) for link in page.soup.select("td.col-held a")]
    assert links == [[("user", person.id)] for person in found if model.assigned_to(person.id)]


def check_menus(model: Model, page: Reader, text: str, asked: dict[str, str]) -> None:
    """Each choice says how many users the list has with that choice, and all others as they are."""
    for name, chosen in asked.items():
        options = page.soup.select(f"select[name={name}] option")
        for option in options[1:]:
            query = asked | {"state": asked["state"] or "current"} | {name: str(option["value"])}
            assert number_in(page.text_of(option).rpartition("(")[2]) == len(model.people_found(text, **query))
        # What is chosen stays among them, whether anybody has it or not.
        chosen_here = [str(option["value"]) for option in options if option.has_attr("selected")]
        assert chosen_here == ([chosen] if chosen not in ("", "current") else [])


def count_in(text: str) -> int:
    """The number at a cell's end; words stand for none."""
    last = text.split()[-1]
    return int(last) if last.isdigit() else 0


def check_person(client: Client, model: Model, id: str) -> None:
    person, numbers, alone = model.people[id], model.sorted_numbers(model.assigned_to(id)), model.sole_count(id)
    page = fetch(client, reverse("user", args=[id]))
    assert ids_of(page) == [number.id for number in numbers[:50]]
    assert texts(page, "h1") == [person.name]
    marked = [row.select_one("th .badge") is not None for row in page.soup.select("table.numbers tbody tr")]
    assert marked == [number in alone for number in numbers[:50]]
    had = {fact.number for fact in model.changes if (fact.kind, fact.user) == ("user-unassigned", id)}
    had |= {number.id for number in model.numbers.values() if number.removed and id in number.groups}
    if id in model.left:  # of numbers that others have now, and of those that nobody has
        numbers_had = [model.numbers[number] for number in had]
        now = [[] if n.removed else [person.name for person in model.holders(n)] for n in numbers_had]
        rows = page.soup.select("[aria-labelledby=h-had] li")
        assert sorted([page.text_of(link) for link in row.select("a")[1:]] for row in rows) == sorted(now)
    assert [int(text) for text in texts(page, ".pill")] == [len(had if id in model.left else numbers)]
    notices = texts(page, "#detail .notice.waiting")
    gone = [text for text in notices if text.startswith("Quo no longer lists this user.")]
    assert len(gone) == (id in model.left)
    warnings = [text.removeprefix(f"If {person.name} left") for text in notices if text not in gone]
    assert [number_in(warning) for warning in warnings] == ([len(alone)] if alone else [])
    links = [str(link["href"]) for link in page.soup.select("#h-numbers a")]
    assert [query_of(link) for link in links if link.startswith(reverse("numbers"))] == [[("user", id)]] * bool(numbers)
    assert (reverse("offboarding", args=[id]) in page.links) == bool(numbers)
    assert download(client, reverse("offboarding", args=[id])).decode() == words.offboarding(model, [person])


def check_offboarding(client: Client, model: Model, ids: list[str]) -> None:
    people, query = model.by_name(model.people[id] for id in ids), urlencode([("user", id) for id in ids])
    address = f"{reverse('offboarding-of-several')}?{query}"
    text = download(client, address).decode()
    assert text == words.offboarding(model, people)
    header, *rows = csv.reader(io.StringIO(download(client, f"{address}&format=csv").decode("utf-8-sig"), newline=""))
    found = [dict(zip(header, row, strict=True)) for row in rows]
    numbers = {number.id: number for number in model.current}
    assert len(found) == text.count("\n[ ] ")
    for row in found:
        users = {person.id: person.name for person in model.holders(numbers[row["id"]])}
        assert row["reassign_before_offboarding"] == ("yes" if set(users) <= set(ids) else "no")
        assert row["user_ids_leaving"] == "; ".join(id for id in users if id in ids)
        assert row["other_users"] == cell("; ".join(name for id, name in users.items() if id not in ids))


def check_groups(client: Client, model: Model, sort: str) -> None:
    page, groups = fetch(client, reverse("groups"), [("sort", sort)]), model.groups(sort)
    assert page.rows[1:] == [words.group(*row) for row in groups]
    assert number_in(page.text_of(page.soup.select_one(".matching"))) == len(groups)
    for group, _, count in groups[:1]:
        page, numbers = fetch(client, reverse("group", args=[group])), model.listed([("group", group)])
        assert ids_of(page) == [number.id for number in numbers[:50]]
        assert [int(text) for text in texts(page, "#h-numbers .pill")] == [count]
        people = model.by_name({person for number in numbers for person in model.holders(number)})
        assert texts(page, "[aria-labelledby=h-people] li a") == [person.name for person in people]


def check_find(client: Client, model: Model, text: str) -> None:
    numbers, people = model.listed([("q", text)]), model.people_found(text)
    response = client.get(reverse("find"), {"q": text})
    if text and len(numbers) == 1 and not people:
        assert response.headers["Location"] == reverse("number", args=[numbers[0].id])
    elif text and len(people) == 1 and (not numbers or people[0].name.casefold() == text.casefold()):
        assert response.headers["Location"] == reverse("user", args=[people[0].id])
    else:
        page = read(response, spoken=True)
        shown = {kind: texts(page, f"[aria-labelledby=h-{kind}] li a") for kind in ("numbers", "people")}
        names = [" ".join(number.name.split()) or "No name" for number in numbers]
        assert shown == {"numbers": names[:20] if text else [], "people": [p.name for p in people][:20] if text else []}
        more = page.soup.select("[aria-labelledby=h-numbers] > p > a")
        assert [query_of(str(link["href"])) for link in more] == ([[("q", text)]] if text and len(numbers) > 20 else [])
        assert bool(page.soup.select("#main .empty")) == (not text or not (numbers or people))


# -- The overview and what changed


@example(a_workspace(40), "number-changed")
@given(workspaces(), st.sampled_from(KINDS))
@settings(modestly, max_examples=modestly.max_examples // 2)
def test_the_overview_and_the_changes(owner: Client, answers: list[Answer], kind: str) -> None:
    with loaded(answers) as model:
        check_overview(owner, model)
        check_changes(owner, model, kind)


def test_the_overview_of_few_numbers(owner: Client) -> None:
    """Of one and of several, of those that are held as well."""
    for size in (1, 2, 5, 12):
        for answers in (a_workspace(size), [*a_workspace(size), Answer([])]):
            with loaded(answers) as model:
                check_overview(owner, model)


def test_many_removals(owner: Client) -> None:
    """Ten numbers and ten people that go at once are a line each; nine are nine lines."""
    (first, _), more = a_workspace(11), [{"id": f"US1{place}", **dict.fromkeys(PERSON)} for place in range(10)]
    everybody = [*(first.people or []), *more]
    for gone, lines in (9, [1, 1]), (10, [10, 10]):
        answers = [Answer(first.numbers, everybody), Answer(first.numbers[gone:], everybody[: len(everybody) - gone])]
        with loaded(answers) as model:
            assert sorted(count for *_, count in told(model, model.news))[-2:] == lines
            for kind in ("number-removed", "user-removed"):
                check_changes(owner, model, kind)
            check_overview(owner, model)


def check_overview(client: Client, model: Model) -> None:
    page = fetch(client, reverse("overview"))
    glance = page.soup.select_one(".glance")
    assert glance
    statistics = [number_in(text) for text in re.split(r", |\. |; ", page.text_of(glance)) if re.match(r"\d", text)]
    people = model.current_people
    without = len(model.people_found(numbers="none"))
    doubted = len(model.listed([("unverified", "yes")]))
    verified = [len(model.current) - doubted] if doubted else []
    forwarded = len(model.listed([("forward", "yes")]))
    lacking = [without] if without else []
    assert statistics == [len(model.current), len(people), *lacking, *verified, len(model.news), forwarded]
    check_links(model, page, ".heat a, .pipeline a, .bars li", WAYS)
    check_attention(model, page)
    check_statistics(model, page)
    latest = changes_in(fetch(client, reverse("changes")))
    shown = changes_in(page)
    assert len(shown) == min(10, len(latest))
    assert [links for links, *_ in shown] == [links for links, *_ in latest[: len(shown)]]


def check_links(model: Model, page: Reader, selector: str, ways: tuple[str, ...]) -> None:
    """Every count is a link that lists as many numbers."""
    for tag in page.soup.select(selector):
        link = tag if tag.name == "a" else tag.a
        figure = tag.find("strong") or (tag.find_all("span") or [None])[-1]
        assert isinstance(figure, Tag)
        assert isinstance(link, Tag)
        assert number_in(page.text_of(figure)) == len(model.listed(query_of(str(link["href"]))))
    assert [query_of(str(link["href"])) for link in page.soup.select(".heat a")] == [
        [("restricted", way)] for way in ways
    ]


def check_attention(model: Model, page: Reader) -> None:
    """What needs attention, the worst first, with how many numbers each line is about."""
    failed, stalled = [number for number in model.current if number.has_failed], model.listed([("stalled", "yes")])
    blocked, nobody = model.listed([("restricted", "messaging.US")]), model.listed([("assigned", "no")])
    left = [number for number in model.left_with_one if not number.removed]
    statuses = sorted({("porting", number.status) for number in failed})
    expected: list[tuple[Sequence[Any], tuple[str, str], str, Query]] = [
        (failed, words.FAILED_PORTS, "numbers", statuses),
        (stalled, words.STALLED_PORTS, "numbers", [("stalled", "yes"), ("sort", "since")]),
        (blocked, words.BLOCKED, "numbers", [("restricted", "messaging.US")]),
        (model.looping, words.LOOPING, "numbers", [("looping", "yes")]),
        (nobody, words.NOBODY, "numbers", [("assigned", "no")]),
        (model.listed([("warnings", "yes")]), words.WARNED, "numbers", [("warnings", "yes")]),
        (left, words.LEFT_WITH_ONE, "numbers", [("left", "yes")]),
        ([*model.left], words.gone(), "users", [("state", "removed"), ("sort", "-removed")]),
    ]
    items = page.soup.select(".attention li:not(.calm)")
    lines = [(page.text_of(item.strong), page.text_of(item.p and item.p.span), item.a) for item in items]
    links = [(title, str(link["href"])) for title, _, link in lines if link]
    held = [title for title, link in links if link.startswith(reverse("refreshes"))]
    assert held == ([words.some(words.HELD, len(model.held))] if model.held else [])
    assert [(title, urlsplit(link).path, query_of(link)) for title, link in links[len(held) :]] == [
        (words.some(title, len(what)), reverse(name), query) for what, title, name, query in expected if what
    ]
    assert [int(text) for text in texts(page, "#h-attention .pill")] == [len(items)]
    assert bool(page.soup.select(".attention .calm")) == (not items)
    details = {str(link["href"]): detail for _, detail, link in lines if link}
    if stalled:
        oldest = model.by_age(stalled)[0]
        said = f"Oldest: {oldest.display}, {oldest.status} for {words.age(model, oldest.since)}."
        assert details[f"{reverse('numbers')}?stalled=yes&sort=since"] == said
    if failed:
        first = ", ".join(number.display for number in model.by_age(failed)[:2])
        more = f" and {len(failed) - 2} more" if len(failed) > 2 else ""
        assert details[f"{reverse('numbers')}?{urlencode(statuses)}"] == f"{first}{more}."


def check_statistics(model: Model, page: Reader) -> None:
    open_ports = [
        (status, count)
        for status, count in model.counted(lambda number: number.status)
        if status and status not in DONE | CANCELLED
    ]
    open_ports.sort(key=lambda port: port_order(port[0]))
    failed = sum(count for status, count in open_ports if status in FAILED)
    under_way = sum(count for status, count in open_ports if status in STEPS)
    pills = [f"{under_way} under way", *([f"{failed} rejected or failed"] if failed else [])]
    assert texts(page, "#h-restrictions ~ h2 .pill") == pills
    tiles = [str(tile["href"]) for tile in page.soup.select(".pipeline a")]
    asked = [value for link in tiles for _, value in query_of(link)]
    assert texts(page, ".stage > small") == [ages(model, model.listed(query_of(link))) for link in tiles]
    assert bool(tiles) == bool(open_ports)
    assert {status for status, _ in open_ports} <= set(asked)
    assert asked[:5] == (["draft", "submitted", "pending", "in-progress", "scheduled"] if tiles else [])
    alone = model.holding_alone()
    ranks = [f"{person.name} {count} number{'s' * (count != 1)}" for person, count in alone[:5]]
    assert texts(page, ".ranks li") == ranks
    assert [number_in(text) for text in texts(page, "#h-alone .more")] == ([len(alone)] if alone else [])
    assert texts(page, ".bars li > a") == [words.kind(country, kind) for country, kind, _ in model.kinds()]
    rest = len(model.current) - sum(count for *_, count in model.kinds())
    assert [number_in(text) for text in texts(page, ".bars + p a")] == ([rest] if rest else [])
    most = max((count for *_, count in model.kinds()), default=1)
    widths = [str(bar["width"]) for bar in page.soup.select(".bars rect")]
    assert widths == [str(round(100 * count / most)) for *_, count in model.kinds()]


def ages(model: Model, numbers: list[Number]) -> str:
    """How long the numbers of a stage have been in it: the newest to the oldest."""
    since = sorted(number.since for number in numbers if number.since)
    if not since:
        return ""
    newest, oldest = words.age(model, since[-1]), words.age(model, since[0])
    return f"{newest} to {oldest}" if newest != oldest else newest


Line = tuple[frozenset[str], str, int]  # what it links to, the refresh that saw it, how many changes it stands for


def changes_in(page: Reader) -> list[Line]:
    """The lines of a timeline."""
    lines = []
    for item in page.soup.select("ol.timeline > li"):
        links = {str(link["href"]) for link in item.select("a")}
        refreshes = {link for link in links if link.startswith(reverse("refreshes"))}
        many = item.select_one(f"a[href^='{reverse('changes')}?']")
        lines.append((frozenset(links - refreshes), "".join(refreshes), number_in(page.text_of(many)) if many else 1))
    return lines


def told(model: Model, facts: list[Fact], *, one_by_one: bool = False) -> list[Line]:
    """A line for each; but ten removals or more of one kind and refresh are a line together, which links to them."""
    alike: dict[tuple[int, str], list[Fact]] = {}
    for fact in facts:
        alike.setdefault((model.refresh_of(fact), fact.kind), []).append(fact)
    lines: list[Line] = []
    for (id, kind), some in alike.items():
        refresh = reverse("refresh", args=[id])
        if kind.endswith("-removed") and len(some) >= 10 and not one_by_one:
            lines.append((frozenset([f"{reverse('changes')}?refresh={id}&kind={kind}"]), refresh, len(some)))
        else:
            lines += [(about(fact.number, fact.user), refresh, 1) for fact in some]
    return lines


def check_changes(client: Client, model: Model, kind: str) -> None:
    """The list tells all news, the newest first; of one kind, number or person where that is asked for."""
    number, user = next(iter(model.numbers), "PN"), next(iter(model.people), "US")
    news = told(model, model.news)
    asked: list[tuple[Query, list[Line]]] = [
        ([], news),
        ([("kind", kind)], told(model, [fact for fact in model.news if fact.kind == kind])),
        # Of one number or person all is told, from the first answer on.
        ([("number", number)], told(model, [fact for fact in model.changes if fact.number == number])),
        ([("user", user)], told(model, [fact for fact in model.changes if fact.user == user])),
    ]
    for links, refresh, count in news:
        if count > 1:
            query = query_of(next(iter(links)))
            removals = [fact for fact in model.news if ("kind", fact.kind) in query]
            lines = [line for line in told(model, removals, one_by_one=True) if line[1] == refresh]
            asked.append((query, lines))
    for query, lines in asked:
        page = fetch(client, reverse("changes"), [("per_page", "250"), *query])
        found = changes_in(page)
        assert query or [number_in(text) for text in texts(page, ".matching")] == [len(model.news)]
        order = sorted((refresh_in(line) for line in lines), reverse=True)
        assert [refresh_in(line) for line in found] == order[:250]
        if len(lines) <= 250:
            assert Counter(found) == Counter(lines)


def refresh_in(line: Line) -> int:
    return int(line[1].rstrip("/").rpartition("/")[2])


def about(number: str, user: str) -> frozenset[str]:
    links = [reverse(name, args=[id]) for name, id in (("number", number), ("user", user)) if id]
    return frozenset(links)
