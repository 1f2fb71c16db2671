"""A guardian's consent for a child under 14: by a code sent to the guardian's own phone.

Personal Information Protection Act art. 22-2, and arts. 17 and 17-2 of its decree: the guardian is
asked by text message, and for no more than a name and a number. Both are sealed; what is kept
beside them is the version of the texts and the time.
"""

from datetime import timedelta

from msgspec import Struct

from chalicelib.aws.proofs import VerifiedPhone
from chalicelib.aws.signer import Signer
from chalicelib.core.clock import Clock
from chalicelib.core.errors import VerificationTokenInvalidError
from chalicelib.joining.errors import (
    GuardianChildrenExceededError,
    GuardianIsChildError,
    GuardianIsMinorError,
)
from chalicelib.joining.signups import Guardian
from chalicelib.joining.throttling import Throttle
from chalicelib.ledger.profile import GuardianConsent
from chalicelib.members.ports import FieldCipher, MemberStore

CHILDREN_MAX = 5
"""In a window of thirty days, by one number: a family, and no children's club."""
CHILDREN_WINDOW = timedelta(days=30)


class GuardianConsents(Struct, frozen=True):
    members: MemberStore
    throttle: Throttle
    cipher: FieldCipher
    signer: Signer
    clock: Clock

    def consent(
        self, guardian: Guardian, *, child: VerifiedPhone, signup_id: str, version: str
    ) -> GuardianConsent:
        """The consent as it is kept with the child, to the texts of `version`.

        Raises `VerificationTokenInvalidError` for a token of another purpose or county,
        `GuardianIsChildError`, `GuardianIsMinorError`, `GuardianChildrenExceededError`. The same
        child sent again counts once.
        """
        now = self.clock()
        proof = self.signer.read_proof(guardian.verification_token, now)
        is_right = (proof.county_id, proof.purpose) == (child.county_id, "guardian")
        if not isinstance(proof, VerifiedPhone) or not is_right:
            raise VerificationTokenInvalidError(param="guardian.verification_token")
        if proof.person_key == child.person_key:
            raise GuardianIsChildError(param="guardian.verification_token")
        self._check_is_grown_up(proof)
        self._count(proof, child)
        data_key, sealed = self.cipher.seal(
            f"{child.county_id}/{signup_id}", {"phone": proof.phone, "name": guardian.name}
        )
        return GuardianConsent(
            data_key=data_key,
            phone=sealed["phone"],
            name=sealed["name"],
            relation=guardian.relation,
            version=version,
            at=proof.verified_at,
        )

    def _check_is_grown_up(self, proof: VerifiedPhone) -> None:
        """A guardian's birth date may not be asked for; but who needed a guardian is none."""
        holder = self.members.holder_of(proof.county_id, proof.person_key)
        if holder is None or holder.released_at is not None:
            return
        known = self.members.profile(proof.county_id, holder.member_id)
        if known is not None and known.guardian is not None:
            raise GuardianIsMinorError(param="guardian.verification_token")

    def _count(self, proof: VerifiedPhone, child: VerifiedPhone) -> None:
        county_id, children = proof.county_id, f"guardian/{proof.person_key}"
        own = f"{children}/{child.person_key}"
        if self.throttle.seen(county_id, own, CHILDREN_WINDOW):
            return
        if self.throttle.count(county_id, children, CHILDREN_WINDOW) > CHILDREN_MAX:
            raise GuardianChildrenExceededError(param="guardian", limit=CHILDREN_MAX)
        self.throttle.count(county_id, own, CHILDREN_WINDOW)
