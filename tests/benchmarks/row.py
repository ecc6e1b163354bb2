"""A row of the table, and how it is made: medians, their spread, and whether the bar was met."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

MB = 1_000_000
KB = 1024


@dataclass(frozen=True, slots=True)
class Row:
    work: str
    measured: str
    against: str = ""
    ratio: str = ""
    spread: str = ""
    bar: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some rounds, and the quartiles between which half of them lie."""

    low: float
    middle: float
    high: float

    @classmethod
    def of(cls, rounds: Sequence[float]) -> Self:
        if len(rounds) < 2:
            return cls(rounds[0], rounds[0], rounds[0])
        return cls(*statistics.quantiles(rounds, n=4, method="inclusive"))

    def within(self, *, most: float | None = None, least: float | None = None) -> str:
        """What to say of a bar, of which there is one at most."""
        bar = least if most is None else most
        if bar is None:
            return ""
        if self.low <= bar <= self.high:
            return "within noise"
        return met(self.middle <= bar if least is None else self.middle >= bar)


def compared(
    work: str,
    rounds: Sequence[float],
    name: str,
    others: Sequence[float],
    *,
    most: float | None = None,
    least: float | None = None,
    unit: Callable[[float], str] | None = None,
) -> Row:
    """Two works that were measured in turn. The ratio is the median of the rounds' ratios: what slows a round down
    slows both.
    """
    unit = unit or ms
    ratio = Spread.of([one / other for one, other in zip(rounds, others, strict=True)])
    digits = 4 if ratio.middle < 0.1 else 2
    bar = "" if most is least else f"at most {most:g}" if most is not None else f"at least {least:g}"
    return Row(
        work,
        measured=unit(statistics.median(rounds)),
        against=f"{name}, {unit(statistics.median(others))}",
        ratio=f"{ratio.middle:.{digits}f}",
        spread=f"{ratio.low:.{digits}f}–{ratio.high:.{digits}f}",
        bar=bar,
        verdict=ratio.within(most=most, least=least),
    )


def limited(work: str, rounds: Sequence[float], most: float | None = None) -> Row:
    """A time that is compared with nothing but its bar."""
    took = Spread.of(rounds)
    spread = f"{ms(took.low)}–{ms(took.high)}"
    bar = "" if most is None else f"at most {short(most)}"
    return Row(work, ms(took.middle), spread=spread, bar=bar, verdict=took.within(most=most))


def sized(work: str, size: int, most: int, unit: Callable[[float], str], against: str = "") -> Row:
    """Bytes, which are the same in each round."""
    return Row(work, unit(size), against, bar=f"at most {unit(most).replace('.0 ', ' ')}", verdict=met(size <= most))


def met(is_met: bool) -> str:
    return "met" if is_met else "missed"


def ms(seconds: float) -> str:
    return f"{seconds:,.2f} s" if seconds >= 1 else f"{seconds * 1000:,.1f} ms"


def short(seconds: float) -> str:
    return f"{seconds:g} s" if seconds >= 1 else f"{seconds * 1000:g} ms"


def kb(size: float) -> str:
    return f"{size / KB:,.1f} KB"


def mb(size: float) -> str:
    return f"{size / MB:,.0f} MB"


def rows_per_second(rate: float) -> str:
    return f"{rate:,.0f} rows/s"


def pages_per_second(rate: float) -> str:
    return f"{rate:,.1f} pages/s"


def table(rows: list[Row]) -> str:
    """In Markdown."""
    lines = ["| work | took | compared with | ratio | spread | bar | |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        cells = row.work, row.measured, row.against, row.ratio, row.spread, row.bar, row.verdict
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
