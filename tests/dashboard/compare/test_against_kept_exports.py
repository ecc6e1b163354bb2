"""Comparisons against exports that were kept after each refresh, compared plainly."""

import json
import random
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inventory.choices import Removals, Scope
from inventory.models import Refresh, WorkspaceUser
from inventory.quo.decode import decode_list
from inventory.refreshing.removals import accept, dismiss
from inventory.sandbox.drift import drift
from inventory.sandbox.workspace import Workspace
from tests.inventory.refreshing.helpers import answer_of, refresh_with

pytestmark = pytest.mark.django_db

Rows = dict[str, dict[str, Any]]
WAYS = [f"{use}_{region}" for use in ("calling", "messaging") for region in ("us", "ca", "intl")]


def what_happens(chance: random.Random, workspace: Workspace) -> None:
    """Drift, or something out of the ordinary, and a refresh of some scope that sees it or not."""
    numbers, now = workspace.numbers, timezone.now()
    for _ in range(chance.randint(0, 4)):
        drift(workspace, now)
    number = chance.choice(numbers)
    match chance.choice(["", "", "other number", "half is missing", "back", "forward", "unknown value", "undo"]):
        case "other number":
            number["number"] = f"+1202555{chance.randrange(10_000):04}"
        case "half is missing":
            workspace.gone = [numbers.pop() for _ in range(len(numbers) // 2)]  # type: ignore[attr-defined]
        case "back" if hasattr(workspace, "gone"):
            numbers += workspace.gone
            del workspace.gone
        case "forward":
            number["forward"] = chance.choice([None, "+14155550177"])
        case "unknown value":
            number["restrictions"]["calling"]["US"] = chance.choice(["limited", "unrestricted"])
        case "undo":
            number["name"] = number["name"].removesuffix("!") if number["name"].endswith("!") else number["name"] + "!"
    scope = chance.choice([Scope.WORKSPACE, Scope.WORKSPACE, Scope.USER, Scope.NUMBER])
    if scope == Scope.NUMBER:
        refresh_with(answer_of([number]), scope, number["id"])
    elif scope == Scope.USER:
        user = chance.choice(workspace.people)["id"]
        if WorkspaceUser.objects.filter(pk=user).exists():
            refresh_with(answer_of(workspace.assigned_to(user)), scope, user)
    else:
        refresh = refresh_with(decode_list(workspace.listed()))
        if refresh.removals == Removals.HELD and chance.random() < 0.7:
            chance.choice([accept, dismiss])(Refresh.objects.get(pk=refresh.pk), "a test")


def expected(before: Rows, after: Rows) -> list[tuple[str, str, str, str, str]]:
    """For each number that differs: id, kind of difference, field, what it was, what it is."""
    found = []
    for id in before.keys() | after.keys():
        if id not in before:
            found.append((id, "added", "", "", ""))
            continue
        if id not in after:
            found.append((id, "removed", "", "", ""))
            continue
        was, now = before[id], after[id]
        if set(was["user_ids"]) != set(now["user_ids"]):
            found.append((id, "reassigned", "users", "; ".join(was["users"]), "; ".join(now["users"])))
        for field, kind in (
            ("name", "renamed"),
            ("porting_status", "ported"),
            ("number", "other"),
            ("forward", "other"),
        ):
            if was[field] != now[field]:
                found.append((id, kind, field, was[field], now[field]))
        for way in WAYS:
            if was[way] != now[way]:
                kind = "restricted" if now[way] == "restricted" else "unrestricted"
                if now[way] not in ("restricted", "unrestricted") and was[way] != "restricted":
                    kind = "other"
                found.append((id, kind, way, was[way], now[way]))
    return sorted(found)


def told(client: Client, before: datetime, after: datetime, **filters: str) -> list[tuple[str, str, str, str, str]]:
    asked = {"from": before.isoformat(), "to": after.isoformat(), **filters}
    answer = client.get("/compare/export.json", asked)
    assert answer.status_code == 200, answer.content
    rows = json.loads(b"".join(answer))
    return sorted((row["number_id"], row["change"], row["field"], row["was"], row["is"]) for row in rows)


@pytest.mark.parametrize("seed", range(3))
def test_any_two_exports_differ_by_what_a_comparison_tells(viewer: Client, seed: int) -> None:
    chance = random.Random(seed)
    workspace = Workspace.seeded(44, seed, date(2026, 3, 1))
    refresh_with(decode_list(workspace.listed()))
    kept: list[tuple[datetime, Rows]] = []
    for _ in range(14):
        rows = json.loads(b"".join(viewer.get("/numbers/export.json")))
        kept.append((timezone.now(), {row["id"]: row for row in rows}))
        what_happens(chance, workspace)
    users = [user for _, rows in kept for row in rows.values() for user in row["user_ids"]]
    every = 0
    for _ in range(12):
        (before, was), (after, now) = (kept[place] for place in sorted(chance.sample(range(len(kept)), 2)))
        differ = expected(was, now)
        every += len(differ)
        assert told(viewer, before, after) == differ
        user = chance.choice(users)
        theirs = {id for side in (was, now) for id, row in side.items() if user in row["user_ids"]}
        assert told(viewer, before, after, user=user) == [one for one in differ if one[0] in theirs]
        canadian = {id for side in (was, now) for id, row in side.items() if row["country"] == "CA"}
        assert told(viewer, before, after, country="CA", change="reassigned") == [
            one for one in differ if one[0] in canadian and any(other[:2] == (one[0], "reassigned") for other in differ)
        ]
    assert every > 25
    assert told(viewer, kept[-1][0], timezone.now()) == expected(
        kept[-1][1],
        {row["id"]: row for row in json.loads(b"".join(viewer.get("/numbers/export.json")))},
    )
