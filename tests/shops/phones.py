"""A shop's phones, as tests use them."""

from dataclasses import dataclass, replace
from typing import Any

from chalicelib.shops.wiring import ShopsWiring
from tests import builders, refusals
from tests.conftest import Answer, Stack
from tests.refusals import Send

SHOP = builders.a_merchant().merchant_id
OWNER_PIN, CLERK_PIN = "271828", "314159"


@dataclass(frozen=True)
class Phone:
    """`token`: of who works at it; without one the phone asks by itself."""

    stack: Stack
    device_token: str
    token: str
    device_id: str

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        return self.stack.call(method, path, body, token=self.token or self.device_token, **more)

    def log_in(self, person_id: str, pin: str, **more: Any) -> Answer:
        body = {"person_id": person_id, "pin": pin}
        return self.stack.call(
            "POST", "/v1/merchant/sessions", body, token=self.device_token, **more
        )

    def with_pin(self, person_id: str, pin: str) -> "Phone":
        answer = self.log_in(person_id, pin)
        assert answer.status == 201, answer.raw
        return replace(self, token=answer.json["access_token"])

    def cancel(self, redemption_id: str, amount: int, **more: Any) -> Answer:
        body = {"expected_remaining_amount": amount, "reason": "손님이 원해서"}
        path = f"/v1/redemptions/{redemption_id}/cancels"
        return self.call("POST", path, body, key="new", **more)


def invite(stack: Stack, key: str = "new", merchant_id: str = SHOP) -> Answer:
    path = f"/v1/staff/merchants/{merchant_id}/invitations"
    return stack.call("POST", path, {"reason": "점포 방문 신청"}, token="anna", key=key)


def owners_phone(stack: Stack, merchant_id: str = SHOP) -> Phone:
    """In by the county's invitation, with the owner at it."""
    code = invite(stack, merchant_id=merchant_id).json["code"]
    body = {"code": code, "name": "계산대", "owner_name": "김사장", "pin": OWNER_PIN}
    made = stack.call("POST", "/v1/devices", body, key="new")
    assert made.status == 201, made.raw
    session = made.json["session"]["access_token"]
    return Phone(stack, made.json["device_token"], session, made.json["device"]["device_id"])


def add_clerk(owner: Phone, *, may_cancel: bool = True, pin: str = CLERK_PIN) -> str:
    body = {"name": "박점원", "role": "clerk", "may_cancel": may_cancel, "pin": pin}
    made = owner.call("POST", "/v1/merchant/people", body)
    assert made.status == 201, made.raw
    return str(made.json["person_id"])


PARAMS = {
    "invitation_ended": "code",
    "invitation_not_found": "code",
    "owner_missing": "pin",
    "pin_too_easy": "pin",
    "pin_wrong": "pin",
    "shop_person_not_found": "person_id",
    "last_owner": "role",
    "history_span": "to_on",
}


def check_refused(stack: Stack, send: Send, status: int, code: str) -> None:
    """Alike in both languages, at the field that is named, and nothing changed by it."""
    refusals.check_refused(stack, send, status, code, PARAMS.get(code))


def forget(stack: Stack) -> None:
    """What a process remembers of phones: as if a minute had passed."""
    stack.wired(ShopsWiring).sessions.known._kept.clear()


def pay(phone: Phone, amount: int = 500) -> dict[str, Any]:
    member = phone.stack.member(f"010-7000-{amount:04d}", vouchers=3000)
    paid = phone.stack.redeem(member.pay_code(), amount, token=phone.token)
    assert paid.status == 201, paid.raw
    made: dict[str, Any] = paid.json
    return made
