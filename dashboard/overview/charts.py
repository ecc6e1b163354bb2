"""Charts as values for SVG attributes: the content security policy allows no inline style."""

from collections import Counter
from dataclasses import dataclass

WIDTH, HEIGHT = 480, 72
MOST_BARS = 9  # an odd number: a phone has room to label every second one, the first and the last among them


@dataclass(frozen=True, slots=True)
class Bar:
    """How many numbers there were at the end of a year, and the rectangle that shows it."""

    label: str  # the year; with ≤ or ≥ where it includes all earlier or later ones
    added: int
    total: int
    x: float
    y: float
    width: float
    height: float


def growth_chart(years: list[tuple[int, int]], total: int, this_year: int) -> list[Bar]:
    """The cumulated count of current numbers by the year of their creation. `total` sets the scale.

    Quo may date a number to the year 2 or 9998. So there are at most nine bars: the first stands for all earlier years,
    the last, which is this year at most, for all later ones.
    """
    if not years:
        return []
    earliest, latest = min(years)[0], max(years)[0]
    last = min(latest, this_year)
    first = min(max(earliest, last - MOST_BARS + 1), last)
    added: Counter[int] = Counter()
    for year, count in years:
        added[min(max(year, first), last)] += count
    step = WIDTH / (last - first + 1)
    bars: list[Bar] = []
    so_far = total - added.total()  # those without a date count as there from the start
    for position, year in enumerate(range(first, last + 1)):
        so_far += added[year]
        height = round(HEIGHT * so_far / total, 1) if total else 0
        x, y, width = position * step + 2, HEIGHT - height, step - 4
        label = f"≤ {year}" if year == first > earliest else f"≥ {year}" if year == last < latest else f"{year}"
        bars.append(Bar(label, added[year], so_far, round(x, 1), round(y, 1), round(width, 1), height))
    return bars
