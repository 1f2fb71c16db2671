"""Sign-ups on their way to their worker."""

import base64
import hmac
import json
from typing import TYPE_CHECKING, Any

from msgspec.structs import astuple

from chalicelib.aws.queues import Queue
from chalicelib.core.values import format_time, parse_time
from chalicelib.joining.signups import Signup
from chalicelib.ledger.profile import (
    Consents,
    GuardianConsent,
    NameKeys,
    SealedPerson,
    Witness,
)

if TYPE_CHECKING:
    from chalicelib.aws.signer import Signer

SCHEMA = 2


class SignupQueue:
    def __init__(self, queue: Queue, signer: "Signer") -> None:
        self._queue = queue
        self._signer = signer

    def send(self, signup: Signup) -> None:
        self._queue.send(signup_to_message(signup, self._signer))


class QueueDepths:
    """How many sign-ups wait, and how many could not be finished."""

    def __init__(self, *, signups: Queue, dead_letters: Queue) -> None:
        self._queues = (signups, dead_letters)

    def signups(self) -> tuple[int, int]:
        """(waiting or in flight, dead letters)."""
        waiting, dead = (queue.depth() for queue in self._queues)
        return waiting, dead


def signup_to_message(signup: Signup, signer: "Signer") -> dict[str, Any]:
    """With a proof that it is ours: whoever can send to the queue grants nothing by that."""
    facts = _facts(signup)
    return {**facts, "mac": signer.message_mac(_text(facts))}


def _text(facts: dict[str, Any]) -> str:
    return json.dumps(facts, sort_keys=True)


def _facts(signup: Signup) -> dict[str, Any]:
    person = signup.person
    parts = (person.data_key, person.phone, person.name, person.birth_on)
    return {
        "schema": SCHEMA,
        "county_id": signup.county_id,
        "signup_id": signup.signup_id,
        "person_key": signup.person_key,
        "birth_key": signup.birth_key,
        "verified_by": signup.verified_by,
        "person": [base64.b64encode(part).decode() for part in parts],
        "name_masked": signup.name_masked,
        "region_code": signup.region_code,
        "relation": signup.relation,
        "consents": [signup.consents.terms, signup.consents.privacy, signup.consents.marketing],
        "campaign_id": signup.campaign_id,
        "booth_code": signup.booth_code,
        "accepted_at": format_time(signup.accepted_at),
        "simulated_at": format_time(signup.simulated_at) if signup.simulated_at else None,
        **({"identity_key": signup.identity_key} if signup.identity_key else {}),
        **({"name_keys": [*astuple(signup.name_keys)]} if signup.name_keys else {}),
        **({"guardian": _guardian_facts(signup.guardian)} if signup.guardian else {}),
        **({"witness": _witness_facts(signup.witness)} if signup.witness else {}),
        **({"namesake": signup.namesake} if signup.namesake else {}),
        **({"channel": signup.channel} if signup.channel else {}),
    }


def _witness_facts(witness: Witness) -> list[str]:
    return [witness.subject, witness.username, format_time(witness.at)]


def _guardian_facts(guardian: GuardianConsent) -> list[str]:
    sealed = (guardian.data_key, guardian.phone, guardian.name)
    texts = [base64.b64encode(part).decode() for part in sealed]
    return [*texts, guardian.relation, guardian.version, format_time(guardian.at)]


def signup_from_message(body: str, signer: "Signer") -> Signup:
    """`ValueError`, `KeyError` or `TypeError` if the message is not one of ours."""
    message = json.loads(body)
    mac = message.pop("mac")
    if not hmac.compare_digest(mac.encode(), signer.message_mac(_text(message)).encode()):
        raise ValueError("a sign-up message that is not ours")
    if message.pop("schema") != SCHEMA:
        raise ValueError("a sign-up message of an unknown schema")
    message["person"] = SealedPerson(
        **dict(
            zip(
                ("data_key", "phone", "name", "birth_on"),
                (base64.b64decode(part, validate=True) for part in message["person"]),
                strict=True,
            )
        )
    )
    message["consents"] = Consents(*message["consents"])
    message["accepted_at"] = parse_time(message["accepted_at"])
    simulated_at = message["simulated_at"]
    message["simulated_at"] = parse_time(simulated_at) if simulated_at else None
    if "name_keys" in message:
        message["name_keys"] = NameKeys(*message["name_keys"])
    if "witness" in message:
        subject, username, at = message["witness"]
        message["witness"] = Witness(subject, username, parse_time(at))
    if "guardian" in message:
        message["guardian"] = _guardian_from_facts(message["guardian"])
    return Signup(**message)


def _guardian_from_facts(facts: list[Any]) -> GuardianConsent:
    *sealed, relation, version, at = facts
    data_key, phone, name = (base64.b64decode(part, validate=True) for part in sealed)
    return GuardianConsent(
        data_key=data_key,
        phone=phone,
        name=name,
        relation=relation,
        version=version,
        at=parse_time(at),
    )
