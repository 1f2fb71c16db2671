"""Who may do what: tokens, keys, counties and roles, for every operation there is."""

import base64
import re
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.aws.signer import Signer
from chalicelib.core.actors import MemberActor, StaffActor
from chalicelib.core.cache import TtlCache
from chalicelib.http.operations import Operation
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.routes import OPERATIONS
from tests import builders
from tests.agents.requests import AGENT_BODIES, AGENT_ROLES
from tests.conftest import Answer, Stack
from tests.http.desk_requests import SALE_BODIES
from tests.http.desk_roles import SALE_ROLES
from tests.http.test_bad_input import BODIES
from tests.looks.requests import PICTURE_BODIES, PICTURE_ROLES
from tests.refusals import check_refused

PATH_VALUES = {
    "{redemption_id}": "rdm_06H02CHZG2WVD3YG",
    "{campaign_id}": "cmp_0000000000000001",
    "{comment_id}": "cmt_06H02CHZG2WVD3YG",
    "{photo_id}": "pho_06H02CHZG2WVD3YG",
    "{code}": "celadon-a",
    "{kind}": "daily",
    "{period}": "2026-11-21",
    "{quarter}": "2026-Q3",
    "{adjustment_id}": "adj_06H02CHZG2WVD3YG",
    "{grant_id}": "grt_06H02CHZG2WVD3YG",
    "{purchase_id}": "pur_06H02CHZG2WVD3YG",
    "{voucher_id}": "vch_06H02CHZG2WVD3YG",
    "{member_id}": "mem_06H02CHZG2WVD3YG",
    "{entry_id}": "ent_06H02CHZG2WVD3YG",
    "{draw_id}": "drw_06H02CHZG2WVD3YG",
    "{queue}": "signup",
    "{duty_id}": "issue_report-2026-H1",
    "{segment_id}": "seg_06H02CHZG2WVD3YG",
    "{message_id}": "msg_06H02CHZG2WVD3YG",
    "{case_id}": "2026-11-22-round_sums-mch_1",
    "{year}": "2026",
    "{trip_id}": "trp_06H02CHZG2WVD3YG",
    "{image}": "residence",
    "{number}": "1",
    "{key}": "mileage.signup",
    "{merchant_id}": "mch_0000000000000001",
    "{change_id}": "chg_06H02CHZG2WVD3YG",
    "{key_id}": "0123456789ab",
    "{on}": "2026-11-22",
    "{settlement_id}": "stl_06H02CHZG2WVD3YG",
    "{batch_id}": "pyt_20261125001",
    "{invoice_id}": "inv_2026112606H02CHZG2WVD3YG",
    "{device_id}": "d1",
    "{person_id}": "p1",
    "{facility_id}": "fac_0000000000000001",
    "{gate_id}": "gat_06H02CHZG2WVD3YG",
    "{request_id}": "csr_06H02CHZG2WVD3YG",
    "{proposal_id}": "spr_06H02CHZG2WVD3YG",
    "{waiver_id}": "wvr_06H02CHZG2WVD3YG",
    "{withdrawal_id}": "iwd_06H02CHZG2WVD3YG",
    "{subject}": "emblem",
    "{agent_id}": "agt_06H02CHZG2WVD3YG",
    "{teller_id}": "t1",
    "{serial}": "GA000000012",
}
ROLES = ("operator", "manager", "treasurer", "auditor", "gate", "booth")


def operations(audience: str) -> list[Any]:
    return [
        pytest.param(o, id=f"{o.method} {o.path}") for o in OPERATIONS if o.audience == audience
    ]


def request_of(operation: Operation) -> tuple[str, str, Any]:
    """Its method, a path and a body."""
    path = operation.path
    for name, value in PATH_VALUES.items():
        path = path.replace(name, value)
    bodies = BODIES | SALE_BODIES | PICTURE_BODIES | AGENT_BODIES
    return operation.method, path, bodies.get(path) if operation.body else None


def send(stack: Stack, operation: Operation, headers: Any, token: str | None = None) -> Answer:
    return stack.call(*request_of(operation), token=token, key="k", headers=headers)


@pytest.mark.parametrize("operation", operations("member"))
def test_a_members_things_need_a_members_own_living_token(
    stack: Stack, operation: Operation
) -> None:
    member = stack.member()
    header, payload, signature = member.token.split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').rstrip(b"=").decode()
    foreign = Signer(b"x" * 32).member_token(member.actor, stack.now)[0]
    bad = [
        None,
        "x",
        f"{header}.{payload}.",
        f"{none}.{payload}.",
        f"{header}.{payload}.{signature[:-4]}AAAA",
        foreign,
        stack.prove_phone("010-8765-4321"),
        builders.SHOP_KEY,
        "é",
    ]
    for token in bad:
        check_refused(
            stack,
            lambda h, t=token: send(stack, operation, h, t),
            401,
            "not_authenticated",
        )
    for scheme in ("Basic", "Token", ""):
        headers = {"Authorization": f"{scheme} {member.token}".strip()}
        check_refused(
            stack, lambda h, x=headers: send(stack, operation, h | x), 401, "not_authenticated"
        )
    check_refused(
        stack,
        lambda h: send(stack, operation, h | {"Host": "jinju.example"}, member.token),
        401,
        "not_authenticated",
    )
    stack.later(days=7)
    check_refused(stack, lambda h: send(stack, operation, h, member.token), 401, "token_expired")


@pytest.mark.parametrize("operation", operations("merchant"))
def test_a_tills_things_need_a_key_of_this_county(stack: Stack, operation: Operation) -> None:
    member = stack.member()
    live = builders.SHOP_KEY.replace("test", "live", 1)
    for token in (None, "x", live, builders.SHOP_KEY + "x", "mk_test_", member.token, "mk_test_é"):
        check_refused(
            stack, lambda h, t=token: send(stack, operation, h, t), 401, "not_authenticated"
        )
    for credentials in (  # Not base64, not UTF-8, not ASCII, nothing, another scheme.
        "Basic !!!",
        "Basic /w==",
        "Basic é",
        "Basic",
        f"Token {builders.SHOP_KEY}",
    ):
        headers = {"Authorization": credentials}
        check_refused(
            stack, lambda h, x=headers: send(stack, operation, h | x), 401, "not_authenticated"
        )
    check_refused(
        stack,
        lambda h: send(stack, operation, h | {"Host": "jinju.example"}, builders.SHOP_KEY),
        401,
        "not_authenticated",
    )


@pytest.mark.parametrize("password", [b"", b":", b":secret"])
def test_a_key_may_come_as_the_user_name_of_basic(stack: Stack, password: bytes) -> None:
    credentials = base64.b64encode(builders.SHOP_KEY.encode() + password).decode()

    answer = stack.call("GET", "/v1/merchant", headers={"Authorization": f"basic {credentials}"})

    assert answer.json["merchant_code"] == "M0001"


@pytest.mark.parametrize("operation", operations("staff"))
def test_each_staff_route_lets_in_the_roles_it_names_and_no_other(
    stack: Stack, operation: Operation
) -> None:
    office = {"operator", "manager", "treasurer", "auditor"}
    allowed = set(ROLES)
    if re.search("dashboard|reports|reconciliations", operation.path):
        allowed = office
    if re.search("reports/.*/run$", operation.path):
        allowed = office - {"auditor"}
    if "adjustments" in operation.path or "bulk-grants" in operation.path:
        is_decision = operation.path.endswith(("/approve", "/reject"))
        proposing = {"manager", "treasurer"} if is_decision else office - {"auditor"}
        allowed = office if operation.method == "GET" else proposing
    named = SALE_ROLES | PICTURE_ROLES | AGENT_ROLES
    allowed = named.get(f"{operation.method} {operation.path}", allowed)

    for role in (*ROLES, "", "admin"):
        stack.staff_roles = frozenset({role})
        if role in allowed:
            answer = send(stack, operation, {}, "token")
            assert answer.status not in (401, 403, 500), role
        else:
            check_refused(stack, lambda h: send(stack, operation, h, "token"), 403, "not_allowed")
    check_refused(stack, lambda h: send(stack, operation, h), 401, "not_authenticated")


@pytest.mark.parametrize("operation", operations("staff"))
def test_staff_of_another_county_see_nothing(stack: Stack, operation: Operation) -> None:
    stranger = StaffActor("jinju", "staff", frozenset(ROLES), "sub-staff")
    stack.adapters.staff_tokens = _Always(stranger)

    check_refused(stack, lambda h: send(stack, operation, h, "token"), 403, "not_allowed")


def test_a_suspended_or_revoked_key_ends_within_a_minute(stack: Stack) -> None:
    seconds = [0.0]
    shops = stack.wired(MerchantsWiring)
    shops.merchants = replace(shops.merchants, known=TtlCache(lambda: seconds[0]))
    assert stack.call("GET", "/v1/merchant", token=builders.SHOP_KEY).status == 200
    for item in stack.table.items.values():
        if item.get("type") == "merchant":
            item["key_hashes"] = []
    seconds[0] += 60

    assert stack.call("GET", "/v1/merchant", token=builders.SHOP_KEY).status == 401


def test_one_members_token_reaches_one_wallet(stack: Stack) -> None:
    rich, poor = stack.member(vouchers=3000), stack.member("010-8765-4321")

    assert poor.wallet()["voucher"]["balance_amount"] == 0
    entries = stack.call("GET", "/v1/me/entries", token=poor.token).json["data"]
    assert [e["kind"] for e in entries] == ["signup"]
    made_up = stack.adapters.signer.member_token(
        MemberActor(builders.COUNTY, "mem_0000000000000000"), stack.now
    )[0]
    for path in ("/v1/me", "/v1/me/wallet"):
        check_refused(
            stack,
            lambda h, p=path: stack.call("GET", p, token=made_up, headers=h),
            404,
            "member_not_found",
        )
    assert rich.balance() == 3000


class _Always:
    def __init__(self, actor: StaffActor) -> None:
        self._actor = actor

    def read(self, token: str) -> StaffActor:
        return self._actor
