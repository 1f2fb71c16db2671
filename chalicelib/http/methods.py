"""What is asked by another method than a path has: HEAD is GET without a body, the rest is 405.

API Gateway hands on any method of a path that it knows (`infra/deploy/api_integration.py`).
"""

from collections.abc import Callable
from typing import Any

from chalice import Chalice


class App(Chalice):
    """Chalice, by which HEAD is answered as GET is (RFC 9110 section 9.3.2)."""

    serve_path: Callable[[str], None] | None = None
    """Registers the operations of a path, where they are registered as they are asked for."""

    def __call__(self, event: Any, context: Any) -> Any:
        asked = event.get("requestContext", {})
        if self.serve_path is not None:
            self.serve_path(asked.get("resourcePath") or "")
        if asked.get("httpMethod") != "HEAD" or "GET" not in self._methods(asked):
            return super().__call__(event, context)
        as_get = {**event, "httpMethod": "GET", "requestContext": {**asked, "httpMethod": "GET"}}
        return super().__call__(as_get, context) | {"body": "", "isBase64Encoded": False}

    def _methods(self, asked: Any) -> Any:
        return self.routes.get(asked.get("resourcePath"), {})


def allowed(methods: str) -> str:
    """The `Allow` header: what Chalice names, and HEAD beside GET."""
    named = methods.split(", ")
    return ", ".join(sorted({*named, "HEAD"} if "GET" in named else named))
