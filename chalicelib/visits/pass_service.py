"""The pass that a member shows at a gate."""

from collections.abc import Callable
from datetime import date, datetime

from msgspec import Struct

from chalicelib.aws.pass_keys import PassKeys
from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date
from chalicelib.visits.facility_service import Facilities
from chalicelib.visits.passes import make_pass
from chalicelib.visits.visitors import AgeClass, age_class


class ShownPass(Struct, frozen=True):
    text: str
    expires_at: datetime
    age_class: AgeClass


class Passes(Struct, frozen=True):
    """`birth_of`: the birth date of a member who may act. Nothing is written for a pass."""

    keys: PassKeys
    facilities: Facilities
    birth_of: Callable[[MemberActor], date]
    clock: Clock

    def show(self, actor: MemberActor, facility_id: str | None) -> ShownPass:
        """For one facility, or for all of the county's.

        Raises `FacilityNotFoundError`, `FacilityOutOfUseError`, `MemberNotFoundError`,
        `MemberSuspendedError`.
        """
        if facility_id is not None:
            self.facilities.in_use(actor.county_id, facility_id)
        now = self.clock()
        age = age_class(self.birth_of(actor), seoul_date(now))
        holder = self.keys.holder(actor.county_id, actor.member_id)
        text, expires_at = make_pass(
            self.keys, holder=holder, age_class=age, facility_id=facility_id, now=now
        )
        return ShownPass(text, expires_at, age)
