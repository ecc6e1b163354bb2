"""The cache of a workspace's phone numbers, and the history of how it came to be.

Text columns hold "" where the API said null; the raw record beside them tells the two apart.
"""

from inventory.models.cache_state import CacheState
from inventory.models.changes import Change
from inventory.models.daily_counts import DailyCount
from inventory.models.history import PAST, PastAssignment, PastNumber, PastUser
from inventory.models.numbers import Assignment, PhoneNumber
from inventory.models.refreshes import Refresh, RejectedRecord, Worker
from inventory.models.users import WorkspaceUser, name_of

__all__ = [
    "PAST",
    "Assignment",
    "CacheState",
    "Change",
    "DailyCount",
    "PastAssignment",
    "PastNumber",
    "PastUser",
    "PhoneNumber",
    "Refresh",
    "RejectedRecord",
    "Worker",
    "WorkspaceUser",
    "name_of",
]
