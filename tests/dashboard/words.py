"""The words in which pages say what the model computes: labels, cells and titles, each in one place."""

from datetime import date, datetime, timedelta

from .model import COUNTRIES, DONE, KIND_LABELS, Model, Number, Person, place, written

PLACES = {"US": "the US", "CA": "Canada", "Intl": "international numbers"}
REGIONS = {"US": "US", "CA": "Canada", "Intl": "International"}
ROLES = {"owner": "Owner", "admin": "Admin", "member": "Member"}
KINDS = KIND_LABELS
PERIODS = {"24h": "24 hours", "7d": "7 days", "30d": "30 days"}
NOT_PORTING = "Not porting"
# What needs attention, of one and of several
HELD = ("{} removal waiting for a decision", "{} removals waiting for a decision")
FAILED_PORTS = ("{} port was rejected or failed", "{} ports were rejected or failed")
STALLED_PORTS = ("{} port stalled for 10 days or more", "{} ports stalled for 10 days or more")
BLOCKED = ("{} number cannot text the US", "{} numbers cannot text the US")
NOBODY = ("{} number is unassigned", "{} numbers are unassigned")
WARNED = ("{} number has warnings", "{} numbers have warnings")
LOOPING = ("{} number forwards in a loop", "{} numbers forward in a loop")
LEFT_WITH_ONE = ("{} shared number was left with one user", "{} shared numbers were left with one user")
UNITS = (("y", 365 * 86400), ("mo", 30 * 86400), ("d", 86400), ("h", 3600), ("min", 60))


def gone() -> tuple[str, str]:
    """How many people left since the last Monday before today."""
    today = date.today()
    monday = next(day for days in range(1, 8) if (day := today - timedelta(days=days)).weekday() == 0)
    since = f"left since Monday, {monday:%B} {monday.day}"
    return f"{{}} person {since}", f"{{}} people {since}"


def some(forms: tuple[str, str], count: int) -> str:
    return forms[count != 1].format(count)


def way(key: str) -> str:
    """A restriction as a filter's label."""
    use, _, region = key.partition(".")
    return f"Cannot {'call' if use == 'calling' else 'text'} {PLACES[region]}" if region else "Restricted in any way"


def status(text: str) -> str:
    """A porting status as its badge."""
    plain = text.replace("-", " ").replace("_", " ")
    return plain[:1].upper() + plain[1:]


def chip(model: Model, name: str, value: str) -> str:
    """A filter that is on."""
    yes = value == "yes"
    match name:
        case "restricted":
            return way(value)
        case "porting":
            return NOT_PORTING if value == "none" else f"Port {status(value).lower()}"
        case "assigned":
            return "Assigned" if yes else "Unassigned"
        case "forward":
            return "Forwards" if yes else "Does not forward"
        case "stalled":
            return "Port stalled for 10 days"
        case "unverified":
            return "Not confirmed by the last answer"
        case "warnings":
            return "With warnings"
        case "sole":
            return "Sole user"
        case "looping":
            return "Forwards in a loop"
        case "left":
            return "Left with one user in the last 30 days"
        case "updated":
            return f"Updated in the last {PERIODS[value]}"
        case "state":
            return {"removed": "Removed", "all": "Including removed"}.get(value, "")
        case "user":
            return f"Assigned to {model.people[value].name if value in model.people else value}"
        case "role":
            return f"User’s role: {value}"
        case "group":
            return f"Group {value}"
        case "id":
            return f"Number {value}"
        case "kind":
            return KINDS[value]
        case "country":
            return "No country" if value == "none" else f"Country: {COUNTRIES[value]}"
        case "q":
            return f"“{value}”"
    raise AssertionError(f"a filter without words: {name}")


def kind(country: str, sort: str) -> str:
    """A kind of number and its country, as in the overview."""
    if not country:
        return "Unknown country" if sort == "unknown" else f"{KINDS[sort]}, no country"
    place = "US" if country == "US" else COUNTRIES[country]
    return place if sort in ("unknown", "other") else f"{place}, {KINDS[sort].lower()}"


def people(model: Model, number: Number) -> str:
    return ", ".join(person.name for person in model.holders(number)) or "unassigned"


def ways(number: Number, use: str, verb: str) -> str:
    said = {"restricted": "restricted", "unrestricted": "unrestricted", "": "Quo did not say"}
    values = [(PLACES[key.split(".")[1]], value) for key, value in number.ways.items() if key.startswith(use)]
    return " ".join(f"{verb} {place}: {said.get(value, value)}." for place, value in values)


def porting(model: Model, number: Number) -> str:
    if not number.status:
        return "Requested" if number.portRequestId else "not porting"
    label = status(number.status)
    return label if number.status in DONE else f"{label} {age(model, number.since)}"


def age(model: Model, moment: datetime | None) -> str:
    if moment is None:
        return "–"
    seconds = (model.now - moment).total_seconds()
    return next((f"{int(seconds // length)} {unit}" for unit, length in UNITS if seconds >= length), "<1 min")


def row(model: Model, number: Number) -> list[str]:
    """A number's row in a list, as a screen reader says it."""
    cells = [
        f"{number.name or 'No name'}{' removed <1 min ago' if number.removed else ''}",
        number.display,
        place(number),
        people(model, number),
        ways(number, "calling", "Calling"),
        ways(number, "messaging", "Messaging"),
        porting(model, number),
        written(number.forward) if number.forward else "–",
        age(model, number.updated),
    ]
    return [" ".join(cell.split()) for cell in cells]


def group(id: str, first: str, count: int) -> list[str]:
    """A group's row: it is told by its numbers, of which the first one is named."""
    more = f" and {count - 1} more" if count > 1 else ""
    return [f"{' '.join(first.split()) or 'No name'}{more}", id, f"Numbers {count}"]


def role(person: Person) -> str:
    return ROLES.get(person.role, person.role)


def offboarding(model: Model, people: list[Person]) -> str:
    """The checklist of what is to become of people's numbers."""
    gone = {person.id for person in people}
    numbers = model.sorted_numbers({number.id: number for id in gone for number in model.assigned_to(id)}.values())
    alone = [number for number in numbers if set(number.groups) <= gone]
    shared = [number for number in numbers if number not in alone]
    names = [f"{person.name} ({person.email or person.id})" for person in people]
    lines = [f"Offboarding {names[0]}"]
    if len(people) > 1:
        lines = [f"Offboarding {len(people)} people", *(f"- {name}" for name in names)]
    lines.append(f"{some(('{} number', '{} numbers'), len(numbers))}, {len(alone)} to reassign before offboarding")
    for heading, part in (("Reassign before offboarding", alone), ("Also assigned to others", shared)):
        lines += ["", heading] if part else []
        for number in part:
            forward = f", forwards to {number.forward}" if number.forward else ""
            port = f", port {number.status}" if number.is_under_way else ""
            users = ", ".join(person.name for person in model.holders(number) if person.id in gone)
            users = f": {users}" if len(people) > 1 else ""
            lines.append(f"[ ] {number.name or 'No name'}, {number.number}{forward}{port}{users}")
    return "\n".join([*lines, ""])
