"""Companions who consent, or do not, by the link that the applicant hands to each.

A link carries which trip, which place in the team, and a keyed hash of both: nothing is stored to
ask somebody. What is answered is written over the trip's version, with the times of the year where
they are counted, so an answer and a claim at the same moment are one before the other.
"""

import hmac
import json
import random
from collections.abc import Callable
from datetime import date, datetime

from msgspec import Struct

from chalicelib.aws.proofs import VerifiedPhone
from chalicelib.aws.signer import Signer
from chalicelib.core import regions
from chalicelib.core.clock import Clock
from chalicelib.core.errors import (
    InvalidRequestError,
    TryAgainError,
    VerificationTokenInvalidError,
)
from chalicelib.core.values import seoul_date, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.members.errors import GuardianRequiredError
from chalicelib.members.rules import needs_guardian
from chalicelib.trips import trips as rules
from chalicelib.trips.companions import (
    CODE_CHARACTERS,
    CONSENT_VERSION,
    Asked,
    Companion,
    Consent,
)
from chalicelib.trips.errors import (
    CompanionAnsweredError,
    CompanionIsApplicantError,
    CompanionLinkNotFoundError,
    CompanionsClosedError,
    CompanionTwiceError,
    TripNotForResidentsError,
)
from chalicelib.trips.ports import Cipher, Profiles, TripStore
from chalicelib.trips.service import PAUSE_SECONDS, TRIES_MAX, companion_key, opened_team
from chalicelib.trips.trips import CONSENTING, Traveller, Trip

_SEALED = "companion"


class Invitation(Struct, frozen=True):
    """What one who is asked reads before anything is known of them. `asked_by`: the applicant's
    masked name."""

    trip: Trip
    asked: Asked
    asked_by: str
    is_open: bool


class Companions(Struct, frozen=True):
    store: TripStore
    members: Profiles
    counties: Counties
    cipher: Cipher
    signer: Signer
    clock: Clock
    pause: Callable[[float], None]

    def code(self, trip: Trip, asked: Asked) -> str:
        """What the link of one who is asked carries."""
        return f"{trip.trip_id}.{asked.number}.{self._mark(trip, asked.number)}"

    def look(self, county_id: str, code: str) -> Invitation:
        """Raises `CompanionLinkNotFoundError`."""
        trip, asked = self._asked(county_id, code)
        profile = self.members.profile(county_id, trip.member_id)
        today = seoul_date(self.clock())
        return Invitation(trip, asked, profile.name_masked if profile else "*", _opens(trip, today))

    def consent(self, county_id: str, code: str, given: Consent) -> Trip:
        """Keep what was said. The same phone again changes nothing.

        Raises `CompanionLinkNotFoundError`, `CompanionsClosedError`, `CompanionAnsweredError`,
        `CompanionIsApplicantError`, `CompanionTwiceError`, `GuardianRequiredError`,
        `BirthDateInvalidError`,
        `VerificationTokenInvalidError`, `InvalidRequestError`, `TripNotForResidentsError`,
        `TripTimesExceededError`, `TryAgainError`.
        """
        now = to_milliseconds(self.clock())
        phone = self._phone(county_id, given, now)

        def answer(trip: Trip, asked: Asked) -> tuple[Trip, list[Traveller]] | None:
            person_key = companion_key(self.signer, county_id, given.who)
            if asked.state == "consented":
                if asked.person_key == person_key and asked.phone_key == phone.person_key:
                    return None
                raise CompanionAnsweredError
            self._check_is_another(trip, phone, person_key, is_child=given.guardian is not None)
            self._check_lives_elsewhere(county_id, given.who)
            counted = self._counted(trip, person_key)
            sealed_for = f"{trip.trip_id}/{asked.number}"
            data_key, sealed = self.cipher.seal(sealed_for, {_SEALED: _row(given)})
            consented = Asked(
                number=asked.number,
                state="consented",
                version=CONSENT_VERSION,
                at=now,
                data_key=data_key,
                sealed=sealed[_SEALED],
                phone_key=phone.person_key,
                person_key=person_key,
            )
            names = (*trip.counts_for, *(each.traveller_id for each in counted))
            return trip.answered(consented, names), counted

        return self._answer(county_id, code, answer)

    def refuse(self, county_id: str, code: str) -> Trip:
        """Not to come along, or not any more: what was said is erased. Again changes nothing.

        Raises `CompanionLinkNotFoundError`, `CompanionsClosedError`, `TryAgainError`.
        """

        def answer(trip: Trip, asked: Asked) -> tuple[Trip, list[Traveller]] | None:
            if asked.state == "refused":
                return None
            refused = Asked(number=asked.number, state="refused")
            counted = [
                self.store.traveller(county_id, asked.person_key).counting(trip.year, -1)
                for name in trip.counts_for[1:]
                if name == asked.person_key
            ]
            names = tuple(name for name in trip.counts_for if name != asked.person_key)
            return trip.answered(refused, names), counted

        return self._answer(county_id, code, answer)

    def consented(self, trip: Trip) -> tuple[Companion, ...]:
        """Who consented, for the eyes of staff; nobody once the trip has ended."""
        found = []
        for each in trip.asked:
            if each.state == "consented":
                sealed_for = f"{trip.trip_id}/{each.number}"
                text = self.cipher.open(sealed_for, each.data_key, _SEALED, each.sealed)
                name, birth_on, region_code, *_ = json.loads(text)
                found.append(Companion(name, date.fromisoformat(birth_on), region_code))
        return tuple(found)

    def _answer(
        self,
        county_id: str,
        code: str,
        answer: Callable[[Trip, Asked], tuple[Trip, list[Traveller]] | None],
    ) -> Trip:
        for number in range(TRIES_MAX):
            if number:
                self.pause(random.uniform(0, PAUSE_SECONDS * number))  # noqa: S311 (spreads load)
            trip, asked = self._asked(county_id, code)
            if not _opens(trip, seoul_date(self.clock())):
                raise CompanionsClosedError(state=trip.status)
            answered = answer(trip, asked)
            if answered is None:
                return trip
            if self.store.answer(*answered):
                return answered[0]
        raise TryAgainError(retry_after_seconds=2)

    def _asked(self, county_id: str, code: str) -> tuple[Trip, Asked]:
        trip_id, _, rest = code.strip().partition(".")
        place, _, mark = rest.partition(".")
        trip = self.store.by_id(county_id, trip_id)
        number = int(place) if place.isascii() and place.isdecimal() and len(place) < 3 else 0
        if trip is None or not 0 < number <= trip.asked_count:
            raise CompanionLinkNotFoundError
        if not hmac.compare_digest(self._mark(trip, number).encode(), mark.encode()):
            raise CompanionLinkNotFoundError
        found = next((each for each in trip.asked if each.number == number), Asked(number=number))
        return trip, found

    def _mark(self, trip: Trip, number: int) -> str:
        place = f"{trip.trip_id}/{number}"
        made = self.signer.identity_key(trip.county_id, "trip companion link", place)
        return made[:CODE_CHARACTERS]

    def _phone(self, county_id: str, given: Consent, now: datetime) -> VerifiedPhone:
        is_child = needs_guardian(given.who.birth_on, seoul_date(now))
        if is_child and given.guardian is None:
            raise GuardianRequiredError(param="guardian")
        if not is_child and given.guardian is not None:
            problem = ("만 14세부터는 본인이 동의합니다", "is needed under 14 alone")
            raise InvalidRequestError(param="guardian", problem=problem)
        proof = self.signer.read_proof(given.verification_token, now)
        is_right = (proof.county_id, proof.purpose) == (county_id, "companion")
        if not isinstance(proof, VerifiedPhone) or not is_right:
            raise VerificationTokenInvalidError(param="verification_token")
        return proof

    def _check_is_another(
        self, trip: Trip, phone: VerifiedPhone, person_key: str, *, is_child: bool
    ) -> None:
        """A guardian consents for several children, and may be who applied; others speak for
        themselves."""
        others = [each for each in trip.asked if each.state == "consented"]
        named = opened_team(self.cipher, trip)
        known = {companion_key(self.signer, trip.county_id, each) for each in named}
        if person_key in known or any(each.person_key == person_key for each in others):
            raise CompanionTwiceError
        if is_child:
            return
        profile = self.members.profile(trip.county_id, trip.member_id, consistent=True)
        if profile is not None and profile.person_key == phone.person_key:
            raise CompanionIsApplicantError
        for each in others:
            if each.phone_key == phone.person_key and not self._is_child(trip, each):
                raise CompanionTwiceError

    def _is_child(self, trip: Trip, asked: Asked) -> bool:
        text = self.cipher.open(
            f"{trip.trip_id}/{asked.number}", asked.data_key, _SEALED, asked.sealed
        )
        return len(json.loads(text)) > len(Companion.__struct_fields__)

    def _check_lives_elsewhere(self, county_id: str, who: Companion) -> None:
        if not regions.is_known(who.region_code):
            problem = ("모르는 지역입니다", "is not a region we know")
            raise InvalidRequestError(param="region_code", problem=problem)
        home = regions.canonical(self.counties.county(county_id).region_code)
        if regions.canonical(who.region_code) == home:
            raise TripNotForResidentsError(param="region_code")

    def _counted(self, trip: Trip, person_key: str) -> list[Traveller]:
        """By the terms of the day on which it was applied for."""
        settings = self.counties.on(trip.county_id, seoul_date(trip.applied_at))
        if not settings.trip_companions_counted or person_key in trip.counts_for:
            return []
        traveller = self.store.traveller(trip.county_id, person_key)
        rules.check_times(traveller.times.get(trip.year, 0), settings, param="name")
        return [traveller.counting(trip.year, 1)]


def _opens(trip: Trip, today: date) -> bool:
    return trip.status in CONSENTING and today <= trip.claim_by_on


def _row(given: Consent) -> str:
    """With who consented for a child, if somebody did."""
    who, guardian = given.who, given.guardian
    row = [who.name, who.birth_on.isoformat(), who.region_code]
    if guardian is not None:
        row += [guardian.name, guardian.relation]
    return json.dumps(row, ensure_ascii=False)
