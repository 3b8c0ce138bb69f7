"""Handing a task to the queue without ever failing the act that asked for it."""

import logging

from django.db import transaction

log = logging.getLogger(__name__)


def after_commit(task, *args):
    """Send the task once the row it works on is committed; a dead broker is only logged.

    The row stays pending and infohub.tasks.sweep sends it when the broker is back.
    """
    transaction.on_commit(lambda: send(task, *args), robust=True)


def send(task, *args):
    try:
        task.delay(*args)
    except task.OperationalError as error:
        log.warning("任务 %s%r 暂未送出，稍后补送：%s", task.name, args, error)
        return False
    return True
