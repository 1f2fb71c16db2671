"""Sign-ups on their way to their worker."""

import base64
import json
from typing import Any

from chalicelib.aws.queues import Queue
from chalicelib.core.values import format_time, parse_time
from chalicelib.joining.signups import Signup
from chalicelib.ledger.profile import Consents, SealedPerson

SCHEMA = 1


class SignupQueue:
    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    def send(self, signup: Signup) -> None:
        self._queue.send(signup_to_message(signup))


class QueueDepths:
    """How many sign-ups wait, and how many could not be finished."""

    def __init__(self, *, signups: Queue, dead_letters: Queue) -> None:
        self._queues = (signups, dead_letters)

    def signups(self) -> tuple[int, int]:
        """(waiting or in flight, dead letters)."""
        waiting, dead = (queue.depth() for queue in self._queues)
        return waiting, dead


def signup_to_message(signup: Signup) -> dict[str, Any]:
    person = signup.person
    parts = (person.data_key, person.phone, person.name, person.birth_on)
    return {
        "schema": SCHEMA,
        "county_id": signup.county_id,
        "signup_id": signup.signup_id,
        "person_key": signup.person_key,
        "person": [base64.b64encode(part).decode() for part in parts],
        "name_masked": signup.name_masked,
        "region_code": signup.region_code,
        "relation": signup.relation,
        "consents": [signup.consents.terms, signup.consents.privacy, signup.consents.marketing],
        "campaign_id": signup.campaign_id,
        "booth_code": signup.booth_code,
        "granted_mileage": signup.granted_mileage,
        "accepted_at": format_time(signup.accepted_at),
        "simulated_at": format_time(signup.simulated_at) if signup.simulated_at else None,
    }


def signup_from_message(body: str) -> Signup:
    """`ValueError`, `KeyError` or `TypeError` if the message is not one of ours."""
    message = json.loads(body)
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
    return Signup(**message)
