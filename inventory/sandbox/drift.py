"""What happens in the sandbox's workspace between two looks at it: a few small, everyday changes."""

from collections.abc import Callable
from datetime import datetime

from inventory.sandbox.organization import Record, timestamp
from inventory.sandbox.workspace import Workspace

Move = Callable[[Workspace, Record, Record], None]

# A carrier's usual path. Rejected ports are handed in again; completed, cancelled and failed ones rest.
NEXT_STAGE = {
    "draft": ("submitted",),
    "submitted": ("pending",),
    "pending": ("in-progress", "in-progress", "in-progress", "rejected"),
    "rejected": ("submitted", "cancelled"),
    "in-progress": ("scheduled",),
    "scheduled": ("completed", "completed", "completed", "failed"),
}
# Below this size a removal is no small change any more.
KEEPS_AT_LEAST = 30


def drift(workspace: Workspace, at: datetime) -> None:
    """One to four changes, at most one of them a removal."""
    chance = workspace.chance
    with workspace.lock:
        if not workspace.numbers or not workspace.people:
            return
        for move in dict.fromkeys(chance.choices(list(MOVES), list(MOVES.values()), k=chance.randint(1, 4))):
            number, person = chance.choice(workspace.numbers), chance.choice(workspace.people)
            before = repr(number)
            move(workspace, number, person)
            if repr(number) != before:
                number["updatedAt"] = timestamp(at)
        if chance.random() < 0.15:
            workspace.new_number(at)
        workspace.changed()


def port_moves_on(workspace: Workspace, number: Record, person: Record) -> None:
    stages = NEXT_STAGE.get(number["portingStatus"])
    if stages:
        number["portingStatus"] = workspace.chance.choice(stages)


def restriction_flips(workspace: Workspace, number: Record, person: Record) -> None:
    regions = number["restrictions"][workspace.chance.choice(("calling", "messaging"))]
    region = workspace.chance.choice(("US", "CA", "Intl"))
    regions[region] = "unrestricted" if regions[region] == "restricted" else "restricted"


def someone_is_assigned(workspace: Workspace, number: Record, person: Record) -> None:
    if len(number["users"]) < 6 and all(user["id"] != person["id"] for user in number["users"]):
        number["users"].append(person | {"groupId": number["groupId"]})


def someone_is_unassigned(workspace: Workspace, number: Record, person: Record) -> None:
    if len(number["users"]) > 1:
        number["users"].pop(workspace.chance.randrange(len(number["users"])))


def role_changes(workspace: Workspace, number: Record, person: Record) -> None:
    """Under every number too. No number's `updatedAt` moves: none was edited."""
    if person["role"] != "owner":
        person["role"] = "member" if person["role"] == "admin" else "admin"
        for user in (user for each in workspace.numbers for user in each["users"] if user["id"] == person["id"]):
            user["role"] = person["role"]


def number_is_renamed(workspace: Workspace, number: Record, person: Record) -> None:
    number["name"] = (
        number["name"].removesuffix(" 24/7") if number["name"].endswith(" 24/7") else f"{number['name']} 24/7"
    )


def number_is_removed(workspace: Workspace, number: Record, person: Record) -> None:
    if len(workspace.numbers) > KEEPS_AT_LEAST:
        workspace.numbers.remove(number)


MOVES: dict[Move, int] = {
    port_moves_on: 8,
    restriction_flips: 6,
    someone_is_assigned: 5,
    someone_is_unassigned: 4,
    role_changes: 2,
    number_is_renamed: 2,
    number_is_removed: 1,
}
