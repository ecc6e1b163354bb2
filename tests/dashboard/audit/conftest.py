"""The same cast as for accounts."""

from tests.dashboard.accounts.conftest import admin as admin
from tests.dashboard.accounts.conftest import attempt as attempt
from tests.dashboard.accounts.conftest import outsider as outsider
from tests.dashboard.accounts.conftest import roleless as roleless
from tests.dashboard.accounts.conftest import viewer as viewer
