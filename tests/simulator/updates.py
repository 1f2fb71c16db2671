"""DynamoDB's update expressions: SET, REMOVE, ADD and DELETE, parsed once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tests.simulator.errors import invalid
from tests.simulator.expressions import Parser, tokens_of
from tests.simulator.operands import Operand, Path, as_number, look_up, path_operand
from tests.simulator.values import Attribute, Attributes, canonical_number

Change = Callable[[Attributes, Attributes, Attributes], None]
"""(the item as it was, the values, the item that is being made)."""

_WHAT = "UpdateExpression"
_MISSING = "The provided expression refers to an attribute that does not exist in the item"


@dataclass(frozen=True)
class Update:
    changes: tuple[Change, ...]
    attributes: frozenset[str]
    used_names: frozenset[str]
    used_values: frozenset[str]

    def apply(self, before: Attributes, values: Attributes) -> Attributes:
        """Every operand is read from the item as it was."""
        after = dict(before)
        for change in self.changes:
            change(before, values, after)
        return after


def compile_update(text: str, names: dict[str, str]) -> Update:
    return _compiled(text, tuple(sorted(names.items())))


@lru_cache(maxsize=1_000)
def _compiled(text: str, names: tuple[tuple[str, str], ...]) -> Update:
    parser = Parser(_WHAT, tokens_of(text, _WHAT), dict(names))
    changes: list[Change] = []
    paths: list[Path] = []
    seen: set[str] = set()
    while parser.next:
        section = parser.accept("set", "remove", "add", "delete")
        if not section:
            parser.fail(parser.next)
        if section in seen:
            invalid(
                f'Invalid {_WHAT}: The "{section.upper()}" section can only be used once in an '
                "update expression;"
            )
        seen.add(section)
        while True:
            path = parser.path()
            paths.append(path)
            changes.append(_SECTIONS[section](parser, path))
            if not parser.accept(","):
                break
    _check_overlap(paths)
    return Update(
        tuple(changes),
        frozenset(str(path[0]) for path in paths),
        frozenset(parser.used_names),
        frozenset(parser.used_values),
    )


def _check_overlap(paths: list[Path]) -> None:
    for n, one in enumerate(paths):
        for other in paths[n + 1 :]:
            shared = min(len(one), len(other))
            if one[:shared] == other[:shared]:
                shown = [", ".join(f"{part}" for part in path) for path in (one, other)]
                invalid(
                    f"Invalid {_WHAT}: Two document paths overlap with each other; must remove or "
                    f"rewrite one of these paths; path one: [{shown[0]}], path two: [{shown[1]}]"
                )


def _set(p: Parser, path: Path) -> Change:
    p.expect("=")
    value = _sum(p)

    def change(before: Attributes, values: Attributes, after: Attributes) -> None:
        found = value(before, values)
        if found is None:
            invalid(_MISSING)
        put(after, path, found)

    return change


def _sum(p: Parser) -> Operand:
    left = _term(p)
    operator = p.accept("+", "-")
    if not operator:
        return left
    right = _term(p)
    sign = 1 if operator == "+" else -1

    def compute(item: Attributes, values: Attributes) -> Attribute:
        terms = [left(item, values), right(item, values)]
        if None in terms:
            invalid(_MISSING)
        a, b = (as_number(term, "update expression") for term in terms)
        return {"N": canonical_number(str(a + sign * b))}

    return compute


def _term(p: Parser) -> Operand:
    word = p.next
    if word in ("if_not_exists", "list_append") and p.tokens[p.at + 1 : p.at + 2] == ["("]:
        p.at += 2
        left = path_operand(p.path()) if word == "if_not_exists" else _term(p)
        p.expect(",")
        right = _term(p)
        p.expect(")")
        return _first_of(left, right) if word == "if_not_exists" else _joined(left, right)
    return p.value() if word.startswith(":") else path_operand(p.path())


def _first_of(left: Operand, right: Operand) -> Operand:
    def compute(item: Attributes, values: Attributes) -> Attribute | None:
        found = left(item, values)
        return right(item, values) if found is None else found

    return compute


def _joined(left: Operand, right: Operand) -> Operand:
    def compute(item: Attributes, values: Attributes) -> Attribute | None:
        a, b = left(item, values), right(item, values)
        if a is None or b is None:
            return None
        if "L" not in a or "L" not in b:
            invalid("An operand in the update expression has an incorrect data type")
        return {"L": [*a["L"], *b["L"]]}

    return compute


def _remove(p: Parser, path: Path) -> Change:
    if isinstance(path[-1], int):
        raise NotImplementedError("REMOVE of a list's element")

    def change(before: Attributes, values: Attributes, after: Attributes) -> None:
        if look_up(after, path) is not None:
            put(after, path, None)

    return change


def _add(p: Parser, path: Path) -> Change:
    value = p.value()

    def change(before: Attributes, values: Attributes, after: Attributes) -> None:
        old, new = look_up(before, path), value(before, values)
        assert new is not None
        if "N" in new:
            start = 0 if old is None else as_number(old, "update expression")
            put(after, path, {"N": canonical_number(str(start + as_number(new, "")))})
            return
        kind = next(iter(new))
        if kind not in ("SS", "NS", "BS"):
            invalid(
                f"Invalid {_WHAT}: Incorrect operand type for operator or function; "
                f"operator: ADD, operand type: {_type_name(kind)}"
            )
        put(after, path, {kind: sorted({*_members(old, kind), *new[kind]})})

    return change


def _delete(p: Parser, path: Path) -> Change:
    value = p.value()

    def change(before: Attributes, values: Attributes, after: Attributes) -> None:
        old, gone = look_up(before, path), value(before, values)
        assert gone is not None
        kind = next(iter(gone))
        if kind not in ("SS", "NS", "BS"):
            invalid(
                f"Invalid {_WHAT}: Incorrect operand type for operator or function; "
                f"operator: DELETE, operand type: {_type_name(kind)}"
            )
        if old is not None:
            left = sorted(set(_members(old, kind)) - set(gone[kind]))
            put(after, path, {kind: left} if left else None)

    return change


def _members(attribute: Attribute | None, kind: str) -> list[Any]:
    if attribute is None:
        return []
    if kind not in attribute:
        invalid("An operand in the update expression has an incorrect data type")
    members: list[Any] = attribute[kind]
    return members


def _type_name(kind: str) -> str:
    return {"S": "STRING", "B": "BINARY", "L": "LIST", "M": "MAP", "BOOL": "BOOLEAN"}.get(
        kind, kind
    )


def put(item: Attributes, path: Path, value: Attribute | None) -> None:
    """Put a value at a path, or take it away; what lies on the way is copied, never changed."""
    name = path[0]
    assert isinstance(name, str)
    if len(path) == 1:
        if value is None:
            item.pop(name, None)
        else:
            item[name] = value
        return
    if name not in item:
        invalid("The document path provided in the update expression is invalid for update")
    item[name] = _changed(item[name], path[1:], value)


def _changed(attribute: Attribute, path: Path, value: Attribute | None) -> Attribute:
    part, rest = path[0], path[1:]
    kind = "M" if isinstance(part, str) else "L"
    if kind not in attribute:
        invalid("The document path provided in the update expression is invalid for update")
    if kind == "M":
        inner = dict(attribute["M"])
        put(inner, path, value)
        return {"M": inner}
    elements = list(attribute["L"])
    assert isinstance(part, int)
    if rest:
        if part >= len(elements):
            invalid("The document path provided in the update expression is invalid for update")
        elements[part] = _changed(elements[part], rest, value)
    elif value is None:
        del elements[part]
    elif part < len(elements):
        elements[part] = value
    else:
        elements.append(value)
    return {"L": elements}


_SECTIONS: dict[str, Callable[[Parser, Path], Change]] = {
    "set": _set,
    "remove": _remove,
    "add": _add,
    "delete": _delete,
}
