"""What API Gateway answers itself, and what it hands on, read from the packaged template."""

import json

import pytest

from infra.deploy.api_integration import ANY
from infra.deploy.template import Resources

GATEWAY_RESPONSES = {
    "MISSING_AUTHENTICATION_TOKEN": ("404", "route_not_found"),
    "UNAUTHORIZED": ("401", "not_authenticated"),
    "ACCESS_DENIED": ("403", "not_allowed"),
    "REQUEST_TOO_LARGE": ("413", "body_too_large"),
    "UNSUPPORTED_MEDIA_TYPE": ("415", "unsupported_media_type"),
    "THROTTLED": ("429", "rate_limited"),
    "DEFAULT_5XX": ("503", "try_again"),
}


@pytest.mark.parametrize("kind", GATEWAY_RESPONSES)
def test_what_api_gateway_refuses_itself_is_a_problem_document_too(
    resources: Resources, kind: str
) -> None:
    status, code = GATEWAY_RESPONSES[kind]
    definition = resources["RestAPI"]["Properties"]["DefinitionBody"]
    response = definition["x-amazon-apigateway-gateway-responses"][kind]
    body = json.loads(response["responseTemplates"]["application/json"]["Fn::Sub"][0])

    assert response["statusCode"] == status
    assert body.keys() == {"type", "title", "status", "detail", "code", "param", "request_id"}
    assert (body["status"], body["code"]) == (int(status), code)
    content_type = response["responseParameters"]["gatewayresponse.header.Content-Type"]
    assert content_type == "'application/problem+json'"


def test_any_method_of_a_path_reaches_the_function(resources: Resources) -> None:
    paths = resources["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    for path, operations in paths.items():
        [any_method] = [o for name, o in operations.items() if name == ANY]
        listed = next(o for name, o in operations.items() if name != ANY)
        integration = "x-amazon-apigateway-integration"
        assert any_method[integration] == listed[integration], path
        assert any_method.get("parameters", []) == listed.get("parameters", []), path
