"""Which cards of the overview stand in which of its two columns, so that neither ends long before the other."""

from itertools import product
from typing import Any

from inventory.statistics import Statistics

LATEST, MOST_LATEST = 10, 15  # changes: the second where the other column is longer

# Pixels, about right on a wide screen
LINE = 30
ITEM = 60  # of what needs attention
STAGES = 86  # a row of stages of porting
FRAME = 72  # a card's edges, its heading, and the room below it
STAGES_IN_A_ROW = 4


def arranged(context: dict[str, Any]) -> dict[str, Any]:
    """The `columns` of cards that may stand in either, and as much of the `timeline` as there is room for."""
    left = card(len(context["attention"]), ITEM) + LINE * bool(context["snoozed"])
    left += card(min(len(context["timeline"]), LATEST))
    left += card(len(context["pinned"])) if context["pinned"] else 0
    right = card(5) + STAGES * -(-len(context["stages"]) // STAGES_IN_A_ROW)
    columns, gap = balanced(left, right, movable_cards(context["statistics"], bool(context["growth"])))
    return {"columns": columns, "timeline": context["timeline"][: LATEST + max(0, gap // LINE)]}


def movable_cards(known: Statistics, has_growth: bool) -> dict[str, int]:
    """The cards that stand wherever there is room: their templates, with their heights."""
    cards = {"overview/_sole_users.html": card(len(known.alone))}
    if known.kinds:
        cards["overview/_kinds.html"] = card(len(known.kinds) + 1)
    if has_growth:
        cards["overview/_growth.html"] = card(4)
    return cards


def card(lines: int, line: int = LINE) -> int:
    """The height of a card with so many lines."""
    return FRAME + lines * line


def balanced(left: int, right: int, cards: dict[str, int]) -> tuple[tuple[list[str], list[str]], int]:
    """Deals cards, each with its height, to columns of these heights so that they end as near as can be.

    Returns those of each column, and by how much the right one is longer.
    """

    def gap(sides: tuple[int, ...]) -> int:
        return right - left - sum(height * side for height, side in zip(cards.values(), sides, strict=True))

    sides = min(product((-1, 1), repeat=len(cards)), key=lambda sides: abs(gap(sides)))
    named = list(zip(cards, sides, strict=True))
    return ([name for name, side in named if side == 1], [name for name, side in named if side == -1]), gap(sides)
