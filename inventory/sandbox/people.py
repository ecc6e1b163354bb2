"""The people of the sandbox's workspace, as their numbers describe them."""

import math
import random
import unicodedata

from inventory.sandbox import names
from inventory.sandbox.forms import Record, identifier


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
            mailbox = _mailbox(f"{first}.{last}")
            if index >= len(pairs):  # The second person of a name, as in any large company.
                mailbox += str(index // len(pairs) + 1)
        email = f"{mailbox}@{names.COMPANY_DOMAIN}"
        role = "member" if index else "owner"
        person = {"id": identifier(chance, "US"), "email": email, "firstName": first, "lastName": last, "role": role}
        people.append(person)
    for person in chance.sample(people[1:], min(12, math.ceil(len(people[1:]) * 0.06))):
        person["role"] = "admin"
    return people


def _mailbox(name: str) -> str:
    latin = name.translate({ord("Ł"): "L", ord("ł"): "l", ord("ø"): "o", ord("ı"): "i"})
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode().lower()
    return "".join(letter for letter in plain if letter.isalnum() or letter == ".").replace("..", ".")
