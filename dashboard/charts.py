"""Charts as figures for SVG attributes: no script draws them, and no style attribute either."""

from dataclasses import dataclass

WIDTH, HEIGHT = 480, 72


@dataclass(frozen=True, slots=True)
class Bar:
    """A year: how many numbers there were by its end, and the rectangle that shows it."""

    year: int
    added: int
    total: int
    x: float
    y: float
    width: float
    height: float


def growth_chart(years: list[tuple[int, int]], total: int) -> list[Bar]:
    """The current numbers by the year in which each was created, summed up. `total` sets the scale."""
    if not years:
        return []
    added = dict(years)
    span = range(min(added), max(added) + 1)
    step = WIDTH / len(span)
    bars: list[Bar] = []
    so_far = total - sum(added.values())  # those without a date count as there from the start
    for position, year in enumerate(span):
        so_far += added.get(year, 0)
        height = round(HEIGHT * so_far / total, 1) if total else 0
        x, y, width = position * step + 2, HEIGHT - height, step - 4
        bars.append(Bar(year, added.get(year, 0), so_far, round(x, 1), round(y, 1), round(width, 1), height))
    return bars
