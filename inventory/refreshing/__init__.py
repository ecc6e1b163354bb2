"""How a refresh makes the cache say what Quo says. `request.request_refresh` is the entry point.

The way of a refresh, file by file:

    request      checks what is asked for; queues it, or joins a refresh that covers it
    lease        the right to run; every change of a refresh's state
    run          takes what is queued, fetches from Quo, and records failures
    snapshot     reads from the cache what the refresh may change
    diff         finds the records that differ from the cache, and decodes them
    reconcile    plans what to write (plan); pure, like diff and facts
    apply        writes the plan in one transaction (rows, bulk, bookkeeping, archive)

removals decides later on removals that the guard in reconcile held.
"""
