"""Signing up, from the phone to the grant, and logging in."""

import json
import re
from datetime import date
from typing import Any

from chalicelib.joining.queue import signup_to_message
from chalicelib.joining.signups import Application, Signup
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.joining.worker import complete_signup
from chalicelib.members.store import MemberStore
from tests.builders import COUNTY
from tests.ledger_checks import check_chain
from tests.simulator.command import Answer, Command
from tests.simulator.commands.queues import Deliveries
from tests.simulator.commands.scene import Scene, join, sign_up
from tests.simulator.universe import Universe, process

PHONE = "010-1234-5678"


def _application(universe: Universe) -> Any:
    started = _start(universe)
    return Application(
        verification_token=_confirm(universe, started).essence,
        name="홍길동",
        birth_on=date(1980, 5, 5),
        region_code="11110",
        relation="tourist",
        campaign_code="celadon-a",
        terms=True,
        privacy=True,
        marketing=False,
    )


def _start(universe: Universe, _: Any = None) -> str:
    started = (
        process()
        .wired(JoiningWiring)
        .verifications.start(COUNTY, phone=PHONE, purpose="signup", source="203.0.113.1")
    )
    return started.verification_id


def _confirm(universe: Universe, verification_id: str) -> Answer:
    code = re.search(r"\d{6}", universe.messages.sent[-1][1])
    assert code is not None
    done = process().wired(JoiningWiring).verifications.confirm(COUNTY, verification_id, code[0])
    return Answer(done.verification_token)


def _start_again(universe: Universe, _: Any) -> Answer:
    """The answer's id is the one to which the last text message's code belongs."""
    token = _confirm(universe, _start(universe)).essence
    return Answer(bool(token))


def _confirm_again(universe: Universe, verification_id: str) -> Answer:
    return Answer(bool(_confirm(universe, verification_id).essence))


def _accept(universe: Universe, application: Any) -> Answer:
    signup_id = (
        process().wired(JoiningWiring).signups.accept(COUNTY, application, is_simulated=False)
    )
    return Answer(signup_id.partition("_")[0])


def _complete_all(universe: Universe, _: Any) -> None:
    """Whatever was queued, however often, is worked off: one member, one grant."""
    queue = universe.queues.queues["signups"]
    deliveries = Deliveries(universe, "signups", complete_signup)
    while queue.messages:
        deliveries.poll()
        universe.clock.advance(queue.visibility_seconds)


def _check_one_grant(universe: Universe, application: Any) -> None:
    verified = process().signer.read_verification_token(
        application.verification_token, universe.clock()
    )
    member_id = MemberStore(universe.table).member_of_person(COUNTY, verified.person_key)
    assert member_id is not None
    assert [e.mileage_balance for e in check_chain(universe.table, member_id)] == [5000]


def _one_queued(universe: Universe) -> list[Signup]:
    """One message, while the same person's other sign-up is under way elsewhere."""
    signups = [sign_up(universe) for _ in range(2)]
    _send(universe, signups[0])
    return signups


def _queued(universe: Universe) -> list[Signup]:
    """A batch of two messages: one person's sign-up, twice."""
    signups = [sign_up(universe) for _ in range(2)]
    for signup in signups:
        _send(universe, signup)
    return signups


def _send(universe: Universe, signup: Signup) -> None:
    body = json.dumps(signup_to_message(signup), ensure_ascii=False)
    universe.queues.send_message(QueueUrl="signups", MessageBody=body)


def _work(universe: Universe, _: Any) -> Answer:
    Deliveries(universe, "signups", complete_signup).work()
    return Answer("done")


def _twice(universe: Universe, signups: list[Signup]) -> None:
    Deliveries(universe, "signups", complete_signup).deliver_again()


def _once_more(universe: Universe, signups: list[Signup]) -> None:
    """Long after, all of them are delivered once more."""
    for signup in signups:
        _send(universe, signup)
    _complete_all(universe, None)


def _last_first(universe: Universe, signups: list[Signup]) -> Answer:
    process().wired(JoiningWiring).signup_consumer.complete(signups[1])
    return Answer("done")


def _check_statuses(universe: Universe, signups: list[Signup]) -> None:
    """Of one person's two sign-ups one was granted, and each says what became of it."""
    desk = process().wired(JoiningWiring).signups
    statuses = [desk.status(COUNTY, signup.signup_id) for signup in signups]
    assert [s.status for s in statuses] == ["completed"] * 2
    assert sorted(s.granted_mileage or 0 for s in statuses) == [0, 5000]
    assert statuses[0].member_id == statuses[1].member_id
    assert not universe.queues.queues["signup-dead-letters"].messages


def _member(universe: Universe) -> Scene:
    holder = join(universe)
    person_key = process().signer.person_key(COUNTY, "a")
    return Scene(holder, thing=person_key)


_DRAWN = frozenset({"fingerprint", "person"})
"""Made from the sign-up's id, which is drawn; which of a person's two is first, is chance."""

COMMANDS = (
    Command("phone, send a code", lambda universe: None, _start_again, spare=("#VERIFICATION#",)),
    Command("phone, confirm", _start, _confirm_again),
    Command(
        "sign-up, accept", _application, _accept,
        settle=_complete_all, spare=("#SIGNUP#",), blind=_DRAWN, check=_check_one_grant,
    ),
    Command(
        "sign-up, complete", _one_queued, _work, other=_last_first, duplicate=_twice,
        settle=_once_more, spare=("TICKET",), blind=_DRAWN, is_worker=True,
        check=_check_statuses, stall_seconds=181.0,
    ),
    Command(
        "sign-up, complete a batch", _queued, _work, other=_last_first, duplicate=_twice,
        settle=_once_more, spare=("TICKET",), blind=_DRAWN, is_worker=True,
        check=_check_statuses, stall_seconds=181.0,
    ),
)  # fmt: skip
