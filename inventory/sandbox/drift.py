"""What happens in the sandbox's workspace between two looks at it: a few small, everyday changes.

Each move gets the workspace and the time at which it happens. One that finds nothing to change does nothing.
"""

from collections.abc import Callable
from datetime import datetime

from inventory.sandbox.forms import Record, identifier, timestamp
from inventory.sandbox.workspace import Workspace

Move = Callable[[Workspace, datetime], None]

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
KEEPS_AT_LEAST_PEOPLE = 10


def drift(workspace: Workspace, at: datetime) -> None:
    """One to four changes, at most one of them a removal."""
    with workspace.lock:
        if not workspace.numbers or not workspace.people:
            return
        moves = workspace.chance.choices(list(MOVES), list(MOVES.values()), k=workspace.chance.randint(1, 4))
        for move in dict.fromkeys(moves):
            move(workspace, at)
        workspace.changed()


def port_moves_on(workspace: Workspace, at: datetime) -> None:
    under_way = [number for number in workspace.numbers if number["portingStatus"] in NEXT_STAGE]
    if under_way:
        number = workspace.chance.choice(under_way)
        number["portingStatus"] = workspace.chance.choice(NEXT_STAGE[number["portingStatus"]])
        number["updatedAt"] = timestamp(at)


def port_begins(workspace: Workspace, at: datetime) -> None:
    number = _any_number(workspace)
    if number["portingStatus"] is None:
        number |= {"portingStatus": "draft", "portRequestId": identifier(workspace.chance, "")[:8]}
        number["updatedAt"] = timestamp(at)


def restriction_flips(workspace: Workspace, at: datetime) -> None:
    number = _any_number(workspace)
    region = workspace.chance.choice(("US", "CA", "Intl"))
    regions = number["restrictions"][workspace.chance.choice(("calling", "messaging"))]
    regions[region] = "unrestricted" if regions[region] == "restricted" else "restricted"
    number["updatedAt"] = timestamp(at)


def someone_is_assigned(workspace: Workspace, at: datetime) -> None:
    number, person = _any_number(workspace), workspace.chance.choice(workspace.people)
    if len(number["users"]) < 6 and all(user["id"] != person["id"] for user in number["users"]):
        number["users"].append(person | {"groupId": number["groupId"]})
        number["updatedAt"] = timestamp(at)


def someone_is_unassigned(workspace: Workspace, at: datetime) -> None:
    number = _any_number(workspace)
    if len(number["users"]) > 1:
        number["users"].pop(workspace.chance.randrange(len(number["users"])))
        number["updatedAt"] = timestamp(at)


def role_changes(workspace: Workspace, at: datetime) -> None:
    person = workspace.chance.choice(workspace.people)
    if person["role"] != "owner":
        _everywhere(workspace, person, at, "role", "member" if person["role"] == "admin" else "admin")


def last_name_changes(workspace: Workspace, at: datetime) -> None:
    person, other = workspace.chance.choice(workspace.people), workspace.chance.choice(workspace.people)
    if person["lastName"] and other["lastName"] and person["lastName"] != other["lastName"]:
        _everywhere(workspace, person, at, "lastName", other["lastName"])


def someone_joins(workspace: Workspace, at: datetime) -> None:
    workspace.new_person(at)


def someone_leaves(workspace: Workspace, at: datetime) -> None:
    """Only a member with a number or two: more would be no small change."""
    person = workspace.chance.choice(workspace.people)
    held = workspace.assigned_to(person["id"])
    if person["role"] == "member" and len(held) <= 2 and len(workspace.people) > KEEPS_AT_LEAST_PEOPLE:
        workspace.people.remove(person)
        workspace.profiles.pop(person["id"], None)
        for number in held:
            number["users"] = [user for user in number["users"] if user["id"] != person["id"]]
            number["updatedAt"] = timestamp(at)


def number_is_renamed(workspace: Workspace, at: datetime) -> None:
    number = _any_number(workspace)
    suffix = workspace.chance.choice((" (seasonal)", " – archive", " 24/7"))
    number["name"] = number["name"].removesuffix(suffix) if number["name"].endswith(suffix) else number["name"] + suffix
    number["updatedAt"] = timestamp(at)


def number_is_added(workspace: Workspace, at: datetime) -> None:
    workspace.new_number(at)


def number_is_removed(workspace: Workspace, at: datetime) -> None:
    if len(workspace.numbers) > KEEPS_AT_LEAST:
        workspace.retired.append(workspace.numbers.pop(workspace.chance.randrange(len(workspace.numbers))))


def number_comes_back(workspace: Workspace, at: datetime) -> None:
    if workspace.retired:
        number = workspace.retired.pop(0)
        people = {person["id"]: person for person in workspace.people}
        number["users"] = [user | people[user["id"]] for user in number["users"] if user["id"] in people]
        number["updatedAt"] = timestamp(at)
        workspace.numbers.append(number)


MOVES: dict[Move, int] = {
    port_moves_on: 6,
    port_begins: 2,
    restriction_flips: 6,
    someone_is_assigned: 5,
    someone_is_unassigned: 4,
    role_changes: 2,
    last_name_changes: 2,
    someone_joins: 2,
    someone_leaves: 1,
    number_is_renamed: 2,
    number_is_added: 3,
    number_is_removed: 1,
    number_comes_back: 1,
}


def _any_number(workspace: Workspace) -> Record:
    return workspace.chance.choice(workspace.numbers)


def _everywhere(workspace: Workspace, person: Record, at: datetime, field: str, value: str) -> None:
    """Change a person, also under every number. No number's `updatedAt` moves: none was edited."""
    person[field] = value
    workspace.profiles.setdefault(person["id"], {})["updatedAt"] = timestamp(at)
    for number in workspace.numbers:
        for user in number["users"]:
            if user["id"] == person["id"]:
                user[field] = value
