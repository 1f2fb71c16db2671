"""Signing up somebody who stands at the desk, with consents on paper and staff as the witness.

It is the sign-up of everybody, with the same queue and the same one grant: what is added is who saw
the person, and what stands for a number where there is none.
"""

from datetime import date

from msgspec import Struct

from chalicelib.aws.proofs import VerifiedPhone
from chalicelib.aws.signer import Signer
from chalicelib.core.clock import Clock
from chalicelib.core.errors import InvalidRequestError, RateLimitedError
from chalicelib.core.values import format_time, seoul_date, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.joining.errors import DeskJoinsUsedUpError, PossibleDuplicateError
from chalicelib.joining.signup_service import SignupService, Witnessed
from chalicelib.joining.signups import Application, member_id_of
from chalicelib.joining.throttling import DAY, Throttle
from chalicelib.ledger.idempotency import digest
from chalicelib.ledger.profile import Profile, Witness
from chalicelib.members.names import name_keys_of, normalized
from chalicelib.members.ports import MemberStore
from chalicelib.staff.audit_trail import AuditTrail
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.staff.person import Person

NAMESAKES_MAX = 20


class Shown(Struct, frozen=True, kw_only=True):
    """What staff saw: which document, on which day the paper was signed, and which members of the
    same name and birth date are somebody else. No number of a document is asked for or kept."""

    document_kind: str
    signed_on: date
    others: tuple[str, ...] = ()


class AssistedSignups(Struct, frozen=True):
    signups: SignupService
    members: MemberStore
    throttle: Throttle
    counties: Counties
    trail: AuditTrail
    keys: IdempotencyKeys
    signer: Signer
    clock: Clock

    def accept(
        self,
        county_id: str,
        person: Person,
        application: Application,
        shown: Shown,
        *,
        idempotency_key: str,
        is_simulated: bool,
    ) -> tuple[str, bool]:
        """As `SignupService.accept`. Without a token the person has no number: the name with the
        birth date stands in its place, so that who comes twice is found, and who left has had the
        mileage.

        Raises what that does, `IdempotencyKeyReusedError`, `PossibleDuplicateError`,
        `DeskJoinsUsedUpError`, `InvalidRequestError` for a paper that is signed on a day to come.
        """
        now = to_milliseconds(self.clock())
        others = tuple(sorted(set(shown.others)))
        asked = {
            "application": application.fingerprint,
            "has_number": bool(application.verification_token),
            "others": others,
            "document": shown.document_kind,
            "signed_on": shown.signed_on.isoformat(),
        }
        if shown.signed_on > seoul_date(now):
            problem = ("오늘까지의 날이어야 합니다", "must not be after today")
            raise InvalidRequestError(param="consents_signed_on", problem=problem)
        self.keys.bind(county_id, "assisted", person.subject, idempotency_key, asked)

        def check(signup_id: str) -> None:
            # Counted first: a refusal tells who is a member, so names are not tried without bound.
            self._count(county_id, person)
            self._check_namesakes(county_id, person, application, others)
            self.trail.note(
                county_id,
                person,
                "member_joined_at_desk",
                member_id_of(signup_id),
                facts={
                    "document": shown.document_kind,
                    "signed_on": shown.signed_on.isoformat(),
                    "has_number": bool(application.verification_token),
                    "marketing": application.marketing,
                    "campaign": application.campaign_code,
                    "others": list(others),
                },
            )

        without_number = None
        if not application.verification_token:
            without_number = VerifiedPhone(
                county_id,
                "signup",
                self._person_key(county_id, application, others),
                "",
                now,
                digest("assisted", person.subject, idempotency_key),
            )
        return self.signups.accept(
            county_id,
            application,
            # Of this person of staff: another's key is another wish.
            idempotency_key=digest("assisted", person.subject, idempotency_key),
            is_simulated=is_simulated,
            witnessed=Witnessed(
                witness=Witness(person.subject, person.username, now),
                check=check,
                namesake=others[0] if others else None,
                without_number=without_number,
            ),
        )

    def _person_key(self, county_id: str, application: Application, others: tuple[str, ...]) -> str:
        """Of no number that there is: one is in E.164, which begins with `+`."""
        named = f"{normalized(application.name)}/{application.birth_on}"
        return self.signer.person_key(county_id, "/".join(("no-number", named, *others)))

    def _check_namesakes(
        self, county_id: str, person: Person, application: Application, others: tuple[str, ...]
    ) -> None:
        """A refusal tells that somebody of this name and birth date is a member, as a search does,
        so it is on record and among the month's uses. Raises `PossibleDuplicateError`."""
        keys = name_keys_of(self.signer, county_id, application.name, application.birth_on)
        found = self.members.named(county_id, keys.name, keys.born, limit=NAMESAKES_MAX)
        known = {profile.member_id for profile in found}
        if known != set(others):
            self.trail.note(
                county_id,
                person,
                "member_join_refused",
                found[0].member_id if len(found) == 1 else "",
                facts={"found": len(found), "others": list(others)},
            )
            raise PossibleDuplicateError(
                found=len(found), members=[_masked(profile) for profile in found]
            )

    def _count(self, county_id: str, person: Person) -> None:
        maximum = self.counties.on(county_id, seoul_date(self.clock())).desk_joins_a_day
        try:
            subject = f"assisted/{person.subject}"
            self.throttle.check(county_id, subject, maximum=maximum, window=DAY)
        except RateLimitedError as exc:
            raise DeskJoinsUsedUpError(
                limit=maximum,
                used=maximum,
                remaining=0,
                resets_at=exc.values["resets_at"],
                retry_after_seconds=exc.values["retry_after_seconds"],
            ) from None


def _masked(profile: Profile) -> dict[str, str]:
    return {
        "member_id": profile.member_id,
        "name_masked": profile.name_masked,
        "joined_at": format_time(profile.joined_at),
    }
