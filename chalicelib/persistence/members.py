"""Persons, profiles and the tickets of sign-ups."""

from dataclasses import replace

from chalicelib.aws import keys
from chalicelib.aws.table import Item, Table
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import format_time, parse_time
from chalicelib.domain.members import Consent, Consents, Profile, SealedPerson
from chalicelib.domain.signups import Ticket


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
        item = self._table.get(keys.profile(county_id, member_id))
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


def item_from_profile(profile: Profile) -> Item:
    consents = profile.consents
    person = profile.person
    return {
        **keys.profile(profile.county_id, profile.member_id)._asdict(),
        "type": "profile",
        "schema": 1,
        "version": profile.version,
        "signup_id": profile.signup_id,
        "person_key": profile.person_key,
        "status": profile.status,
        "name_masked": profile.name_masked,
        "region_code": profile.region_code,
        "relation": profile.relation,
        "consents": [consents.terms, consents.privacy, consents.marketing],
        "joined_at": format_time(profile.joined_at),
        "person": [person.data_key, person.phone, person.name, person.birth_on],
        "consent_changes": [
            [c.kind, c.version, format_time(c.at)] for c in profile.consent_changes
        ],
        "left_at": format_time(profile.left_at) if profile.left_at else None,
    }


def profile_from_item(item: Item) -> Profile:
    county_id, member_id = keys.split_wallet(item["pk"])
    return Profile(
        county_id=county_id,
        member_id=member_id,
        signup_id=item["signup_id"],
        person_key=item["person_key"],
        status=item["status"],
        name_masked=item["name_masked"],
        region_code=item["region_code"],
        relation=item["relation"],
        consents=Consents(*item["consents"]),
        joined_at=parse_time(item["joined_at"]),
        person=SealedPerson(
            data_key=item["person"][0],
            phone=item["person"][1],
            name=item["person"][2],
            birth_on=item["person"][3],
        ),
        consent_changes=tuple(
            Consent(kind, version, parse_time(at))
            for kind, version, at in item.get("consent_changes", ())
        ),
        left_at=parse_time(item["left_at"]) if item.get("left_at") else None,
        version=item["version"],
    )
