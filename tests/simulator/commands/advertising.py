"""Advertising messages: proposed, approved, rejected, sent, refused by a link; consents reminded
of, and what came of a message counted."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from chalicelib.aws.text_messages import Attempt, TextMessages
from chalicelib.core.values import seoul_date
from chalicelib.marketing import keys
from chalicelib.marketing.messages import REMINDER_TRIES_MAX, Result, SegmentMessage
from chalicelib.marketing.service import Messages
from chalicelib.marketing.wiring import MarketingWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.staff.person import Person
from tests.builders import COUNTY
from tests.marketing.last_night import LastNight
from tests.simulator.command import AgainError, Answer, Command
from tests.simulator.commands.scene import Scene, join
from tests.simulator.universe import Universe, process
from tests.worlds import Holder

ANNA, BORA, CHAN = (Person(f"sub-{name}", name) for name in ("anna", "bora", "chan"))
SEGMENT = "seg_0000000000000001"
YEARS = 2
REFUSED = ("refused", "")
"""Among what was sent: that the first member refused at this point."""
SENT_OR_MAY_BE: tuple[Result, ...] = ("sent", "unknown", "failed")


class _Phones:
    """Sends by member: numbers of a scene are sealed and nobody opens them. That somebody may have
    been sent something stands in the table before."""

    def __init__(self, universe: Universe, of: str) -> None:
        self._universe = universe
        self._of = of
        self._texts = TextMessages(universe.client("sns"))

    def attempt(self, phone: str, text: str, *, is_advert: bool = False) -> Attempt:
        kinds = {
            row.item["type"]["S"]
            for row in self._universe.db.store.table.all()
            if phone[3:] in row.item["pk"]["S"]
        }
        assert self._of in kinds
        return self._texts.attempt(phone, text, is_advert=is_advert)


def _phone_of(profile: Any) -> str:
    return f"+82{profile.member_id}"


def _wired() -> MarketingWiring:
    return process().wired(MarketingWiring)


def _night(universe: Universe, scene: Scene) -> LastNight:
    since = {one.member_id: _since(one.member_id) for one in scene.thing}
    people = {member_id: on for member_id, on in since.items() if on}
    return LastNight(seoul_date(universe.clock()), people)


def _messages(universe: Universe, scene: Scene) -> Messages:
    return replace(_wired().messages, segments=_night(universe, scene))


def _who_agree(universe: Universe) -> Scene:
    """Two members who take advertising messages."""
    holders: list[Holder] = [join(universe, person) for person in ("a", "b")]
    for one in holders:
        process().wired(MembersWiring).members.set_consent(one.actor, "marketing", is_given=True)
    universe.clock.advance(10.0)
    return Scene(holders[0], thing=holders)


def _proposed(universe: Universe) -> Scene:
    scene = _who_agree(universe)
    made = _propose(universe, scene)
    universe.clock.advance(10.0)
    return replace(scene, code=made.identity)


def _approved(universe: Universe) -> Scene:
    scene = _proposed(universe)
    _approve(universe, scene)
    universe.messages.sent.clear()
    universe.clock.advance(10.0)
    return scene


def _propose(universe: Universe, scene: Scene) -> Answer:
    message, _ = _messages(universe, scene).propose(
        COUNTY,
        ANNA,
        SEGMENT,
        name="축제",
        text_ko="첫날 입장이 무료입니다",
        text_en="Free entry on day one",
        channel="sms",
        budget_amount=10_000,
        idempotency_key="advert",
    )
    return Answer((message.status, message.people.count), message.message_id)


def _approve(universe: Universe, scene: Scene, person: Person = BORA) -> Answer:
    message, _ = _messages(universe, scene).approve_once(
        COUNTY, person, scene.code, reason=None, idempotency_key=f"by-{person.username}"
    )
    return Answer(message.status)


def _approve_too(universe: Universe, scene: Scene) -> Answer:
    return _approve(universe, scene, CHAN)


def _reject(universe: Universe, scene: Scene) -> Answer:
    message = _messages(universe, scene).reject(COUNTY, BORA, scene.code, reason="다시")
    return Answer(message.status)


def _send(universe: Universe, scene: Scene) -> Answer:
    phones = _Phones(universe, "contacts")
    sending = replace(_wired().sending, texts=phones, phone_of=_phone_of)
    sending.run_slice(COUNTY, scene.code, 1)
    if _message(scene).status != "completed":
        raise AgainError
    return Answer("worked off")


def _refuse(universe: Universe, scene: Scene) -> Answer:
    members = process().wired(MembersWiring).members
    consent = members.refuse_marketing(COUNTY, scene.holder.member_id)
    assert consent is not None
    if REFUSED not in universe.messages.sent:
        universe.messages.sent.append(REFUSED)
    return Answer(consent.version, consent.at)


def _allow_the_night(universe: Universe, scene: Scene) -> Answer:
    members = process().wired(MembersWiring).members
    members.set_consent(scene.actor, "marketing_night", is_given=True)
    return Answer("allowed")


def _two_years_later(universe: Universe) -> Scene:
    scene = _who_agree(universe)
    universe.clock.advance(timedelta(days=YEARS * 365).total_seconds())
    return scene


def _remind(universe: Universe, scene: Scene) -> Answer:
    """Every day: what a run that died had begun is free again."""
    phones, night = _Phones(universe, "consent_reminder"), _night(universe, scene)
    replace(_wired().reminding, texts=phones, phone_of=_phone_of, book=night).run_part(COUNTY, 0)
    if not all(_is_reminded(universe, *one) for one in night.people.items()):
        universe.clock.advance(timedelta(days=1).total_seconds())
        raise AgainError
    return Answer("reminded")


def _since(member_id: str) -> date | None:
    profile = process().wired(MembersWiring).store.profile(COUNTY, member_id, consistent=True)
    consent = profile.marketing if profile else None
    return seoul_date(consent.at) if consent else None


def _is_reminded(universe: Universe, member_id: str, since: date) -> bool:
    key = keys.reminder(COUNTY, member_id, since, YEARS)
    item = universe.table.get(key, consistent=True)
    return item is not None and (item["is_done"] or item["tries"] == REMINDER_TRIES_MAX)


def _two_weeks_later(universe: Universe) -> Scene:
    scene = _approved(universe)
    universe.clock.advance(timedelta(days=15).total_seconds())
    return scene


def _measure(universe: Universe, scene: Scene) -> Answer:
    night = _night(universe, scene)
    replace(_wired().effects, book=night, readings=night).measure(COUNTY)
    return Answer("measured")


def _message(scene: Scene) -> SegmentMessage:
    found = _wired().store.by_id(COUNTY, scene.code)
    assert found is not None
    return found


def _check_proposed(universe: Universe, scene: Scene) -> None:
    """One message, for the very people of its trial, within its budget."""
    store, trials = _wired().store, _wired().messages.trials
    ((message,), _) = store.page(COUNTY, status=None, limit=9, before_id=None)
    (trial,) = trials.all(COUNTY)
    assert trial.trial_id == message.message_id
    assert len(list(trials.participants(trial))) == message.count == len(scene.thing)
    assert message.people.count * message.price_amount <= message.budget_amount


def _check_sent(universe: Universe, scene: Scene) -> None:
    """Each at most once; who was, is on record as one who may have been; and after refusing nobody,
    unless the message had left already."""
    sent = [to for to, _ in universe.messages.sent if to != REFUSED[0]]
    found = _wired().store.outcomes(COUNTY, scene.code, first=1, last=9)
    people = _wired().messages.trials.slice(COUNTY, scene.code, 1)
    results = {f"+82{people[n - 1].member_id}": result for n, result in found.items()}
    assert len(results) == len(scene.thing)
    assert max(Counter(sent).values(), default=1) == 1
    may_be_sent = {to for to, result in results.items() if result in SENT_OR_MAY_BE}
    assert {to for to, result in results.items() if result == "sent"} <= {*sent} <= may_be_sent
    if not universe.network.hits:
        assert may_be_sent == {*sent}
    network = universe.network
    is_on_its_way = any(network.calls[n].service == "text" for n in network.plan)
    if REFUSED in universe.messages.sent and not is_on_its_way:
        later = universe.messages.sent[universe.messages.sent.index(REFUSED) :]
        assert f"+82{scene.holder.member_id}" not in {to for to, _ in later}


def _check_refused(universe: Universe, scene: Scene) -> None:
    assert _since(scene.holder.member_id) is None


def _check_reminded(universe: Universe, scene: Scene) -> None:
    """Once; twice at most, and only where something failed."""
    sent = Counter(to for to, _ in universe.messages.sent if to != REFUSED[0])
    faults = universe.network.hits.total()
    assert max(sent.values(), default=0) <= min(REMINDER_TRIES_MAX, 1 + faults)
    assert len(sent) >= len([one for one in scene.thing if _since(one.member_id)]) - faults


def _check_measured(universe: Universe, scene: Scene) -> None:
    (trial,) = _wired().messages.trials.all(COUNTY)
    assert trial.effect is not None


COMMANDS = (
    Command("advert, propose", _who_agree, _propose, check=_check_proposed),
    Command("advert, approve", _proposed, _approve, other=_approve_too),
    Command("advert, reject", _proposed, _reject),
    Command(
        "advert, send", _approved, _send, other=_refuse, is_worker=True, check=_check_sent,
        blind=frozenset({"result"}),
    ),
    Command(
        "advert, refuse by a link", _who_agree, _refuse, other=_allow_the_night,
        passing=frozenset({"version_conflict"}), check=_check_refused,
    ),
    Command(
        "consent, remind", _two_years_later, _remind, other=_refuse, is_worker=True,
        check=_check_reminded,
        blind=frozenset({"tries", "refusals", "is_done", "leased_until", "version"}),
    ),
    Command("advert, measure", _two_weeks_later, _measure, is_worker=True, check=_check_measured),
)  # fmt: skip
