"""A stand-in for Quo, for the demo and tests: a server on this machine with a made-up workspace.

Nothing in production imports it. It does not know the client either: both are held to the contract, not to each other.
"""

from inventory.sandbox.faults import ALL_FAULTS as ALL_FAULTS
from inventory.sandbox.server import GENERATIONS as GENERATIONS
from inventory.sandbox.server import SANDBOX_KEY as SANDBOX_KEY
from inventory.sandbox.server import Sandbox as Sandbox
