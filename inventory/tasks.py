"""What a worker runs. See the TASKS setting: inside the request, or by `manage.py db_worker`."""

from django_tasks import task

from inventory.refreshing.run import run_all


@task()
def work_off_queue() -> int:
    """Runs the refreshes that wait, one after the other. Returns how many it ran."""
    return run_all()
