"""Which cards of the overview stand in which of its two columns, so that neither ends long before the other."""

from itertools import product

# Pixels, about right on a wide screen
LINE = 30
ITEM = 60  # of what needs attention
STAGES = 86  # a row of stages of porting
FRAME = 72  # a card's edges, its heading, and the room below it
STAGES_IN_A_ROW = 4


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
