"""The table: each row what was measured, what it was held against, the bar, and whether it was met."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.pages import PARTIAL, Pages

MB = 1_000_000
KB = 1024
NETBOX_FIRST_VISIT = "1.2 MB"


@dataclass(frozen=True, slots=True)
class Paged:
    """A refresh of which the answer comes in pages: how long, how many requests, and the least time for so many."""

    seconds: float
    requests: int
    needed: int
    least: float


@dataclass(slots=True)
class Measured:
    """Everything that was measured on one database, by the number of phone numbers in it where that differs."""

    small: int
    large: int
    pages: dict[int, Pages] = field(default_factory=dict)
    queries: dict[int, dict[str, int]] = field(default_factory=dict)
    facets: dict[int, dict[str, float]] = field(default_factory=dict)  # facets, rows: seconds
    unchanged: dict[str, float] = field(default_factory=dict)  # product, floor, changed: seconds
    imports: dict[str, float] = field(default_factory=dict)  # product, floor: seconds
    peaks: dict[str, int] = field(default_factory=dict)  # unchanged, first import: bytes
    paged: dict[tuple[int, str], Paged] = field(default_factory=dict)  # by numbers, and whether users are included
    answer: int = 0  # bytes
    raw_export: float = 0.0  # rows per second
    datasette: dict[int, float] = field(default_factory=dict)  # seconds
    dlt: dict[int, dict[str, float]] = field(default_factory=dict)  # first, second: seconds
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    work: str
    measured: str
    against: str
    ratio: str
    bar: str
    verdict: str


def rows(found: Measured) -> Iterator[Row]:
    yield from _list_rows(found)
    yield from _page_rows(found)
    yield from _refresh_rows(found)
    yield from _paged_rows(found)
    yield from _export_rows(found)
    yield from _weight_rows(found)


def _list_rows(found: Measured) -> Iterator[Row]:
    large, small = found.pages.get(found.large), found.pages.get(found.small)
    if not large or not small:
        return
    time, name = large.seconds, f"{found.large:,}"
    yield _times(f"numbers list, first page of 50, {name}", time["list"], "Django admin's list", time["admin"], 0.6)
    yield _told(f"the same, {name}", time["list"], "lean list of 50 rows", time["lean"])
    if found.large in found.datasette:
        yield _told(f"the same, {name}", time["list"], "Datasette's", found.datasette[found.large])
    if found.large != found.small:
        at = f"itself at {found.small:,}"
        yield _times(f"the same, {name}", time["list"], at, small.seconds["list"], 1.3)
    yield _times("htmx partial of that list", time[PARTIAL], "its full page", time["by number"], 0.7)
    sizes = large.bytes[PARTIAL], large.bytes["by number"]
    yield _row("the same, bytes", _kb(sizes[0]), f"its full page, {_kb(sizes[1])}", sizes[0] / sizes[1], 0.4)
    wire = large.wire[PARTIAL], large.wire["by number"]
    yield _row("the same, bytes on the wire", _kb(wire[0]), f"its full page, {_kb(wire[1])}", wire[0] / wire[1], 0.4)
    yield _times("last page of the list", time["last page"], "its first page", time["list"], 1.5)
    column = max((name for name in time if name.startswith("by ")), key=lambda name: time[name])
    yield _times(f"slowest order, {column}", time[column], "order by name", time["list"], 1.5)
    if counted := found.facets.get(found.large):
        work = f"facet counts under a filter, after the rows, {name}"
        yield _told(work, counted["facets"], "counting its rows", counted["rows"])
    for what in ("number", "name", "person", "mail"):
        page, admin = time[f"search, {what}"], time[f"admin search, {what}"]
        yield _times(f"search by part of a {what}", page, "Django admin's search", admin, 0.4)
    if large.p50:
        p = _ms(large.p50)
        yield _row("p95 of the list, wrk -c16", _ms(large.p95), f"its p50, {p}", large.p95 / large.p50, 2)


def _page_rows(found: Measured) -> Iterator[Row]:
    large, small = found.pages.get(found.large), found.pages.get(found.small)
    if not large or not small:
        return
    bare = large.seconds["bare"]
    overview = large.seconds["overview"]
    yield _times(f"overview, {found.large:,}", overview, "bare signed-in page", bare, 15)
    if found.large != found.small:
        yield _times("the same", overview, f"itself at {found.small:,}", small.seconds["overview"], 1.3)
    for name in ("number page", "user page"):
        yield _times(name, large.seconds[name], "bare signed-in page", bare, 5)
    suggestions = {name: took for name, took in large.seconds.items() if name.startswith("suggestion")}
    slowest = max(suggestions, key=lambda name: suggestions[name])
    yield Row(f"slowest {slowest}", _ms(suggestions[slowest]), "", "", "at most 25 ms",
              _verdict(suggestions[slowest] <= 0.025))  # fmt: skip
    yield _times("find box as one types", large.seconds["find box"], "the search", large.seconds["search, person"], 1)


def _refresh_rows(found: Measured) -> Iterator[Row]:
    times, size = found.unchanged, f"{found.large:,}"
    if times:
        floor = "fetch, split, digest, one SELECT"
        yield _times(f"refresh, nothing changed, {size}", times["product"], floor, times["floor"], 1.6)
        if found.large in found.dlt:
            second = found.dlt[found.large]["second"]
            yield _times("the same", times["product"], "dlt's second load", second, 1 / 50)
        yield _times(f"refresh, 100 changed of {size}", times["changed"], "nothing changed", times["product"], 1.3)
    if found.imports:
        product, created = found.imports["product"], found.imports["floor"]
        yield _times(f"first import, {found.small:,}", product, "bulk_create of the same rows", created, 1.3)
        if found.small in found.dlt:
            yield _times("the same", product, "dlt's first load", found.dlt[found.small]["first"], 1)
    if found.peaks:
        allowed = 3 * found.answer + 150 * MB
        bar = f"3 × {_mb(found.answer)} + 150 MB"
        for name, peak in found.peaks.items():
            what = f"peak memory, {name} of {size}"
            yield Row(what, _mb(peak), f"the answer, {_mb(found.answer)}", f"{peak / found.answer:.1f}", bar,
                      _verdict(peak <= allowed) if found.large >= 100_000 else "")  # fmt: skip


def _paged_rows(found: Measured) -> Iterator[Row]:
    for (size, include), paged in found.paged.items():
        how = "users included" if include == "on" else "users one by one"
        work = f"refresh with 2026-03-30, nothing changed, {how}, {size:,}"
        rate = f"the least time for {paged.requests:,} requests, {_ms(paged.least)}"
        if size >= 5_000:
            yield _row(work, _ms(paged.seconds), rate, paged.seconds / paged.least, 1.15)
        else:
            yield _told(work, paged.seconds, f"the least time for {paged.requests:,} requests", paged.least)
        verdict = _verdict(paged.requests == paged.needed)
        yield Row("its requests", f"{paged.requests:,}", f"needed, {paged.needed:,}", "", "as many", verdict)


def _export_rows(found: Measured) -> Iterator[Row]:
    large = found.pages.get(found.large)
    if not large or not large.export_rows_per_second or not found.raw_export:
        return
    ours, raw = large.export_rows_per_second, found.raw_export
    yield Row(f"CSV of {found.large:,} with people", f"{ours:,.0f} rows/s", f"raw cursor, {raw:,.0f} rows/s",
              f"{ours / raw:.2f}", "at least 0.33", _verdict(ours / raw >= 1 / 3))  # fmt: skip
    first = large.export_first_byte
    yield Row("its first byte", _ms(first), "", "", "at most 100 ms", _verdict(first <= 0.1))
    if large.memory:
        growth = large.export_growth
        yield Row("its memory", f"+{_mb(growth)}", f"the server, {_mb(large.memory)}", "", "flat: at most +20 MB",
                  _verdict(growth <= 20 * MB))  # fmt: skip


def _weight_rows(found: Measured) -> Iterator[Row]:
    large = found.pages.get(found.large)
    if large:
        yield Row("first visit of the list, on the wire", _kb(large.first_visit), f"NetBox's {NETBOX_FIRST_VISIT}", "",
                  "at most 60 KB", _verdict(large.first_visit <= 60 * KB))  # fmt: skip
        pages = {name: size for name, size in large.wire.items() if name in OURS}
        heaviest = max(pages, key=lambda name: pages[name])
        yield Row(f"later pages; heaviest: {heaviest}", _kb(pages[heaviest]), "", "", "at most 15 KB",
                  _verdict(pages[heaviest] <= 15 * KB))  # fmt: skip
    counted = found.queries.get(found.large)
    if counted:
        most = max(counted, key=lambda name: counted[name])
        constant = counted == found.queries.get(found.small)
        held = f"{found.small:,} numbers: {'as many' if constant else 'others'}"
        met = _verdict(constant and counted[most] <= 8)
        yield Row(f"queries for an owner; most: {most}", str(counted[most]), held, "", "constant, at most 8", met)


OURS = {"list", "last page", "overview", "number page", "user page", "users", "changes"}


def _times(work: str, took: float, name: str, other: float, most: float) -> Row:
    return _row(work, _ms(took), f"{name}, {_ms(other)}", took / other, most)


def _told(work: str, took: float, name: str, other: float) -> Row:
    return Row(work, _ms(took), f"{name}, {_ms(other)}", f"{took / other:.2f}", "", "")


def _row(work: str, measured: str, against: str, ratio: float, most: float) -> Row:
    digits = 4 if most < 0.1 else 2
    return Row(work, measured, against, f"{ratio:.{digits}f}", f"at most {most:g}", _verdict(ratio <= most))


def _verdict(met: bool) -> str:
    return "met" if met else "missed"


def _ms(seconds: float) -> str:
    return f"{seconds:,.2f} s" if seconds >= 1 else f"{seconds * 1000:,.1f} ms"


def _kb(size: int) -> str:
    return f"{size / KB:,.1f} KB"


def _mb(size: int) -> str:
    return f"{size / MB:,.0f} MB"


def printed(database: str, found: Measured) -> str:
    """The table in Markdown."""
    lines = [f"### {database}", "", "| work | took | held against | ratio | bar | |", "|---|---|---|---|---|---|"]
    for row in rows(found):
        cells: list[Any] = [row.work, row.measured, row.against, row.ratio, row.bar, row.verdict]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, "", *(f"- {note}" for note in dict.fromkeys(found.notes))])
