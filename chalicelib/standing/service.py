"""Members who may not act, and may again."""

from typing import Literal

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.ledger.profile import Profile
from chalicelib.members.pass_revocation import PassRevocation
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.person import Person
from chalicelib.standing.changes import settle
from chalicelib.standing.ports import Profiles, StandingStore

MemberStanding = Literal["active", "suspended"]


class StandingOfMembers(Struct, frozen=True):
    store: StandingStore
    profiles: Profiles
    clock: Clock

    def of(self, county_id: str, member_id: str) -> Profile:
        """Raises `MemberNotFoundError`, also of who left."""
        profile = self.profiles.profile(county_id, member_id, consistent=True)
        if profile is None or profile.status == "left":
            raise MemberNotFoundError
        return profile

    def change(
        self,
        county_id: str,
        person: Person,
        member_id: str,
        status: MemberStanding,
        *,
        reason: str,
    ) -> Profile:
        """Suspend a member, or let one act again. Who is suspended is logged out everywhere, pays
        nothing and is paid back all that comes back; the wallet stays as it is.

        Raises `MemberNotFoundError`, `VersionConflictError`.
        """

        def write(profile: Profile) -> Profile | None:
            now = self.clock()
            is_suspension = status == "suspended"
            changed = profile.suspended(now) if is_suspension else profile.reopened()
            record = AuditRecord.made(
                county_id=county_id,
                at=now,
                by=person,
                action="member_suspended" if is_suspension else "member_reopened",
                target_id=member_id,
                reason=reason,
                before={"status": profile.status},
                after={"status": changed.status},
            )
            revocation = PassRevocation(
                county_id=county_id,
                member_id=member_id,
                version=changed.version,
                at=record.at,
                is_revoked=is_suspension,
            )
            return changed if self.store.change_member(changed, record, revocation) else None

        return settle(lambda: self.of(county_id, member_id), lambda p: p.status == status, write)
