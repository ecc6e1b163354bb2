"""What the sandbox's workspace is made of: ids and times as Quo writes them, its organization and its people."""

import math
import random
import string
import unicodedata
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

from inventory.sandbox import names

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


def identifier(chance: random.Random, prefix: str) -> str:
    return prefix + "".join(chance.choices(string.digits + string.ascii_letters, k=10))


def timestamp(at: datetime) -> str:
    """Quo's form: UTC to the millisecond, `2022-01-01T00:00:00.000Z`."""
    return at.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def seeded_organization(chance: random.Random, end: datetime, age: timedelta) -> Record:
    return {
        "id": identifier(chance, "OR"),
        "name": names.COMPANY,
        "subscriptionStatus": "active",
        "createdAt": timestamp(end - age - timedelta(days=1)),
        "updatedAt": timestamp(end - timedelta(days=40)),
    }


def registration(status: str, organization: Record) -> Record:
    """The A2P registration in this status."""
    return {
        "id": f"A2P{organization['id'][2:]}",
        "draft": False,
        "status": status,
        "statusMessages": deepcopy(_REASONS) if status == "rejected" else [],
        "type": "standard",
        "firstSubmittedAt": organization["updatedAt"],
        "createdAt": organization["updatedAt"],
        "updatedAt": organization["updatedAt"],
        "businessInfo": deepcopy(BUSINESS_INFO),
    }


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
