"""Whether this process is about to be ended, so that a refresh in it gives up while it still can say so."""

import threading

stopping = threading.Event()
