"""The words of the inventory: each value with its label and, where it is shown as a badge, its tone.

Tones are names of CSS classes: `good`, `bad`, `waiting`, `info`, `muted`, and `plain` for what is normal.
"""

from dataclasses import dataclass

from django.db import models


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

# `portingStatus` is a free string; `completed` is the only documented value. The others are the usual words
# of carriers. What is not listed is taken for a port under way.
PORTING_DONE = frozenset({"completed"})
PORTING_FAILED = frozenset({"rejected", "failed"})
PORTING_CANCELLED = frozenset({"cancelled", "canceled"})
PORTING_ENDED = PORTING_DONE | PORTING_FAILED | PORTING_CANCELLED
# Those of a port under way, in the order in which it passes through them
PORTING_STEPS = (
    "draft", "requested", "submitted", "pending", "in-progress", "processing", "approved", "foc-received", "scheduled",
)  # fmt: skip


def porting_order(status: str) -> int:
    """The place of a status in lists: as a port proceeds, then unknown ones, then how it ends, failures last."""
    word = status.lower().replace("_", "-")
    if word in PORTING_STEPS:
        return PORTING_STEPS.index(word)
    unknown = len(PORTING_STEPS)
    for place, ends in enumerate((PORTING_DONE, PORTING_CANCELLED, PORTING_FAILED), start=unknown + 1):
        if word in ends:
            return place
    return unknown


def port_is_under_way(status: str) -> bool:
    """Whether there is a status, and it is not an end."""
    return bool(status) and status.lower() not in PORTING_ENDED


def port_has_failed(status: str) -> bool:
    return status.lower() in PORTING_FAILED


def porting_badge(status: str) -> Badge:
    """The badge of a porting status, whatever the word."""
    word = status.strip().lower()
    label = status.replace("-", " ").replace("_", " ").strip()
    label = label[:1].upper() + label[1:40]
    if word in PORTING_DONE:
        return Badge(label, "Port completed", "good")
    if word in PORTING_FAILED:
        return Badge(label, f"Port {word}", "bad")
    if word in PORTING_ENDED:
        return Badge(label, "Port cancelled", "muted")
    return Badge(label, f"Port under way: {label.lower()}", "waiting")


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
    COMPARING = "comparing", "Comparing"
    SAVING = "saving", "Saving"


class Removals(Choices):
    """What became of a refresh's removals where the guard held them."""

    NONE = "", "None held"
    HELD = "held", "Held"
    ACCEPTED = "accepted", "Accepted"
    DISMISSED = "dismissed", "Dismissed"
    SUPERSEDED = "superseded", "Settled by a later refresh"


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
