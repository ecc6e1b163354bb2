"""Whether this process is shutting down: a refresh in it then ends while it can still mark itself interrupted."""

import threading

shutting_down = threading.Event()
