"""Every way to fail gives the one body, in plain Korean and English, with a code of its own."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import chalicelib
from chalicelib.core.errors import (
    AuthenticationError,
    ConflictError,
    DomainError,
    ForbiddenError,
    MalformedError,
    NotFoundError,
    RuleViolationError,
    TooManyError,
    TryAgainError,
    UnavailableError,
)
from chalicelib.http import problems
from chalicelib.http.errors import MethodNotAllowedError, UnsupportedMediaTypeError
from chalicelib.ledger.errors import InsufficientBalanceError
from chalicelib.routes import OPERATIONS
from tests.conftest import Stack
from tests.refusals import check_shape

ROOT = Path(__file__).parent.parent
STATUSES = {400, 401, 403, 404, 405, 409, 415, 422, 429, 503}
FAMILIES = {
    MalformedError: 400,
    AuthenticationError: 401,
    ForbiddenError: 403,
    NotFoundError: 404,
    MethodNotAllowedError: 405,
    ConflictError: 409,
    UnsupportedMediaTypeError: 415,
    RuleViolationError: 422,
    TooManyError: 429,
    UnavailableError: 503,
}
IN_THE_CONTRACT = {
    "campaign_not_found", "verification_code_wrong", "verification_locked",
    "verification_expired", "guardian_required", "consent_required", "member_not_found",
    "insufficient_mileage", "conversion_below_minimum", "conversion_not_a_multiple",
    "holding_cap_exceeded", "insufficient_balance", "pay_code_expired", "pay_code_used",
    "pay_code_invalid", "merchant_not_eligible", "merchant_suspended", "voucher_expired",
    "amount_out_of_range", "order_already_paid", "expected_remaining_mismatch",
    "cancel_amount_exceeds_remaining", "cancel_window_closed", "net_canceled",
    "idempotency_key_missing", "idempotency_key_reused",
}  # fmt: skip


def subclasses(of: type[DomainError]) -> list[type[DomainError]]:
    for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        importlib.import_module(module.name)
    found: list[type[DomainError]] = []
    for child in of.__subclasses__():
        found += [child, *subclasses(child)] if child not in found else []
    return found


ALONE = (MethodNotAllowedError, UnsupportedMediaTypeError)
"""Each a family of one."""
ERRORS = [kind for kind in subclasses(DomainError) if kind not in FAMILIES or kind in ALONE]


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def raised_with() -> dict[str, list[set[str]]]:
    """By class name, the keyword arguments of every place that makes such an error."""
    found: dict[str, list[set[str]]] = {}
    for path in [*(ROOT / "chalicelib").rglob("*.py"), ROOT / "app.py"]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name | ast.Attribute):
                found.setdefault(_last(node.exc), []).append(set())
            # What kinds have in common raises what each names its own.
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if ast.unparse(target) == "NOT_FOUND":
                    found.setdefault(_last(node.value), []).append(set())
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                names = {k.arg for k in node.keywords if k.arg}
                found.setdefault(_last(node.func), []).append(names)
    return found


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


RAISED_WITH = raised_with()


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.code)
def test_an_error_speaks_both_languages_with_what_it_is_given(kind: type[DomainError]) -> None:
    assert re.search("[가-힣]", kind.ko)
    assert not re.search("[가-힣]", kind.en)
    assert "ko" in vars(kind)
    assert "en" in vars(kind)
    assert kind.ko.rstrip().endswith((".", "}"))
    assert placeholders(kind.ko) == placeholders(kind.en)
    places = RAISED_WITH.get(kind.__name__, [])
    assert places, "nobody raises it"
    for given in places:
        assert placeholders(kind.ko) <= given, f"{kind.__name__} is raised with {given}"


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.code)
def test_an_error_has_the_status_of_its_family(kind: type[DomainError]) -> None:
    (family,) = [f for f in FAMILIES if issubclass(kind, f)]

    assert kind.status == FAMILIES[family]
    assert kind.status in STATUSES
    assert kind.status in problems._TITLES


def test_codes_are_unique_and_those_of_the_contract_are_there() -> None:
    codes = [kind.code for kind in ERRORS]

    assert len(codes) == len(set(codes))
    assert set(codes) >= IN_THE_CONTRACT
    assert all(re.fullmatch("[a-z]+(_[a-z]+)*", code) for code in codes)


def test_who_must_wait_is_told_how_long() -> None:
    for kind in ERRORS:
        if kind.status in (429, 503):
            assert all("retry_after_seconds" in given for given in RAISED_WITH[kind.__name__])


@pytest.mark.parametrize("language", ["ko", "en"])
def test_amounts_are_written_with_commas(language: str) -> None:
    error = InsufficientBalanceError(balance=1_234_567)

    assert "1,234,567" in error.detail(language)
    assert error.values == {"balance": 1_234_567}


def test_an_operation_names_only_errors_that_are_refusals() -> None:
    for operation in OPERATIONS:
        assert all(kind in ERRORS for kind in operation.errors), operation.path


def test_what_nobody_expected_is_an_internal_error_that_tells_nothing(
    stack: Stack,
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise RuntimeError("secret detail 010-1234-5678")

    stack.table.before_call = fail
    for language, accept in (("ko", "ko"), ("en", "en")):
        answer = stack.call("GET", "/v1/campaigns/celadon", headers={"Accept-Language": accept})
        assert (answer.status, answer.json["code"]) == (500, "internal_error")
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json["request_id"] == answer.headers["X-Request-Id"]
        assert "secret" not in answer.raw.decode()
        assert bool(re.search("[가-힣]", answer.json["detail"])) == (language == "ko")


def test_a_busy_storage_is_a_503_with_retry_after(stack: Stack) -> None:
    member = stack.member()

    def refuse(name: str) -> None:
        raise TryAgainError(retry_after_seconds=1)

    stack.table.before_call = refuse
    answer = member.convert(1000)

    assert answer.status == 503
    assert answer.headers["Retry-After"] == "1"
    check_shape(answer, language="ko")


def test_no_answer_says_200_with_an_error_inside(stack: Stack) -> None:
    for operation in OPERATIONS:
        assert 200 <= operation.status < 300
        path = re.sub(r"\{[a-z_]+\}", "x", operation.path)
        answer = stack.call(operation.method, path)
        if answer.status >= 400:
            assert answer.json["status"] == answer.status != 500, operation.path
            check_shape(answer, language="ko")
        elif answer.headers["Content-Type"] == "application/json":
            assert "code" not in answer.json or operation.path.startswith("/v1/campaigns")
