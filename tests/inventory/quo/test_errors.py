"""What an error says by itself, and what it keeps."""

import pickle

import pytest

from inventory.quo import errors
from inventory.quo.errors import QuoError, RecordRejected

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, QuoError)]
WORTH_RETRYING = {errors.RateLimited, errors.TryLater}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_says_what_to_do_and_whether_asking_again_may_help(kind: type[QuoError]) -> None:
    error = kind("It broke.")
    assert str(error) == f"It broke. {kind.default_advice}"
    assert error.advice.endswith(".")
    assert error.worth_retrying is (kind in WORTH_RETRYING)
    assert kind("x", worth_retrying=not error.worth_retrying).worth_retrying is not error.worth_retrying


def test_what_is_not_said_is_empty_and_the_message_is_the_summary() -> None:
    error = QuoError(summary="It broke.")
    assert error.args == ("It broke.",)
    assert (error.status, error.code, error.title, error.trace, error.errors) == (None, "", "", "", [])
    assert (error.message, error.retry_after) == ("It broke.", None)


def test_all_that_is_said_is_kept_also_in_another_process() -> None:
    facts = {"status": 418, "code": "c", "title": "t", "message": "m", "trace": "x", "advice": "Tea.", "retry_after": 3}
    error = QuoError("It broke.", errors=({"path": "/"},), **facts)  # type: ignore[arg-type]
    for each in (error, pickle.loads(pickle.dumps(error))):  # noqa: S301
        assert {name: getattr(each, name) for name in facts} == facts
        assert each.errors == [{"path": "/"}]
        assert str(each) == "It broke. Tea. (trace x)"


def test_a_rejected_record_is_named_if_it_can_be() -> None:
    known = RecordRejected("$.name", "is odd", record_id="PN1")
    unknown = RecordRejected("$", "is no object")
    assert (known.args, unknown.args) == (("$.name", "is odd", "PN1"), ("$", "is no object", None))
    assert str(known) == "PN1: is odd (at $.name)"
    assert str(unknown) == "a record without a readable id: is no object (at $)"
    copied = pickle.loads(pickle.dumps(known))  # noqa: S301
    assert (copied.path, copied.reason, copied.record_id) == ("$.name", "is odd", "PN1")
