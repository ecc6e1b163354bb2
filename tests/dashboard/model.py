"""A workspace as plain Python: what Quo's answers mean, and what follows from them for the pages.

A second computation, by the simplest means and from the JSON alone. It shares no code with the product, so that both
being wrong in the same way is unlikely.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

Record = dict[str, Any]
Query = Sequence[tuple[str, str]]

WAYS = ("calling.US", "calling.CA", "calling.Intl", "messaging.US", "messaging.CA", "messaging.Intl")
STEPS = ("draft", "submitted", "pending", "in-progress")
DONE, FAILED = {"completed", "ported"}, {"rejected", "failed", "exception"}
CANCELLED = {"cancelled", "canceled", "port-canceled"}
KIND_LABELS = {"local": "Local", "toll-free": "Toll-free", "mobile": "Mobile", "other": "Other", "unknown": "Unknown"}
KINDS = tuple(KIND_LABELS)
CHOICES = {
    "restricted": {"any", *WAYS}, "assigned": {"yes", "no"}, "forward": {"yes", "no"}, "kind": {*KINDS},
    "stalled": {"yes"}, "unverified": {"yes"}, "warnings": {"yes"}, "sole": {"yes"}, "looping": {"yes"},
    "left": {"yes"}, "updated": {"24h", "7d", "30d"}, "state": {"current", "removed", "all"},
}  # fmt: skip
STALLED_AFTER = timedelta(days=10)
PERIODS = {"24h": timedelta(days=1), "7d": timedelta(days=7), "30d": timedelta(days=30)}

# Numbers with their country, kind, area and written form, as the numbering plans have them.
NUMBERS = {
    "+12025550101": ("US", "local", "Washington D.C.", "(202) 555-0101"),
    "+12025550102": ("US", "local", "Washington D.C.", "(202) 555-0102"),
    "+12125550144": ("US", "local", "New York, NY", "(212) 555-0144"),
    "+18005550100": ("", "toll-free", "", "(800) 555-0100"),
    "+15550100123": ("", "unknown", "", "(555) 010-0123"),
    "+16135550123": ("CA", "local", "Ontario", "(613) 555-0123"),
    "+18765550100": ("JM", "mobile", "", "(876) 555-0100"),
    "+442079460018": ("GB", "local", "London", "+44 20 7946 0018"),
    "+448081570000": ("", "toll-free", "", "+44 808 157 0000"),
    "+4930901820": ("DE", "local", "Berlin", "+49 30 901820"),
    "+61412345678": ("AU", "mobile", "", "+61 412 345 678"),
    "+80012345678": ("", "toll-free", "", "+800 1234 5678"),
    "+999123": ("", "unknown", "", "+999123"),
    "extension 7": ("", "unknown", "", "extension 7"),
}
COUNTRIES = {
    "US": "United States", "CA": "Canada", "JM": "Jamaica", "GB": "United Kingdom", "DE": "Germany", "AU": "Australia",
}  # fmt: skip


@dataclass(frozen=True)
class Person:
    id: str
    email: str
    first_name: str
    last_name: str
    role: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email or self.id

    @property
    def texts(self) -> list[str]:
        return [f"{self.first_name} {self.last_name}".strip(), self.email, self.id]


@dataclass
class Number:
    id: str
    said: dict[str, str]  # the API's fields, null as ""
    ways: dict[str, str]  # the restriction values
    groups: dict[str, str]  # of each of its people
    created: datetime | None
    updated: datetime | None
    warned: bool = False  # the record breaks the contract
    since: datetime | None = None
    removed: bool = False
    unverified: bool = False  # the last answer should have held it, and did not

    def __getattr__(self, name: str) -> str:
        """What the numbering plans say of it, and the API's fields by their names."""
        if name in ("country", "kind", "area"):
            return NUMBERS[self.said["number"]][("country", "kind", "area").index(name)]
        if name in self.said:
            return self.said[name]
        raise AttributeError(name)

    @property
    def display(self) -> str:
        given = self.said["formattedNumber"]
        return given if given and given != self.number else written(self.number)

    @property
    def status(self) -> str:
        return self.said["portingStatus"]

    @property
    def has_failed(self) -> bool:
        return self.status in FAILED

    @property
    def is_under_way(self) -> bool:
        return self.status in STEPS


def written(number: str) -> str:
    return NUMBERS[number][3] if number in NUMBERS else number


@dataclass(frozen=True)
class Fact:
    """Something that changed: in which answer, what kind of change, of which number and person."""

    answer: int
    kind: str
    number: str = ""
    user: str = ""
    listed: bool = False  # by the list of users, which has a refresh of its own


@dataclass(frozen=True)
class Answer:
    """What Quo says of the workspace: its numbers, and its users where their list came too."""

    numbers: list[Record]
    people: list[Record] | None = None


@dataclass
class Model:
    """The workspace after some answers."""

    now: datetime
    numbers: dict[str, Number] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    changes: list[Fact] = field(default_factory=list)
    left: set[str] = field(default_factory=set)  # people who are removed
    held: set[str] = field(default_factory=set)  # numbers and people whose removal waits for a decision
    answers: int = 0
    refreshes: dict[tuple[int, bool], int] = field(default_factory=dict)  # by answer and list: Fact.answer, Fact.listed
    shared: dict[str, list[int]] = field(default_factory=dict)  # how many users each number had after each answer

    # -- What an answer means

    def learn(self, said: Answer, moment: datetime) -> None:
        answer = said.numbers
        place, before = self.answers, {number.id for number in self.current}
        self.answers += 1
        changes: list[Fact] = []
        for record in answer:
            for user in record["users"]:
                changes += self._meet(user, place)
            changes += self._see(record, moment, place)
        gone = before - {record["id"] for record in answer}
        doubted = not answer or (len(gone) > 10 and len(gone) * 10 > len(before))
        self.held = gone if doubted else set()
        for id in self.held:
            self.numbers[id].unverified = True
        for id in gone - self.held:
            self.numbers[id].removed = True
            changes.append(Fact(place, "number-removed", id))
        if said.people is not None:
            changes += [replace(fact, listed=True) for fact in self._meet_everybody(said.people, place)]
        self.changes += changes
        for number in self.numbers.values():
            self.shared.setdefault(number.id, []).append(len(number.groups))

    def _meet_everybody(self, people: list[Record], place: int) -> list[Fact]:
        """Who is listed and has no number is as the list says; who is neither listed nor has one is gone."""
        before, changes = {*self.people} - self.left, []
        for record in people:
            if not self.assigned_to(record["id"]):
                changes += self._meet(record, place)
        gone = {id for id in before if not self.assigned_to(id)} - {record["id"] for record in people}
        if gone and not people:
            self.held |= gone
            return changes
        self.left |= gone
        return changes + [Fact(place, "user-removed", user=id) for id in gone]

    @property
    def news(self) -> list[Fact]:
        """What the first answer adds is not new in Quo."""
        return [fact for fact in self.changes if fact.answer]

    def refresh_of(self, fact: Fact) -> int:
        return self.refreshes[fact.answer, fact.listed]

    def _meet(self, user: Record, place: int) -> list[Fact]:
        fields = [user["email"] or "", user["firstName"] or "", user["lastName"] or "", user["role"] or ""]
        person, before = Person(user["id"], *fields), self.people.get(user["id"])
        self.people[person.id] = person
        if before is None:
            return [Fact(place, "user-added", user=person.id)]
        names = ("email", "first_name", "last_name", "role")
        moved = sum(getattr(before, name) != getattr(person, name) for name in names)
        back = [Fact(place, "user-restored", user=person.id)] if person.id in self.left else []
        self.left.discard(person.id)
        return back + [Fact(place, "user-changed", user=person.id)] * moved

    def _see(self, record: Record, moment: datetime, place: int) -> list[Fact]:
        id, before = record["id"], self.numbers.get(record["id"])
        number = self.numbers[id] = read_number(record)
        if before is None:
            number.since = (number.updated or moment) if number.status else None
            given = [Fact(place, "user-assigned", id, user) for user in number.groups if place]
            return [Fact(place, "number-added", id), *given]
        number.since = before.since if number.status == before.status else moment if number.status else None
        changes = [Fact(place, "number-restored", id)] if before.removed else []
        old, new = before.said | before.ways, number.said | number.ways
        fields = sum(old[name] != new[name] for name in new) + (before.created != number.created)
        changes += [Fact(place, "number-changed", id)] * fields
        for user, group in number.groups.items():
            if before.groups.get(user) != group:
                changes.append(Fact(place, "user-assigned", id, user))
        return changes + [
            Fact(place, "user-unassigned", id, user) for user in before.groups if user not in number.groups
        ]

    # -- Who holds what

    @property
    def current(self) -> list[Number]:
        return [number for number in self.numbers.values() if not number.removed]

    @property
    def current_people(self) -> list[Person]:
        return [person for person in self.people.values() if person.id not in self.left]

    def holders(self, number: Number) -> list[Person]:
        return self.by_name(self.people[id] for id in number.groups)

    def assigned_to(self, person: str) -> list[Number]:
        return [number for number in self.current if person in number.groups]

    def sole_count(self, person: str) -> list[Number]:
        return [number for number in self.assigned_to(person) if len(number.groups) == 1]

    # -- The lists

    def listed(self, query: Query) -> list[Number]:
        """The numbers that fit a query of /numbers/, in its order."""
        asked: dict[str, list[str]] = {}
        for name, value in query:
            if value:
                asked.setdefault(name, []).append(value)
        state = asked.get("state", ["current"])[-1]
        found = [
            number
            for number in self.numbers.values()
            if (state == "all" or number.removed == (state == "removed"))
            and all(self._fits(number, name, values) for name, values in asked.items())
        ]
        return self.sorted_numbers(found, asked.get("sort", ["name"])[0])

    def _fits(self, number: Number, name: str, values: list[str]) -> bool:
        match name:
            case "q":
                return self._matches(number, values[0])
            case "id":
                return number.id in values
            case "user":
                return any(value in number.groups for value in values)
            case "role":
                return values[0] in {self.people[id].role for id in number.groups}
            case "group":
                return number.groupId == values[0]
            case "porting":
                return (number.status or "none") in values
            case "restricted":
                limited = {way for way, value in number.ways.items() if value == "restricted"}
                return all(limited if value == "any" else value in limited for value in values)
            case "assigned":
                return bool(number.groups) == (values[0] == "yes")
            case "forward":
                return bool(number.forward) == (values[0] == "yes")
            case "country":
                return (number.country or "none") == values[0]
            case "kind":
                return number.kind == values[0]
            case "stalled":
                return self.is_stalled(number)
            case "unverified":
                return number.unverified
            case "warnings":
                return number.warned
            case "sole":
                return len(number.groups) == 1
            case "looping":
                return number in self.looping
            case "left":
                return number in self.left_with_one
            case "updated":
                return number.updated is not None and number.updated >= self.now - PERIODS[values[0]]
        return True

    def listed_among(self, query: Query) -> list[Number]:
        """What a list is about: the current numbers, the removed ones, or both."""
        return self.listed([pair for pair in query if pair[0] == "state"])

    def given_by(self, query: Query, name: str, value: str) -> int:
        """How many numbers a value of a filter gives under the others of a query. All restrictions apply at once, and
        an empty value stands for none.
        """
        others = [pair for pair in query if pair[0] != name or name == "restricted"]
        return len(self.listed([*others, (name, value)] if value else others))

    @property
    def looping(self) -> list[Number]:
        """Numbers whose forwarded calls come by them again."""
        by_id = sorted(self.current, key=lambda number: number.id)
        forwards = {number.number: number.forward for number in by_id if number.forward}
        return [number for number in by_id if number.forward and returns_to(number.number, forwards)]

    @property
    def left_with_one(self) -> list[Number]:
        """Numbers that have one user, and that several shared when they last had another number of them."""
        return [
            number
            for number in self.numbers.values()
            if len(number.groups) == 1 and next((size for size in self.shared[number.id][::-1] if size != 1), 0) > 1
        ]

    def is_stalled(self, number: Number) -> bool:
        return number.is_under_way and number.since is not None and number.since < self.now - STALLED_AFTER

    def _matches(self, number: Number, text: str) -> bool:
        own = [number.number, number.name, number.id, number.groupId, number.portRequestId, number.forward]
        theirs = [part for id in number.groups for part in self.people[id].texts]
        digits = re.sub(r"\D", "", text) if re.fullmatch(r"[\d\s()+./-]{3,}", text) else ""
        if len(digits) >= 3:
            return any(plain(some) in plain(other) for some in (text, digits) for other in own)
        return has(text, [*own, *theirs])

    def people_found(
        self, text: str = "", role: str = "", numbers: str = "", state: str = "current", sort: str = "name"
    ) -> list[Person]:
        found = [
            person
            for person in self.people.values()
            if has(text, person.texts)
            and role in ("", person.role)
            and numbers in ("", "some" if self.assigned_to(person.id) else "none")
            and state in ("all", "removed" if person.id in self.left else "current")
        ]
        by_name = self.by_name(found)
        places = {"owner": 0, "admin": 1, "member": 2}
        key: dict[str, Callable[[Person], list[Any]]] = {
            "name": lambda person: [by_name.index(person)],
            "email": lambda person: [person.email if person.email else None],
            # By what they may do, then roles of their own by name, then those without one
            "role": lambda person: [
                places.get(person.role, 3 if person.role else None),
                person.role if person.role else None,
                by_name.index(person),
            ],
            "held": lambda person: [len(self.assigned_to(person.id))],
            "alone": lambda person: [len(self.sole_count(person.id)) or None],
        }
        column = sort.removeprefix("-")
        return in_order(by_name, lambda person: [*key[column](person), person.id], sort)

    def groups(self, sort: str = "first") -> list[tuple[str, str, int]]:
        """Each group with the first name in it and how many numbers it has."""
        members: dict[str, list[Number]] = {}
        for number in self.current:
            if number.groupId:
                members.setdefault(number.groupId, []).append(number)
        rows = [(group, min(number.name for number in some), len(some)) for group, some in members.items()]
        rows.sort(key=lambda row: row[0])
        key: Callable[[tuple[str, str, int]], Any] = {
            "group": lambda row: 0,
            "first": lambda row: row[1] if row[1] else None,
            "numbers": lambda row: row[2],
        }[sort.removeprefix("-")]
        return in_order(rows, lambda row: [key(row), row[0]], sort)

    # -- Orders

    def sorted_numbers(self, numbers: Iterable[Number], sort: str = "name") -> list[Number]:
        """By a column, either way. Numbers that are empty in it come last, whichever way."""
        key: dict[str, Callable[[Number], list[Any]]] = {
            "name": lambda n: [fold(n.name or n.number)],
            "number": lambda n: [n.number],
            "area": lambda n: [fold(place(n)) if place(n) else None],
            "porting": lambda n: [port_order(n.status), n.status, n.since] if n.status else [None] * 3,
            "forward": lambda n: [n.forward if n.forward else None],
            # As the cell begins: with the first of them by name
            "people": lambda n: [fold(person.name) for person in self.holders(n)[:1]] or [None],
            "calling": lambda n: self.ways_order(n, WAYS[:3]),
            "texting": lambda n: self.ways_order(n, WAYS[3:]),
            "updated": lambda n: [n.updated],
        }
        column = sort.removeprefix("-")
        return in_order(numbers, lambda number: [*key[column](number), number.id], sort)

    def ways_order(self, number: Number, ways: Sequence[str]) -> list[Any]:
        """Restricted, another word, nothing, unrestricted, way by way."""
        order = {"restricted": 0, "": 2, "unrestricted": 3}
        said = [number.ways[way] for way in ways]
        return [order.get(word, 1) for word in said] if any(said) else [None] * len(said)

    def by_age(self, ports: Iterable[Number]) -> list[Number]:
        """Ports by how long they are where they are."""
        return in_order(ports, lambda number: [number.since, number.id])

    def by_name(self, people: Iterable[Person]) -> list[Person]:
        return sorted(people, key=lambda person: (fold(person.name), person.id))

    # -- The whole at a glance

    def counted(self, of: Callable[[Number], str], among: Iterable[Number] | None = None) -> list[tuple[str, int]]:
        """How many current numbers have each value, or how many of others, the most frequent first."""
        counts = Counter(map(of, self.current if among is None else among))
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))

    def roles(self, among: Iterable[Number]) -> list[tuple[str, int]]:
        """How many of these numbers each role holds: one that two members share counts once."""
        counts = Counter(role for n in among for role in {self.people[id].role for id in n.groups})
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))

    def kinds(self) -> list[tuple[str, str, int]]:
        counts = Counter((number.country, number.kind) for number in self.current)
        rows = sorted(counts.items(), key=lambda item: (-item[1], item[0][0], item[0][1]))
        return [(country, kind, count) for (country, kind), count in rows][:6]

    def holding_alone(self) -> list[tuple[Person, int]]:
        counts = {id: len(self.sole_count(id)) for id in self.people}
        ids = sorted((id for id in counts if counts[id]), key=lambda id: (-counts[id], id))
        return [(self.people[id], counts[id]) for id in ids]


def in_order(rows: Iterable[Any], key: Callable[[Any], list[Any]], sort: str = "") -> list[Any]:
    """By the first part of the key that differs; None is the last, whichever way the others go."""
    rows, descending = list(rows), sort.startswith("-")
    for place in reversed(range(len(key(rows[0])) if rows else 0)):
        known = [row for row in rows if key(row)[place] is not None]
        known.sort(key=lambda row: key(row)[place], reverse=descending)
        rows = known + [row for row in rows if key(row)[place] is None]
    return rows


def port_order(status: str) -> int:
    """As a port proceeds, then statuses of their own, then its ends, failures last."""
    ends = {**dict.fromkeys(DONE, 97), **dict.fromkeys(CANCELLED, 98), **dict.fromkeys(FAILED, 99)}
    return ends[status] if status in ends else (*STEPS, status).index(status)


def place(number: Number) -> str:
    if number.kind == "toll-free" or not number.country:
        code = next((code for code in ("800", "1", "44") if number.number.startswith(f"+{code}")), "")
        return f"{KIND_LABELS[number.kind]} (+{code})" if code else ""
    if number.area and number.country in ("US", "CA"):
        return number.area
    return ", ".join(part for part in (number.area, COUNTRIES.get(number.country, "")) if part)


def returns_to(number: str, forwards: dict[str, str]) -> bool:
    """Whether a call to the number, forwarded as often as there are numbers, comes by it again."""
    at = number
    for _ in forwards:
        at = forwards.get(at, "")
        if at == number:
            return True
    return False


def read_number(record: Record) -> Number:
    names = (
        "number", "formattedNumber", "name", "symbol", "groupId", "forward", "portRequestId", "portingStatus",
    )  # fmt: skip
    limits = record["restrictions"] or {}
    ways = {way: (limits.get(way.split(".")[0]) or {}).get(way.split(".")[1]) or "" for way in WAYS}
    created, updated = (record[name] and datetime.fromisoformat(record[name]) for name in ("createdAt", "updatedAt"))
    groups = {user["id"]: user["groupId"] or "" for user in record["users"]}
    said = {name: record[name] or "" for name in names}
    said["portingStatus"] = "-".join(re.findall(r"[^\s_-]+", said["portingStatus"].lower()))  # one spelling of each
    return Number(record["id"], said, ways, groups, created, updated, breaks_contract(record))


def breaks_contract(record: Record) -> bool:
    """Whether a record says what Quo's documentation rules out, or leaves out what it promises."""
    limits = record["restrictions"]
    uses = [limits[use] for use in ("calling", "messaging")] if limits else []
    return (
        re.fullmatch(r"\+[1-9]\d{1,14}", record["number"]) is None
        or None in (record["name"], record["groupId"], record["createdAt"], record["updatedAt"])
        or any(use is None or not {*use.values()} <= {"restricted", "unrestricted"} for use in uses)
        or any(
            user["role"] not in ("owner", "admin", "member")
            or "@" not in (user["email"] or "")
            or not (user["groupId"] or "").startswith("GR")
            for user in record["users"]
        )
    )


def has(text: str, texts: Iterable[str]) -> bool:
    """Whether each word stands somewhere."""
    return all(any(plain(word) in plain(other) for other in texts) for word in text.split())


def plain(text: str) -> str:
    """Without case and accents; some letters and signs as people type them."""
    for given, typed in (("ø", "o"), ("Ø", "o"), ("’", ""), ("'", "")):
        text = text.replace(given, typed)
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")


def fold(text: str) -> str:
    """What names are ordered by: without case and accents, numbers by their value."""
    return re.sub(r"\d+", lambda digits: digits[0].lstrip("0").zfill(40), plain(text))


def page_of(rows: list[Any], page: str, per_page: str) -> list[Any]:
    """The rows of a page: nonsense means the first one, numbers too high the last."""
    size = int(per_page) if per_page in ("25", "50", "100", "250") else 50
    last = max(1, -(-len(rows) // size))
    number = min(int(page), last) if page.isdigit() and int(page) else last if page.lstrip("-").isdigit() else 1
    return rows[(number - 1) * size : number * size]
