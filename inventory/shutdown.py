"""Whether this process is about to be ended, so that a refresh in it gives up while it still can say so."""

import threading

shutting_down = threading.Event()
