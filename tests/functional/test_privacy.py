"""Personal data lies nowhere in clear: not in the table, the queue, a log, a URL or a report."""

import json
import logging
from typing import Any

import pytest

from chalicelib.core.observability import logger
from chalicelib.joining.queue import signup_to_message
from tests import builders
from tests.conftest import Stack

PHONE = "010-9753-1864"
NAME = "남궁금희수"
BIRTH = "1987-03-09"
RAW = (
    NAME,
    "금희수",
    "97531864",
    "9753-1864",
    "+8210",
    BIRTH,
    "19870309",
    "870309",
)


def leaks(stored: Any) -> list[str]:
    """Which of the person's facts appear, however deep, as text or as bytes."""
    text = _flatten(stored)
    return [fact for fact in RAW if fact in text]


def _flatten(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_flatten(k) + " " + _flatten(v) for k, v in value.items())
    if isinstance(value, list | tuple):
        return " ".join(map(_flatten, value))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace") + value.decode("latin-1")
    return str(value)


def join_and_use(stack: Stack) -> str:
    """Everything a member does, each thing refused once as well."""
    token = stack.prove_phone(PHONE)
    facts = {"verification_token": token, "name": NAME, "birth_on": BIRTH}
    stack.apply("010-1111-2222", **facts | {"region_code": "99999"})
    assert stack.apply("010-3333-4444", **facts).status == 202
    stack.deliver(times=2)
    session = stack.call("POST", "/v1/sessions", {"verification_token": token}).json
    me: str = session["access_token"]
    assert stack.call("GET", "/v1/me", token=me).json["name"] == NAME
    stack.call("POST", "/v1/me/conversions", {"mileage": 3000}, token=me, key="k")
    for typed in (True, False):
        code = stack.call("POST", "/v1/me/pay-codes", {"typed": typed}, token=me).json["pay_code"]
        stack.later(seconds=1)
        assert stack.redeem(code, 500).status == 201
    return me


def test_the_table_holds_no_name_phone_or_birth_date_in_clear(stack: Stack) -> None:
    join_and_use(stack)

    assert leaks(list(stack.table.items.items())) == []
    # The looking itself works: what may be shown is there.
    assert "남***수" in _flatten(list(stack.table.items.values()))


def test_the_queue_holds_none_either(stack: Stack) -> None:
    token = stack.prove_phone(PHONE)
    stack.apply_with(token, name=NAME, birth_on=BIRTH)

    (signup,) = stack.queue.sent
    message = signup_to_message(signup, stack.adapters.signer)

    assert leaks(message) == []
    assert leaks(json.loads(json.dumps(message))) == []


def test_nothing_of_a_person_is_logged(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record) + str(vars(record)))

    kept = Kept()
    logger.addHandler(kept)
    level = logger.log_level
    logger.setLevel("INFO")
    try:
        me = join_and_use(stack)
        code = fresh_code_of(stack, me)
        stack.redeem(code, 10**9)
    finally:
        logger.removeHandler(kept)
        logger.setLevel(level)

    logged = "\n".join(lines)
    assert "redemptions" in logged
    assert leaks(lines) == []
    for secret in (me, code, builders.SHOP_KEY):
        assert secret not in logged


def fresh_code_of(stack: Stack, token: str) -> str:
    stack.later(seconds=1)
    code: str = stack.call("POST", "/v1/me/pay-codes", {}, token=token).json["pay_code"]
    return code


def test_codes_and_tokens_carry_no_personal_data(stack: Stack) -> None:
    import base64

    me = join_and_use(stack)
    verification = stack.prove_phone("010-2468-1357")
    shown = stack.call("POST", "/v1/me/pay-codes", {}, token=me).json

    for token in (me, verification):
        payload = token.split(".")[1]
        claims = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode()
        assert leaks(claims) == []
        assert "24681357" not in claims
    assert leaks(shown) == []


def test_a_tills_and_a_staffs_view_show_the_masked_name_at_most(stack: Stack) -> None:
    me = join_and_use(stack)
    assert me
    for path in ("/v1/redemptions", "/v1/merchant"):
        assert leaks(stack.call("GET", path, token=builders.SHOP_KEY).json) == []
    for path in ("/v1/staff/campaigns", "/v1/booths/celadon-a/today"):
        assert leaks(stack.call("GET", path, token="staff").json) == []


def test_sealed_fields_of_one_person_do_not_open_for_another(stack: Stack) -> None:
    first = stack.member(PHONE)
    stack.member("010-8765-4321")
    profiles = [i for i in stack.table.items.values() if i.get("type") == "profile"]
    mine = next(p for p in profiles if first.member_id in p["pk"])
    other = next(p for p in profiles if p is not mine)

    mine["person"] = other["person"]

    answer = stack.call("GET", "/v1/me", token=first.token)
    assert answer.status == 500
    assert answer.json["code"] == "internal_error"
