"""A client that was generated of the version before works against this one.

`tests/data/openapi-before.json` is what that version promised: of each request its fields, their
types and which of them it needed, of each answer its fields, their types and which of them it
always had, in the objects inside too. It is made anew when a version is released, of that version's
own code: `python -m tests.http.test_compatible`, or with the path of a document that it wrote.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from chalicelib.http.openapi import document
from chalicelib.routes import OPERATIONS

BEFORE = Path(__file__).resolve().parents[1] / "data" / "openapi-before.json"

Promise = dict[str, Any]


def promised(api: Any) -> dict[str, Promise]:
    """By `POST /v1/redemptions`."""
    return {
        f"{method.upper()} {path}": _promise(api, operation)
        for path, item in api["paths"].items()
        for method, operation in item.items()
    }


def _promise(api: Any, operation: Any) -> Promise:
    sent = dict(_sent(api, operation))
    answered = dict(_fields(api, _content(_good(operation))))
    return {
        "needed": sorted(name for name, (_, is_required) in sent.items() if is_required),
        "taken": {name: types for name, (types, _) in sent.items()},
        "answered": {name: types for name, (types, _) in answered.items()},
        "always": sorted(name for name, (_, is_required) in answered.items() if is_required),
    }


def _good(operation: Any) -> Any:
    return next(each for status, each in operation["responses"].items() if status.startswith("2"))


def _content(described: Any) -> Any:
    return described.get("content", {}).get("application/json", {}).get("schema", {})


def _whole(api: Any, schema: Any) -> Any:
    return (
        api["components"]["schemas"][schema["$ref"].split("/")[-1]] if "$ref" in schema else schema
    )


Field = tuple[list[str], bool]
"""Its types, and whether it is required."""


def _sent(api: Any, operation: Any) -> Iterator[tuple[str, Field]]:
    for each in operation["parameters"]:
        one = (
            api["components"]["parameters"][each["$ref"].split("/")[-1]] if "$ref" in each else each
        )
        yield one["name"], (_types(api, one["schema"]), one["required"])
    yield from _fields(api, _content(operation.get("requestBody", {})), "body.")


def _types(api: Any, schema: Any) -> list[str]:
    """`array of string` too."""

    def named(option: Any) -> str:
        whole = _whole(api, option)
        held = f" of {' or '.join(_types(api, whole['items']))}" if "items" in whole else ""
        return f"{whole.get('type', 'any')}{held}"

    return sorted({named(option) for option in schema.get("anyOf", [schema])})


def _fields(api: Any, schema: Any, within: str = "", depth: int = 0) -> Iterator[tuple[str, Field]]:
    """Those of the objects inside too."""
    whole = _whole(api, schema)
    for name, field in whole.get("properties", {}).items():
        yield f"{within}{name}", (_types(api, field), name in whole.get("required", ()))
        for option in field.get("anyOf", [field]):
            held = option.get("items", option)
            if "$ref" in held and depth < 4:
                yield from _fields(api, held, f"{within}{name}.", depth + 1)


def _is_met(field: str, fields: Iterable[str]) -> bool:
    """Whether a client of before sends what the field is in: of an object that is new it knows
    nothing."""
    parent = field.rpartition(".")[0]
    return parent in ("", "body") or parent in fields


def broken(before: dict[str, Promise], now: dict[str, Promise]) -> list[str]:
    """What a client of before would stumble over."""
    found = [f"{name}: gone" for name in before.keys() - now.keys()]
    for name in before.keys() & now.keys():
        old, new = before[name], now[name]
        found += [
            f"{name}: needs {each}"
            for each in set(new["needed"]) - set(old["needed"])
            if _is_met(each, old["taken"])
        ]
        found += [
            f"{name}: no longer takes {each}" for each in old["taken"].keys() - new["taken"].keys()
        ]
        found += [
            f"{name}: {field} took {kinds}"
            for field, kinds in old["taken"].items()
            if not set(kinds) <= set(new["taken"].get(field, kinds))
        ]
        found += [f"{name}: may lack {each}" for each in set(old["always"]) - set(new["always"])]
        found += [
            f"{name}: {field} was {kinds}"
            for field, kinds in old["answered"].items()
            if not set(new["answered"].get(field, ["gone"])) <= set(kinds)
        ]
    return sorted(found)


def test_a_client_of_the_version_before_works_against_this_one() -> None:
    assert broken(json.loads(BEFORE.read_text()), promised(document(OPERATIONS))) == []


def test_what_would_break_such_a_client_is_seen() -> None:
    before = promised(document(OPERATIONS))
    now: Any = json.loads(json.dumps(before))
    del now["GET /v1/health"]
    pay = now["POST /v1/redemptions"]
    pay["needed"].append("body.receipt")
    del pay["taken"]["body.terminal_id"]
    pay["taken"]["body.amount"] = ["string"]
    pay["always"].remove("amount")
    pay["answered"]["at"] = ["integer"]
    pay["answered"]["more"] = ["string"]

    assert broken(before, now) == [
        "GET /v1/health: gone",
        "POST /v1/redemptions: at was ['string']",
        "POST /v1/redemptions: body.amount took ['integer']",
        "POST /v1/redemptions: may lack amount",
        "POST /v1/redemptions: needs body.receipt",
        "POST /v1/redemptions: no longer takes body.terminal_id",
    ]


def of_one(body: Any, answer: Any) -> dict[str, Promise]:
    """The promise of one operation whose body and answer hold `thing`, an object or a list."""

    def holding(thing: Any) -> Any:
        return {
            "content": {
                "application/json": {"schema": {"type": "object", "properties": {"thing": thing}}}
            }
        }

    operation = {
        "parameters": [],
        "requestBody": holding(body),
        "responses": {"200": holding(answer)},
    }
    return promised({"components": THINGS, "paths": {"/x": {"post": operation}}})


def made_of(*required: str) -> Any:
    return {
        "type": "object",
        "properties": {"name": {"type": "string"}, "size": {"type": "integer"}},
        "required": required,
    }


THINGS = {"schemas": {"Loose": made_of("name"), "Strict": made_of("name", "size")}}
LOOSE, STRICT = {"$ref": "#/components/schemas/Loose"}, {"$ref": "#/components/schemas/Strict"}


def test_what_would_break_a_client_inside_an_object_is_seen() -> None:
    assert broken(of_one(LOOSE, STRICT), of_one(STRICT, LOOSE)) == [
        "POST /x: may lack thing.size",
        "POST /x: needs body.thing.size",
    ]
    assert broken(of_one(STRICT, LOOSE), of_one(LOOSE, STRICT)) == []


def test_what_a_request_no_longer_takes_and_an_answer_may_hold_now_is_seen() -> None:
    text, number = {"type": "string"}, {"type": "integer"}
    either = {"anyOf": [text, number]}
    assert broken(of_one(either, text), of_one(text, either)) == [
        "POST /x: body.thing took ['integer', 'string']",
        "POST /x: thing was ['string']",
    ]
    assert broken(of_one(text, either), of_one(either, text)) == []
    texts, numbers = {"type": "array", "items": text}, {"type": "array", "items": number}
    assert broken(of_one(texts, text), of_one(numbers, text)) == [
        "POST /x: body.thing took ['array of string']"
    ]


def test_what_a_new_object_needs_breaks_nobody() -> None:
    before = of_one(LOOSE, LOOSE)
    now: Any = json.loads(json.dumps(before))
    now["POST /x"]["taken"] |= {"body.more": ["object"], "body.more.name": ["string"]}
    now["POST /x"]["needed"].append("body.more.name")
    assert broken(before, now) == []


if __name__ == "__main__":
    whole = json.loads(Path(sys.argv[1]).read_text()) if sys.argv[1:] else document(OPERATIONS)
    lines = (
        f"{json.dumps(name)}: {json.dumps(each, sort_keys=True)}"
        for name, each in sorted(promised(whole).items())
    )
    BEFORE.write_text("{\n" + ",\n".join(lines) + "\n}\n")
