"""boto3 clients, made once per process, with time limits that fit inside a request."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

_CONFIG = Config(
    connect_timeout=2,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 3},
    # Our own tests exercise every call; validating each again costs CPU on the hot path.
    parameter_validation=False,
    max_pool_connections=10,
    # botocore's own is put together of thirty parts anew for each call.
    user_agent="onmin",
)


@cache
def client(service: str) -> Any:
    return boto3.client(service, config=_CONFIG)
