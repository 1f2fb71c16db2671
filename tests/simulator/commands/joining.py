"""Signing up, from the phone to the grant, and logging in."""

import json
import re
from contextlib import suppress
from datetime import date
from typing import Any

from msgspec.structs import replace

from chalicelib.core.errors import IdempotencyKeyReusedError, TokenExpiredError
from chalicelib.joining.queue import signup_to_message
from chalicelib.joining.signups import Application, Signup
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.joining.worker import complete_signup
from chalicelib.members.store import MemberStore
from chalicelib.members.wiring import MembersWiring
from chalicelib.wallets.wiring import WalletsWiring
from tests.builders import COUNTY
from tests.ledger_checks import check_chain
from tests.simulator.command import Answer, Command
from tests.simulator.commands.queues import Deliveries
from tests.simulator.commands.scene import Scene, join, sign_up
from tests.simulator.universe import Universe, process

PHONE = "010-1234-5678"


def fill_in(universe: Universe) -> Any:
    started = _start(universe)
    return Application(
        verification_token=confirm(universe, started).essence,
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


def confirm(universe: Universe, verification_id: str) -> Answer:
    code = re.search(r"\d{6}", universe.messages.sent[-1][1])
    assert code is not None
    done = process().wired(JoiningWiring).verifications.confirm(COUNTY, verification_id, code[0])
    return Answer(done.verification_token)


def _start_again(universe: Universe, _: Any) -> Answer:
    """The answer's id is the one to which the last text message's code belongs."""
    token = confirm(universe, _start(universe)).essence
    return Answer(bool(token))


def _confirm_again(universe: Universe, verification_id: str) -> Answer:
    return Answer(bool(confirm(universe, verification_id).essence))


def accept(universe: Universe, application: Any) -> Answer:
    signup_id, _ = (
        process()
        .wired(JoiningWiring)
        .signups.accept(COUNTY, application, idempotency_key=None, is_simulated=False)
    )
    return Answer(signup_id.partition("_")[0], signup_id)


def complete_all(universe: Universe, _: Any) -> None:
    """Whatever was queued, however often, is worked off: one member, one grant."""
    queue = universe.queues.queues["signups"]
    deliveries = Deliveries(universe, "signups", complete_signup)
    while queue.messages:
        deliveries.poll()
        universe.clock.advance(queue.visibility_seconds)


def check_one_grant(universe: Universe, application: Any) -> None:
    verified = process().signer.read_verification_token(
        application.verification_token, universe.clock()
    )
    holder = MemberStore(universe.table).holder_of(COUNTY, verified.person_key)
    assert holder is not None
    assert [e.mileage_balance for e in check_chain(universe.table, holder.member_id)] == [5000]


def _one_queued(universe: Universe) -> list[Signup]:
    """One message, while the same person's other sign-up is under way elsewhere."""
    signups = [sign_up(universe) for _ in range(2)]
    send(universe, signups[0])
    return signups


def _queued(universe: Universe) -> list[Signup]:
    """A batch of two messages: one person's sign-up, twice."""
    signups = [sign_up(universe) for _ in range(2)]
    for signup in signups:
        send(universe, signup)
    return signups


def send(universe: Universe, signup: Signup) -> None:
    body = json.dumps(signup_to_message(signup, process().signer), ensure_ascii=False)
    universe.queues.send_message(QueueUrl="signups", MessageBody=body)


def work(universe: Universe, _: Any) -> Answer:
    Deliveries(universe, "signups", complete_signup).work()
    return Answer("done")


def twice(universe: Universe, signups: list[Signup]) -> None:
    Deliveries(universe, "signups", complete_signup).deliver_again()


def once_more(universe: Universe, signups: list[Signup]) -> None:
    """Long after, all of them are delivered once more."""
    for signup in signups:
        send(universe, signup)
    complete_all(universe, None)


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


KEY = "one form that was filled in"


def _accept_by_key(universe: Universe, application: Any) -> Answer:
    """Asked again the page has the id that it was first given, or never had one."""
    signup_id, _ = (
        process()
        .wired(JoiningWiring)
        .signups.accept(COUNTY, application, idempotency_key=KEY, is_simulated=False)
    )
    return Answer(signup_id.partition("_")[0], signup_id)


def _other_form(universe: Universe, application: Any) -> Answer:
    """The same key with another body is refused, or the form that came first is."""
    other = replace(application, name="임꺽정")
    try:
        return _accept_by_key(universe, other)
    except IdempotencyKeyReusedError:
        return Answer("refused")


def _check_let_in(universe: Universe, application: Any) -> None:
    check_one_grant(universe, application)
    desk = process().wired(JoiningWiring)
    session = desk.verifications.open_session(COUNTY, application.verification_token, None)
    assert session.member_id


STRANGER = date(1999, 9, 9)


def _freed(universe: Universe) -> list[Signup]:
    """The number of someone who left, and two strangers' sign-ups on it of which one is queued."""
    holder = join(universe)
    process().wired(MembersWiring).members.leave(holder.actor)
    universe.clock.advance(10.0)
    signups = [
        replace(sign_up(universe, born_on=STRANGER), name_masked="새**람"),
        sign_up(universe, born_on=date(1971, 1, 17)),
    ]
    send(universe, signups[0])
    return signups


def _check_one_holder(universe: Universe, signups: list[Signup]) -> None:
    """One of the two has the number and a wallet without a grant, the other is told that it is
    taken; the first holder's wallet stands as it was left."""
    desk, store = process().wired(JoiningWiring).signups, MemberStore(universe.table)
    ends = [desk.status(COUNTY, signup.signup_id) for signup in signups]
    assert sorted(str(end.reason) for end in ends) == ["None", "phone_in_use"]
    (won,) = (end for end in ends if end.reason is None)
    assert (won.already_member, won.granted_mileage) == (False, 0)
    holder = store.holder_of(COUNTY, signups[0].person_key)
    assert holder is not None
    assert (holder.member_id, holder.may_grant) == (won.member_id, False)
    balances = {}
    for row in universe.db.store.table.all():
        if row.item.get("type") == {"S": "profile"}:
            member_id = row.item["pk"]["S"].rpartition("#")[2]
            (entry,) = check_chain(universe.table, member_id)
            balances[member_id] = entry.mileage_balance
    assert sorted(balances.values()) == [0, 5000]
    assert balances[holder.member_id] == 0
    assert not universe.queues.queues["signup-dead-letters"].messages


def _signed_in(universe: Universe) -> Scene:
    holder = join(universe)
    return Scene(replace(holder, generation=1))


def _sign_out(universe: Universe, scene: Scene) -> Answer:
    """Whoever is signed out already is told so: that is what was asked for."""
    with suppress(TokenExpiredError):
        process().wired(MembersWiring).members.sign_out(scene.actor)
    return Answer("signed out")


def _check_signed_out(universe: Universe, scene: Scene) -> None:
    profile = MemberStore(universe.table).profile(COUNTY, scene.holder.member_id)
    assert profile is not None
    assert (profile.status, profile.generation) == ("active", 2)
    try:
        process().wired(WalletsWiring).wallets.balance(scene.actor)
    except TokenExpiredError:
        return
    raise AssertionError("a session that was ended reads the wallet")


DRAWN = frozenset({"fingerprint", "person", "verified_by"})
"""Made from the sign-up's id, which is drawn; which of a person's two is first, is chance."""

COMMANDS = (
    Command("phone, send a code", lambda universe: None, _start_again, spare=("#VERIFICATION#",)),
    Command("phone, confirm", _start, _confirm_again),
    Command(
        "sign-up, accept", fill_in, accept,
        settle=complete_all, spare=("#SIGNUP#",), blind=DRAWN, check=check_one_grant,
    ),
    Command(
        "sign-up, complete", _one_queued, work, other=_last_first, duplicate=twice,
        settle=once_more, spare=("TICKET",), blind=DRAWN, is_worker=True,
        check=_check_statuses, stall_seconds=181.0,
    ),
    Command(
        "sign-up, complete a batch", _queued, work, other=_last_first, duplicate=twice,
        settle=once_more, spare=("TICKET",), blind=DRAWN, is_worker=True,
        check=_check_statuses, stall_seconds=181.0,
    ),
    Command(
        "sign-up, accept with a key", fill_in, _accept_by_key, other=_other_form,
        settle=complete_all, spare=("#SIGNUP#",), blind=DRAWN, check=_check_let_in,
    ),
    Command(
        "sign-up on a number whose holder left", _freed, work, other=_last_first,
        duplicate=twice, settle=once_more, spare=("TICKET",),
        blind=DRAWN, is_worker=True, check=_check_one_holder, stall_seconds=181.0,
    ),
    Command(
        "sign out", _signed_in, _sign_out, passing=frozenset({"version_conflict"}),
        check=_check_signed_out,
    ),
)  # fmt: skip
