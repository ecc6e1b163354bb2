"""What a refresh changes comes to the receivers of a rule: signed, by mail, once. Real sockets."""

import pytest
from django.contrib.auth.models import User

from dashboard.accounts.roles import VIEWER
from dashboard.alerts.delivering import send_all
from dashboard.alerts.models import Delivery
from tests.dashboard.conftest import make_account

from .conftest import NO_TEXTS, Hook, Post, a_rule, refreshed

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_restricted_line_comes_to_webhook_and_mail_once(hook: Hook, post: Post) -> None:
    account = make_account("ada", VIEWER)
    User.objects.update(email="ada@example.com")
    rule = a_rule("restriction-added")
    rule.subscribers.add(account)
    refreshed()
    assert send_all() == (0, 0)  # a first import alerts nobody
    refresh = refreshed({"id": "PN1", "restrictions": NO_TEXTS})
    assert send_all() == (2, 0)
    assert send_all() == (0, 0)
    assert len(hook.taken) == 1
    ((to, mail),) = post.mails
    assert (to, mail["From"]) == ("ada@example.com", "Numbers <numbers@example.com>")
    by_channel = {delivery.channel: delivery for delivery in Delivery.objects.all()}
    assert hook.keys == [str(by_channel["hook"].key)]
    assert mail["Message-ID"] == f"<{by_channel['me'].key}@example.com>"
    assert {delivery.refresh for delivery in by_channel.values()} == {refresh}
