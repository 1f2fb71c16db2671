"""Nobody of staff moves value in the own wallet: by selling, adjusting, granting or paying out."""

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct

from chalicelib.approvals.errors import OwnWalletError, StaffNumberMissingError
from chalicelib.approvals.ports import NumberHolders
from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.staff.person import Person


class OwnWallets(Struct, frozen=True):
    holders: NumberHolders
    counties: Counties
    clock: Clock

    def check(self, county_id: str, person: Person, member_ids: Collection[str]) -> None:
        """One read. Raises `OwnWalletError`, and `StaffNumberMissingError` of an account without a
        number where the county asks for one."""
        if not person.person_key:
            if self._must_have_number(county_id, self.clock()):
                raise StaffNumberMissingError
            return
        holder = self.holders.holder_of(county_id, person.person_key)
        if holder is not None and holder.member_id in member_ids:
            raise OwnWalletError(param="member_id")

    def _must_have_number(self, county_id: str, now: datetime) -> bool:
        return bool(self.counties.on(county_id, seoul_date(now)).staff_number_required)
