"""What the document promises of a request is what the app asks for."""

import json
import re
from typing import Any

import pytest

from chalicelib.http.openapi import document
from chalicelib.http.operations import Operation
from chalicelib.routes import OPERATIONS
from tests import builders
from tests.agents.counters import open_counter
from tests.conftest import Stack
from tests.http.test_access import request_of, send
from tests.shops.phones import owners_phone

DOCUMENT = document(OPERATIONS)
ALL = [pytest.param(o, id=f"{o.method} {o.path}") for o in OPERATIONS]
SCHEMES = {
    "member": "memberToken", "merchant": "merchantKey", "agent": "agentToken",
    "staff": "staffToken",
}  # fmt: skip
REPLAYED = {"$ref": "#/components/headers/Idempotent-Replayed"}


def described(operation: Operation) -> Any:
    return DOCUMENT["paths"][operation.path][operation.method.lower()]


def parameters(operation: Operation, place: str) -> list[Any]:
    found = [resolved(p) for p in described(operation)["parameters"]]
    return [p for p in found if p["in"] == place and p["name"] != "Accept-Language"]


def resolved(described: Any) -> Any:
    """What it refers to, if it does."""
    if "$ref" not in described:
        return described
    found: Any = DOCUMENT
    for part in described["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found


def token_of(stack: Stack, who: str, scope: str | None = None) -> str | None:
    if scope in ("device", "owner"):
        return owners_phone(stack).token
    if scope in ("counter", "work"):
        return open_counter(stack).token
    tokens = {"merchant": builders.SHOP_KEY, "staff": "staff"}
    return stack.member().token if who == "member" else tokens.get(who)


@pytest.mark.parametrize("operation", ALL)
def test_the_key_of_a_request_is_described_where_it_is_asked_for(
    stack: Stack, operation: Operation
) -> None:
    stack.staff_roles = frozenset({"operator", "manager", "treasurer"})
    token = token_of(stack, operation.audience, operation.scope)

    answer = send(stack, operation, {"Idempotency-Key": ""}, token)

    # Who sends none at all is told so where one is required, and served elsewhere.
    is_asked_for = answer.status == 400 and answer.json["code"] == "idempotency_key_missing"
    without = stack.call(*request_of(operation), token=token)
    is_required = without.status == 400 and without.json["code"] == "idempotency_key_missing"
    keys = [(each["name"], each["required"]) for each in parameters(operation, "header")]
    assert keys == ([("Idempotency-Key", is_required)] if is_asked_for else [])
    headers = described(operation)["responses"][str(operation.status)]["headers"]
    assert headers.get("Idempotent-Replayed") == (REPLAYED if is_asked_for else None)


@pytest.mark.parametrize("operation", ALL)
def test_who_may_ask_is_described_as_it_is_checked(stack: Stack, operation: Operation) -> None:
    answer = send(stack, operation, {})

    is_closed = answer.status == 401 and answer.json["code"] == "not_authenticated"
    security = [{SCHEMES[operation.audience]: []}] if is_closed else []
    assert described(operation)["security"] == security


@pytest.mark.parametrize("operation", ALL)
def test_each_part_of_a_path_and_each_query_parameter_is_described(operation: Operation) -> None:
    in_path = re.findall(r"{(\w+)}", operation.path)
    fields = operation.query.model_fields if operation.query else {}

    assert [(p["name"], p["required"]) for p in parameters(operation, "path")] == [
        (name, True) for name in in_path
    ]
    assert {p["name"]: p["required"] for p in parameters(operation, "query")} == {
        (field.alias or name): field.is_required() for name, field in fields.items()
    }


@pytest.mark.parametrize("operation", ALL)
def test_a_body_and_an_answer_are_described_by_their_shapes(operation: Operation) -> None:
    schemas = DOCUMENT["components"]["schemas"]
    facts = described(operation)

    for shape, content in (
        (operation.body, facts.get("requestBody", {}).get("content")),
        (operation.answer, facts["responses"][str(operation.status)].get("content")),
    ):
        if shape is None:
            assert content is None
            continue
        reference = content["application/json"]["schema"]["$ref"]
        assert reference == f"#/components/schemas/{shape.__name__}"
        assert schemas[shape.__name__]["properties"].keys() == shape.model_fields.keys()


def test_an_answer_may_gain_fields_and_a_request_may_not() -> None:
    """A client that was generated today must not break when an answer says more."""
    schemas = DOCUMENT["components"]["schemas"]

    def reached(names: set[str]) -> set[str]:
        found = set(names)
        for name in names:
            found |= set(re.findall(r"#/components/schemas/(\w+)", str(schemas[name])))
        return found if found == names else reached(found)

    sent = reached({o.body.__name__ for o in OPERATIONS if o.body})
    answered = reached({o.answer.__name__ for o in OPERATIONS if o.answer})
    # What the payment provider tells may gain fields, as its own contract says.
    ours = sent - {"ProviderNotice"}
    assert all(schemas[name].get("additionalProperties") is False for name in ours)
    assert all("additionalProperties" not in schemas[name] for name in answered - sent)


@pytest.mark.parametrize("operation", ALL)
def test_each_answer_says_its_headers_and_each_refusal_its_codes(operation: Operation) -> None:
    for status, response in described(operation)["responses"].items():
        headers = {name: resolved(each) for name, each in response["headers"].items()}
        assert "X-Request-Id" in headers
        assert ("Retry-After" in headers) == (status in ("429", "503"))
        assert all(each["description"] and each["schema"] for each in headers.values())
        if int(status) >= 400:
            shape = response["content"]["application/problem+json"]["schema"]
            [codes] = [part["properties"]["code"]["enum"] for part in shape["allOf"][1:]]
            assert [f"`{code}`" for code in codes] == response["description"].split(", ")


def test_every_field_parameter_and_header_has_words_of_its_own() -> None:
    """Below the field, or of its term: see `http/described.py`."""
    components = DOCUMENT["components"]
    fields = {
        f"{shape}.{name}": field
        for shape, schema in components["schemas"].items()
        for name, field in schema.get("properties", {}).items()
    }
    sent = {
        f"{operation.path} {parameter['name']}": parameter
        for operation in OPERATIONS
        for parameter in map(resolved, described(operation)["parameters"])
    }
    everything = fields | sent | components["headers"] | components["securitySchemes"]

    assert len(everything) > 1_300
    assert [name for name, each in everything.items() if not each.get("description")] == []


def test_words_below_a_field_stand_over_those_of_its_term() -> None:
    fields = DOCUMENT["components"]["schemas"]["SettlementRow"]["properties"]

    assert fields["cancel_id"]["description"] == "The cancel; null for a payment."
    assert fields["cancel_id"]["examples"] == ["cxl_06BX3K9QZ7M2T4WA"]
    assert fields["order_id"]["description"] == "The order, by the till's own number."


def test_what_a_till_calls_comes_first_and_names_of_operations_are_those_of_the_code() -> None:
    tags = [tag["name"] for tag in DOCUMENT["tags"]]
    used = {tag for o in OPERATIONS for tag in described(o)["tags"]}
    ids = [described(operation)["operationId"] for operation in OPERATIONS]

    assert tags[0] == "till-redemptions"
    assert set(tags) == used
    assert "redeem_voucher" in ids
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if o.audience == "merchant"])
def test_an_example_of_a_tills_request_is_one_that_the_app_takes(operation: Operation) -> None:
    if operation.body is None:
        return
    fields = DOCUMENT["components"]["schemas"][operation.body.__name__]["properties"]
    examples = {name: field["examples"][0] for name, field in fields.items() if "examples" in field}

    if all(name in examples for name, f in operation.body.model_fields.items() if f.is_required()):
        operation.body.model_validate_json(json.dumps(examples))
