"""What no worker could finish: seen in words, sent again on record, and done once."""

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.aws.functions import FUNCTIONS, Messages
from chalicelib.dead_letters.letters import TASKS
from chalicelib.joining.queue import signup_to_message
from infra.deploy import dead_letters
from tests.conftest import Answer, Stack
from tests.refusals import check_refused
from tests.simulator.sqs import Queue

PATH = "/v1/staff/dead-letters"
PURCHASE = {"schema": 1, "county_id": "gangjin", "purchase_id": "pur_1", "simulated_at": None}


def lay(stack: Stack, queue: str, body: Any, *, group: str = "") -> str:
    """Put a message among the dead letters, as SQS does after five tries."""
    sqs, url = stack.adapters.dead_sqs, stack.adapters.settings.dead_letter_urls[queue]
    text = body if isinstance(body, str) else json.dumps(body)
    sent = sqs.send_message(QueueUrl=url, MessageBody=text, MessageGroupId=group)
    message_id: str = sent["MessageId"]
    return message_id


def listed(stack: Stack, queue: str, **headers: str) -> dict[str, Any]:
    answer = stack.call("GET", PATH, token="anna", headers=headers)
    assert answer.status == 200
    one: dict[str, Any] = next(q for q in answer.json["data"] if q["queue"] == queue)
    return one


def redrive(stack: Stack, queue: str, **body: Any) -> Answer:
    body = {"reason": "가입 기능을 고침"} | body
    return stack.call("POST", f"{PATH}/{queue}/redrive", body, token="anna")


def test_every_queue_of_a_worker_is_listed_with_its_worker(stack: Stack) -> None:
    declared = {
        function.trigger.queue: name
        for name, function in FUNCTIONS.items()
        if isinstance(function.trigger, Messages)
    }
    assert {queue: task.worker for queue, task in TASKS.items()} == declared


def test_a_message_is_told_in_words_without_what_is_in_it(stack: Stack) -> None:
    token = stack.prove_phone("010-1234-5678")
    stack.apply_with(token)
    (signup,) = stack.queue.sent
    lay(stack, "signup", signup_to_message(signup, stack.adapters.signer))
    poison = lay(stack, "signup", "{}")

    found = listed(stack, "signup", **{"Accept-Language": "en"})
    assert (found["task"], found["worker"], found["count"]) == (
        "Finish a sign-up", "complete_signup", 2,
    )  # fmt: skip
    ours, other = found["letters"]
    assert ours["subject"] == f"sign-up {signup.signup_id}"
    assert (ours["failure"], ours["can_redrive"]) == ("failed_five_times", True)
    assert (other["message_id"], other["failure"], other["can_redrive"]) == (
        poison, "unreadable", False,
    )  # fmt: skip
    assert signup.person_key not in json.dumps(found)
    assert listed(stack, "signup")["task"] == "가입을 마치기"
    assert len(listed(stack, "signup")["letters"]) == 2, "looking hides nothing"


def test_what_is_sent_again_is_done_once_and_is_on_record(stack: Stack) -> None:
    token = stack.prove_phone("010-1234-5678")
    stack.apply_with(token)
    (signup,) = stack.queue.sent
    message_id = lay(stack, "signup", signup_to_message(signup, stack.adapters.signer))
    stack.deliver()

    answer = redrive(stack, "signup")
    assert (answer.status, answer.json["message_ids"]) == (200, [message_id])
    assert stack.queue.sent == [signup]
    stack.deliver()
    session = stack.log_in(token).json
    wallet = stack.call("GET", "/v1/me/wallet", token=session["access_token"]).json
    assert wallet["mileage"]["balance"] == 5000, "granted once"
    assert listed(stack, "signup")["count"] == 0
    (record,) = stack.call("GET", "/v1/staff/audit", token="anna").json["data"]
    assert (record["action"], record["target_id"], record["reason"]) == (
        "dead_letters_redriven", "signup", "가입 기능을 고침",
    )  # fmt: skip
    assert record["after"] == {"messages": [message_id]}
    assert redrive(stack, "signup").json["message_ids"] == []


def test_one_of_several_is_sent_and_the_others_stay(stack: Stack) -> None:
    first = lay(stack, "purchase", PURCHASE, group="line-1")
    second = lay(stack, "purchase", PURCHASE | {"purchase_id": "pur_2"}, group="line-2")
    queue = stack.adapters.queue(stack.adapters.settings.purchase_queue_url)

    assert redrive(stack, "purchase", message_id=second).json["message_ids"] == [second]
    assert [message.purchase_id for message in queue.sent] == ["pur_2"]
    assert [one["message_id"] for one in listed(stack, "purchase")["letters"]] == [first]
    check_refused(
        stack,
        lambda h: stack.call(
            "POST", f"{PATH}/purchase/redrive", {"reason": "x", "message_id": second},
            token="anna", headers=h,
        ),
        404,
        "dead_letter_not_found",
    )  # fmt: skip


def test_what_nobody_can_read_is_not_sent_again(stack: Stack) -> None:
    poison = lay(stack, "grant", "not json")
    body = {"reason": "x", "message_id": poison}
    check_refused(
        stack,
        lambda h: stack.call(
            "POST", f"{PATH}/grant/redrive", body, token="anna", headers=h
        ),
        422,
        "dead_letter_unreadable",
    )  # fmt: skip
    assert redrive(stack, "grant").json["message_ids"] == []
    assert stack.grant_queue.sent == []


def test_another_county_neither_sees_nor_sends_them(stack: Stack) -> None:
    lay(stack, "purchase", PURCHASE | {"county_id": "jinju"})
    assert listed(stack, "purchase")["letters"] == []
    assert redrive(stack, "purchase").json["message_ids"] == []
    found = stack.adapters.dead_sqs.queues["purchase-dead"].messages
    assert len(found) == 1


def test_a_process_cut_off_after_sending_leaves_the_message_to_be_sent_again(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(stack, "payment", {"schema": 1, "county_id": "gangjin", "purchase_id": "pur_1"})
    sqs = stack.adapters.dead_sqs
    with monkeypatch.context() as patched:
        patched.setattr(type(sqs), "delete_message", _down)
        assert redrive(stack, "payment").status == 500
    sqs.clock.advance(60)
    assert len(redrive(stack, "payment").json["message_ids"]) == 1
    queue = stack.adapters.queue(stack.adapters.settings.payment_queue_url)
    assert len(queue.sent) == 2, "its worker does it once"


def _down(*_: Any, **__: Any) -> None:
    raise ConnectionError


def test_a_report_goes_on_being_the_request_it_was(stack: Stack) -> None:
    body = {"schema": 1, "county_id": "gangjin", "kind": "daily", "period": "2026-11-21"}
    message_id = lay(stack, "report", body | {"request_id": ""})
    url = stack.adapters.settings.report_queue_url
    sent: list[str] = []
    stack.adapters.queue_by_url[url]._read = sent.append
    redrive(stack, "report")
    assert json.loads(sent[0])["request_id"] == message_id


def test_more_than_one_receive_of_messages_is_listed(stack: Stack) -> None:
    for number in range(23):
        lay(stack, "reservation", PURCHASE | {"purchase_id": f"pur_{number}"})
    assert len(listed(stack, "reservation")["letters"]) == 23
    assert len(redrive(stack, "reservation").json["message_ids"]) == 23


def test_a_queue_that_there_is_not_is_no_queue(stack: Stack) -> None:
    answer = stack.call("POST", f"{PATH}/letters/redrive", {"reason": "x"}, token="anna")
    assert (answer.status, answer.json["code"]) == (404, "dead_letter_not_found")


def test_the_operators_command_lists_and_sends(stack: Stack, monkeypatch: Any) -> None:
    sqs = stack.adapters.dead_sqs
    sqs.queues["purchases.fifo"] = Queue("purchases.fifo")
    monkeypatch.setattr(dead_letters, "_url", _named(stack))
    message_id = lay(stack, "purchase", PURCHASE, group="line-1")
    poison = lay(stack, "purchase", "{}")
    said: list[str] = []

    assert dead_letters.run(sqs, "local", "", "", said.append) == 0
    assert any(f"{message_id}  " in line and "purchase pur_1" in line for line in said)
    assert dead_letters.run(sqs, "local", "purchase", "", said.append) == 0
    assert [m.group for m in sqs.queues["purchases.fifo"].messages] == ["line-1"]
    assert [m.message_id for m in sqs.queues["purchase-dead"].messages] == [poison]
    assert said[-1] == "1 sent again, 1 left"
    assert dead_letters.run(sqs, "local", "letters", "", said.append) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["", "m-1"], "name the QUEUE too"),
        (["letters"], "no such queue: letters"),
        (["a", "b", "c"], "usage:"),
    ],
)
def test_the_operators_command_tells_a_wrong_argument(arguments: list[str], said: str) -> None:
    heard: list[str] = []
    assert dead_letters.main(arguments, heard.append) == 2
    assert said in heard[-1]


def test_the_operators_command_asks_for_the_queues_that_are_deployed() -> None:
    template = (Path(__file__).parents[1] / "infra" / "template.yaml").read_text()
    asked: list[str] = []
    client = SimpleNamespace(
        get_queue_url=lambda QueueName: asked.append(QueueName) or {"QueueUrl": "x"}  # noqa: N803
    )
    for name in TASKS:
        for words in (f"{name}s", f"{name}-dead-letters"):
            dead_letters._url(client, "${Stage}", words, name)
    deployed = set(re.findall(r"QueueName:\n\s+Fn::Sub: (onmin-\S+)", template))
    assert deployed == set(asked)


def _named(stack: Stack) -> Any:
    urls = stack.adapters.settings.dead_letter_urls
    return lambda client, stage, words, name: (
        urls[name] if words.endswith("dead-letters") else "purchases.fifo"
    )
