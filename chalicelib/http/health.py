"""Is it there?"""

from chalicelib import bootstrap
from chalicelib.http.blueprint import ApiBlueprint
from chalicelib.http.call import Call, Shape
from chalicelib.http.openapi import VERSION

routes = ApiBlueprint(__name__, tag="health")


class HealthAnswer(Shape):
    status: str
    version: str
    stage: str


@routes.operation(
    "GET", "/v1/health", summary="Version and stage", who="anyone", answer=HealthAnswer
)
def show_health(call: Call[None]) -> HealthAnswer:
    return HealthAnswer(status="ok", version=VERSION, stage=bootstrap.settings().stage)
