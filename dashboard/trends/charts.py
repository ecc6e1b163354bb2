"""Charts of counts by day: from counts to the lines, areas and columns that a template draws as SVG.

A count holds for its day, so a line has steps, as wide as a day each. Where nothing is known of a day, it is broken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from inventory.choices import PORTING_STEPS, Porting, porting_place

HEIGHT = 200  # of a chart, in units of its own; a day is one unit wide
MOST_COLUMNS = 122  # that can be pointed at

STEPS = 7
SHADES = {
    Porting.UNKNOWN: "unknown", Porting.FAILED: "failed", Porting.DONE: "done", Porting.CANCELLED: "unknown",
}  # fmt: skip

Values = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Column:
    """A day that can be pointed at, or a few of which the last known one counts: what it says, and what it opens."""

    day: str
    text: str
    url: str  # "" where nothing is known


@dataclass(frozen=True, slots=True)
class Shape:
    """A path, and the class that colours it."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Chart:
    width: int  # days
    top: int  # the count at the upper edge
    shapes: list[Shape]
    columns: list[Column]


def shade(status: str) -> str:
    """The class that colours a stage of ports, the same one everywhere: it deepens as a port proceeds."""
    step = porting_place(status) * STEPS // len(PORTING_STEPS)
    return SHADES.get(Porting.of(status), f"step-{step}")


def line(values: Values, top: int) -> str:
    """A path along the values, with a gap where there is none."""
    path, x, before = "", 0, None
    for y, same in groupby(_heights(values, top)):
        end = x + len(list(same))
        if y is not None:
            path += (f"M{x},{y}" if before is None else f"V{y}") + f"H{end}"
        x, before = end, y
    return path


def area(values: Values, top: int, lower: Values | None = None) -> str:
    """A path around all between the values and the baseline, or the `lower` ones."""
    upper, base = _heights(values, top), _heights([0] * len(values) if lower is None else lower, top)
    path, x = "", 0
    for (y, bottom), same in groupby(zip(upper, base, strict=True)):
        end = x + len(list(same))
        if y is not None and y != bottom:
            path += f"M{x},{bottom}V{y}H{end}V{bottom}Z"
        x = end
    return path


def in_columns(days: Sequence[date]) -> list[list[date]]:
    """The days in columns of as many each, at most MOST_COLUMNS. The first one may have fewer."""
    size = -(-len(days) // MOST_COLUMNS)
    ends = range(len(days), 0, -size)
    return [list(days[max(end - size, 0) : end]) for end in reversed(ends)]


def padded(values: Values, columns: Sequence[Sequence[date]]) -> list[int | None]:
    """The values, after none for the days that the first column lacks, so that all columns are of the same width."""
    return [None] * (len(columns) * len(columns[-1]) - len(values)) + list(values)


def _heights(values: Values, top: int) -> list[int | None]:
    return [None if value is None else HEIGHT - round(HEIGHT * value / top) for value in values]
