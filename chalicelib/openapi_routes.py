"""The OpenAPI description of every operation."""

import json
from functools import cache

from chalicelib.http.call import Call, Document
from chalicelib.http.openapi import document
from chalicelib.http.operations import Operations
from chalicelib.route_table import every_operation

routes = Operations(tag="openapi")


@routes.operation("GET", "/v1/openapi.json", summary="This description", audience="anyone")
def show_openapi(call: Call[None]) -> Document:
    return Document(_openapi(), "application/json", {"Cache-Control": "public, max-age=300"})


@cache
def _openapi() -> str:
    return json.dumps(document(every_operation()), ensure_ascii=False)
