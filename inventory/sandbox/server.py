"""The sandbox itself: what it answers in both generations of Quo's API, who may ask, and what goes wrong. On 127.0.0.1
only.
"""

import re
import threading
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email.message import Message
from functools import partial
from time import monotonic, sleep
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from inventory.sandbox.drift import drift
from inventory.sandbox.faults import ALL_FAULTS
from inventory.sandbox.http import HOST, Call, Fault, Page, Reply, Server, enveloped, is_v1, new_trace, refusal
from inventory.sandbox.workspace import A2P_MODES, Record, Workspace, registration

SANDBOX_KEY = "sandbox-key-for-the-demo-only"
GENERATIONS = ("v1", "2026-03-30")
HEADER = "Quo-Api-Version"
LONGEST_PAGE = 50
DEFAULT_PAGE = 10
OPTIONAL_FIELDS = ("restrictions", "users")
Select = Callable[[list[Record]], list[Record]]


class BadParameter(Exception):
    """A parameter that the contract does not allow. `item` is its entry in the error's `errors`."""

    def __init__(self, name: str, message: str, value: object, kind: str = "string") -> None:
        super().__init__(message)
        self.item: dict[str, Any] = {"path": f"/{name}", "message": message, "value": value, "schema": {"type": kind}}


class Sandbox:
    """The server. Use it as a context manager, or call `start` and `stop`. `requests` tells what was asked.

    Both generations of the API speak of the same workspace. `drift`: a little changes between two looks. `today` fixes
    the day that its data is from (default: today, UTC). `requests_per_second=None`: no limit. These may be changed
    while it runs: `fault`, `workspace`, and

    include_users   whether `include=users` is allowed in 2026-03-30 (the vendor contradicts itself)
    a2p             the registration's status, or `absent` (404), or `forbidden` (403)
    only            the one generation that is there; all of the other's paths answer 404
    longest_page    how many records a page holds at most, whatever its limit allows
    latency         seconds that each answer waits
    """

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
        port: int = 0,
        fault: str | None = None,
        requests_per_second: int | None = 10,
        latency: float = 0.0,
    ) -> None:
        self.workspace = Workspace.seeded(numbers, seed, today or datetime.now(UTC).date())
        self.include_users, self.a2p, self.only = include_users, a2p, only
        self.longest_page, self.latency = longest_page, latency
        self.fault = fault
        self.requests: list[Call] = []  # list.append is atomic, and that is all the server does with it.
        self._drift, self._today, self._looks = drift, today, 0
        self._port, self._per_second = port, requests_per_second
        self._recent: list[float] = []  # when the latest requests were let through
        self._lock = threading.Lock()
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Serve in the background. `OSError` in plain words if the port cannot be had."""
        try:
            self._server = Server(self._port, lambda *asked: self.answer(*asked), self._take_fault, self.requests)
        except (OSError, OverflowError) as problem:
            raise OSError(
                f"The sandbox cannot listen on {HOST}:{self._port} ({problem}). "
                "Stop what is using that port, or choose another one."
            ) from problem
        # Stopping waits for one poll, so it is short.
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.005,), name="sandbox", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and close every connection, whatever it is in the middle of."""
        if self._server and self._thread:
            self._server.shutdown()
            self._server.server_close()
            self._server.hang_up_on_everyone()
            self._thread.join()
        self._server = self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def port(self) -> int:
        if not self._server:
            raise RuntimeError("The sandbox has no address before it is started.")
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def fault(self) -> str | None:
        """The name of the fault that the next request meets. One that happens only once clears itself."""
        return self._fault.name if self._fault else None

    @fault.setter
    def fault(self, name: str | None) -> None:
        self._fault = _fault(name) if name else None

    def fail_next(self, name: str, times: int | None = 1, *, on: str = "") -> None:
        """Meet the next requests, this many, with a fault; then all is well. `None`: until it is lifted.

        `on`: only requests whose target also has this regular expression, such as `^/users` or `after=`.
        """
        chosen = _fault(name)
        self._fault = replace(chosen, times=times, on=(*chosen.on, on))

    def _take_fault(self, target: str) -> Fault | None:
        """The fault for the request at hand, counted."""
        with self._lock:
            taken = self._fault
            if taken is None or not all(re.search(pattern, target) for pattern in taken.on):
                return None
            if taken.times is not None:
                self._fault = replace(taken, times=taken.times - 1) if taken.times > 1 else None
            return taken

    def answer(self, target: str, headers: Message) -> Reply:
        """The answer to a GET if nothing is wrong with the wire."""
        if self.latency:
            sleep(self.latency)
        if headers.get("Authorization") != SANDBOX_KEY:
            # v1 has the gateway's words: the other error body that is live, of what stands in front of the API.
            words = {"message": "Invalid API key", "key": "unauthorized", "trace": new_trace()}
            gateways = Reply(401, msgspec.json.encode({"error": words}))
            return gateways if is_v1(target) else refusal(target, 401, words["message"])
        if not self._is_allowed(monotonic()):
            return refusal(target, 429, "Too many requests")
        return self.reply(target, headers.get(HEADER))

    def _is_allowed(self, now: float) -> bool:
        """At most so many requests within any second."""
        with self._lock:
            self._recent = [at for at in self._recent if at > now - 1]
            is_allowed = self._per_second is None or len(self._recent) < self._per_second
            if is_allowed:
                self._recent.append(now)
            return is_allowed

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
            with self._lock:
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
                assigned = self.workspace.assigned_to(_matching("userId", "^US(.*)$", id))
                return _paged(replace(asked, convert=partial(number_form, included={include})), assigned)
            case ["organization"]:
                return Reply(200, enveloped(self.workspace.organization))
            case ["a2p-registration"] if self.a2p != "absent":
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
        return replace(page, cursor=value, offset=int(found[1]), place=int(found[2]))

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
        if self._drift and self._looks > 1:  # on a fixed day a minute later for every look
            minutes = timedelta(minutes=self._looks)
            day = self._today
            drift(self.workspace, datetime.combine(day, time(8), UTC) + minutes if day else datetime.now(UTC))


def number_form(record: Record, included: Collection[str | None]) -> Record:
    """A number of v1's form in this generation's. What is not included is absent."""
    form = {
        "phoneNumber" if name == "number" else name: value
        for name, value in record.items()
        if name in included or name not in OPTIONAL_FIELDS
    }
    times = {name: form[name] for name in ("createdAt", "updatedAt") if isinstance(form.get(name), str)}
    return form | {name: time.strip(" '") for name, time in times.items()}  # The stray quotes are v1's.


def _paged(page: Page, source: list[Record], select: Select = lambda source: source, of_people: bool = False) -> Reply:
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


def _fault(name: str) -> Fault:
    if name not in ALL_FAULTS:
        raise ValueError(f"There is no fault named {name!r}. There are: {', '.join(sorted(ALL_FAULTS))}.")
    return ALL_FAULTS[name]
