"""The cast: an owner who may do all, a viewer who may only look, an outsider who is not signed in."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from dashboard.accounts.roles import VIEWER, role
from inventory.sandbox.workspace import Workspace
from tests.inventory.conftest import impatience as impatience
from tests.inventory.conftest import sandbox as sandbox
from tests.inventory.refreshing.helpers import answer_of, refresh_with

DAY = date(2026, 3, 2)


@pytest.fixture
def owner(db: None) -> Client:
    """May refresh and decide on removals."""
    client = Client()
    client.force_login(User.objects.create_superuser("owner", password="the owner's password"))
    return client


@pytest.fixture
def viewer(db: None) -> Client:
    """Has the role Viewer: may look, and no more."""
    client = Client()
    account = User.objects.create_user("viewer", password="the viewer's password")
    account.groups.add(role(VIEWER))
    client.force_login(account)
    return client


@pytest.fixture
def outsider(db: None) -> Client:
    """Has no account, or has not signed in."""
    return Client()


@pytest.fixture
def workspace(db: None) -> Workspace:
    """The sandbox's forty numbers, in the cache."""
    seeded = Workspace.seeded(40, 7, DAY)
    refresh_with(answer_of(seeded.numbers))
    return seeded
