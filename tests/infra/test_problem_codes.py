"""One spelling of each problem code: in the app, in API Gateway's own answers, on the pages, in the
documents."""

import json
import re
from pathlib import Path

import pytest

from chalicelib.http import problems
from infra.deploy.template import Resources
from tests.test_error_shape import ERRORS as RAISED

ROOT = Path(__file__).parents[2]
ERRORS = {error.code: error for error in RAISED}
STATUSES = {code: {error.status} for code, error in ERRORS.items()} | {"internal_error": {500}}
CODE = r"`([a-z]+(?:_[a-z]+)+)`"
SCRIPTS = [
    path for path in (ROOT / "chalicelib/web/static").rglob("*.js") if path.parent.name != "lib"
]
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def gateway_bodies(resources: Resources) -> dict[str, dict[str, object]]:
    definition = resources["RestAPI"]["Properties"]["DefinitionBody"]
    responses = definition["x-amazon-apigateway-gateway-responses"]
    return {
        kind: json.loads(response["responseTemplates"]["application/json"]["Fn::Sub"][0])
        | {"sent": response.get("statusCode")}
        for kind, response in responses.items()
    }


def test_api_gateways_answers_are_those_of_the_app(resources: Resources) -> None:
    """Its statuses too; but for 413, which it alone gives: the app reads no body of ten megabytes,
    and calls one of 64 KiB malformed."""
    for kind, body in gateway_bodies(resources).items():
        code = str(body["code"])
        assert code in STATUSES, kind
        assert body["type"] == problems.problem_type("${Base}", code)
        assert body["sent"] == str(body["status"])
        if kind == "REQUEST_TOO_LARGE":
            continue
        assert {body["status"]} == STATUSES[code], kind
        assert body["title"] == problems._TITLES[ERRORS[code].status][0], kind


def test_a_code_on_a_page_is_one_of_the_apps() -> None:
    for path in SCRIPTS:
        text = path.read_text()
        named = re.findall(r"\.code === \"(\w+)\"", text) + re.findall(
            r"^\s+code: \"(\w+)\"", text, re.M
        )
        for listed in re.findall(r"(?:WHAT_TO_DO|NEVER_CHARGED) = [{\[](.*?)[}\]];", text, re.S):
            named += re.findall(r"^\s+(\w+): t\(", listed, re.M) or re.findall(r"\"(\w+)\"", listed)
        assert set(named) <= STATUSES.keys(), path.name
    advice = (ROOT / "chalicelib/web/static/shop/what-to-do.js").read_text()
    assert "typed_codes_paused" in advice


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_code_in_a_document_is_one_of_the_apps_with_its_status(path: Path) -> None:
    text = path.read_text()
    pairs = [
        (code, status) for code, status in re.findall(r"`([a-z]+(?:_[a-z]+)+)`\s\((\d{3})", text)
    ]
    pairs += [
        (code, status)
        for status, code in re.findall(r"\b(4\d\d|50[03])\s`([a-z]+(?:_[a-z]+)+)`", text)
    ]
    for code, status in pairs:
        assert code in STATUSES, code
        allowed = STATUSES[code] | ({413} if code == "body_too_large" else set())
        assert int(status) in allowed, (code, status)


def test_no_two_codes_are_spellings_of_one() -> None:
    def plain(code: str) -> str:
        return code.replace("_", "").replace("ll", "l").replace("isation", "ization").rstrip("s")

    spelled: dict[str, str] = {}
    for code in STATUSES:
        assert spelled.setdefault(plain(code), code) == code
