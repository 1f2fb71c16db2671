"""DynamoDB's condition and key expressions: parsed once, then plain closures over an item.

What is not in the grammar of the Developer Guide is refused as the service refuses it; nothing is
guessed. `updates` builds on the same parser.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from tests.simulator.errors import invalid
from tests.simulator.operands import Operand, Path, compare, path_operand, size_of
from tests.simulator.reserved import RESERVED_WORDS
from tests.simulator.values import Attributes

Condition = Callable[[Attributes, Attributes], bool]

_TOKEN = re.compile(r"\s*(#\w+|:\w+|[A-Za-z_]\w*|\d+|<>|<=|>=|[=<>()\[\],.+\-])")
_COMPARATORS = {"=", "<>", "<", "<=", ">", ">="}
_KEYWORDS = {"and", "or", "not", "between", "in"}


def tokens_of(text: str, what: str) -> list[str]:
    found, at = [], 0
    text = text.rstrip()
    if not text:
        invalid(f"Invalid {what}: The expression can not be empty;")
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            invalid(
                f'Invalid {what}: Syntax error; token: "{text[at]}", near: "{text[at : at + 9]}"'
            )
        found.append(match[1])
        at = match.end()
    return found


@dataclass
class Parser:
    """A reader of tokens that notes which placeholders were used."""

    what: str
    tokens: list[str]
    names: dict[str, str]
    at: int = 0
    used_names: set[str] = field(default_factory=set)
    used_values: set[str] = field(default_factory=set)

    @property
    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.next
        if not token:
            self.fail("<EOF>")
        self.at += 1
        return token

    def accept(self, *words: str) -> str:
        """The next token, taken, if it is one of these (in lower case); else an empty text."""
        if self.next.lower() in words:
            return self.take().lower()
        return ""

    def expect(self, word: str) -> None:
        if not self.accept(word):
            self.fail(self.next)

    def fail(self, token: str) -> Any:
        near = " ".join(self.tokens[max(0, self.at - 1) : self.at + 2])
        invalid(f'Invalid {self.what}: Syntax error; token: "{token}", near: "{near}"')

    def finish(self) -> None:
        if self.next:
            self.fail(self.next)

    def path(self) -> Path:
        parts: list[str | int] = [self._name()]
        while self.next in (".", "["):
            if self.take() == ".":
                parts.append(self._name())
            else:
                parts.append(int(self.take()))
                self.expect("]")
        return tuple(parts)

    def _name(self) -> str:
        token = self.take()
        if token.startswith("#"):
            if token not in self.names:
                invalid(
                    f"Invalid {self.what}: An expression attribute name used in the document path "
                    f"is not defined; attribute name: {token}"
                )
            self.used_names.add(token)
            return self.names[token]
        if not (token[0].isalpha() or token[0] == "_"):
            self.fail(token)
        if token.lower() in RESERVED_WORDS:
            invalid(
                f"Invalid {self.what}: Attribute name is a reserved keyword; "
                f"reserved keyword: {token}"
            )
        return token

    def value(self) -> Operand:
        token = self.take()
        self.used_values.add(token)
        return lambda item, values: values[token]

    def operand(self) -> Operand:
        """A path, a value, or the size of a path."""
        if self.next.startswith(":"):
            return self.value()
        if self.next.lower() == "size" and self.tokens[self.at + 1 : self.at + 2] == ["("]:
            self.at += 2
            inner = path_operand(self.path())
            self.expect(")")
            return lambda item, values: size_of(inner(item, values))
        return path_operand(self.path())


@dataclass(frozen=True)
class Compiled:
    test: Condition
    used_names: frozenset[str]
    used_values: frozenset[str]


def compile_condition(text: str, names: dict[str, str], what: str) -> Compiled:
    return _compiled(text, tuple(sorted(names.items())), what)


@lru_cache(maxsize=1_000)
def _compiled(text: str, names: tuple[tuple[str, str], ...], what: str) -> Compiled:
    parser = Parser(what, tokens_of(text, what), dict(names))
    test = _either(parser)
    parser.finish()
    return Compiled(test, frozenset(parser.used_names), frozenset(parser.used_values))


def _either(p: Parser) -> Condition:
    left = _both(p)
    while p.accept("or"):
        left = _or(left, _both(p))
    return left


def _both(p: Parser) -> Condition:
    left = _negated(p)
    while p.accept("and"):
        left = _and(left, _negated(p))
    return left


def _or(a: Condition, b: Condition) -> Condition:
    return lambda item, values: a(item, values) or b(item, values)


def _and(a: Condition, b: Condition) -> Condition:
    return lambda item, values: a(item, values) and b(item, values)


def _negated(p: Parser) -> Condition:
    if p.accept("not"):
        inner = _negated(p)
        return lambda item, values: not inner(item, values)
    if p.accept("("):
        inner = _either(p)
        p.expect(")")
        return inner
    word = p.next
    if word in _FUNCTIONS and p.tokens[p.at + 1 : p.at + 2] == ["("]:
        p.at += 2
        made = _FUNCTIONS[word](p)
        p.expect(")")
        return made
    if word.lower() in _KEYWORDS:
        p.fail(word)
    return _comparison(p)


def _comparison(p: Parser) -> Condition:
    left = p.operand()
    if p.accept("between"):
        low = p.operand()
        p.expect("and")
        high = p.operand()
        return lambda item, values: (
            compare("<=", low(item, values), left(item, values))
            and compare("<=", left(item, values), high(item, values))
        )
    if p.accept("in"):
        p.expect("(")
        choices = [p.operand()]
        while p.accept(","):
            choices.append(p.operand())
        p.expect(")")
        return lambda item, values: any(
            compare("=", left(item, values), choice(item, values)) for choice in choices
        )
    operator = p.take()
    if operator not in _COMPARATORS:
        p.fail(operator)
    right = p.operand()
    return lambda item, values: compare(operator, left(item, values), right(item, values))


def _exists(p: Parser) -> Condition:
    operand = path_operand(p.path())
    return lambda item, values: operand(item, values) is not None


def _not_exists(p: Parser) -> Condition:
    operand = path_operand(p.path())
    return lambda item, values: operand(item, values) is None


def _begins_with(p: Parser) -> Condition:
    left = p.operand()
    p.expect(",")
    right = p.operand()

    def test(item: Attributes, values: Attributes) -> bool:
        whole, start = left(item, values), right(item, values)
        if whole is None or start is None or whole.keys() != start.keys():
            return False
        ((kind, text),) = whole.items()
        return kind in ("S", "B") and text.startswith(start[kind])

    return test


def _contains(p: Parser) -> Condition:
    left = p.operand()
    p.expect(",")
    right = p.operand()

    def test(item: Attributes, values: Attributes) -> bool:
        whole, part = left(item, values), right(item, values)
        if whole is None or part is None:
            return False
        ((kind, content),) = whole.items()
        if kind == "L":
            return part in content
        if kind in ("SS", "NS", "BS"):
            return next(iter(part)) == kind[0] and part[kind[0]] in content
        return kind in ("S", "B") and kind in part and part[kind] in content

    return test


def _attribute_type(p: Parser) -> Condition:
    operand = path_operand(p.path())
    p.expect(",")
    wanted = p.operand()

    def test(item: Attributes, values: Attributes) -> bool:
        found, kind = operand(item, values), wanted(item, values)
        return found is not None and kind is not None and next(iter(found)) == kind.get("S")

    return test


_FUNCTIONS: dict[str, Callable[[Parser], Condition]] = {
    "attribute_exists": _exists,
    "attribute_not_exists": _not_exists,
    "begins_with": _begins_with,
    "contains": _contains,
    "attribute_type": _attribute_type,
}
