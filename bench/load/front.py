"""HTTP in front of the API function: each process is one Lambda environment.

A request becomes API Gateway's event and goes to the handler that is deployed, whose cloud is the
one that the environment names. gunicorn serves it: `gunicorn bench.load.front:application`.
"""

import base64
import os
from collections.abc import Callable, Iterable
from typing import Any

from bench import world

world.enter(os.environ["BENCH_CLOUD"])
os.environ["AWS_ENDPOINT_URL_DYNAMODB"] = os.environ["BENCH_DYNAMODB"]

from app import app  # noqa: E402 (the environment comes first, as in Lambda)

Start = Callable[[str, list[tuple[str, str]]], Any]


def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    answer = app(_event(environ), world.CONTEXT)
    body = answer["body"]
    content = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
    headers = [(name, value) for name, value in answer["headers"].items()]
    for name, values in answer.get("multiValueHeaders", {}).items():
        headers += [(name, value) for value in values]
    start(f"{answer['statusCode']} -", [*headers, ("Content-Length", str(len(content)))])
    return [content]


def _event(environ: dict[str, Any]) -> dict[str, Any]:
    """The routes under load have no values in their paths, so a path is its own resource."""
    event = world.api_event(environ["REQUEST_METHOD"], environ["PATH_INFO"])
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").title(): value
        for name, value in environ.items()
        if name.startswith("HTTP_") or name == "CONTENT_TYPE"
    }
    event["headers"] |= headers
    event["multiValueHeaders"] = {name: [value] for name, value in event["headers"].items()}
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    if body:
        event["body"] = base64.b64encode(body).decode()
        event["isBase64Encoded"] = True
    return event
