"""Where messages go: the channels that the settings define, and the mail of accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel sends: mail and chats the words, webhooks the data."""

    subject: str
    text: str
    html: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Channel:
    """`kind` in words, such as "Webhook". The address is a secret: it stays out of every page, log and error."""

    name: str
    kind: str


def channels() -> list[Channel]:
    """Those of the settings, by name."""
    return [Channel(name, _kind(address)) for name, address in sorted(settings.ALERT_CHANNELS.items())]


def find_channel(name: str) -> Channel | None:
    """By its name in any case."""
    return next((channel for channel in channels() if channel.name == name.lower()), None)


def _kind(address: str) -> str:
    scheme = address.partition(":")[0].lower()
    return {"mailto": "Mail", "http": "Webhook", "https": "Webhook"}.get(scheme, scheme.capitalize())
