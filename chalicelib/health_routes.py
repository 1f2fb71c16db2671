"""Whether the API answers, and which version of it."""

from chalicelib.http.call import Call, Shape
from chalicelib.http.openapi import VERSION
from chalicelib.http.operations import Operations

routes = Operations(tag="health")


class HealthAnswer(Shape):
    status: str
    """`ok`, if it answers at all."""
    version: str
    """The version of the API."""
    stage: str
    """Which stage this is; in `prod` keys are live, elsewhere they are test keys."""


@routes.operation(
    "GET", "/v1/health", summary="Version and stage", audience="anyone", answer=HealthAnswer
)
def show_health(call: Call[None]) -> HealthAnswer:
    return HealthAnswer(status="ok", version=VERSION, stage=call.settings.stage)
