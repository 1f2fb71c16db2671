"""The OpenAPI description of every operation."""

from chalicelib.http.call import Call, Document
from chalicelib.http.operations import Operations
from chalicelib.route_table import openapi_json

routes = Operations(tag="openapi")


@routes.operation("GET", "/v1/openapi.json", summary="This description", audience="anyone")
def show_openapi(call: Call[None]) -> Document:
    return Document(openapi_json(), "application/json", {"Cache-Control": "public, max-age=300"})
