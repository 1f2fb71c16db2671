"""The OpenAPI description of every operation."""

import json
from functools import cache

from chalicelib.http.call import Call, Document
from chalicelib.http.operations import Operations
from chalicelib.route_table import whole_document

routes = Operations(tag="openapi")


@routes.operation("GET", "/v1/openapi.json", summary="This description", audience="anyone")
def show_openapi(call: Call[None]) -> Document:
    return Document(openapi_json(), "application/json", {"Cache-Control": "public, max-age=300"})


@cache
def openapi_json() -> str:
    """1.1 MB, of which 90 KB go over the line. It takes a second to make, once in a process."""
    return json.dumps(whole_document(), ensure_ascii=False, separators=(",", ":"))
