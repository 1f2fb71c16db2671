"""What every worker does around its work.

A worker is a Lambda of its own, and `app.py` is never imported there, so Chalice's middleware
does not run for it: what all workers need stands here. Put `@worker` right under Chalice's
decorator.
"""

import functools
import time
from collections.abc import Callable
from typing import Any, TypeVar

from chalicelib.observability import count, logger

Event = TypeVar("Event")


def worker(function: Callable[[Event], Any]) -> Callable[[Event], Any]:
    """Log how it went, count failures, and let errors out: the service must see them to retry."""

    @functools.wraps(function)
    def run(event: Event) -> Any:
        started = time.perf_counter()
        request_id = getattr(getattr(event, "context", None), "aws_request_id", "")
        try:
            result = function(event)
        except Exception:
            logger.exception("worker failed", worker=function.__name__, request_id=request_id)
            count("WorkersFailed")
            raise
        logger.info(
            "worker",
            worker=function.__name__,
            request_id=request_id,
            milliseconds=round((time.perf_counter() - started) * 1000, 1),
        )
        return result

    return run
