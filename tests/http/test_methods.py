"""Methods and media types beside those that an operation takes."""

import json
from typing import Any

import pytest

from tests.conftest import Stack
from tests.refusals import KOREAN


def send(
    stack: Stack, method: str, resource: str, headers: Any = None, **path_values: str
) -> dict[str, Any]:
    """As API Gateway hands on any method of a path that it knows."""
    event = {
        "httpMethod": method,
        "headers": {"host": "onmin.example"} | (headers or {}),
        "multiValueHeaders": {},
        "multiValueQueryStringParameters": None,
        "pathParameters": path_values or None,
        "stageVariables": None,
        "body": "{}" if method != "HEAD" else None,
        "isBase64Encoded": False,
        "requestContext": {
            "requestId": "req-1",
            "resourcePath": resource,
            "httpMethod": method,
            "path": resource,
            "identity": {"sourceIp": "203.0.113.1"},
        },
    }
    answer: dict[str, Any] = stack.client.http._app(event, None)
    return answer


def header(answer: dict[str, Any], name: str) -> str:
    single = answer.get("headers", {})
    return str(single.get(name) or answer.get("multiValueHeaders", {})[name][0])


@pytest.mark.parametrize(
    ("resource", "values", "status"),
    [
        ("/v1/health", {}, 200),
        ("/v1/campaigns/{code}", {"code": "celadon"}, 200),
        ("/v1/campaigns/{code}", {"code": "no-such"}, 404),
        ("/v1/me", {}, 401),
        ("/", {}, 200),
    ],
)
def test_head_is_get_without_a_body(
    stack: Stack, resource: str, values: dict[str, str], status: int
) -> None:
    asked = send(stack, "GET", resource, **values)
    head = send(stack, "HEAD", resource, **values)

    assert head["statusCode"] == asked["statusCode"] == status
    assert header(head, "Content-Type") == header(asked, "Content-Type")
    assert head["body"] == ""
    assert asked["body"]


@pytest.mark.parametrize(
    ("method", "resource", "allow"),
    [
        ("PUT", "/v1/me", "DELETE, GET, HEAD, PATCH"),
        ("POST", "/v1/health", "GET, HEAD"),
        ("GET", "/v1/signups", "POST"),
        ("HEAD", "/v1/signups", "POST"),
        ("DELETE", "/v1/net-cancels", "POST"),
        ("PATCH", "/", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(
    stack: Stack, method: str, resource: str, allow: str
) -> None:
    answer = send(stack, method, resource)

    assert answer["statusCode"] == 405
    assert header(answer, "Allow") == allow
    problem = json.loads(answer["body"])
    assert problem["code"] == "method_not_allowed"
    assert KOREAN.search(problem["detail"])
    assert header(answer, "Content-Type") == "application/problem+json"
    english = json.loads(send(stack, method, resource, {"accept-language": "en"})["body"])
    assert not KOREAN.search(english["detail"])


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x"]
)
def test_a_wrong_media_type_is_415(stack: Stack, media_type: str) -> None:
    answer = stack.call(
        "POST", "/v1/verifications", {"phone": "010-1234-5678", "purpose": "signup"},
        headers={"Content-Type": media_type},
    )  # fmt: skip

    assert answer.status == 415
    assert answer.json["code"] == "unsupported_media_type"
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("media_type", ["application/json", "application/json; charset=utf-8"])
def test_json_is_json_with_its_parameters(stack: Stack, media_type: str) -> None:
    answer = stack.call(
        "POST", "/v1/verifications", {"phone": "010-1234-5678", "purpose": "signup"},
        headers={"Content-Type": media_type},
    )  # fmt: skip

    assert answer.status == 202
