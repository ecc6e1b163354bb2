"""Send what waits in the outbox."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils import timezone

from dashboard.alerts.models import Delivery


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a channel took a message, in words."""

    ok: bool
    words: str


def send_test(channel: str, account: User) -> Outcome:
    """Sends a test message at once, to the account where the channel is ME. Takes as long as the channel does."""
    return Outcome(False, f"Not sent to {channel}")


def resend(delivery: Delivery) -> None:
    """Has it sent once more, at once, under the same key."""
    delivery.state = Delivery.State.WAITING
    delivery.attempts = 0
    delivery.next_attempt_at = timezone.now()
    delivery.save(update_fields=["state", "attempts", "next_attempt_at"])
