"""Random small workspaces, as the answers that Quo gives of them, and random questions about them."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from .model import CHOICES, KINDS, NUMBERS, STEPS, Answer, Query

NOW = datetime.now(UTC).replace(microsecond=0)
# Around ten days, after which a port counts as stalled, and never just before a unit of time is full.
AGES = [timedelta(hours=hours) for hours in (2, 50, 239, 241, 24 * 45, 24 * 500)]
TIMES = [None, *((NOW - age).isoformat() for age in AGES)]
BIRTHS = [None, "2021-07-01T00:00:00Z", "2023-12-31T23:59:59Z", "2024-01-01T00:00:00Z", "2024-05-05T05:05:05.123Z"]
ROLES = ["owner", "admin", "member", "auditor", None]
STATUSES = [
    None,
    None,
    "pending",
    "Pending ",
    "in-progress",
    "In_Progress",
    "Rejected",
    "exception",
    "completed",
    "Ported",
    "port-canceled",
    "on hold",
]
GROUPS = ["GR1", "GR2", "gr1", None]
VALUES = ["restricted", "unrestricted", "limited", None]
USERS = ["US1", "US2", "US3", "US4"]
EVERYBODY = [*USERS, "US5", "US6"]  # the last ones are never assigned to a number
PERSON: dict[str, list[Any]] = {
    "firstName": ["Ada", "Émile", "øystein", "Zoë", "", None],
    "lastName": ["Byron", "Çelik", "straße", None],
    "email": ["ada@example.com", "EMILE@example.com", "z@example.org", None],
    "role": ROLES,
}
NUMBER: dict[str, list[Any]] = {
    "number": [*NUMBERS],
    "formattedNumber": [None, None, "(555) 555-5555", "+12025550101"],
    "name": [
        "Sales",
        "Line 2",
        "line 10",
        "Zoé",
        "support",
        "Émile’s",
        "emile 3",
        "straße",
        "=1+1",
        'a, "b"\nc',
        "",
        None,
    ],
    "symbol": ["☎", None],
    "groupId": GROUPS,
    "forward": [None, None, "+12125550144", "+442079460018", "extension 7"],
    "portRequestId": [None, None, "req-202"],
    "portingStatus": STATUSES,
    "createdAt": BIRTHS,
    "updatedAt": TIMES,
    "groups": ["GR1", "GR9", None],  # of the number's people
}


def one_of_each(values: dict[str, list[Any]]) -> dict[str, st.SearchStrategy[Any]]:
    return {name: st.sampled_from(some) for name, some in values.items()}


PEOPLE = st.fixed_dictionaries(one_of_each(PERSON))
REGIONS = st.none() | st.fixed_dictionaries(dict.fromkeys(("US", "CA", "Intl"), st.sampled_from(VALUES)))
FIELDS = one_of_each(NUMBER) | {
    "restrictions": st.none() | st.fixed_dictionaries({"calling": REGIONS, "messaging": REGIONS}),
    "holders": st.lists(st.sampled_from(USERS), max_size=4, unique=True),
}
CHANGES = st.fixed_dictionaries({}, optional=FIELDS)


@st.composite
def workspaces(draw: st.DrawFn) -> list[Answer]:
    """One to three answers: the first, and what later ones say differently. Sometimes of several pages' length."""
    people = {id: draw(PEOPLE) for id in EVERYBODY}
    listed = st.sets(st.sampled_from(EVERYBODY)) if draw(st.booleans()) else st.none()
    drawn = draw(st.lists(st.fixed_dictionaries(FIELDS), max_size=7))
    copies = draw(st.sampled_from([1, 1, 1, 6]))
    known = {f"PN{copy}-{place}": fields for copy in range(copies) for place, fields in enumerate(drawn)}
    answers = [_answer(known, people, draw(listed))]
    for _ in range(draw(st.sampled_from([0, 1, 1, 2]))):
        moved = draw(st.dictionaries(st.sampled_from([*known] or ["PN0-0"]), CHANGES, max_size=3))
        known |= {id: known[id] | moved[id] for id in moved if id in known}
        person = draw(st.sampled_from([*people]))
        people |= {person: people[person] | draw(st.fixed_dictionaries({}, optional={"role": st.sampled_from(ROLES)}))}
        gone = draw(st.sets(st.sampled_from([*known] or ["PN0-0"]), max_size=3))
        answers.append(_answer({id: known[id] for id in known if id not in gone}, people, draw(listed)))
    return answers


def a_workspace(size: int) -> list[Answer]:
    """Always the same workspace, that has some of everything, in two answers."""
    chance = random.Random(10)
    people = {
        id: {name: some[place % len(some)] for name, some in PERSON.items()} for place, id in enumerate(EVERYBODY)
    }
    known = {f"PN{place}": _some_number(chance, place) for place in range(size)}
    first = _answer(known, people, {*EVERYBODY})
    for place in range(0, size, 7):
        known[f"PN{place}"] |= {name: chance.choice(NUMBER[name]) for name in ("name", "portingStatus", "updatedAt")}
    gone = [f"PN{place}" for place in range(3, size, 11)]
    return [first, _answer({id: known[id] for id in known if id not in gone}, people, {*EVERYBODY[1:5]})]


def _some_number(chance: random.Random, place: int) -> dict[str, Any]:
    regions = [{region: chance.choice(VALUES) for region in ("US", "CA", "Intl")} for _ in range(2)]
    return {name: some[place % len(some)] for name, some in NUMBER.items() if name in ("number", "portingStatus")} | {
        **{name: chance.choice(some) for name, some in NUMBER.items() if name not in ("number", "portingStatus")},
        "restrictions": chance.choice([None, dict(zip(("calling", "messaging"), regions, strict=True))]),
        "holders": chance.sample(USERS, chance.choice([0, 1, 1, 2, 4])),
    }


def _answer(known: dict[str, Any], people: dict[str, Any], listed: set[str] | None) -> Answer:
    records = []
    for id, fields in known.items():
        said = {name: value for name, value in fields.items() if name not in ("holders", "groups")}
        users = [{"id": user, "groupId": fields["groups"], **people[user]} for user in fields["holders"]]
        records.append({"id": id, **said, "users": users})
    return Answer(records, None if listed is None else [{"id": id, **people[id]} for id in sorted(listed)])


@dataclass(frozen=True)
class Question:
    """A query of /numbers/: its filters, and how the list is shown."""

    filters: Query
    shown: Query

    @property
    def query(self) -> Query:
        return [*self.filters, *self.shown]

    @property
    def makes_sense(self) -> bool:
        return all(value in CHOICES.get(name, {value}) for name, value in self.filters)


NEEDLES = [
    "ada",
    "ÉM",
    "byron",
    "STRASSE",
    "(5) 55",
    "(202) 555",
    "202-555-01",
    "555",
    "12",
    "pn0",
    "GR1",
    "req",
    "@example.ORG",
    "zz",
    "us2",
    "+44 20",
    "2125550144",
    "emile",
    "byron ada",
    "sales Strasse",
    "celik zoe",
    "ｓａｌｅｓ",
    "%",
    "_",
]
SINGLE: dict[str, list[str]] = {
    "q": NEEDLES,
    "role": ["owner", "admin", "member", "auditor"],
    "group": ["GR1", "gr1", "GR7"],
    "assigned": ["yes", "no"],
    "forward": ["yes", "no"],
    "country": ["US", "CA", "DE", "none"],
    "kind": [*KINDS],
    "stalled": ["yes"],
    "unverified": ["yes"],
    "warnings": ["yes"],
    "sole": ["yes"],
    "looping": ["yes"],
    "left": ["yes"],
    "updated": ["24h", "7d", "30d"],
    "state": ["removed", "all", "all", "current"],
}
MULTIPLE: dict[str, list[str]] = {
    "user": ["US1", "US2", "US3", "USnobody"],
    "porting": ["none", *STEPS, "ported", "exception", "on-hold"],
    "restricted": sorted(CHOICES["restricted"]),
    "id": ["PN0-0", "PN0-1", "PN0-2", "PN1-0", "PN1", "PN3", "PNnone"],
}
SHOWN: dict[str, list[str]] = {
    "sort": [
        way + name
        for name in ("name", "number", "area", "people", "calling", "texting", "porting", "forward", "updated")
        for way in ("", "-")
    ],
    "page": ["1", "2", "3", "0", "99", "x"],
    "per_page": ["25", "100", "7"],
}
"""What each filter may be asked for. Those of MULTIPLE take several values."""


@st.composite
def questions(draw: st.DrawFn) -> Question:
    names = draw(st.lists(st.sampled_from([*SINGLE, *MULTIPLE, *MULTIPLE]), max_size=3, unique=True))
    filters: list[tuple[str, str]] = []
    for name in names:
        values = st.sampled_from(SINGLE.get(name) or MULTIPLE[name])
        some = draw(st.lists(values, min_size=1, max_size=3 if name in MULTIPLE else 1, unique=True))
        filters += [(name, value) for value in some]
    if names and names[0] in CHOICES and draw(st.integers(0, 15)) == 0:
        filters.append((names[0], "nonsense"))
    shown = [(name, draw(st.sampled_from(SHOWN[name]))) for name in SHOWN if draw(st.booleans())]
    return Question(filters, shown)
