"""The rows of the table: each what was measured, what it is compared with, and the bar."""

import statistics
from collections.abc import Iterator

from tests.benchmarks import year
from tests.benchmarks.measured import Measured, Times
from tests.benchmarks.pages import COUNTS, PARTIAL, SEARCHES, Pages
from tests.benchmarks.row import (
    KB,
    MB,
    Row,
    compared,
    kb,
    limited,
    mb,
    met,
    ms,
    pages_per_second,
    rows_per_second,
    sized,
)  # fmt: skip

SMALLER = ", smaller"  # ends the name of a page of the smaller database
OURS = {"list", "last page", "overview", "number page", "user page", "users", "changes"}
NETBOX_FIRST_VISIT = "1.2 MB"
BOUND_FROM = 100_000  # numbers, from which on the bar of memory and that of a hundred changes hold


def rows(found: Measured) -> Iterator[Row]:
    if found.pages:
        yield from _list_rows(found, found.pages)
    yield from _load_rows(found)
    if found.pages:
        yield from _page_rows(found, found.pages)
    yield from _refresh_rows(found)
    yield from _click_rows(found)
    yield from _paged_rows(found)
    yield from _import_rows(found)
    yield from _memory_rows(found)
    yield from _process_rows(found)
    yield from _export_rows(found)
    if found.pages:
        yield from _weight_rows(found.pages)
    yield from _query_rows(found)
    if found.year:
        yield from year.rows(found.year)


def _list_rows(found: Measured, pages: Pages) -> Iterator[Row]:
    time, size = pages.seconds, f"{found.large:,}"
    name = f"numbers list, 50 rows of {size}"
    yield compared(name, time["list"], "lean list", time["lean"], most=1.3)
    yield compared(name, time["list"], "Django admin's list", time["admin"], most=0.6)
    yield from _at_the_smaller_size(found, name, time, "list")
    yield sized(
        "its bytes before compression", pages.bytes["list"], 60 * KB, kb, f"lean list, {kb(pages.bytes['lean'])}"
    )
    yield compared("htmx partial of the list", time[PARTIAL], "lean list", time["lean"], most=1.15)
    yield compared("last page of the list", time["last page"], "its first page", time["list"], most=1.5)
    yield compared("list as of the first import", time["list, past"], "today's list", time["list"], most=2)
    column = _slowest(time, "by ")
    yield compared(f"slowest order, {column}", time[column], "order by name", time["list"], most=1.5)
    for what in ("number", "name", "person", "mail"):
        page, admin = time[f"search, {what}"], time[f"admin search, {what}"]
        yield compared(f"search by part of a {what}", page, "Django admin's search", admin, most=0.4)
    yield limited(f"the slowest search found (of {pages.searches} random ones), {size}", time[SEARCHES], 1)
    counts = _slowest(time, COUNTS)
    yield limited(f"facet {counts}, {size}; the slowest", time[counts], 0.06)


def _at_the_smaller_size(found: Measured, work: str, time: Times, name: str) -> Iterator[Row]:
    if name + SMALLER in time:
        yield compared(work, time[name], f"itself at {found.small:,}", time[name + SMALLER], most=1.3)


def _slowest(time: Times, prefix: str) -> str:
    return max(
        (name for name in time if name.startswith(prefix)), key=lambda name: sorted(time[name])[len(time[name]) // 2]
    )


def _load_rows(found: Measured) -> Iterator[Row]:
    if not found.load:
        return
    ours, lean, how = found.load["list"], found.load["lean"], "wrk -c16, two workers"
    work = f"numbers list, {how}"
    yield compared(work, ours.per_second, "lean list", lean.per_second, least=0.75, unit=pages_per_second)
    yield compared(f"p99 of the list, {how}", ours.p99, "its p50", ours.p50, most=2.5)
    yield compared(f"p95 of the list, {how}", ours.p95, "its p50", ours.p50, most=1.8)


def _page_rows(found: Measured, pages: Pages) -> Iterator[Row]:
    time = pages.seconds
    overview = f"overview, {found.large:,}"
    yield compared(overview, time["overview"], "bare page", time["bare"], most=15)
    yield from _at_the_smaller_size(found, overview, time, "overview")
    for name in ("number page", "user page"):
        yield compared(name, time[name], "bare page", time["bare"], most=3)
    yield limited("an open page's question once a minute, without news", time["freshness"], 0.002)
    suggestion = _slowest(time, "suggestion")
    yield limited(f"picker's {suggestion}, {found.people:,} people; the slowest", time[suggestion], 0.025)
    yield compared("find box as one types", time["find box"], "the search", time["search, person"], most=1)


def _refresh_rows(found: Measured) -> Iterator[Row]:
    time, size = found.refreshes, f"{found.large:,}"
    if not time:
        return
    work, unchanged = f"refresh, nothing changed, {size}", time["unchanged"]
    yield compared(work, unchanged, "fetch, split, compare with the cache", time["floor"], most=1.6)
    if "dlt" in time:
        yield compared(work, unchanged, "dlt's second load", time["dlt"], most=0.02)
    command = f"manage.py refresh, nothing changed, {size}"
    yield compared(command, time["command"], "a bare Django that does the same least", time["bare command"], most=2)
    most = 1.2 if found.large >= BOUND_FROM else None
    yield compared(f"refresh, 100 changed of {size}", time["changed"], "nothing changed", unchanged, most=most)
    most = 2 if found.large >= BOUND_FROM else None
    yield limited(f"alerts of 50 rules, decided over {size} changes", time["alerts"], most)


def _import_rows(found: Measured) -> Iterator[Row]:
    if time := found.imports:
        work = f"first import, {found.small:,}"
        yield compared(work, time["product"], "bulk_create of the same rows", time["bulk_create"], most=1.3)
        if "dlt" in time:
            yield compared(work, time["product"], "dlt's first load", time["dlt"], most=1)


def _memory_rows(found: Measured) -> Iterator[Row]:
    allowed = 3 * found.answer + 150 * MB
    for name, peak in found.peaks.items():
        yield Row(
            f"peak memory, {name} of {found.large:,}", mb(peak), f"the answer, {mb(found.answer)}",
            f"{peak / found.answer:.1f}", bar=f"at most 3 × {mb(found.answer)} + 150 MB",
            verdict=met(peak <= allowed) if found.large >= BOUND_FROM else "",
        )  # fmt: skip


def _process_rows(found: Measured) -> Iterator[Row]:
    if processes := found.processes:
        yield limited("start of a web worker, import to first answer", processes.start, 1.0)
        yield limited(f"import to the first list of {found.large:,}, nothing remembered", processes.to_list)
        if processes.web:
            yield sized("memory of a web worker at rest", processes.web, 90 * MB, mb)
            yield Row("memory of the refresh worker at rest", mb(processes.worker))


def _export_rows(found: Measured) -> Iterator[Row]:
    if exports := found.exports:
        work = f"CSV of {found.large:,} with people"
        yield compared(work, exports.per_second, "raw cursor", exports.raw, least=0.33, unit=rows_per_second)
        yield limited("its first byte", exports.first_byte, 0.1)
        if exports.before:
            before = f"the web worker before, {mb(exports.before)}"
            yield sized("what it adds to the memory", exports.growth, 20 * MB, mb, before)


def _weight_rows(pages: Pages) -> Iterator[Row]:
    against = f"NetBox's {NETBOX_FIRST_VISIT}"
    yield sized("first visit of the list, on the wire", pages.first_visit, 60 * KB, kb, against)
    heaviest = max(OURS, key=lambda name: pages.wire[name])
    yield sized(f"later pages, on the wire; heaviest: {heaviest}", pages.wire[heaviest], 15 * KB, kb)


def _query_rows(found: Measured) -> Iterator[Row]:
    if counted := found.queries.get(found.large):
        most = max(counted, key=lambda name: counted[name])
        constant = counted == found.queries.get(found.small)
        held = f"{found.small:,} numbers: {'as many' if constant else 'others'}"
        verdict = met(constant and counted[most] <= 8)
        yield Row(
            f"queries for an owner; most: {most}", str(counted[most]), held, bar="constant, at most 8", verdict=verdict
        )


def _click_rows(found: Measured) -> Iterator[Row]:
    for size, (clicks, answers) in found.clicks.items():
        after = statistics.median(click - answer for click, answer in zip(clicks, answers, strict=True))
        yield Row(
            f"refresh button, from click to the new row, {size:,}", ms(statistics.median(clicks)),
            f"Quo's answer alone, {ms(statistics.median(answers))}", bar="the answer and at most 1.5 s",
            verdict=met(after <= 1.5),
        )  # fmt: skip


def _paged_rows(found: Measured) -> Iterator[Row]:
    """Taken once: their pace is fixed."""
    for paged in found.paged:
        ratio, has_bar = paged.seconds / paged.least, paged.size >= 5_000
        yield Row(
            paged.work, ms(paged.seconds), f"the least time for {paged.requests:,} requests, {ms(paged.least)}",
            f"{ratio:.2f}", bar="at most 1.15" if has_bar else "", verdict=met(ratio <= 1.15) if has_bar else "",
        )  # fmt: skip
        verdict = met(paged.requests == paged.needed)
        yield Row("its requests", f"{paged.requests:,}", f"needed, {paged.needed:,}", bar="as many", verdict=verdict)
