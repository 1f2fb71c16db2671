"""The desk vouches for a member whom no agency can verify."""

from datetime import date

from msgspec import Struct

from chalicelib.aws.signer import Signer
from chalicelib.core.actors import MemberActor
from chalicelib.identity.binding import IdentityBinding
from chalicelib.identity.errors import IdentityMismatchError
from chalicelib.ledger.errors import naming_the_member
from chalicelib.ledger.profile import Profile
from chalicelib.members.service import Members


class Desk(Struct, frozen=True):
    members: Members
    binding: IdentityBinding
    signer: Signer

    def identify(self, county_id: str, member_id: str, *, document: str, birth_on: date) -> Profile:
        """Bind the member to the person of this document, which is kept as a keyed hash alone.

        The name is compared by whoever sees the document; the birth date here too. Raises
        `MemberUnknownError`, `IdentityMismatchError`, and what `IdentityBinding.bind` does.
        """
        with naming_the_member():
            own = self.members.own(MemberActor(county_id, member_id))
        if own.birth_on != birth_on:
            raise IdentityMismatchError(param="birth_on")
        key = self.signer.identity_key(county_id, "document", document)
        return self.binding.bind(county_id, member_id, key)
