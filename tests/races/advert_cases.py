"""Advertising messages that meet: who approves, who sends, and whoever refuses, withdraws or goes
on in another wallet at that moment."""

from contextlib import suppress
from datetime import timedelta
from typing import Any
from zlib import crc32

from msgspec.structs import replace

from chalicelib.analysis.small_counts import People
from chalicelib.analysis.trial_store import TrialStore
from chalicelib.analysis.trials import Participant
from chalicelib.approvals.approvals import DECISION, Step
from chalicelib.aws.keys import Key
from chalicelib.core.actors import MovedActorError
from chalicelib.core.errors import TryAgainError, VersionConflictError
from chalicelib.core.values import seoul_date
from chalicelib.ledger.profile import Consent
from chalicelib.marketing.sending import Sending
from chalicelib.marketing.service import Messages
from chalicelib.marketing.store import MessageStore
from chalicelib.staff.audit_store import AuditStore
from chalicelib.staff.audit_trail import AuditTrail
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.staff.idempotency_store import IdempotencyStore
from chalicelib.staff.person import Person
from tests.builders import COUNTY, NOON
from tests.marketing.last_night import LastNight
from tests.marketing.messages import a_message, a_trial
from tests.races.cases import Case, Command, Scene
from tests.worlds import Holder, World

BORA, CHAN = Person("sub-bora", "bora"), Person("sub-chan", "chan")
ATTEMPTS_MAX = 5
PERSON = "the keyed hash of one person who takes news"


class Phones:
    """Counts in the table itself what was sent: phones are no part of it, so no turn is waited for,
    and each run has its own."""

    def __init__(self, world: World) -> None:
        self._table = getattr(world.table, "_table", world.table)

    def attempt(self, phone: str, text: str, *, is_advert: bool = False) -> Any:
        self._table.count_up(sent_key(phone[3:]), "count")
        return "sent"


class Unheard:
    """A queue."""

    def send(self, county_id: str, task: str, *, of: str = "", number: int = 0) -> None:
        """What comes of it is raced by its name."""


def sent_key(member_id: str) -> Key:
    return Key(f"SENT#{member_id}", "TEXT")


def nobodys_url(county_id: str, member_id: str) -> str:
    return "https://county.example/refuse/x"


def sending_of(world: World) -> Sending:
    return Sending(
        store=MessageStore(world.table),
        trials=TrialStore(world.table),
        profiles=world.members,
        phone_of=lambda profile: f"+82{profile.member_id}",
        texts=Phones(world),
        browsers=None,  # type: ignore[arg-type]
        notices=None,  # type: ignore[arg-type]
        counties=world.counties,
        refusal_url=nobodys_url,
        clock=world.clock,
        pause=lambda seconds: None,
    )


def messages_of(world: World) -> Messages:
    night: Any = LastNight(seoul_date(world.now), {})
    return Messages(
        store=MessageStore(world.table),
        idempotency_keys=IdempotencyKeys(IdempotencyStore(world.table), world.clock),
        segments=night,
        trials=TrialStore(world.table),
        counties=world.counties,
        queue=Unheard(),
        refusal_url=nobodys_url,
        trail=AuditTrail(AuditStore(world.table), world.clock),
        clock=world.clock,
    )


def proposed(world: World, tag: str) -> Scene:
    """For one who takes messages, and had another wallet before, which is left."""
    world.now = NOON
    person = f"{PERSON} {tag}"
    first, holder = (
        replace(world.join(person=f"{tag}-{n}"), generation=1) for n in range(2)
    )  # fmt: skip
    world.binding.bind(COUNTY, first.member_id, person)
    world.leave(first)
    profile = world.members.profile(COUNTY, holder.member_id)
    assert profile is not None
    world.members.replace_profile(profile.with_consent(Consent("marketing", "1", NOON)))
    message = a_message(
        message_id=f"msg_{crc32(tag.encode()):016X}", people=People(1, 1), count=1,
    )  # fmt: skip
    by = message.steps[0].by
    assert by is not None
    messages = messages_of(world)
    trial = a_trial(message)
    messages.trials.create(trial, [Participant(holder.member_id, True, False)], now=NOON)
    record = messages.trail.record(COUNTY, by, "segment_message_proposed", message.message_id)
    messages.store.create(message, record)
    facts = {"message": message, "holder": holder, "person": person}
    return Scene((), NOON + timedelta(seconds=1), facts=facts)


def approved(world: World, tag: str) -> Scene:
    scene = proposed(world, tag)
    step = Step("approved", NOON, by=BORA)
    MessageStore(world.table).put_step(scene.facts["message"], DECISION, step)
    return scene


def decide(person: Person, decision: Any) -> Command:
    """Asked again by whoever is told to."""

    def run(world: World, scene: Scene) -> Any:
        messages, message_id = messages_of(world), scene.facts["message"].message_id
        for _ in range(ATTEMPTS_MAX):
            with suppress(TryAgainError):
                if decision == "approved":
                    return messages.approve(COUNTY, person, message_id, reason=None).status
                return messages.reject(COUNTY, person, message_id, reason="다시").status
        raise AssertionError("never done")

    return run


def send(world: World, scene: Scene) -> Any:
    message = scene.facts["message"]
    for _ in range(ATTEMPTS_MAX):
        with suppress(TryAgainError):
            sending_of(world).run_slice(COUNTY, message.message_id, 1)
            return "worked off"
    raise AssertionError("never done")


def refuse(world: World, scene: Scene) -> Any:
    """By the link of an earlier message."""
    for _ in range(ATTEMPTS_MAX):
        with suppress(VersionConflictError):
            world.membership.refuse_marketing(COUNTY, scene.facts["holder"].member_id)
            return "refused"
    raise AssertionError("never done")


def withdraw(world: World, scene: Scene) -> Any:
    """In the wallet."""
    holder: Holder = scene.facts["holder"]
    world.membership.set_consent(holder.actor, "marketing", is_given=False)
    return "withdrawn"


def go_on(world: World, scene: Scene) -> Any:
    """In the wallet that was left, since it is one person."""
    holder: Holder = scene.facts["holder"]
    with suppress(MovedActorError):
        world.binding.bind(COUNTY, holder.member_id, scene.facts["person"], by=holder.actor)
    return "bound"


def state(table: Any, scene: Scene) -> Any:
    """Nobody has it twice; whoever has it is on record as one who was sent it, and nobody else."""
    message, holder = scene.facts["message"], scene.facts["holder"]
    store = MessageStore(table)
    found = store.by_id(COUNTY, message.message_id)
    profile = World(table).members.profile(COUNTY, holder.member_id)
    assert found is not None
    assert profile is not None
    item = table.get(sent_key(holder.member_id), consistent=True)
    count = item["count"] if item else 0
    outcomes = store.outcomes(COUNTY, message.message_id, first=1, last=1)
    assert count == (outcomes.get(1) == "sent")
    steps = tuple((step.name, step.by.username if step.by else None) for step in found.steps)
    # Who goes on in another wallet has the consent there, if it was given still.
    wallet = World(table).members.profile(COUNTY, profile.continues_in or holder.member_id)
    takes = wallet is not None and wallet.marketing is not None
    return steps, count, outcomes.get(1), takes, profile.continues_in is not None


ADVERT_CASES: dict[str, Case] = {
    "a message approved by two": Case(
        proposed, (decide(BORA, "approved"), decide(CHAN, "approved")), state
    ),
    "a message approved against rejected": Case(
        proposed, (decide(BORA, "approved"), decide(CHAN, "rejected")), state
    ),
    "a message sent by two workers": Case(approved, (send,) * 2, state),
    "a refusal by its link against the sending": Case(approved, (send, refuse), state),
    "a message sent by two workers while it is refused": Case(
        approved, (send, send, refuse), state
    ),
    "a consent withdrawn against the sending": Case(approved, (send, withdraw), state),
    "a wallet carried over against the sending": Case(approved, (send, go_on), state),
    "a wallet carried over against a refusal by a link": Case(approved, (refuse, go_on), state),
}  # fmt: skip
