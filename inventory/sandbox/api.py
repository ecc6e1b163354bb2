"""What Quo answers where nothing goes wrong, in both generations of its API over one workspace."""

import re
import threading
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from inventory.sandbox.drift import drift
from inventory.sandbox.http import Page, Reply, enveloped, is_v1, refusal
from inventory.sandbox.organization import A2P_MODES, Record, registration
from inventory.sandbox.workspace import Workspace

GENERATIONS = ("v1", "2026-03-30")
HEADER = "Quo-Api-Version"
LONGEST_PAGE = 50
DEFAULT_PAGE = 10
OPTIONAL_FIELDS = ("restrictions", "users")


class BadParameter(Exception):
    """A parameter that the contract does not allow. `item` is its entry in the error's `errors`."""

    def __init__(self, name: str, message: str, value: object, kind: str = "string") -> None:
        super().__init__(message)
        self.item: dict[str, Any] = {"path": f"/{name}", "message": message, "value": value, "schema": {"type": kind}}


class Api:
    """Both generations over `workspace`. All that is public may be changed while it serves (see `Sandbox`)."""

    def __init__(
        self,
        *,
        numbers: int = 214,
        seed: int = 7,
        drift: bool = False,
        today: date | None = None,
        include_users: bool = True,
        a2p: str = A2P_MODES[0],
        only: str | None = None,
        longest_page: int = LONGEST_PAGE,
    ) -> None:
        self.workspace = Workspace.seeded(numbers, seed, today or datetime.now(UTC).date())
        self.include_users = include_users
        self.a2p = a2p
        self.only = only
        self.longest_page = longest_page
        self._one_at_a_time = threading.Lock()
        self._drift = drift
        self._today = today
        self._looks = 0

    def reply(self, target: str, version: str | None) -> Reply:
        """The answer to a GET with a right key."""
        parts = urlsplit(target)
        not_there = f"Cannot GET {parts.path}"
        if self.only not in (None, GENERATIONS[0] if is_v1(target) else GENERATIONS[1]):
            # In the words of the generation that is there.
            return refusal("/v1" if self.only == GENERATIONS[0] else "/", 404, not_there)
        # Split before decoding: an id may hold an encoded slash.
        steps = [unquote(step) for step in parts.path.split("/")[1:]]
        try:
            query = {name: _single(name, values) for name, values in parse_qs(parts.query, True).items()}
            with self._one_at_a_time:
                if not is_v1(target) and version != GENERATIONS[1]:
                    raise BadParameter(HEADER, f"Expected '{GENERATIONS[1]}'", version)
                found = self._v1(steps[1:], query) if is_v1(target) else self._dated(steps, query)
                return found or refusal(target, 404, not_there)
        except BadParameter as problem:
            return refusal(target, 400, "Invalid request parameters", [problem.item])

    def _v1(self, steps: list[str], query: dict[str, str]) -> Reply | None:
        match steps:
            case ["phone-numbers"]:
                user = query.get("userId")
                if user is not None:
                    _matching("userId", "^US(.*)$", user)
                self._look()
                numbers = self.workspace.numbers if user is None else self.workspace.assigned_to(user)
                return Reply.made_of(numbers, enveloped)
            case ["phone-numbers", id] if id:
                return self._one(id, "/v1", dict)
            case ["users"]:
                page = self._page("/v1/users", query, "maxResults", "pageToken", "nextPageToken")
                return _paged(page, self.workspace.users(), of_people=True)
        return None

    def _dated(self, steps: list[str], query: dict[str, str]) -> Reply | None:
        page = partial(self._page, "/".join(steps), query, "limit", "after", "nextCursor")
        match steps:
            case ["phone-numbers"]:
                included, asked = self._included(query), page()
                if asked.cursor is None:
                    self._look()
                return _paged(replace(asked, convert=partial(number_form, included=included)), self.workspace.numbers)
            case ["phone-numbers", id] if id:
                included = self._included(query)
                return self._one(id, "/", lambda record: number_form(record, included))
            case ["phone-numbers", id, "users"]:
                _matching("phoneNumberId", "^PN(.*)$", id)
                record, asked = self.workspace.one(id), page()
                if record is None:
                    return refusal("/", 404, "Phone number not found")

                def users(numbers: list[Record]) -> list[Record]:
                    described = next((number for number in numbers if number.get("id") == id), record)
                    return sorted(described.get("users") or [], key=lambda user: str(user["id"]))

                # All numbers are the source: a fault that is about two of them has to see both.
                return _paged(asked, self.workspace.numbers, select=users)
            case ["users"]:
                return _paged(page(), self.workspace.users(), of_people=True)
            case ["users", id, "phone-numbers"]:
                include, asked = query.get("include"), page()
                if include not in (None, "restrictions"):
                    raise BadParameter("include", "Expected 'restrictions'", include)
                held = self.workspace.assigned_to(_matching("userId", "^US(.*)$", id))
                return _paged(replace(asked, convert=partial(number_form, included={include})), held)
            case ["organization"]:
                return Reply(200, enveloped(self.workspace.organization))
            case ["a2p-registration"]:
                if self.a2p == "absent":
                    return refusal("/", 404, "Cannot GET /a2p-registration")
                if self.a2p == "forbidden":
                    return refusal("/", 403, "The key does not have access to this resource")
                return Reply(200, enveloped(registration(self.a2p, self.workspace.organization)))
        return None

    def _one(self, id: str, generation: str, form: Callable[[Record], Record]) -> Reply:
        record = self.workspace.one(_matching("phoneNumberId", "^PN(.*)$", id))
        if record is None:
            return refusal(generation, 404, "Phone number not found")

        return Reply.made_of([record], lambda records: enveloped(form((records or [record])[0])))

    def _page(self, listing: str, query: dict[str, str], limit: str, cursor: str, next: str) -> Page:
        text = query.get(limit, str(DEFAULT_PAGE))
        if not re.fullmatch(r"-?[0-9]{1,9}", text):
            raise BadParameter(limit, "Expected integer", text, "integer")
        if not 1 <= int(text) <= LONGEST_PAGE:
            raise BadParameter(limit, f"Expected integer from 1 to {LONGEST_PAGE}", int(text), "integer")
        page = Page(next, listing, min(self.longest_page, int(text)))
        if (value := query.get(cursor)) is None:
            return page
        found = re.fullmatch(r"(\d+)\+(\d+)/(.*)=", value)
        if found is None or found[3] != listing:
            raise BadParameter(cursor, "The cursor is invalid or has expired", value)
        return replace(page, cursor=value, offset=int(found[1]), turn=int(found[2]))

    def _included(self, query: dict[str, str]) -> set[str]:
        """The optional fields that are asked for, in either reading of what may be asked."""
        if (include := query.get("include")) is None:
            return set()
        known = OPTIONAL_FIELDS if self.include_users else OPTIONAL_FIELDS[:1]
        fields = include.split(",")
        if len(fields) > len(known) or not set(fields) <= set(known):
            raise BadParameter("include", f"Expected any of: {', '.join(known)}", include)
        return set(fields)

    def _look(self) -> None:
        """Somebody begins to read the numbers. With drift, a little has changed since the last time."""
        self._looks += 1
        if self._drift and self._looks > 1:
            at = datetime.now(UTC)
            if self._today is not None:  # on a fixed day a minute later for every look
                at = datetime.combine(self._today, time(8), UTC) + timedelta(minutes=self._looks)
            drift(self.workspace, at)


def number_form(record: Record, included: Collection[str | None]) -> Record:
    """A number of v1's form in this generation's. What is not included is absent."""
    form = {
        "phoneNumber" if name == "number" else name: value
        for name, value in record.items()
        if name in included or name not in OPTIONAL_FIELDS
    }
    for name in ("createdAt", "updatedAt"):
        if isinstance(form.get(name), str):
            form[name] = form[name].strip(" '")  # The stray quotes are v1's.
    return form


def _paged(
    page: Page,
    source: list[Record],
    *,
    select: Callable[[list[Record]], list[Record]] = lambda source: source,
    of_people: bool = False,
) -> Reply:
    def render(source: list[Record]) -> bytes:
        return msgspec.json.encode(page.document(select(source)))

    return Reply.made_of(source, render, of_people=of_people, page=replace(page, records=select(source)))


def _single(name: str, values: list[str]) -> str:
    if len(values) > 1:
        raise BadParameter(name, "Expected string", values)
    return values[0]


def _matching(name: str, pattern: str, value: str) -> str:
    if not re.search(pattern, value):
        raise BadParameter(name, f"Expected string to match '{pattern}'", value)
    return value
