"""The errors between us and Quo, named for what the caller does next.

``str(error)`` is fit for a page, a log line or a terminal: what happened, what to do, and Quo's trace if
there is one. Every error survives pickling, so that it can cross from a worker.
"""

from collections.abc import Sequence


class QuoError(Exception):
    """Base of all. ``summary`` says in one plain sentence what happened, ``advice`` in another what to do.

    status       HTTP status, None when no answer came
    code, title  Quo's own, such as ``0400401`` and ``Unauthorized``; empty when the body held none
    message      Quo's words (at most 500 characters), or the summary when it said nothing
    trace        what Quo's support asks for
    errors       Quo's list of what is wrong with the request (at most 20), each value as text
    retry_after  seconds that Quo asks to wait, None when it did not say
    """

    worth_retrying: bool = False
    default_advice = "Try again; if it stays, report it with what is shown here."

    def __init__(
        self,
        summary: str,
        *,
        status: int | None = None,
        code: str = "",
        title: str = "",
        message: str = "",
        trace: str = "",
        errors: Sequence[dict[str, str]] = (),
        advice: str = "",
        retry_after: float | None = None,
        worth_retrying: bool | None = None,
    ) -> None:
        # Only the summary goes into args: pickle calls the class with args, then restores the attributes.
        super().__init__(summary)
        self.status = status
        self.code = code
        self.title = title
        self.message = message or summary
        self.trace = trace
        self.errors = list(errors)
        self.advice = advice or self.default_advice
        self.retry_after = retry_after
        if worth_retrying is not None:
            self.worth_retrying = worth_retrying

    @property
    def summary(self) -> str:
        return str(self.args[0])

    @property
    def reference(self) -> str:
        return reference(self.status, self.code, self.title, self.trace)

    def __str__(self) -> str:
        trace = f" (trace {self.trace})" if self.trace else ""
        return f"{self.summary} {self.advice}{trace}"


def reference(status: int | None, code: str, title: str, trace: str) -> str:
    """What Quo's support asks for: "401 0400401 Unauthorized, trace abc"."""
    words = " ".join(filter(None, [str(status or ""), code, title]))
    return ", ".join(filter(None, [words, trace and f"trace {trace}"]))


class CheckSettings(QuoError):
    """A setting is missing or wrong, so asking again is no use until a person changes it."""

    default_advice = "Check QUO_API_URL and QUO_API_KEY."


class CheckKey(QuoError):
    """401, 403: Quo does not accept the key, or not for this."""

    default_advice = "Check QUO_API_KEY: it may have been revoked, or its creator may no longer be an owner or admin."


class CheckSubscription(QuoError):
    """402: the workspace's subscription does not cover the API."""

    default_advice = "Check the workspace's subscription in Quo's billing settings."


class RequestRefused(QuoError):
    """400 and other 4xx: Quo understood and will not do it. The request itself has to change."""

    default_advice = "Check what was asked for; asking the same again will not help."


class NotFound(QuoError):
    """404 in Quo's own words: there is no such number or user (any more)."""

    default_advice = "Check the id; the number may have been deleted or moved to another workspace."


class RateLimited(QuoError):
    """429: more than 10 requests in a second with this key, over all programs that use it."""

    worth_retrying = True
    default_advice = "Try again in a minute, and check whether another program uses the same key."


class TryLater(QuoError):
    """No answer, or Quo's own failure. Some are not worth retrying at once: ``worth_retrying`` tells."""

    worth_retrying = True
    default_advice = "Try again in a few minutes."


class BadAnswer(QuoError):
    """An answer came that is not what the contract promises, so none of it is believed."""

    default_advice = "Nothing was changed. Check that QUO_API_URL is Quo's API and that no proxy answers for it."


class Cancelled(QuoError):
    """The fetch was cancelled from another thread."""

    default_advice = "Nothing was changed. Start it again when wanted."


class RecordRejected(Exception):
    """One record that cannot be stored; the others of its answer are not affected.

    ``path`` is where, such as ``$.users[0].email``; ``record_id`` is the number's id when it could still be
    read as one that may be in the cache, else None.
    """

    def __init__(self, path: str, reason: str, record_id: str | None = None) -> None:
        super().__init__(path, reason, record_id)
        self.path = path
        self.reason = reason
        self.record_id = record_id

    def __str__(self) -> str:
        return f"{self.record_id or 'a record without a readable id'}: {self.reason} (at {self.path})"
