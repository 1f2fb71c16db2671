"""An agent with a counter, notes in its safe, and what its teller sends."""

from typing import Any

from msgspec import Struct

from chalicelib.paper.serials import NoteRange, Serial
from chalicelib.sales.store import RoundStore
from tests import builders
from tests.conftest import Answer, Stack

PIN = "274951"
CHANNELS = ("online", "counter", "paper")
FIRST, LAST = 1, 1_000
VALUE = 10_000


def serial(number: int, series: str = "GA") -> str:
    return Serial(series, number).text


def notes(first: int, last: int | None = None, series: str = "GA") -> dict[str, str]:
    begin, end = NoteRange(series, first, last or first).texts
    return {"first": begin, "last": end}


class Counter(Struct):
    """`token`: of who works there."""

    stack: Stack
    agent_id: str
    key: str
    token: str

    def call(
        self, method: str, path: str, body: Any = None, *, key: str = "new", **more: Any
    ) -> Answer:
        return self.stack.call(method, f"/v1/agent{path}", body, token=self.token, key=key, **more)

    def sell(
        self, member_id: str, *ranges: dict[str, str], key: str = "new", **more: Any
    ) -> Answer:
        body = {
            "member_id": member_id,
            "round_id": builders.a_round().round_id,
            "notes": list(ranges),
        }
        return self.call("POST", "/paper-sales", body | more, key=key)

    def take_back(self, member_id: str, *ranges: dict[str, str], key: str = "new") -> Answer:
        body = {"member_id": member_id, "notes": list(ranges)}
        return self.call("POST", "/paper-returns", body, key=key)

    def exchange(self, *ranges: dict[str, str], key: str = "new", code: str = "M0001") -> Answer:
        body = {"merchant_code": code, "notes": list(ranges)}
        return self.call("POST", "/paper-exchanges", body, key=key)

    def begin(self) -> None:
        """Another day: the PIN is given again."""
        begun = self.stack.call("POST", "/v1/agent/sessions", {"pin": PIN}, token=self.key)
        self.token = begun.json["access_token"]

    def stock(self) -> list[Any]:
        rows: list[Any] = self.call("GET", "/stock").json["data"]
        return rows


def staff(stack: Stack, method: str, path: str, body: Any = None, *, key: str = "new") -> Answer:
    stack.staff_roles = frozenset({"manager", "treasurer"})
    return stack.call(method, f"/v1/staff{path}", body, token="anna", key=key)


def open_counter(stack: Stack, name: str = "농협 중앙지점", **more: Any) -> Counter:
    agent_id = staff(stack, "POST", "/agents", {"name": name}).json["agent_id"]
    body = {"label": "1번 창구", **more}
    made = staff(stack, "POST", f"/agents/{agent_id}/tellers", body).json
    begun = stack.call("PUT", "/v1/agent/pin", {"pin": PIN}, token=made["teller_key"])
    assert begun.status == 200, begun.json
    return Counter(stack, agent_id, made["teller_key"], begun.json["access_token"])


def deliver(stack: Stack, series: str = "GA", value: int = VALUE) -> Answer:
    body = notes(FIRST, LAST, series) | {"denomination": value, "issued_on": "2026-11-01"}
    return staff(stack, "POST", "/paper-series", body)


def hand_over(counter: Counter, first: int, last: int, series: str = "GA") -> None:
    """Sent by the county, confirmed by the agent."""
    body = notes(first, last, series)
    sent = body | {"kind": "sent", "agent_id": counter.agent_id, "reason": "배정"}
    assert staff(counter.stack, "POST", "/paper-movements", sent).status == 201
    got = counter.call("POST", "/stock-movements", body | {"kind": "received"})
    assert got.status == 201, got.json


def counter_with_notes(stack: Stack, **more: Any) -> Counter:
    """A hundred notes of 10,000 won, in a round that sells on paper too."""
    RoundStore(stack.table).create(builders.a_round(channels=CHANNELS))
    counter = open_counter(stack, **more)
    assert deliver(stack).status == 201
    hand_over(counter, 1, 100)
    return counter
