"""The overview's two columns end as near to each other as its cards allow."""

import pytest

from dashboard.overview.columns import balanced

CARDS = {"sole": 190, "kinds": 280, "growth": 190}


@pytest.mark.parametrize(("left", "right", "gap"), [(300, 300, 100), (1000, 300, 40), (300, 1000, 40), (700, 450, 30)])
def test_cards_stand_where_there_is_room(left: int, right: int, gap: int) -> None:
    dealt, longer = balanced(left, right, CARDS)
    assert sorted([*dealt[0], *dealt[1]]) == sorted(CARDS)
    ends = [start + sum(CARDS[name] for name in names) for start, names in zip((left, right), dealt, strict=True)]
    assert abs(ends[0] - ends[1]) == gap
    assert longer == ends[1] - ends[0]


def test_there_may_be_nothing_to_deal() -> None:
    assert balanced(1, 2, {}) == (([], []), 1)
