"""The reference for developers: each operation of the OpenAPI document as a page of its own shows
it, with a request to copy."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

DEPTH_MAX = 4
_TOKENS = {
    "agentToken": "$AGENT_TOKEN",
    "memberToken": "$TOKEN",
    "merchantKey": "$KEY",
    "staffToken": "$STAFF_TOKEN",
}
"""What stands for a credential in a request to copy."""
_WON = 4_500
_BY_FORMAT = {"date-time": "2026-11-22T03:04:05.000Z", "date": "2026-11-22"}
_BY_TYPE: dict[str, Any] = {"integer": 1, "number": 1.0, "boolean": True, "string": "…"}


class FieldRow(Struct, frozen=True):
    """`kind`: its type and bounds in words. `place`: path, query or header, of a parameter."""

    name: str
    kind: str
    is_required: bool
    words: str
    place: str
    inner: list["FieldRow"]


class CallPage(Struct, frozen=True):
    """`curl` and `answer_example` are made of the examples of the fields. `refusals`: by status,
    the codes."""

    operation_id: str
    method: str
    path: str
    summary: str
    description: str
    tag: str
    parameters: list[FieldRow]
    body: list[FieldRow]
    status: str
    answer: list[FieldRow]
    answer_headers: list[FieldRow]
    curl: str
    answer_example: str
    refusals: list[tuple[str, list[str]]]


def calls(document: Mapping[str, Any]) -> dict[str, CallPage]:
    """Every operation by its id, those of a till first."""
    book = _Book(document)
    order = {tag["name"]: at for at, tag in enumerate(document["tags"])}
    pages = [
        book.page(method.upper(), path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]
    return {page.operation_id: page for page in sorted(pages, key=lambda page: order[page.tag])}


def by_tag(pages: Mapping[str, CallPage]) -> list[tuple[str, list[CallPage]]]:
    found: dict[str, list[CallPage]] = {}
    for page in pages.values():
        found.setdefault(page.tag, []).append(page)
    return list(found.items())


class _Book(Struct, frozen=True):
    document: Mapping[str, Any]

    def page(self, method: str, path: str, operation: Mapping[str, Any]) -> CallPage:
        sent = [self._resolved(each) for each in operation["parameters"]]
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        status, good = next(iter(operation["responses"].items()))
        answer = good.get("content", {}).get("application/json", {}).get("schema")
        example = self._sample(answer) if answer else None
        return CallPage(
            operation_id=operation["operationId"],
            method=method,
            path=path,
            summary=operation["summary"],
            description=operation["description"],
            tag=operation["tags"][0],
            parameters=[self._parameter(each) for each in sent],
            body=list(self._rows(body.get("schema", {}))),
            status=status,
            answer=list(self._rows(answer or {})),
            answer_headers=[
                FieldRow(name, "", True, self._resolved(each)["description"], "header", [])
                for name, each in good["headers"].items()
            ],
            curl=self._curl(method, path, operation, sent, body.get("schema")),
            answer_example=json.dumps(example, ensure_ascii=False, indent=2) if answer else "",
            refusals=[
                (code, _codes(response))
                for code, response in operation["responses"].items()
                if code != status
            ],
        )

    def _resolved(self, described: Mapping[str, Any]) -> Mapping[str, Any]:
        found: Any = described
        while "$ref" in found:
            target: Any = self.document
            for part in found["$ref"].split("/")[1:]:
                target = target[part]
            found = target
        return found  # type: ignore[no-any-return]

    def _parameter(self, one: Mapping[str, Any]) -> FieldRow:
        kind, words = self._kind(one["schema"]), one["description"]
        return FieldRow(one["name"], kind, one["required"], words, one["in"], [])

    def _rows(self, schema: Mapping[str, Any], depth: int = 0) -> Iterator[FieldRow]:
        whole = self._resolved(schema)
        for name, field in whole.get("properties", {}).items():
            inner = [] if depth > DEPTH_MAX else list(self._rows(self._held(field), depth + 1))
            yield FieldRow(
                name,
                self._kind(field),
                name in whole.get("required", ()),
                field.get("description", ""),
                "",
                inner,
            )

    def _held(self, field: Mapping[str, Any]) -> Mapping[str, Any]:
        """The object that a field holds, alone or many of it."""
        for option in field.get("anyOf", [field]):
            held = option.get("items", option)
            if "$ref" in held:
                return held  # type: ignore[no-any-return]
        return {}

    def _kind(self, field: Mapping[str, Any]) -> str:
        whole = self._resolved(field)
        if "anyOf" in whole:
            return " | ".join(self._kind(each) for each in whole["anyOf"])
        if "enum" in whole:
            return " | ".join(map(json.dumps, whole["enum"]))
        if "const" in whole:
            return json.dumps(whole["const"])
        if whole.get("type") == "array":
            return f"[{self._kind(whole.get('items', {}))}]"
        bounds = [f"{sign} {whole[key]}" for key, sign in _BOUNDS.items() if key in whole]
        kinds = whole.get("type", "any")
        kind = kinds if isinstance(kinds, str) else " | ".join(kinds)
        return " ".join([kind, *filter(None, (whole.get("format"), whole.get("pattern"))), *bounds])

    def _sample(self, schema: Mapping[str, Any], depth: int = 0) -> Any:
        if schema.get("examples"):
            return schema["examples"][0]
        whole = self._resolved(schema)
        for keyword in ("examples", "enum"):
            if whole.get(keyword):
                return whole[keyword][0]
        if "const" in whole:
            return whole["const"]
        if "anyOf" in whole:
            return self._sample(whole["anyOf"][0], depth)
        if whole.get("type") == "array":
            return [] if depth > DEPTH_MAX else [self._sample(whole.get("items", {}), depth + 1)]
        if "properties" in whole:
            fields = whole["properties"].items()
            return {
                name: _WON if name.endswith("amount") else self._sample(field, depth + 1)
                for name, field in fields
            }
        return _BY_FORMAT.get(whole.get("format", "")) or _BY_TYPE.get(whole.get("type", ""), {})

    def _curl(
        self,
        method: str,
        path: str,
        operation: Mapping[str, Any],
        sent: list[Mapping[str, Any]],
        body: Mapping[str, Any] | None,
    ) -> str:
        for one in sent:
            if one["in"] == "path":
                path = path.replace(f"{{{one['name']}}}", str(self._sample(one["schema"])))
        wanted = [o for o in sent if o["in"] == "query" and o["required"]]
        query = "&".join(f"{one['name']}={self._sample(one['schema'])}" for one in wanted)
        lines = [f'curl -X {method} "$BASE{path}{"?" + query if query else ""}"']
        lines += [
            f'-H "Authorization: Bearer {_TOKENS[n]}"' for s in operation["security"] for n in s
        ]
        if any(one["name"] == "Idempotency-Key" and one["required"] for one in sent):
            lines.append('-H "Idempotency-Key: 20261122-0001"')
        if body is not None:
            lines.append('-H "Content-Type: application/json"')
            lines.append(f"-d '{json.dumps(self._sent(body), ensure_ascii=False)}'")
        return " \\\n  ".join(lines)

    def _sent(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """What must be sent, and what an example is given of."""
        whole = self._resolved(body)
        return {
            name: self._sample(field)
            for name, field in whole.get("properties", {}).items()
            if name in whole.get("required", ()) or "examples" in field
        }


_BOUNDS = {"minimum": "≥", "maximum": "≤", "minLength": "letters ≥", "maxLength": "letters ≤"}


def _codes(response: Mapping[str, Any]) -> list[str]:
    shape = response["content"]["application/problem+json"]["schema"]
    return [code for part in shape["allOf"][1:] for code in part["properties"]["code"]["enum"]]
