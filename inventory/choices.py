"""The words of the inventory: each value with its label and, where it is shown as a badge, its tone.

Tones are names of CSS classes: `good`, `bad`, `waiting`, `info`, `muted`, and `plain` for what is normal.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from django.db import models

from inventory.search import fold


class Choices(models.TextChoices):
    """Choices that a column takes as `choices=Kind.options`: a callable, so that a new label is no migration."""

    @classmethod
    def options(cls) -> list[tuple[str, str]]:
        return list(cls.choices)


@dataclass(frozen=True, slots=True)
class Badge:
    """What a badge shows: short text, full meaning for screen readers and on hover, tone."""

    label: str
    meaning: str
    tone: str


@dataclass(frozen=True, slots=True)
class Restriction:
    """One of the six restriction values of a number: what (calling, messaging) towards where."""

    use: str  # "calling" | "messaging", as in the API
    region: str  # "US" | "CA" | "Intl", as in the API
    column: str  # of PhoneNumber
    verb: str
    noun: str
    place: str

    @property
    def key(self) -> str:
        """The name in a URL: `calling.US`."""
        return f"{self.use}.{self.region}"

    def badge(self, value: str) -> Badge:
        """The badge of a value. Unknown values show as they came, in a neutral tone."""
        if value == RESTRICTED:
            # Blocked international traffic is the rule in most workspaces, so it does not shout.
            tone = "muted" if self.region == "Intl" else "bad"
            return Badge(self.region, f"{self.noun} {self.place}: restricted", tone)
        if value == UNRESTRICTED:
            return Badge(self.region, f"{self.noun} {self.place}: unrestricted", "plain")
        if not value:
            return Badge(f"{self.region} ?", f"{self.noun} {self.place}: Quo did not say", "unknown")
        return Badge(f"{self.region}: {value[:24]}", f"{self.noun} {self.place}: {value}", "unknown")


RESTRICTED = "restricted"
UNRESTRICTED = "unrestricted"
RESTRICTIONS = tuple(
    Restriction(use, region, f"{use}_{region.lower()}", verb, noun, place)
    for use, verb, noun in (("calling", "call", "Calling"), ("messaging", "text", "Messaging"))
    for region, place in (("US", "the US"), ("CA", "Canada"), ("Intl", "international numbers"))
)
RESTRICTION_BY_KEY = {restriction.key: restriction for restriction in RESTRICTIONS}
RESTRICTION_BY_COLUMN = {restriction.column: restriction for restriction in RESTRICTIONS}


def restrictions_order(values: Sequence[str]) -> int | None:
    """The place of three regions' values in lists, by the first region that differs: restricted, a value that is
    unknown, none, unrestricted. None where there is no value at all.
    """
    ranks = [{RESTRICTED: 0, "": 2, UNRESTRICTED: 3}.get(value, 1) for value in values]
    return ranks[0] * 16 + ranks[1] * 4 + ranks[2] if any(values) else None


def orders_of_restricted(restriction: Restriction) -> list[int]:
    """The values of restrictions_order for a use where it is restricted towards this region."""
    weight = {"US": 16, "CA": 4, "Intl": 1}[restriction.region]
    return [order for order in range(64) if order // weight % 4 == 0]


# `portingStatus` is a free string; `completed` is the only documented value. The others are the usual words of
# carriers, as `porting_word` spells them. What is not listed is neither under way nor ended.
PORTING_STEPS = (  # of a port under way, in the order in which it passes through them
    "draft", "requested", "initiated", "submitted", "pending", "in-review", "in-progress", "processing", "approved",
    "accepted", "confirmed", "foc-received", "scheduled",
)  # fmt: skip
PORTING_PREFIXES = ("", "port-", "porting-")


class Porting(Enum):
    """What a porting status means: the one table that badges, queries, statistics and filters read.

    `words` are the statuses that mean it, each also with `port-` and `porting-` before it.
    """

    UNDER_WAY = PORTING_STEPS, "Port under way: {}", "waiting"
    UNKNOWN = (), "Unknown porting status: {}", "unknown"
    DONE = ("completed", "complete", "ported", "activated", "done"), "Port completed", "good"
    CANCELLED = ("cancelled", "canceled", "withdrawn"), "Port cancelled", "muted"
    FAILED = ("rejected", "failed", "exception", "error"), "Port failed: {}", "bad"

    def __init__(self, words: tuple[str, ...], meaning: str, tone: str) -> None:
        self.words = tuple(f"{prefix}{word}" for word in words for prefix in PORTING_PREFIXES)
        self.meaning = meaning
        self.tone = tone

    @classmethod
    def of(cls, status: str) -> "Porting":
        return PORT_BY_WORD.get(porting_word(status), cls.UNKNOWN)


PORT_BY_WORD = {word: port for port in Porting for word in port.words}


def porting_word(status: str) -> str:
    """A porting status as it is stored and compared: case does not count, and blanks, `-` and `_` are alike."""
    return re.sub(r"[\s_-]+", "-", fold(status)).strip("-")


def porting_place(status: str) -> int:
    """The place of a status in lists: as a port proceeds, then unknown ones, then how it ends, failures last."""
    port, word = Porting.of(status), porting_word(status)
    step = port.words.index(word) // len(PORTING_PREFIXES) if port is Porting.UNDER_WAY else 0
    return list(Porting).index(port) * 100 + step


def porting_badge(status: str) -> Badge:
    """The badge of a porting status, whatever the word."""
    port, words = Porting.of(status), porting_word(status).replace("-", " ") or status
    return Badge(words[:1].upper() + words[1:40], port.meaning.format(words), port.tone)


class Kind(Choices):
    """What sort of number it is, as the numbering plan tells."""

    LOCAL = "local", "Local"
    TOLL_FREE = "toll-free", "Toll-free"
    MOBILE = "mobile", "Mobile"
    OTHER = "other", "Other"
    UNKNOWN = "unknown", "Unknown"


class Role(Choices):
    """Quo's roles of a workspace user. Others may come; they show as they are."""

    OWNER = "owner", "Owner"
    ADMIN = "admin", "Admin"
    MEMBER = "member", "Member"


class Scope(Choices):
    """How much of the workspace a refresh asks for."""

    WORKSPACE = "workspace", "Workspace"
    USER = "user", "User"
    NUMBER = "number", "Number"
    PEOPLE = "people", "People"  # the complete list of the workspace's users


class State(Choices):
    """Where a refresh stands."""

    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    SUCCEEDED = "succeeded", "Succeeded"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"
    INTERRUPTED = "interrupted", "Interrupted"

    @property
    def badge(self) -> Badge:
        tones = {
            State.QUEUED: "waiting",
            State.RUNNING: "info",
            State.SUCCEEDED: "good",
            State.FAILED: "bad",
            State.INTERRUPTED: "bad",
        }
        return Badge(str(self.label), str(self.label), tones.get(self, "muted"))


ACTIVE_STATES = (State.QUEUED, State.RUNNING)


class Phase(Choices):
    """What a running refresh is doing."""

    ASKING = "asking", "Contacting Quo"
    RECEIVING = "receiving", "Receiving numbers"
    PAGING = "paging", "Receiving numbers"  # in many requests, which the progress counts
    PEOPLE = "people", "Receiving people"
    COMPARING = "comparing", "Comparing"
    SAVING = "saving", "Saving"


class Removals(Choices):
    """What became of a refresh's removals where the guard held them."""

    NONE = "", "None held"
    HELD = "held", "Held"
    ACCEPTED = "accepted", "Accepted"
    DISMISSED = "dismissed", "Dismissed"
    SUPERSEDED = "superseded", "Settled"


class ChangeKind(Choices):
    """The kinds of facts that change."""

    NUMBER_ADDED = "number-added", "Number added"
    NUMBER_REMOVED = "number-removed", "Number removed"
    NUMBER_RESTORED = "number-restored", "Number restored"
    NUMBER_CHANGED = "number-changed", "Number changed"
    USER_ASSIGNED = "user-assigned", "User assigned"
    USER_UNASSIGNED = "user-unassigned", "User unassigned"
    USER_ADDED = "user-added", "User added"
    USER_REMOVED = "user-removed", "User removed"
    USER_RESTORED = "user-restored", "User restored"
    USER_CHANGED = "user-changed", "User changed"
