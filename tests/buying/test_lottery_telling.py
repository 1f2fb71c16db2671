"""Who applied to a lottery round is told once what became of it, and by when to pay."""

from typing import Any

import pytest

from chalicelib.core.errors import TryAgainError
from tests.buying import lots
from tests.buying.lots import FACE, lottery_round
from tests.buying.test_lottery import applied, by_place
from tests.conftest import Stack
from tests.notifications.told import deliver, push, subscribe
from tests.played_push import PlayedBrowser


def texts(stack: Stack) -> list[tuple[str, str]]:
    return [sent for sent in stack.messages.sent if "추첨" in sent[1]]


def shown(stack: Stack, browser: PlayedBrowser) -> list[Any]:
    return [browser.read(b) for endpoint, b, _ in push(stack).left if endpoint == browser.endpoint]


def test_winners_are_told_once_and_reserves_when_they_move_up(stack: Stack) -> None:
    round_id = lottery_round(stack, places=1)
    members = applied(stack, round_id, 3)
    browsers = {}
    for application_id, member in members.items():
        browsers[application_id] = PlayedBrowser()
        assert subscribe(member, browsers[application_id]).status == 200

    lots.draw(stack)
    lots.step(stack)
    deliver(stack)
    [(phone, text)] = texts(stack)
    (winner, _), (reserve, _) = by_place(stack, members)
    assert f"{FACE:,}원" in text
    assert "까지 지갑에서 45,000원을 결제" in text
    [won] = shown(stack, browsers[winner])
    assert won["title"] == "추첨에 뽑히셨습니다"
    [waits] = shown(stack, browsers[reserve])
    assert "예비 1번" in waits["body"]
    [loser] = members.keys() - {winner, reserve}
    assert [each["title"] for each in shown(stack, browsers[loser])] == [
        "추첨에 뽑히지 않으셨습니다"
    ]

    stack.later(days=4)
    lots.step(stack)
    lots.step(stack)
    assert len(texts(stack)) == 2
    assert texts(stack)[1][0] != phone


def test_a_run_that_is_cut_off_is_gone_on_with(stack: Stack, monkeypatch: Any) -> None:
    round_id = lottery_round(stack, places=3)
    applied(stack, round_id, 3)
    send = stack.messages.send
    tried = []

    def second_fails(phone: str, text: str, **_: Any) -> None:
        tried.append(phone)
        if len(tried) == 2:
            raise OSError("cut off")
        send(phone, text)

    monkeypatch.setattr(stack.messages, "send", second_fails)
    with pytest.raises(RuntimeError):
        lots.draw(stack)
    lots.step(stack)
    assert len(tried) == 2  # The run before may still be at it.
    stack.later(minutes=5)
    lots.step(stack)
    phones = [phone for phone, _ in texts(stack)]
    assert len(phones) == len({*phones}) == 3


def test_a_number_that_takes_no_text_keeps_nobody_else_from_being_told(
    stack: Stack, monkeypatch: Any
) -> None:
    round_id = lottery_round(stack, places=3)
    applied(stack, round_id, 3)
    send = stack.messages.send
    tried: list[str] = []

    def first_never_goes(phone: str, text: str, **_: Any) -> None:
        tried.append(phone)
        if phone == tried[0]:
            raise TryAgainError(retry_after_seconds=30)
        send(phone, text)

    monkeypatch.setattr(stack.messages, "send", first_never_goes)
    lots.draw(stack)
    stack.later(minutes=5)
    lots.step(stack)
    assert sorted(phone for phone, _ in texts(stack)) == sorted({*tried} - {tried[0]})
    assert len(tried) == 4, "once more, as the next one's went out"


def test_while_no_text_goes_out_nobody_counts_as_told(stack: Stack, monkeypatch: Any) -> None:
    round_id = lottery_round(stack, places=4)
    applied(stack, round_id, 4)
    send = stack.messages.send

    def out(phone: str, text: str, **_: Any) -> None:
        raise TryAgainError(retry_after_seconds=30)

    monkeypatch.setattr(stack.messages, "send", out)
    with pytest.raises(RuntimeError):
        lots.draw(stack)
    monkeypatch.setattr(stack.messages, "send", send)
    stack.later(minutes=5)
    lots.step(stack)
    assert len(texts(stack)) == len({phone for phone, _ in texts(stack)}) == 4


def test_who_may_have_had_it_twice_is_sent_nothing_more(stack: Stack, monkeypatch: Any) -> None:
    """No answer tells whether the first winner's messages go out, nor the one's in between."""
    round_id = lottery_round(stack, places=1)
    applied(stack, round_id, 2)
    tried: list[str] = []

    def unanswered(phone: str, text: str, **_: Any) -> str:
        tried.append(phone)
        return "unknown"

    monkeypatch.setattr(stack.messages, "attempt", unanswered)
    lots.draw(stack)
    for _ in range(4):
        stack.later(minutes=5)
        lots.step(stack)
    assert len(tried) == 2
    assert len({*tried}) == 1


def test_who_cannot_be_looked_up_for_a_while_is_told_after_it(
    stack: Stack, monkeypatch: Any
) -> None:
    """Nothing went out to a number that could not be opened, however often."""
    round_id = lottery_round(stack, places=1)
    applied(stack, round_id, 1)

    opened = stack.adapters.cipher.open

    def not_now(context: str, data_key: bytes, name: str, sealed: bytes) -> str:
        if name == "phone":
            raise TryAgainError(retry_after_seconds=1)
        return opened(context, data_key, name, sealed)

    with monkeypatch.context() as outage:
        outage.setattr(stack.adapters.cipher, "open", not_now)
        lots.draw(stack)
        for _ in range(3):
            stack.later(minutes=5)
            lots.step(stack)
    stack.later(minutes=5)
    lots.step(stack)
    assert len(texts(stack)) == 1
