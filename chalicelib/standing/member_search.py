"""Finding a member for whoever stands at the desk, by what that person has in hand."""

import re

from msgspec import Struct

from chalicelib.aws.signer import Signer
from chalicelib.core.codes import read_id
from chalicelib.core.values import ID_FORM
from chalicelib.joining.errors import PhoneInvalidError
from chalicelib.joining.phones import normalize
from chalicelib.ledger.profile import Profile
from chalicelib.members.ports import MemberStore
from chalicelib.standing.errors import SearchUnclearError

_MEMBER_ID = re.compile(f"mem_{ID_FORM}")


class MemberSearch(Struct, frozen=True):
    """By the keyed hash of a number, or by the number on the card: no list is read through, and
    whoever knows neither finds nobody."""

    members: MemberStore
    signer: Signer

    def find(self, county_id: str, typed: str) -> tuple[str, list[Profile]]:
        """(what it was searched by, those who are members now). Raises `SearchUnclearError`."""
        member_id = read_id("mem", typed)
        if _MEMBER_ID.fullmatch(member_id):
            return "member_number", self._members(county_id, member_id)
        try:
            phone = normalize(typed)
        except PhoneInvalidError as exc:
            raise SearchUnclearError(param="q") from exc
        holder = self.members.holder_of(county_id, self.signer.person_key(county_id, phone))
        if holder is None or holder.released_at is not None:
            return "phone", []
        return "phone", self._members(county_id, holder.member_id)

    def _members(self, county_id: str, member_id: str) -> list[Profile]:
        profile = self.members.profile(county_id, member_id, consistent=True)
        return [] if profile is None or profile.status == "left" else [profile]
