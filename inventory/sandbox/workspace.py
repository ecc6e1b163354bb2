"""The sandbox's workspace: its numbers, people and organization as Quo would describe them, made from a seed.

The same seed, size and day give the same workspace, so a screenshot, a bug report or a test can name one.
"""

import math
import random
import string
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec

from inventory.sandbox import names
from inventory.sandbox.numbering import Line, NumberPlan

Record = dict[str, Any]

# What `/a2p-registration` answers: a registration of that status, or 404, or 403.
A2P_MODES = ("rejected", "pending", "approved", "absent", "forbidden")
SUBSCRIPTIONS = ("active", "expired")

# Nobody's, and found nowhere else: tests search what is stored, logged and shown for each of these.
BUSINESS_SECRETS = "98-7060504", "Brindlewick Holdings BV", "17 Confidential Row", "Quintessa Undisclosed"
_TAX_NUMBER, _NAME, _STREET, _CONTACT = BUSINESS_SECRETS
BUSINESS_INFO: Record = {
    "legalName": _NAME,
    "taxNumber": _TAX_NUMBER,
    "address": {"street": _STREET, "city": "Springfield", "region": "IL", "postalCode": "62700", "country": "US"},
    "contactPerson": {"name": _CONTACT, "email": f"undisclosed@{names.COMPANY_DOMAIN}"},
}

_REASONS = [
    {"errorCode": 30_909, "errorReason": "The website does not show how people agree to receive messages.",
     "fieldName": "Website", "fields": ["website", "optInDescription"]},
    {"errorCode": 30_897, "errorReason": "The sample messages do not name the business.",
     "fieldName": "Sample messages", "fields": ["sampleMessages"]},
]  # fmt: skip

TEAM_SIZE = 12
AGE_OF_THE_WORKSPACE = timedelta(days=5 * 365)
# For each person who was there when the numbers were given out, so many came later.
WITHOUT_A_NUMBER = 0.12

# What share of all numbers has each value; the rest has none. Each occurs at least once from 40 numbers on.
PORTING_SHARES = {
    "completed": 0.2, "draft": 0.008, "submitted": 0.012, "pending": 0.015, "in-progress": 0.015, "scheduled": 0.012,
    "rejected": 0.008, "cancelled": 0.006, "failed": 0.006,
}  # fmt: skip
HOLDER_SHARES = {2: 0.17, 3: 0.19, 4: 0.15, 5: 0.08, 6: 0.06, 0: 0.04}  # The rest has one holder.
BEFORE_THE_PORT_IS_DONE = ("draft", "submitted", "pending", "in-progress", "scheduled")


@dataclass(eq=False)
class Workspace:
    """Numbers and people. `numbers` are plain dicts in the form of v1; tests may edit them, as everything here.

    `people` are as a number describes them. The last of them have no number.
    """

    numbers: list[Record]
    people: list[Record]
    plan: NumberPlan
    chance: random.Random
    organization: Record

    @classmethod
    def seeded(cls, numbers: int, seed: int, today: date) -> "Workspace":
        """A workspace of `numbers` numbers, whose youngest facts are from the day before `today`."""
        chance = random.Random(seed)  # noqa: S311 - must repeat for a seed; nothing secret comes of it
        assigned = max(3, round(numbers * 0.3)) if numbers else 0
        people = seeded_people(chance, assigned + math.ceil(assigned * WITHOUT_A_NUMBER))
        end = datetime.combine(today, time(), UTC)
        organization = seeded_organization(chance, end)
        workspace = cls([], people[:assigned], NumberPlan(chance), chance, organization)
        holders = _dealt(chance, numbers, HOLDER_SHARES, otherwise=1)
        portings = _dealt(chance, numbers, PORTING_SHARES, otherwise=None)
        personal = iter(workspace.people)
        used: dict[str, int] = {}
        for index in range(numbers):
            line = workspace.plan.take()
            # A line with one holder is a person's own, until everyone has one; the others are the teams'.
            owner = next(personal, None) if holders[index] == 1 and not line.toll_free else None
            users = [owner] if owner else workspace._team(holders[index])
            name = _personal_name(chance, owner) if owner else _line_name(chance, line, len(users), used)
            record = workspace._record(line, name, users, portings[index])
            record["createdAt"], record["updatedAt"] = _life(chance, end, portings[index])
            workspace.numbers.append(record)
        workspace.people += people[assigned:]
        return workspace

    def listed(self) -> bytes:
        """The body of the full list."""
        return msgspec.json.encode({"data": self.numbers})

    def users(self) -> list[Record]:
        """The list of users: everybody, also those without a number."""
        times = dict.fromkeys(("createdAt", "updatedAt"), self.organization["createdAt"])
        return [person | {"pictureUrl": None} | times for person in self.people]

    def assigned_to(self, user_id: str) -> list[Record]:
        return [number for number in self.numbers if any(user["id"] == user_id for user in number["users"])]

    def one(self, number_id: str) -> Record | None:
        return next((number for number in self.numbers if number["id"] == number_id), None)

    def new_number(self, at: datetime) -> Record:
        line, users = self.plan.take(), self._team(2)
        record = self._record(line, f"{self.chance.choice(names.BRANCH_LINES)} {line.place}", users, None)
        record["createdAt"] = record["updatedAt"] = timestamp(at)
        self.numbers.append(record)
        return record

    def _team(self, size: int) -> list[Record]:
        """Some members of one team; now and then with the owner or an admin, who look after many lines."""
        teams = max(1, len(self.people) // TEAM_SIZE)
        first = self.chance.randrange(teams) * TEAM_SIZE
        team = self.people[first : first + TEAM_SIZE]
        chosen = self.chance.sample(team, min(size, len(team)))
        if size > 2 and self.chance.random() < 0.1 and self.people[0] not in chosen:
            chosen[0] = self.people[0]
        return chosen

    def _record(self, line: Line, name: str, users: list[Record], porting: str | None) -> Record:
        chance = self.chance
        group = identifier(chance, "GR")
        form = chance.random()
        formatted = line.formatted or (line.number if form < 0.7 else None)
        if line.formatted and form > 0.6:  # Quo gives all three forms for North American numbers.
            formatted = line.number if form < 0.85 else None
        return {
            "id": identifier(chance, "PN"),
            "groupId": group,
            "portRequestId": identifier(chance, "")[:8] if porting else None,
            "formattedNumber": formatted,
            "forward": _forward(chance) if chance.random() < 0.12 else None,
            "name": name,
            "number": line.number,
            "portingStatus": porting,
            "symbol": chance.choice(names.SYMBOLS) if chance.random() < 0.45 else None,
            "users": [
                # A pair has a group of its own now and then: the API gives it per user and number.
                user | {"groupId": group if chance.random() > 0.03 else identifier(chance, "GR")}
                for user in users
            ],
            "restrictions": _restrictions(chance, line, porting),
        }


def _dealt(chance: random.Random, count: int, shares: dict[Any, float], otherwise: Any) -> list[Any]:
    """`count` values in exactly these shares, shuffled. Drawn singly, rare ones would miss small workspaces."""
    least = 1 if count >= 40 else 0
    dealt = [value for value, share in shares.items() for _ in range(max(least, round(share * count)))]
    dealt += [otherwise] * (count - len(dealt))
    chance.shuffle(dealt)
    return dealt


def _personal_name(chance: random.Random, person: Record) -> str:
    called = " ".join(part for part in (person["firstName"], person["lastName"]) if part) or "Contractor"
    return chance.choice((called, called, f"{called} (direct)", f"{called.split()[0]}’s line"))


def _line_name(chance: random.Random, line: Line, holders: int, used: dict[str, int]) -> str:
    """A line's name; one that is taken gets a number behind it, as people do it."""
    place = line.place
    if not holders:
        name = f"{chance.choice(names.UNASSIGNED_LINES)} {place}"
    elif len(used) < len(names.COMPANY_LINES):
        name = names.COMPANY_LINES[len(used)]
    elif chance.random() < 0.06:
        name = f"{chance.choice(names.EMOJI_LINES)} {place}"
    else:
        task = chance.choice(names.BRANCH_LINES)
        name = chance.choice((f"{task} {place}", f"{place} · {task}", f"{place} {task.lower()}"))
    used[name] = used.get(name, 0) + 1
    return name if used[name] == 1 else f"{name} {used[name]}"


def _forward(chance: random.Random) -> str:
    return f"+1{chance.choice(('212', '415', '604'))}55501{chance.randrange(100):02}"


def _restrictions(chance: random.Random, line: Line, porting: str | None) -> Record:
    """Mostly: abroad closed, the US open. Closed US messaging is a carrier registration that is missing."""
    north_american = line.formatted is not None
    texting_us = 0.4 if line.toll_free else 0.1 if north_american else 0.35
    texting_ca = 0.3 if line.toll_free else 0.07 if north_american else 0.35
    nothing_yet = porting in BEFORE_THE_PORT_IS_DONE and chance.random() < 0.5

    def closed(share: float) -> str:
        return "restricted" if nothing_yet or chance.random() < share else "unrestricted"

    return {
        "calling": {"US": closed(0.015), "CA": closed(0.03), "Intl": closed(0.62)},
        "messaging": {"US": closed(texting_us), "CA": closed(texting_ca), "Intl": closed(0.7)},
    }


def _life(chance: random.Random, end: datetime, porting: str | None) -> tuple[str, str]:
    """When a number was created and last updated. One in a hundred is written like the vendor's example."""
    age = AGE_OF_THE_WORKSPACE * chance.random() + timedelta(hours=30)
    created = end - age
    # A port lasts days, a number years: what is being ported was touched lately.
    is_recent = porting in (*BEFORE_THE_PORT_IS_DONE, "rejected", "failed")
    still = timedelta(days=16) if is_recent else age - timedelta(hours=24)
    updated = max(created, end - timedelta(hours=24) - still * chance.random())
    if chance.random() < 0.01:
        return f" '{timestamp(created)}'", f" '{timestamp(updated)}'"
    return timestamp(created), timestamp(updated)


def identifier(chance: random.Random, prefix: str) -> str:
    return prefix + "".join(chance.choices(string.digits + string.ascii_letters, k=10))


def timestamp(at: datetime) -> str:
    """Quo's form: UTC to the millisecond, `2022-01-01T00:00:00.000Z`."""
    return at.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def seeded_organization(chance: random.Random, end: datetime) -> Record:
    return {
        "id": identifier(chance, "OR"),
        "name": names.COMPANY,
        "subscriptionStatus": "active",
        "createdAt": timestamp(end - AGE_OF_THE_WORKSPACE - timedelta(days=1)),
        "updatedAt": timestamp(end - timedelta(days=40)),
    }


def registration(status: str, organization: Record) -> Record:
    """The A2P registration in this status."""
    return {
        "id": f"A2P{organization['id'][2:]}",
        "draft": False,
        "status": status,
        "statusMessages": _REASONS if status == "rejected" else [],
        "type": "standard",
        **dict.fromkeys(("firstSubmittedAt", "createdAt", "updatedAt"), organization["updatedAt"]),
        "businessInfo": BUSINESS_INFO,
    }


def seeded_people(chance: random.Random, count: int) -> list[Record]:
    """One owner, a few admins, then members; every address once."""
    pairs = [(first, last) for first in names.FIRST_NAMES for last in names.LAST_NAMES]
    chance.shuffle(pairs)
    cast: list[tuple[str | None, str | None, str]] = [*names.REMARKABLE_PEOPLE]
    for index in range(len(cast), count):
        first, last = pairs[index % len(pairs)]
        again = str(index // len(pairs) + 1) if index >= len(pairs) else ""  # the second person of a name
        cast.append((first, last, _mailbox(f"{first}.{last}") + again))
    people = [
        {"id": identifier(chance, "US"), "email": f"{mailbox}@{names.COMPANY_DOMAIN}", "firstName": first,
         "lastName": last, "role": "member" if index else "owner"}
        for index, (first, last, mailbox) in enumerate(cast[:count])
    ]  # fmt: skip
    for person in chance.sample(people[1:], min(12, math.ceil(len(people[1:]) * 0.06))):
        person["role"] = "admin"
    return people


def _mailbox(name: str) -> str:
    latin = name.translate({ord("Ł"): "L", ord("ł"): "l", ord("ø"): "o", ord("ı"): "i"})
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode().lower()
    return "".join(letter for letter in plain if letter.isalnum() or letter == ".").replace("..", ".")
