"""What an account is now, and not what its token said a while ago, lets staff change anything."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from msgspec.structs import replace

from chalicelib.aws.staff_accounts import CognitoAccounts
from chalicelib.core.actors import StaffAccount, StaffContact
from chalicelib.core.cache import TtlCache
from chalicelib.core.errors import TryAgainError
from chalicelib.http.operations import Operation
from chalicelib.staff.wiring import StaffWiring
from tests.builders import COUNTY
from tests.conftest import Stack
from tests.http.test_access import operations, send
from tests.refusals import check_refused

KIM = StaffAccount(COUNTY, "kim", "sub-kim", frozenset({"manager", "operator"}), True, True)


def changing() -> list[Any]:
    return [each for each in operations("staff") if each.values[0].asks_for_account]


def reading() -> list[Any]:
    return [each for each in operations("staff") if not each.values[0].asks_for_account]


def role_of(operation: Operation) -> str:
    return operation.roles[0]


def in_its_role(stack: Stack, operation: Operation, **changes: Any) -> None:
    """Kim, whose token says a role that may; the account is that, but for `changes`."""
    role = role_of(operation)
    stack.staff_roles = frozenset({role})
    stack.adapters.staff_accounts.accounts["kim"] = replace(
        KIM, **({"roles": frozenset({role})} | changes)
    )


@pytest.mark.parametrize("operation", changing())
@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"is_enabled": False}, 401, "account_ended"),
        ({"subject": "sub-kim-made-anew"}, 401, "account_ended"),
        ({"subject": ""}, 401, "account_ended"),
        ({"roles": frozenset()}, 403, "not_allowed"),
        ({"roles": frozenset({"gate"})}, 403, "not_allowed"),
        ({"county_id": "jinju"}, 403, "not_allowed"),
        ({"county_id": ""}, 403, "not_allowed"),
    ],
    ids=str,
)
def test_an_account_that_no_longer_stands_changes_nothing(
    stack: Stack, operation: Operation, changes: dict[str, Any], status: int, code: str
) -> None:
    in_its_role(stack, operation, **changes)

    check_refused(stack, lambda h: send(stack, operation, h, "kim"), status, code)


@pytest.mark.parametrize("operation", changing())
def test_an_account_that_was_removed_changes_nothing(stack: Stack, operation: Operation) -> None:
    in_its_role(stack, operation)
    stack.adapters.staff_accounts.accounts["kim"] = None

    check_refused(stack, lambda h: send(stack, operation, h, "kim"), 401, "account_ended")


@pytest.mark.parametrize("operation", changing())
def test_while_nobody_can_be_asked_about_nobody_is_let_in(
    stack: Stack, operation: Operation
) -> None:
    in_its_role(stack, operation)
    stack.adapters.staff_accounts.is_down = True

    check_refused(stack, lambda h: send(stack, operation, h, "kim"), 503, "try_again")


@pytest.mark.parametrize("operation", changing())
def test_who_alone_may_approve_needs_a_second_factor(stack: Stack, operation: Operation) -> None:
    in_its_role(stack, operation, has_mfa=False)

    if set(operation.roles) <= {"manager", "treasurer"}:
        check_refused(stack, lambda h: send(stack, operation, h, "kim"), 403, "mfa_required")
    else:
        assert send(stack, operation, {}, "kim").status not in (401, 403, 500)


@pytest.mark.parametrize("operation", changing())
def test_an_account_that_stands_is_let_in(stack: Stack, operation: Operation) -> None:
    in_its_role(stack, operation)

    assert send(stack, operation, {}, "kim").status not in (401, 403, 500, 503)


@pytest.mark.parametrize("operation", reading())
def test_to_read_nobody_is_asked(stack: Stack, operation: Operation) -> None:
    in_its_role(stack, operation, is_enabled=False)

    assert send(stack, operation, {}, "kim").status not in (401, 403, 500, 503)
    assert stack.adapters.staff_accounts.asked == []


def test_what_moves_value_or_decides_is_all_asked_for() -> None:
    listed = {f"{o.method} {o.path}" for (o,) in (each.values for each in changing())}

    for each in operations("staff"):
        operation = each.values[0]
        if operation.requires_idempotency_key or operation.path.endswith(("/approve", "/reject")):
            assert f"{operation.method} {operation.path}" in listed


def test_a_role_that_was_given_since_needs_a_new_log_in(stack: Stack) -> None:
    stack.staff_roles = frozenset({"operator"})
    stack.adapters.staff_accounts.accounts["kim"] = KIM
    body = {"key": "purchase.cancel_days", "value": 3, "effective_on": "2026-12-24", "source": "x"}

    answer = stack.call("POST", "/v1/staff/settings", body, token="kim")

    assert answer.status == 403


def propose(stack: Stack, token: str) -> Callable[[Any], Any]:
    body = {"member_id": "mem_0000000000000000", "mileage": 10, "reason": "시험"}
    return lambda headers: stack.call(
        "POST", "/v1/staff/adjustments", body, token=token, key="k", headers=headers
    )


@pytest.mark.parametrize("ending", [{"is_enabled": False}, {"subject": "sub-new"}, None])
def test_whoever_is_disabled_or_removed_is_out_within_a_minute(
    stack: Stack, ending: dict[str, Any] | None
) -> None:
    seconds = [0.0]
    staff = stack.wired(StaffWiring)
    staff.accounts = replace(staff.accounts, known=TtlCache(lambda: seconds[0]))
    accounts = stack.adapters.staff_accounts.accounts
    accounts["kim"] = KIM
    assert propose(stack, "kim")({}).status == 422
    accounts["kim"] = None if ending is None else replace(KIM, **ending)

    seconds[0] += 59
    assert propose(stack, "kim")({}).status == 422
    assert stack.adapters.staff_accounts.asked == ["kim"]
    seconds[0] += 1

    check_refused(stack, propose(stack, "kim"), 401, "account_ended")


def test_a_refusal_is_never_of_what_is_remembered(stack: Stack) -> None:
    stack.staff_roles = frozenset({"manager"})
    accounts = stack.adapters.staff_accounts
    settings = {"key": "x", "value": 3, "effective_on": "2026-12-24", "source": "x"}

    def decide() -> int:
        return stack.call("POST", "/v1/staff/settings", settings, token="kim").status

    accounts.accounts["kim"] = replace(KIM, has_mfa=False)
    # What an operator may do as well is let in, and remembered.
    assert propose(stack, "kim")({}).status == 422
    assert decide() == 403
    accounts.accounts["kim"] = KIM

    assert decide() == 400
    assert accounts.asked == ["kim"] * 3
    assert decide() == 400
    assert len(accounts.asked) == 3


class Cognito:
    """Answers as the service does, or fails."""

    def __init__(self, **failures: Exception) -> None:
        self.failures = failures
        self.account: dict[str, Any] = {
            "Username": "kim",
            "Enabled": True,
            "UserAttributes": [
                {"Name": "sub", "Value": "sub-kim"},
                {"Name": "custom:county", "Value": COUNTY},
            ],
            "UserMFASettingList": ["SOFTWARE_TOKEN_MFA"],
        }

    def admin_get_user(self, **asked: Any) -> dict[str, Any]:
        assert asked == {"UserPoolId": "pool", "Username": "kim"}
        return self._answer("admin_get_user", self.account)

    def admin_list_groups_for_user(self, **asked: Any) -> dict[str, Any]:
        groups = [{"GroupName": "manager"}, {"GroupName": "operator"}]
        return self._answer("admin_list_groups_for_user", {"Groups": groups})

    def _answer(self, name: str, answer: dict[str, Any]) -> dict[str, Any]:
        if name in self.failures:
            raise self.failures[name]
        return answer


def failed(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}}, "call")


def test_cognito_tells_the_account_as_it_is_now() -> None:
    cognito = Cognito()
    assert CognitoAccounts(cognito, "pool").find("kim") == KIM

    del cognito.account["UserMFASettingList"]
    cognito.account["Enabled"] = False
    assert CognitoAccounts(cognito, "pool").find("kim") == replace(
        KIM, is_enabled=False, has_mfa=False
    )


CALLS = ("admin_get_user", "admin_list_groups_for_user")


@pytest.mark.parametrize("call", CALLS)
def test_an_account_that_is_gone_is_none(call: str) -> None:
    cognito = Cognito(**{call: failed("UserNotFoundException")})

    assert CognitoAccounts(cognito, "pool").find("kim") is None


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "failure",
    [
        failed("TooManyRequestsException"),
        failed("InternalErrorException"),
        failed("AccessDeniedException"),
        EndpointConnectionError(endpoint_url="https://cognito.example"),
    ],
    ids=str,
)
def test_any_other_answer_is_no_answer(call: str, failure: Exception) -> None:
    with pytest.raises(TryAgainError):
        CognitoAccounts(Cognito(**{call: failure}), "pool").find("kim")


class Group:
    """A group of two pages: somebody enabled, somebody not, somebody without an address."""

    def list_users_in_group(self, **asked: Any) -> dict[str, Any]:
        assert (asked["UserPoolId"], asked["GroupName"]) == ("pool", "manager")
        if asked.get("NextToken") == "2":
            return {"Users": [self._user("lee", email="")]}
        users = [self._user("kim"), self._user("park", is_enabled=False)]
        return {"Users": users, "NextToken": "2"}

    def _user(
        self, name: str, *, email: str = "kim@gangjin.example", is_enabled: bool = True
    ) -> Any:
        values = {"sub": f"sub-{name}", "custom:county": COUNTY, "email": email}
        attributes = [{"Name": key, "Value": value} for key, value in values.items()]
        return {"Username": name, "Enabled": is_enabled, "Attributes": attributes}


def test_who_may_be_mailed_is_enabled_and_has_an_address() -> None:
    assert CognitoAccounts(Group(), "pool").in_group("manager") == [
        StaffContact(COUNTY, "kim", "sub-kim", "kim@gangjin.example")
    ]
