"""An answer of too many records is refused before it is split into them."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inventory.quo import json_text
from inventory.quo.decode import decode_list
from inventory.quo.errors import BadAnswer

FEW = 4
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()


def around(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return scalars | st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=3), inner, max_size=3)


values = around(around(around(scalars)))
records = st.dictionaries(st.text(max_size=3), values, max_size=5)


@pytest.fixture(autouse=True)
def few() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_text, "MAX_RECORDS", FEW)
        yield


@given(st.lists(records, max_size=6) | st.lists(values, max_size=6), st.booleans(), st.sampled_from([None, 1]))
@example([{"id": '],{"\\'}, '",1,1,1,1,1', ["]", [[[[{}]]]]], "\\"], False, None)
@example([1] * FEW, False, None)
@example([1] * (FEW + 1), False, None)
@example([{}] * (FEW + 1), True, 1)
def test_it_counts_the_elements_whatever_they_are(elements: list[Any], is_ascii: bool, indent: int | None) -> None:
    body = json.dumps({"data": elements, "more": ["x"] * 9}, ensure_ascii=is_ascii, indent=indent).encode()
    if len(elements) > FEW:
        with pytest.raises(BadAnswer, match="more than 4 records"):
            decode_list(body)
    else:
        assert len(decode_list(body).records) == len(elements)
