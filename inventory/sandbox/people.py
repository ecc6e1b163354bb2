"""The people of the sandbox's workspace, as their numbers describe them and as the list of users does."""

import itertools
import math
import random
import unicodedata
from datetime import datetime, timedelta

from inventory.sandbox import names
from inventory.sandbox.forms import Record, identifier, timestamp


def seeded_people(chance: random.Random, count: int) -> list[Record]:
    """One owner, a few admins, then members; every address once."""
    pairs = [(first, last) for first in names.FIRST_NAMES for last in names.LAST_NAMES]
    chance.shuffle(pairs)
    people: list[Record] = []
    for index in range(count):
        first: str | None
        last: str | None
        if index < len(names.REMARKABLE_PEOPLE):
            first, last, mailbox = names.REMARKABLE_PEOPLE[index]
        else:
            first, last = pairs[index % len(pairs)]
            mailbox = _mailbox(first, last)
            if index >= len(pairs):  # The second person of a name, as in any large company.
                mailbox += str(index // len(pairs) + 1)
        people.append(_person(chance, first, last, mailbox, "owner" if index == 0 else "member"))
    for person in chance.sample(people[1:], min(12, math.ceil(len(people[1:]) * 0.06))):
        person["role"] = "admin"
    return people


def newcomer(chance: random.Random, taken: set[str]) -> Record:
    """One more member, whose address is added to those that are taken."""
    first, last = chance.choice(names.FIRST_NAMES), chance.choice(names.LAST_NAMES)
    plain = _mailbox(first, last)
    mailbox = plain
    for count in itertools.count(2):
        if _address(mailbox) not in taken:
            break
        mailbox = f"{plain}{count}"
    taken.add(_address(mailbox))
    return _person(chance, first, last, mailbox, "member")


def seeded_profile(chance: random.Random, person: Record, end: datetime, age: timedelta) -> Record:
    """What only the list of users tells about somebody: the picture, and when they joined and last changed."""
    joined = end - timedelta(hours=30) - age * chance.random()
    updated = joined + (end - timedelta(hours=24) - joined) * chance.random()
    picture = f"https://{names.COMPANY_DOMAIN}/pictures/{person['id']}.png" if chance.random() < 0.4 else None
    return {"pictureUrl": picture, "createdAt": timestamp(joined), "updatedAt": timestamp(updated)}


def _person(chance: random.Random, first: str | None, last: str | None, mailbox: str, role: str) -> Record:
    id = identifier(chance, "US")
    return {"id": id, "email": _address(mailbox), "firstName": first, "lastName": last, "role": role}


def _address(mailbox: str) -> str:
    return f"{mailbox}@{names.COMPANY_DOMAIN}"


def _mailbox(first: str, last: str) -> str:
    latin = f"{first}.{last}".translate({ord("Ł"): "L", ord("ł"): "l", ord("ø"): "o", ord("ı"): "i"})
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode().lower()
    return "".join(letter for letter in plain if letter.isalnum() or letter == ".").replace("..", ".")
