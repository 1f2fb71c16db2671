"""A member verifies who they are."""

from msgspec import Struct

from chalicelib.aws.signer import Signer
from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import VerificationTokenInvalidError
from chalicelib.identity.binding import IdentityBinding
from chalicelib.identity.errors import IdentityMismatchError
from chalicelib.identity.identities import is_same_person
from chalicelib.members.service import Members, OpenProfile


class OwnIdentity(Struct, frozen=True):
    members: Members
    binding: IdentityBinding
    signer: Signer
    clock: Clock

    def verify(self, actor: MemberActor, verification_token: str) -> OpenProfile:
        """The profile of the wallet that is the person's from now on. Sent again, the same.

        Raises `VerificationTokenInvalidError`, `IdentityMismatchError`,
        `IdentityBelongsToOtherMemberError`.
        """
        verified = self.signer.read_identity_token(verification_token, self.clock())
        if verified.county_id != actor.county_id or verified.purpose != "member":
            raise VerificationTokenInvalidError(param="verification_token")
        own = self.members.own(actor)
        if not is_same_person(
            name=own.name,
            birth_on=own.birth_on,
            verified_name=verified.name,
            verified_birth_on=verified.birth_on,
        ):
            raise IdentityMismatchError(param="verification_token")
        bound = self.binding.bind(actor.county_id, actor.member_id, verified.identity_key, by=actor)
        # The personal data are the same, in the wallet that goes on.
        return OpenProfile(bound, name=own.name, phone=own.phone, birth_on=own.birth_on)
