"""Who works at an agent's counter: by its key and a PIN; and what staff do with agents."""

from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.agents.wiring import AgentsWiring
from chalicelib.core.cache import TtlCache
from tests import builders
from tests.agents.counters import (
    PIN,
    Counter,
    counter_with_notes,
    deliver,
    hand_over,
    notes,
    open_counter,
    staff,
)
from tests.conftest import Stack


@pytest.fixture
def counter(stack: Stack) -> Counter:
    return open_counter(stack)


def code(answer: Any) -> str:
    return str(answer.json["code"])


def begin(stack: Stack, key: str, pin: str = PIN) -> Any:
    return stack.call("POST", "/v1/agent/sessions", {"pin": pin}, token=key)


def a_minute_later(stack: Stack) -> None:
    """What processes remember is forgotten."""
    wired = stack.wired(AgentsWiring)
    wired.sessions = replace(wired.sessions, known=TtlCache())


def test_a_counter_is_worked_at_by_key_and_pin(stack: Stack, counter: Counter) -> None:
    assert code(stack.call("GET", "/v1/agent/stock", token=counter.key)) == "not_allowed"
    assert counter.call("GET", "/stock").json == {"data": []}
    shown = stack.call("GET", "/v1/agent", token=counter.key).json
    assert (shown["agent_name"], shown["label"], shown["has_pin"]) == (
        "농협 중앙지점", "1번 창구", True,
    )  # fmt: skip
    assert code(begin(stack, counter.key, "111222")) == "teller_pin_wrong"
    assert begin(stack, counter.key).status == 201
    # The PIN is set once; the same again is the same.
    again = stack.call("PUT", "/v1/agent/pin", {"pin": PIN}, token=counter.key)
    other = stack.call("PUT", "/v1/agent/pin", {"pin": "482913"}, token=counter.key)
    assert (again.status, code(other)) == (200, "teller_pin_set")
    stack.later(hours=13)
    assert code(counter.call("GET", "/stock")) == "token_expired"


def test_pins_are_tried_a_few_times_only(stack: Stack, counter: Counter) -> None:
    answers = [begin(stack, counter.key, "111222").status for _ in range(11)]
    assert answers == [403] * 10 + [429]


def test_a_pin_is_not_guessed_by_setting_it(stack: Stack, counter: Counter) -> None:
    """Setting it again answers whether it is the one: such tries count as those of coming in."""
    answers = [
        stack.call("PUT", "/v1/agent/pin", {"pin": "111222"}, token=counter.key).status
        for _ in range(11)
    ]
    assert answers == [409] * 10 + [429]
    assert begin(stack, counter.key).status == 429


def test_a_key_without_a_pin_opens_nothing_for_long(stack: Stack, counter: Counter) -> None:
    path = f"/agents/{counter.agent_id}/tellers"
    made = staff(stack, "POST", path, {"label": "2번 창구"}, key="k").json
    assert staff(stack, "POST", path, {"label": "2번 창구"}, key="k").json == made
    assert code(staff(stack, "POST", path, {"label": "3번 창구"}, key="k")) == (
        "idempotency_key_reused"
    )
    assert code(staff(stack, "POST", path, {"label": "x", "phone": "1"})) == "phone_invalid"
    key = made["teller_key"]
    assert code(begin(stack, key)) == "teller_pin_missing"
    easy = stack.call("PUT", "/v1/agent/pin", {"pin": "123456"}, token=key)
    assert code(easy) == "teller_pin_too_easy"
    stack.later(days=3)
    assert begin(stack, key).status == 401


def test_a_new_key_ends_the_one_before(stack: Stack, counter: Counter) -> None:
    path = f"/agents/{counter.agent_id}/tellers/t1"
    renewed = staff(stack, "POST", f"{path}/renew", {"reason": "분실"}).json
    a_minute_later(stack)
    assert counter.call("GET", "/stock").status == 401
    assert begin(stack, counter.key).status == 401
    assert code(begin(stack, renewed["teller_key"])) == "teller_pin_missing"
    set_anew = stack.call("PUT", "/v1/agent/pin", {"pin": PIN}, token=renewed["teller_key"])
    counter.token = set_anew.json["access_token"]
    assert counter.call("GET", "/stock").status == 200
    assert staff(stack, "POST", f"{path}/end", {"reason": "퇴사"}).json["is_active"] is False
    a_minute_later(stack)
    assert counter.call("GET", "/stock").status == 401
    gone = staff(stack, "POST", path.replace("t1", "t9") + "/end", {"reason": "x"})
    assert code(gone) == "teller_not_found"


def test_foreign_tokens_open_no_counter(stack: Stack, counter: Counter) -> None:
    member = stack.member()
    live = counter.key.replace("test", "live", 1)
    near = counter.key[:-1] + ("B" if counter.key.endswith("A") else "A")
    bad = (None, "x", member.token, builders.SHOP_KEY, live, near, "as_x", "at_")
    for token in bad:
        assert stack.call("GET", "/v1/agent", token=token).status == 401
    jinju = stack.call("GET", "/v1/agent", token=counter.token, headers={"Host": "jinju.example"})
    assert jinju.status == 401
    # Nor does a teller's open anything else.
    for path in ("/v1/me", "/v1/merchant"):
        assert stack.call("GET", path, token=counter.token).status == 401


def test_an_agent_with_notes_is_not_closed(stack: Stack) -> None:
    counter = counter_with_notes(stack)
    path = f"/agents/{counter.agent_id}"
    held = staff(stack, "POST", f"{path}/close", {"reason": "계약 끝"})
    assert (code(held), held.json["limit"]) == ("agent_stock_held", 100)
    back = notes(1, 100)
    counter.call("POST", "/stock-movements", back | {"kind": "given_back"})
    taken = back | {"kind": "taken_back", "agent_id": counter.agent_id, "reason": "계약 끝"}
    assert staff(stack, "POST", "/paper-movements", taken).status == 201
    assert staff(stack, "POST", f"{path}/close", {"reason": "계약 끝"}).json["closed_at"]
    a_minute_later(stack)
    assert counter.call("GET", "/stock").status == 401
    sent = notes(1, 5) | {"kind": "sent", "agent_id": counter.agent_id, "reason": "배정"}
    assert code(staff(stack, "POST", "/paper-movements", sent)) == "agent_closed"
    unknown = sent | {"agent_id": "agt_06H02CHZG2WVD3YG"}
    assert code(staff(stack, "POST", "/paper-movements", unknown)) == "agent_not_found"
    [listed] = staff(stack, "GET", "/agents").json["data"]
    assert listed["closed_at"]
    [county] = staff(stack, "GET", "/paper-series").json["stock"]
    assert (county["held"], county["voided"]) == (1_000, 0)


def test_who_voids_notes_says_why(stack: Stack) -> None:
    counter = counter_with_notes(stack)
    body = notes(1, 2) | {"kind": "voided"}
    silent = counter.call("POST", "/stock-movements", body)
    assert (silent.status, silent.json.get("param")) == (422, "reason")
    assert counter.stock()[0]["held"] == 100
    assert counter.call("POST", "/stock-movements", body | {"reason": "찢어짐"}).status == 201


def test_notes_are_taken_by_who_they_were_sent_to(stack: Stack, counter: Counter) -> None:
    deliver(stack)
    other = open_counter(stack, "축협")
    hand_over(counter, 1, 10)
    body = notes(1, 10) | {"kind": "received"}
    assert code(other.call("POST", "/stock-movements", body)) == "notes_elsewhere"
    sent = notes(11, 20) | {"kind": "sent", "agent_id": other.agent_id, "reason": "배정"}
    assert staff(stack, "POST", "/paper-movements", sent, key="k").status == 201
    assert staff(stack, "POST", "/paper-movements", sent, key="k").status == 201
    assert other.stock()[0]["coming"] == 10
    back = sent | {"kind": "recalled"}
    assert staff(stack, "POST", "/paper-movements", back).status == 201
    late = notes(11, 20) | {"kind": "received"}
    assert code(other.call("POST", "/stock-movements", late)) == "notes_elsewhere"
    assert code(deliver(stack)) == "paper_series_taken"
    kinds = [m["kind"] for m in staff(stack, "GET", "/paper-movements").json["data"]]
    assert sorted(kinds) == ["delivered", "recalled", "received", "sent", "sent"]
