"""A member goes on to another number: a session says who asks, a proof whose the new number is."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.aws.proofs import VerifiedIdentity, VerifiedPhone
from chalicelib.aws.signer import Signer
from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import VerificationTokenInvalidError, VersionConflictError
from chalicelib.members.errors import NumberKnownError, PhoneInUseError
from chalicelib.members.phone_holder import PhoneHolder
from chalicelib.members.ports import MemberStore
from chalicelib.members.service import Members, OpenProfile

Proof = VerifiedPhone | VerifiedIdentity


class NumberChange(Struct, frozen=True):
    members: Members
    store: MemberStore
    signer: Signer
    clock: Clock

    def set_first(
        self, county_id: str, member_id: str, verification_token: str, note: Callable[[], object]
    ) -> OpenProfile:
        """The number of a member who joined at the desk without one, and logs in by it from then
        on. `note` puts on record who did it, before anything is written. Sent again, the same.
        Raises `NumberKnownError` of who has another, and what `change`
        does."""
        actor = MemberActor(county_id, member_id)
        own = self.members.own(actor)
        proof = self.signer.read_proof(verification_token, self.clock())
        if own.phone and own.phone != proof.phone:
            raise NumberKnownError(param="verification_token")
        return self._change(own, proof, note)

    def change(self, actor: MemberActor, verification_token: str) -> OpenProfile:
        """The profile with the number that the token proves. Sent again, the same.

        Profile, the new number's holder and the old one's change in one transaction. A number that
        another member has is nobody else's for a code: only a verified identity, the member's own,
        takes it. Raises `PhoneInUseError`, `VerificationTokenInvalidError`, and
        `VersionConflictError` if something of it changed meanwhile.
        """
        proof = self.signer.read_proof(verification_token, self.clock())
        return self._change(self.members.own(actor), proof, lambda: None)

    def _change(self, own: OpenProfile, proof: Proof, note: Callable[[], object]) -> OpenProfile:
        """From the profile that was judged: one that another desk wrote since is not written
        over."""
        profile = own.profile
        county_id = profile.county_id
        _check_is_for(proof, own)
        phone_key = self.signer.person_key(county_id, proof.phone)
        if phone_key == profile.person_key:
            return own
        changed = replace(own, phone=proof.phone)
        person = self.members.sealed(changed)
        profile = replace(profile, person=person, person_key=phone_key, version=profile.version + 1)
        taken = self._taken(changed, proof, phone_key)
        old = self.store.holder_of(county_id, own.profile.person_key)
        released: tuple[PhoneHolder, ...] = ()
        if old is not None and old.member_id == profile.member_id:
            released = (replace(old, released_at=self.clock(), version=old.version + 1),)
        note()
        if not self.store.move_number(profile, taken, *released):
            raise VersionConflictError
        return replace(changed, profile=profile)

    def _taken(self, own: OpenProfile, proof: Proof, phone_key: str) -> PhoneHolder:
        county_id = own.profile.county_id
        mine = PhoneHolder(
            county_id=county_id,
            phone_key=phone_key,
            member_id=own.profile.member_id,
            birth_key=self.signer.birth_key(phone_key, own.birth_on),
            # It was no sign-up that proved it: no token of one opens a session by this number.
            verified_by="",
            signed_up_at=self.clock(),
            freed_at=proof.verified_at,
        )
        holder = self.store.holder_of(county_id, phone_key)
        if holder is None:
            return mine
        if holder.freed_at is not None and proof.verified_at < holder.freed_at:
            raise VerificationTokenInvalidError(param="verification_token")
        if holder.member_id != mine.member_id:
            self._check_is_free(holder, proof)
        return replace(
            mine, may_grant=False, granted_to=holder.first_granted, version=holder.version + 1
        )

    def _check_is_free(self, holder: PhoneHolder, proof: Proof) -> None:
        other = self.store.profile(holder.county_id, holder.member_id, consistent=True)
        left_at = holder.released_at or (other.left_at if other else None)
        if left_at is None and isinstance(proof, VerifiedPhone):
            raise PhoneInUseError(param="verification_token")
        if left_at is not None and proof.verified_at <= left_at:
            # By whoever had the number then.
            raise VerificationTokenInvalidError(param="verification_token")


def _check_is_for(proof: Proof, own: OpenProfile) -> None:
    """A code sent to the number, or the verified identity of this very member with a number."""
    is_right = proof.county_id == own.profile.county_id and bool(proof.phone)
    if isinstance(proof, VerifiedIdentity):
        is_right = is_right and (proof.purpose, proof.identity_key) == (
            "member",
            own.profile.identity_key,
        )
    else:
        # A guardian's code says that a child may join, and no more.
        is_right = is_right and proof.purpose != "guardian"
    if not is_right:
        raise VerificationTokenInvalidError(param="verification_token")
