"""Bodies that nobody would send: whatever comes, nothing but a QuoError gets out, and what comes through can be stored.

Seeded, so that a failure repeats: it names its case. Put the body of a case that once failed into `corpus/`.
"""

import json
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from inventory.choices import Scope
from inventory.models import PhoneNumber, RejectedRecord, WorkspaceUser
from inventory.quo.decode import decode_list
from inventory.quo.errors import QuoError
from inventory.refreshing.diff import Compared, compare
from inventory.refreshing.plan import Cached, Plan
from inventory.refreshing.reconcile import Guard, reconcile
from inventory.refreshing.rows import NOBODY, number_row, user_row
from inventory.sandbox.workspace import Workspace

from .helpers import refresh_with

NOW = datetime(2024, 6, 1, tzinfo=UTC)
CORPUS = sorted((Path(__file__).parent / "corpus").iterdir())
SEEDS = range(2)
CASES = 300  # for each seed and each of the two ways
SECONDS = 2.0  # for each: a slow machine tries fewer, and says so


def through(body: bytes) -> tuple[Plan, Compared] | None:
    """The body's way through everything that is pure, or None where it is refused."""
    try:
        answer = decode_list(body)
    except QuoError as error:
        str(error).encode()  # fit for a page
        return None
    compared = compare(answer, {})
    plan = reconcile(Scope.WORKSPACE, "", compared, Cached(digests={}, is_empty=True), Guard(), NOW)
    return plan, compared


def assert_it_can_be_stored(plan: Plan, compared: Compared) -> None:
    """On PostgreSQL, which is the stricter one: no NUL, no half characters, no text too long for its column."""
    rows: list[PhoneNumber | WorkspaceUser] = [
        PhoneNumber(**number_row(write, NOBODY, NOW, NOW)) for write in plan.numbers
    ]
    rows += [WorkspaceUser(**user_row(id, facts, NOW)) for id, facts in plan.users.items()]
    for row in rows:
        for column in row._meta.concrete_fields:
            value = getattr(row, column.attname)
            if isinstance(value, str):
                assert "\0" not in value, column
                value.encode()
                assert column.max_length is None or len(value) <= column.max_length, column
    for group in plan.assign.values():
        assert "\0" not in (group or "")
        (group or "").encode()
    for change in plan.all_changes():
        assert "\0" not in change.old + change.new
        (change.old + change.new + change.field).encode()
    for rejected in plan.rejected:
        rejected.raw.text().encode()
        rejected.path.encode()
        (rejected.record_id or "").encode()
    assert plan.checked == compared.total


# -- The corpus


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_the_corpus_is_borne(path: Path) -> None:
    found = through(path.read_bytes())
    if found is not None:
        assert_it_can_be_stored(*found)
    assert (found is None) == path.name.startswith("refused-")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", [path for path in CORPUS if not path.name.startswith("refused-")], ids=lambda path: path.name
)
def test_the_database_takes_the_corpus(path: Path) -> None:
    answer = decode_list(path.read_bytes())
    refresh = refresh_with(answer)
    assert PhoneNumber.objects.current().count() == refresh.added
    assert RejectedRecord.objects.count() == refresh.rejected
    assert refresh.added + refresh.rejected > 0
    again = refresh_with(answer)
    assert (again.added, again.changed, again.removed) == (0, 0, 0)


# -- Bytes


def flip(chance: random.Random, body: bytearray) -> None:
    for _ in range(chance.randint(1, 4)):
        body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)


def cut(chance: random.Random, body: bytearray) -> None:
    start = chance.randrange(len(body))
    del body[start : start + chance.choice([1, 2, 50, len(body)])]


def splice(chance: random.Random, body: bytearray) -> None:
    source, place = chance.randrange(len(body)), chance.randrange(len(body))
    body[place:place] = body[source : source + chance.choice([1, 7, 300])]


def insert(chance: random.Random, body: bytearray) -> None:
    place = chance.randrange(len(body))
    body[place:place] = chance.choice(TOKENS)


def replace(chance: random.Random, body: bytearray) -> None:
    place, token = chance.randrange(len(body)), chance.choice(TOKENS)
    body[place : place + len(token)] = token


TOKENS = [
    b"\0", b"\xff", b"\xed\xa0\x80", b"\xf0\x9f", b"\\ud800", b"\\udfff\\ud800", b"\\u0000", b"\\", b'"', b"{", b"}",
    b"[", b"]", b",", b":", b"null", b"true", b"-0", b"1e999", b"9" * 400, b"[" * 3000, b'{"data":' * 50,
    b"\xef\xbb\xbf", b"\x1a", b"NaN", b"//", b"\r\n", b'"id":', b'"users":null,', b'"PN"', "\u2028".encode(),
    b'"data":[],',
]  # fmt: skip
BYTE_MUTATIONS: list[Callable[[random.Random, bytearray], None]] = [flip, cut, splice, insert, replace]


def mutated_bytes(chance: random.Random, body: bytes) -> bytes:
    changed = bytearray(body)
    for _ in range(chance.randint(1, 3)):
        if changed:
            chance.choice(BYTE_MUTATIONS)(chance, changed)
    return bytes(changed)


# -- JSON

VALUES: list[Any] = [
    None, True, 0, -1, 1.5, 10**30, "", "\0", "\ud800", "x" * 256, "PN" + "x" * 300, "ß" * 255, "\u0130" * 120,
    "\u202e", [], {}, [[]], [None], "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2024-02-30", "+1",
    "＋１２０２", "US1", "PN1", "pn1",
]  # fmt: skip


def places_of(value: Any) -> Iterator[tuple[Any, Any]]:
    """(container, key) of everything inside."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from places_of(value[key])


def mutated_json(chance: random.Random, body: bytes) -> bytes:
    value = json.loads(body)
    for _ in range(chance.randint(1, 5)):
        places = list(places_of(value))
        if not places:
            break
        container, key = chance.choice(places)
        other, other_key = chance.choice(places)
        match chance.randrange(5):
            case 0:
                container[key] = chance.choice(VALUES)
            case 1:
                del container[key]
            case 2 if isinstance(container, list):
                container.append(container[key])
            case 3:
                container[key] = json.loads(json.dumps(other[other_key]))
            case _ if isinstance(container, dict):
                container[chance.choice(["id", "number", "users", "data", "restrictions", "", "\0"])] = chance.choice(
                    VALUES
                )
    return json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


# -- Fuzzing


@pytest.mark.parametrize("mutated", [mutated_bytes, mutated_json])
@pytest.mark.parametrize("seed", SEEDS)
def test_no_body_gets_more_than_a_quo_error_out(seed: int, mutated: Callable[[random.Random, bytes], bytes]) -> None:
    workspace = Workspace.seeded(6, seed, NOW.date()).listed()
    end, refused, case = time.monotonic() + SECONDS, 0, 0
    for case in range(CASES):
        body = mutated(random.Random(f"{seed}/{case}"), workspace)
        try:
            found = through(body)
            if found is not None:
                assert_it_can_be_stored(*found)
        except Exception as error:
            raise AssertionError(f"seed {seed}, case {case}: {body[:2000]!r}") from error
        refused += found is None
        if time.monotonic() > end:
            break
    assert case >= 20, "too slow to try anything"
    assert refused > 0 or mutated is mutated_json
    assert refused < case
