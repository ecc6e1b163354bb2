"""A chart's paths say the counts, and nothing where there are none."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.trends.charts import HEIGHT, MOST_COLUMNS, area, in_columns, line, padded

VALUES = st.lists(st.none() | st.integers(0, 50), max_size=40)


def drawn(path: str) -> dict[int, list[int]]:
    """The heights at which a path runs over each day, by following it as a browser does."""
    found: dict[int, list[int]] = {}
    x = y = 0
    for command, numbers in re.findall(r"([MHVZ])([\d,]*)", path):
        match command:
            case "M":
                x, y = map(int, numbers.split(","))
            case "V":
                y = int(numbers)
            case "H":
                for day in range(x, int(numbers)):
                    found.setdefault(day, []).append(y)
                x = int(numbers)
    return found


@given(VALUES)
def test_a_line_runs_over_each_known_day_at_its_count(values: list[int | None]) -> None:
    expected = {day: [HEIGHT - round(HEIGHT * value / 50)] for day, value in enumerate(values) if value is not None}
    assert drawn(line(values, 50)) == expected


@given(VALUES)
def test_a_line_is_broken_where_nothing_is_known(values: list[int | None]) -> None:
    runs = re.findall("x+", "".join(" " if value is None else "x" for value in values))
    assert line(values, 50).count("M") == len(runs)


@given(st.lists(st.none() | st.tuples(st.integers(0, 25), st.integers(0, 25)), max_size=40))
def test_an_area_reaches_from_the_lower_counts_to_the_upper_ones(pairs: list[tuple[int, int] | None]) -> None:
    lower = [None if pair is None else pair[0] for pair in pairs]
    upper = [None if pair is None else sum(pair) for pair in pairs]
    expected = {day: [HEIGHT - round(HEIGHT * sum(pair) / 50)] for day, pair in enumerate(pairs) if pair and pair[1]}
    path = area(upper, 50, lower)
    assert drawn(path) == expected
    ends = [int(y) for y in re.findall(r"M\d+,(\d+)V", path)]
    assert set(ends) <= {HEIGHT - round(HEIGHT * pair[0] / 50) for pair in pairs if pair}


@pytest.mark.parametrize("days", [1, 2, 90, 121, 122, 123, 365, 366, 1000])
def test_columns_have_all_days_in_order_and_are_of_one_width(days: int) -> None:
    every = [date(2026, 1, 1) + timedelta(days=place) for place in range(days)]
    columns = in_columns(every)
    assert [day for column in columns for day in column] == every
    assert 0 < len(columns) <= MOST_COLUMNS
    assert {len(column) for column in columns[1:]} <= {len(columns[-1])}
    assert len(columns[0]) <= len(columns[-1])
    values = list(range(days))
    assert padded(values, columns)[-days:] == values
    assert len(padded(values, columns)) == len(columns) * len(columns[-1])
