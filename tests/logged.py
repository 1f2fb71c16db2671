"""What the functions log, as a test can ask for it."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chalicelib.core.observability import logger

LogLines = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def log_lines() -> Iterator[LogLines]:
    """What is logged from here on, as JSON: the facts of the lines with this text."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logger.registered_formatter)
    log = logging.getLogger("onmin")
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)

    def facts(text: str) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in written.getvalue().splitlines()]
        return [
            {name: value for name, value in line.items() if name not in _OF_EVERY_LINE}
            for line in lines
            if line["message"] == text
        ]

    yield facts
    log.setLevel(level)
    log.removeHandler(handler)


_OF_EVERY_LINE = {
    "level", "location", "message", "timestamp", "service", "cold_start", "function_name",
    "function_memory_size", "function_arn", "function_request_id", "xray_trace_id",
}  # fmt: skip
