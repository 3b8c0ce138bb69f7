"""Which queue this process sends its tasks to."""

from kombu import pools

from infohub.celery import app


def send_tasks_to(address):
    """Change the broker of a running process; None means at once and in process.

    Celery keeps the connections it first made, so they are forgotten as after a fork.
    """
    app.conf.update(broker_url=address, task_always_eager=address is None)
    pools.reset()
    app._after_fork()
    app.control._after_fork()
