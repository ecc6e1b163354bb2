"""The overview's two columns end as near to each other as its cards allow."""

import pytest

from dashboard.overview.columns import balanced

CARDS = {"sole": 190, "kinds": 280, "growth": 190}


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (300, 300, (["sole"], ["kinds", "growth"])),
        (1000, 300, ([], ["sole", "kinds", "growth"])),
        (300, 1000, (["sole", "kinds", "growth"], [])),
        (700, 450, (["sole"], ["kinds", "growth"])),
    ],
)
def test_cards_stand_where_there_is_room(left: int, right: int, expected: tuple[list[str], list[str]]) -> None:
    dealt = balanced(left, right, CARDS)
    ends = [base + sum(CARDS[name] for name in names) for base, names in zip((left, right), dealt, strict=True)]
    best = [base + sum(CARDS[name] for name in names) for base, names in zip((left, right), expected, strict=True)]
    assert abs(ends[0] - ends[1]) == abs(best[0] - best[1])
    assert sorted(dealt[0] + dealt[1]) == sorted(CARDS)


def test_there_may_be_nothing_to_deal() -> None:
    assert balanced(1, 2, {}) == ([], [])
