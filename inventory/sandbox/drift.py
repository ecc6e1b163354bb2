"""What happens in the sandbox's workspace between two looks at it: a few small, everyday changes."""

from collections.abc import Callable
from datetime import datetime

from inventory.sandbox.workspace import Record, Workspace, timestamp

Move = Callable[[Workspace, Record, Record], None]

# A carrier's usual path. Rejected and failed ports are handed in again; completed and cancelled ones rest.
NEXT_STAGE = {
    "draft": ("submitted",),
    "submitted": ("pending",),
    "pending": (*["in-progress"] * 5, "rejected"),
    "rejected": ("submitted", "cancelled"),
    "in-progress": ("scheduled",),
    "scheduled": (*["completed"] * 5, "failed"),
    "failed": ("submitted", "submitted", "cancelled"),
}
# Below these sizes a removal is no small change any more.
KEEPS_AT_LEAST = 30
PEOPLE_AT_LEAST = 10
REGIONS = ("US", "CA", "Intl")


def drift(workspace: Workspace, at: datetime) -> None:
    """One to four changes, at most one of them a removal."""
    chance = workspace.chance
    if not workspace.numbers or not workspace.people:
        return
    for move in dict.fromkeys(chance.choices(list(MOVES), list(MOVES.values()), k=chance.randint(1, 4))):
        number, person = chance.choice(workspace.numbers), chance.choice(workspace.people)
        if move is port_moves_on:
            number = chance.choice(ports_under_way(workspace) or [number])
        make(move, workspace, number, person, at)
    if chance.random() < 0.15:
        workspace.new_number(at)


def make(move: Move, workspace: Workspace, number: Record, person: Record, at: datetime) -> None:
    """The move. A number that it edits is updated then."""
    before = repr(number)
    move(workspace, number, person)
    if repr(number) != before:
        number["updatedAt"] = timestamp(at)


def ports_under_way(workspace: Workspace) -> list[Record]:
    return [number for number in workspace.numbers if number["portingStatus"] in NEXT_STAGE]


def port_moves_on(workspace: Workspace, number: Record, person: Record) -> None:
    """A number that has arrived may do what the others may."""
    if stages := NEXT_STAGE.get(number["portingStatus"]):
        number["portingStatus"] = workspace.chance.choice(stages)
        if number["portingStatus"] == "completed":
            for regions in number["restrictions"].values():
                regions |= {"US": "unrestricted", "CA": "unrestricted"}


def restriction_flips(workspace: Workspace, number: Record, person: Record) -> None:
    """A restriction is lifted, or, less often, one comes."""
    regions, region = workspace.chance.choice([*number["restrictions"].values()]), workspace.chance.choice(REGIONS)
    if regions[region] == "restricted":
        regions[region] = "unrestricted"
    elif workspace.chance.random() < 0.3:
        regions[region] = "restricted"


def us_messaging_opens(workspace: Workspace, number: Record, person: Record) -> None:
    number["restrictions"]["messaging"]["US"] = "unrestricted"


def someone_is_assigned(workspace: Workspace, number: Record, person: Record) -> None:
    if len(number["users"]) < 6 and all(user["id"] != person["id"] for user in number["users"]):
        number["users"].append(person | {"groupId": number["groupId"]})


def someone_is_unassigned(workspace: Workspace, number: Record, person: Record) -> None:
    if len(number["users"]) > 1:
        number["users"].pop(workspace.chance.randrange(len(number["users"])))


def someone_hands_over(workspace: Workspace, number: Record, person: Record) -> None:
    """A number of one user becomes another's."""
    if len(number["users"]) == 1 and number["users"][0]["id"] != person["id"]:
        number["users"] = [person | {"groupId": number["groupId"]}]


def someone_leaves(workspace: Workspace, number: Record, person: Record) -> None:
    """Others take over the numbers that have no other user. The owner stays."""
    if person["role"] == "owner" or len(workspace.people) <= PEOPLE_AT_LEAST:
        return
    workspace.people.remove(person)
    for each in workspace.numbers:
        if others := [user for user in each["users"] if user["id"] != person["id"]]:
            each["users"] = others
        elif each["users"]:
            each["users"] = [workspace.chance.choice(workspace.people) | {"groupId": each["groupId"]}]


def role_changes(workspace: Workspace, number: Record, person: Record) -> None:
    """Under every number too. No number's `updatedAt` moves: none was edited."""
    if person["role"] != "owner":
        person["role"] = "member" if person["role"] == "admin" else "admin"
        for user in (user for each in workspace.numbers for user in each["users"] if user["id"] == person["id"]):
            user["role"] = person["role"]


def number_is_renamed(workspace: Workspace, number: Record, person: Record) -> None:
    name, always = number["name"], " 24/7"
    number["name"] = name.removesuffix(always) if name.endswith(always) else name + always


def number_is_removed(workspace: Workspace, number: Record, person: Record) -> None:
    if len(workspace.numbers) > KEEPS_AT_LEAST:
        workspace.numbers.remove(number)


MOVES: dict[Move, int] = {
    port_moves_on: 3,
    restriction_flips: 6,
    someone_is_assigned: 5,
    someone_is_unassigned: 4,
    someone_hands_over: 3,
    role_changes: 2,
    number_is_renamed: 2,
    number_is_removed: 1,
    someone_leaves: 1,
}
