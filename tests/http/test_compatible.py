"""A client that was generated of the version before works against this one.

`tests/data/openapi-before.json` is what that version promised: of each request its fields and which
of them it needed, of each answer its fields. It is made anew when a version is released:
`python -m tests.http.test_compatible`.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chalicelib.http.openapi import document
from chalicelib.routes import OPERATIONS

BEFORE = Path(__file__).resolve().parents[1] / "data" / "openapi-before.json"

Promise = dict[str, Any]


def promised(api: Any) -> dict[str, Promise]:
    """By `POST /v1/redemptions`."""
    return {
        f"{method.upper()} {path}": {
            "needed": sorted(_needed(api, operation)),
            "taken": sorted(_taken(api, operation)),
            "answered": dict(_fields(api, _content(_good(operation)))),
            "always": sorted(_always(api, _content(_good(operation)))),
        }
        for path, item in api["paths"].items()
        for method, operation in item.items()
    }


def _good(operation: Any) -> Any:
    return next(each for status, each in operation["responses"].items() if status.startswith("2"))


def _content(described: Any) -> Any:
    return described.get("content", {}).get("application/json", {}).get("schema", {})


def _whole(api: Any, schema: Any) -> Any:
    return (
        api["components"]["schemas"][schema["$ref"].split("/")[-1]] if "$ref" in schema else schema
    )


def _sent(api: Any, operation: Any) -> Iterator[tuple[str, bool]]:
    for each in operation["parameters"]:
        one = (
            api["components"]["parameters"][each["$ref"].split("/")[-1]] if "$ref" in each else each
        )
        yield one["name"], one["required"]
    body = _whole(api, _content(operation.get("requestBody", {})))
    for name in body.get("properties", {}):
        yield f"body.{name}", name in body.get("required", ())


def _needed(api: Any, operation: Any) -> list[str]:
    return [name for name, is_required in _sent(api, operation) if is_required]


def _taken(api: Any, operation: Any) -> list[str]:
    return [name for name, _ in _sent(api, operation)]


def _always(api: Any, schema: Any) -> list[str]:
    return list(_whole(api, schema).get("required", ()))


def _fields(
    api: Any, schema: Any, within: str = "", depth: int = 0
) -> Iterator[tuple[str, list[str]]]:
    """Each field and its types, those of the objects inside too."""
    for name, field in _whole(api, schema).get("properties", {}).items():
        options = [_whole(api, option) for option in field.get("anyOf", [field])]
        yield f"{within}{name}", sorted({str(option.get("type", "any")) for option in options})
        for option in field.get("anyOf", [field]):
            held = option.get("items", option)
            if "$ref" in held and depth < 4:
                yield from _fields(api, held, f"{within}{name}.", depth + 1)


def broken(before: dict[str, Promise], now: dict[str, Promise]) -> list[str]:
    """What a client of before would stumble over."""
    found = [f"{name}: gone" for name in before.keys() - now.keys()]
    for name in before.keys() & now.keys():
        old, new = before[name], now[name]
        found += [f"{name}: needs {each}" for each in set(new["needed"]) - set(old["needed"])]
        found += [
            f"{name}: no longer takes {each}" for each in set(old["taken"]) - set(new["taken"])
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
    pay["taken"].remove("body.terminal_id")
    pay["always"].remove("amount")
    pay["answered"]["at"] = ["integer"]
    pay["answered"]["more"] = ["string"]

    assert broken(before, now) == [
        "GET /v1/health: gone",
        "POST /v1/redemptions: at was ['string']",
        "POST /v1/redemptions: may lack amount",
        "POST /v1/redemptions: needs body.receipt",
        "POST /v1/redemptions: no longer takes body.terminal_id",
    ]


if __name__ == "__main__":
    lines = (
        f"{json.dumps(name)}: {json.dumps(each, sort_keys=True)}"
        for name, each in sorted(promised(document(OPERATIONS)).items())
    )
    BEFORE.write_text("{\n" + ",\n".join(lines) + "\n}\n")
