"""What each generation of the API needs of the sandbox."""

from typing import Protocol

from inventory.sandbox.paging import Cursors
from inventory.sandbox.workspace import Workspace


class Context(Protocol):
    workspace: Workspace
    cursors: Cursors
    longest_page: int  # fewer than the limit asks for, if need be
    include_users: bool  # whether `include` knows `users`
    a2p: str  # one of `organization.A2P_MODES`

    def look(self) -> None:
        """Somebody begins to read the numbers: whatever changed since the last look happens now."""
