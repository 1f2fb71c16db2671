"""Finishing what was signed up for: whose the number is, the profile, entry 1 of the wallet."""

import hmac
from contextlib import suppress
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.errors import RateLimitedError
from chalicelib.core.values import id_time
from chalicelib.identity.binding import IdentityBinding
from chalicelib.identity.errors import IdentityBelongsToOtherMemberError
from chalicelib.identity.identities import IdentityHolder, is_somebody_else
from chalicelib.identity.ports import IdentityStore
from chalicelib.joining.birth_tries import BirthTries
from chalicelib.joining.campaign_grants import CampaignGrants
from chalicelib.joining.signups import Signup, member_id_of, reference_of
from chalicelib.ledger.errors import MemberNotFoundError, MemberSuspendedError
from chalicelib.ledger.ports import WalletStore
from chalicelib.ledger.profile import Profile, WithheldGrant
from chalicelib.members.phone_holder import PhoneHolder
from chalicelib.members.ports import MemberStore
from chalicelib.members.ticket import RejectionReason, Ticket


class SignupConsumer(Struct, frozen=True):
    """Finishes sign-ups. Every step finds what an earlier delivery, or the same person's earlier
    sign-up, has done; whoever comes last completes what is missing."""

    members: MemberStore
    wallets: WalletStore
    grants: CampaignGrants
    birth_tries: BirthTries
    identities: IdentityStore
    binding: IdentityBinding

    def complete(self, signup: Signup) -> RejectionReason | None:
        """Why it was rejected, if it was. For a county or a campaign that there is not, nothing is
        written. Raises `VersionConflictError` if the number changes hands meanwhile: the message
        comes again."""
        promised = self.grants.promised(signup)
        applicant = _applicant(signup)
        if self._was_member_already(signup):
            return None
        person = self._person(signup)
        if person is not None and self._is_member_already(signup, person):
            return None
        holder = self.members.claim_phone(applicant)
        if holder.member_id == applicant.member_id and holder.released_at is None:
            self._let_in_by_newest(signup, holder)
        elif self._is_finished(signup, holder):
            return None
        else:
            found = self._hold_phone(signup, applicant, holder)
            if found is None:
                return self._reject(signup)
            holder = found
        self.members.create_profile(_profile(signup, holder, promised.mileage))
        # One grant for a number, and one for a person who is known.
        may_grant = holder.may_grant and person is None and signup.namesake is None
        wanted = promised.mileage if may_grant else 0
        made = self.grants.grant(signup, holder.member_id, wanted, promised.budget)
        why_nothing = promised.why_nothing or ("budget_spent" if made.mileage < wanted else None)
        if holder.member_id != applicant.member_id or not made.is_own or why_nothing:
            # The outcome cannot be read from entry 1 of this sign-up's own member: there is no
            # such member, or the same person's other sign-up overtook this one and made the entry;
            # or the entry does not say why it grants nothing.
            self.members.put_ticket(
                Ticket(
                    county_id=signup.county_id,
                    signup_id=signup.signup_id,
                    member_id=holder.member_id,
                    already_member=not made.is_own,
                    granted_mileage=made.mileage,
                    why_nothing=why_nothing if made.is_own else None,
                )
            )
        self._bind(signup, holder.member_id)
        return None

    def _person(self, signup: Signup) -> IdentityHolder | None:
        """The membership, other than the one of this sign-up, of the person who is verified."""
        if signup.identity_key is None:
            return None
        known = self.identities.holder(signup.county_id, signup.identity_key)
        if known is None or known.member_id == member_id_of(signup.signup_id):
            return None
        return known

    def _was_member_already(self, signup: Signup) -> bool:
        """What was told stands, though the person left since: a message that comes again begins no
        membership. It may have been cut off before it identified anybody."""
        if signup.identity_key is None:
            return False
        told = self.members.ticket(signup.county_id, signup.signup_id)
        if told is None or not told.already_member or told.member_id is None:
            return False
        self._bind(signup, told.member_id)
        return True

    def _is_member_already(self, signup: Signup, person: IdentityHolder) -> bool:
        """Under another number: that wallet is the person's, and a verified identity opens it."""
        other = self.members.profile(signup.county_id, person.member_id, consistent=True)
        if other is None or other.status == "left":
            return False
        if not self._is_done(signup):
            self.members.put_ticket(
                Ticket(
                    county_id=signup.county_id,
                    signup_id=signup.signup_id,
                    member_id=person.member_id,
                    already_member=True,
                    granted_mileage=0,
                )
            )
        return True

    def _bind(self, signup: Signup, member_id: str) -> None:
        if signup.identity_key is None:
            return
        # Somebody else of the same identity may have been faster, by another number: that wallet is
        # the person's then. And this one may have ended in another meanwhile; or be suspended, and
        # then it is identified when it may act again.
        with suppress(IdentityBelongsToOtherMemberError, MemberNotFoundError, MemberSuspendedError):
            self.binding.bind(signup.county_id, member_id, signup.identity_key)

    def _is_finished(self, signup: Signup, holder: PhoneHolder) -> bool:
        """A message that comes again after the number went on from the member that it made."""
        is_own = holder.member_id == member_id_of(signup.signup_id)
        return (is_own or _is_stale(signup, holder)) and self._is_done(signup)

    def _is_done(self, signup: Signup) -> bool:
        """Whether this sign-up made its member."""
        first = self.wallets.first_entry(signup.county_id, member_id_of(signup.signup_id))
        return first is not None and first.reference == reference_of(signup.signup_id)

    def _hold_phone(
        self, signup: Signup, applicant: PhoneHolder, holder: PhoneHolder
    ) -> PhoneHolder | None:
        """Whose the number is that another sign-up took; `None` if it is somebody else's: nobody
        may come into a wallet with a number alone.

        A number whose holder has left begins a new wallet, without a second grant, for whoever
        proved it afterwards. What was in the old one is nobody's who merely has the number.
        """
        if _is_stale(signup, holder):
            return None
        known = self.members.profile(signup.county_id, holder.member_id, consistent=True)
        left_at = holder.released_at or (known.left_at if known else None)
        if left_at is not None and _proved_at(signup) > left_at:
            return self._take_over(applicant, holder, left_at)
        if self._is_somebody_else(signup, holder, known):
            # Whoever proves the number as a person takes it, also from who left since. The wallet
            # stays its holder's, who logs in as the person that they are, or gets another number.
            return self._take_over(applicant, holder, signup.accepted_at)
        if signup.identity_key is None and not self._is_born_as(signup, holder):
            return None
        if left_at is None:
            self._let_in_by_newest(signup, holder)
        return holder

    def _take_over(
        self, applicant: PhoneHolder, holder: PhoneHolder, freed_at: datetime
    ) -> PhoneHolder:
        taken = replace(
            applicant,
            may_grant=False,
            granted_to=holder.first_granted,
            freed_at=freed_at,
            version=holder.version + 1,
        )
        self.members.replace_holder(taken)
        return taken

    def _is_somebody_else(self, signup: Signup, holder: PhoneHolder, known: Profile | None) -> bool:
        """By a verified identity alone: whether the holder is not the person who signs up."""
        if signup.identity_key is None:
            return False
        is_born_alike = hmac.compare_digest(holder.birth_key, signup.birth_key)
        return not is_born_alike or is_somebody_else(known, signup.identity_key)

    def _is_born_as(self, signup: Signup, holder: PhoneHolder) -> bool:
        try:
            self.birth_tries.count(signup.county_id, signup.person_key, signup.verified_by)
        except RateLimitedError:
            return False
        return hmac.compare_digest(holder.birth_key, signup.birth_key)

    def _let_in_by_newest(self, signup: Signup, holder: PhoneHolder) -> None:
        """The token that signed up last opens the session; an older message changes nothing."""
        if signup.verified_by == holder.verified_by or signup.accepted_at <= holder.signed_up_at:
            return
        self.members.replace_holder(
            replace(
                holder,
                verified_by=signup.verified_by,
                signed_up_at=signup.accepted_at,
                version=holder.version + 1,
            )
        )

    def _reject(self, signup: Signup) -> RejectionReason:
        reason: RejectionReason = "phone_in_use"
        self.members.put_ticket(
            Ticket(
                county_id=signup.county_id,
                signup_id=signup.signup_id,
                member_id=None,
                already_member=False,
                granted_mileage=0,
                reason=reason,
            )
        )
        return reason


def _proved_at(signup: Signup) -> datetime:
    """When the number was proved: the id tells, which is made of the token's time."""
    return id_time(member_id_of(signup.signup_id))


def _is_stale(signup: Signup, holder: PhoneHolder) -> bool:
    """Proved before the number came to its holder: by whoever had it then."""
    return holder.freed_at is not None and _proved_at(signup) <= holder.freed_at


def _applicant(signup: Signup) -> PhoneHolder:
    return PhoneHolder(
        county_id=signup.county_id,
        phone_key=signup.person_key,
        member_id=member_id_of(signup.signup_id),
        birth_key=signup.birth_key,
        verified_by=signup.verified_by,
        signed_up_at=signup.accepted_at,
    )


def _profile(signup: Signup, holder: PhoneHolder, promised: int) -> Profile:
    withheld = None
    if promised and not holder.may_grant:
        withheld = WithheldGrant(holder.granted_to, promised)
    elif promised and signup.namesake:
        withheld = WithheldGrant(signup.namesake, promised)
    return Profile(
        county_id=signup.county_id,
        member_id=holder.member_id,
        withheld=withheld,
        signup_id=signup.signup_id,
        person_key=signup.person_key,
        status="active",
        name_masked=signup.name_masked,
        region_code=signup.region_code,
        relation=signup.relation,
        consents=signup.consents,
        joined_at=signup.accepted_at,
        person=signup.person,
        guardian=signup.guardian,
        name_keys=signup.name_keys,
        witness=signup.witness,
    )
