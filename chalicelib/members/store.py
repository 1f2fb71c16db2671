"""Persons, profiles and the tickets of sign-ups."""

from dataclasses import replace

from chalicelib.aws.table import Table
from chalicelib.core.errors import VersionConflictError
from chalicelib.ledger import keys as ledger_keys
from chalicelib.ledger.profile import Profile
from chalicelib.ledger.profile_codec import item_from_profile, profile_from_item
from chalicelib.members import keys
from chalicelib.members.ticket import Ticket


class MemberStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def claim_person(self, county_id: str, person_key: str, member_id: str) -> str:
        """Access pattern 7: one person, one member. Returns the member that the person has:
        `member_id` if this call or an earlier delivery of it was first."""
        item = {
            **keys.person(county_id, person_key)._asdict(),
            "type": "person",
            "member_id": member_id,
        }
        existing = self._table.put_new(item)
        return member_id if existing is None else existing["member_id"]

    def member_of_person(self, county_id: str, person_key: str) -> str | None:
        """Access pattern 8: log in."""
        item = self._table.get(keys.person(county_id, person_key), consistent=True)
        return item["member_id"] if item else None

    def create_profile(self, profile: Profile) -> None:
        """Does nothing if the person has one: an earlier delivery wrote it.

        Raises `VersionConflictError` if it is another person's: two ids of one millisecond can be
        the same, once in four billion, and then nobody may be let into another's wallet.
        """
        existing = self._table.put_new(item_from_profile(profile))
        if existing is None:
            return
        if existing["person_key"] != profile.person_key:
            raise VersionConflictError
        before = profile_from_item(existing)
        # Joining again after leaving; an old message that comes late revives nobody.
        if before.left_at is not None and profile.joined_at > before.left_at:
            self.replace_profile(replace(profile, version=before.version + 1))

    def replace_profile(self, profile: Profile) -> None:
        """Raises `VersionConflictError` if someone changed it since it was read."""
        self._table.replace(item_from_profile(profile))

    def profile(self, county_id: str, member_id: str) -> Profile | None:
        """Access pattern 9: a member's own page."""
        item = self._table.get(ledger_keys.profile(county_id, member_id))
        return profile_from_item(item) if item else None

    def put_ticket(self, ticket: Ticket) -> None:
        """Only for sign-ups whose outcome cannot be read from the wallet of their own member."""
        self._table.put(
            {
                **keys.ticket(ticket.county_id, ticket.signup_id)._asdict(),
                "type": "ticket",
                "member_id": ticket.member_id,
                "already_member": ticket.already_member,
                "granted_mileage": ticket.granted_mileage,
            }
        )

    def ticket(self, county_id: str, signup_id: str) -> Ticket | None:
        """Access pattern 10: how did my sign-up end?"""
        item = self._table.get(keys.ticket(county_id, signup_id), consistent=True)
        if item is None:
            return None
        return Ticket(
            county_id=county_id,
            signup_id=signup_id,
            member_id=item["member_id"],
            already_member=item["already_member"],
            granted_mileage=item["granted_mileage"],
        )
