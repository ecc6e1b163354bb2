"""What the sandbox's workspace says of itself: its organization and its A2P registration."""

import random
from copy import deepcopy
from datetime import datetime, timedelta

from inventory.sandbox import names
from inventory.sandbox.forms import Record, identifier, timestamp

# What `/a2p-registration` answers: a registration of that status, or 404, or 403.
A2P_MODES = ("rejected", "pending", "approved", "absent", "forbidden")
SUBSCRIPTIONS = ("active", "expired")

# Nobody's, and found nowhere else: tests search what is stored, logged and shown for each of these.
_TAX_NUMBER, _NAME, _STREET, _CONTACT = (
    "98-7060504",
    "Brindlewick Holdings BV",
    "17 Confidential Row",
    "Quintessa Undisclosed",
)
BUSINESS_SECRETS = (_TAX_NUMBER, _NAME, _STREET, _CONTACT)
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
