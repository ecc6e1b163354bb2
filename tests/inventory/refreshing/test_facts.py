"""What is stored is what every database stores."""

from inventory.refreshing.facts import storable


def test_no_nul_is_left_wherever_in_json_it_stands() -> None:
    found = {"a\0": ["b\0", {"c": ["d\0", None, 1, True]}], "e": "f\0"}
    assert storable(found) == {"a\ufffd": ["b\ufffd", {"c": ["d\ufffd", None, 1, True]}], "e": "f\ufffd"}
