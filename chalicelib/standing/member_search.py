"""Finding a member for whoever stands at the desk, by what that person has in hand."""

import re
from datetime import date
from typing import Literal

from msgspec import Struct

from chalicelib.aws.signer import Signer
from chalicelib.core.codes import read_id
from chalicelib.core.text import has_letter
from chalicelib.core.values import ID_FORM
from chalicelib.joining.errors import PhoneInvalidError
from chalicelib.joining.phones import normalize
from chalicelib.ledger.profile import Profile
from chalicelib.members.names import normalized
from chalicelib.members.ports import MemberStore
from chalicelib.standing.errors import SearchUnclearError

SearchedBy = Literal["member_number", "phone", "name", "name_and_birth_date"]
NAMED_MAX = 20
"""Of one name; whoever is one of more is found by the birth date too."""
_MEMBER_ID = re.compile(f"mem_{ID_FORM}")


class MemberSearch(Struct, frozen=True):
    """By keyed hashes of a number or of a whole name, or by the number on the card: no list is read
    through, and whoever knows none of them finds nobody."""

    members: MemberStore
    signer: Signer

    def find(
        self, county_id: str, typed: str, *, birth_on: date | None = None
    ) -> tuple[SearchedBy, list[Profile]]:
        """(what it was searched by, those who are members now, twenty-one at most). Raises
        `SearchUnclearError`."""
        member_id = read_id("mem", typed)
        if _MEMBER_ID.fullmatch(member_id):
            return "member_number", self._members(county_id, member_id)
        try:
            phone = normalize(typed)
        except PhoneInvalidError as exc:
            if not has_letter(typed) or any(letter.isdigit() for letter in typed):
                raise SearchUnclearError(param="q") from exc
            return self._named(county_id, typed, birth_on)
        holder = self.members.holder_of(county_id, self.signer.person_key(county_id, phone))
        if holder is None or holder.released_at is not None:
            return "phone", []
        return "phone", self._members(county_id, holder.member_id)

    def _named(
        self, county_id: str, name: str, birth_on: date | None
    ) -> tuple[SearchedBy, list[Profile]]:
        name_key = self.signer.name_key(county_id, normalized(name))
        born_key = self.signer.born_key(name_key, birth_on) if birth_on else None
        found = self.members.named(county_id, name_key, born_key, limit=NAMED_MAX + 1)
        return ("name" if birth_on is None else "name_and_birth_date"), found

    def _members(self, county_id: str, member_id: str) -> list[Profile]:
        profile = self.members.profile(county_id, member_id, consistent=True)
        return [] if profile is None or profile.status == "left" else [profile]
