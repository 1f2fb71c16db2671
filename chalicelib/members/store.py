"""Holders of numbers, profiles, wallets that were left, and the tickets of sign-ups."""

from datetime import UTC, datetime

from chalicelib.aws.table import Item, Table
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import format_time, parse_time
from chalicelib.ledger import keys as ledger_keys
from chalicelib.ledger.profile import Profile
from chalicelib.ledger.profile_codec import item_from_profile, profile_from_item
from chalicelib.members import keys
from chalicelib.members.left_wallet import LeftWallet
from chalicelib.members.pass_revocation import KEPT_FOR, PassRevocation
from chalicelib.members.phone_holder import PhoneHolder
from chalicelib.members.ticket import Ticket


class MemberStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def claim_phone(self, holder: PhoneHolder) -> PhoneHolder:
        """Access pattern 7: one number, one member. Whose it is: `holder`'s if this call or an
        earlier delivery of it was first."""
        existing = self._table.put_new(item_from_holder(holder))
        if existing is None:
            return holder
        return _holder_from_item(holder.county_id, holder.phone_key, existing)

    def replace_holder(self, holder: PhoneHolder) -> None:
        """Raises `VersionConflictError` if the number changed hands since it was read."""
        self._table.replace(item_from_holder(holder))

    def holder_of(self, county_id: str, phone_key: str) -> PhoneHolder | None:
        """Access pattern 8: log in."""
        item = self._table.get(keys.person(county_id, phone_key), consistent=True)
        if item is None:
            return None
        return _holder_from_item(county_id, phone_key, item)

    def create_profile(self, profile: Profile) -> None:
        """Does nothing if the person has one: an earlier delivery wrote it.

        Raises `VersionConflictError` if it is another person's: two ids of one millisecond can be
        the same, once in four billion, and then nobody may be let into another's wallet.
        """
        existing = self._table.put_new(item_from_profile(profile))
        if existing is not None and existing["person_key"] != profile.person_key:
            raise VersionConflictError

    def replace_profile(self, profile: Profile) -> None:
        """Raises `VersionConflictError` if someone changed it since it was read."""
        self._table.replace(item_from_profile(profile))

    def move_number(self, profile: Profile, *holders: PhoneHolder) -> bool:
        """Access pattern 101: a member's next number, with the profile and the number before;
        `False`, and nothing written, if one of them changed since it was read."""
        new = [item_from_holder(h) for h in holders if h.version == 1]
        replaced = [item_from_holder(h) for h in holders if h.version > 1]
        return self._table.put_together(new, [item_from_profile(profile), *replaced])

    def profile(
        self, county_id: str, member_id: str, *, consistent: bool = False
    ) -> Profile | None:
        """Access pattern 9: a member's own page."""
        item = self._table.get(ledger_keys.profile(county_id, member_id), consistent=consistent)
        return profile_from_item(item) if item else None

    def named(
        self, county_id: str, name_key: str, born_key: str | None, *, limit: int
    ) -> list[Profile]:
        """Access pattern 263: members of a name, from `by_merchant`, a moment behind; of one birth
        date, if `born_key` is given."""
        page = self._table.query(
            ledger_keys.named(county_id, name_key),
            index="by_merchant",
            prefix=born_key,
            limit=limit,
        )
        return [profile_from_item(item) for item in page.items]

    def put_left_wallet(self, wallet: LeftWallet) -> None:
        """Before the profile is erased: of a member who then stays after all it says nothing."""
        self._table.put(
            {
                "pk": keys.left_wallets(wallet.county_id, wallet.person_key),
                "sk": wallet.member_id,
                "type": "left_wallet",
                "birth_key": wallet.birth_key,
                "ttl": int(wallet.kept_until.timestamp()),
            }
        )

    def left_wallets(self, county_id: str, person_key: str) -> list[LeftWallet]:
        """Access pattern 103: the wallets that were left under a number."""
        items = self._table.query_all(keys.left_wallets(county_id, person_key), consistent=True)
        return [
            LeftWallet(
                county_id=county_id,
                person_key=person_key,
                member_id=item["sk"],
                birth_key=item["birth_key"],
                kept_until=datetime.fromtimestamp(int(item["ttl"]), tz=UTC),
            )
            for item in items
        ]

    def end(self, profile: Profile, revocation: PassRevocation) -> None:
        """The profile of who leaves, and the end of the passes, in one transaction. Raises
        `VersionConflictError` if someone changed it since it was read."""
        revoked = item_from_revocation(revocation)
        if not self._table.put_together([revoked], [item_from_profile(profile)]):
            raise VersionConflictError

    def pass_revocations(self, county_id: str) -> list[PassRevocation]:
        """Access pattern 195: of the last 60 days, so a small county's few."""
        pk = keys.pass_revocations(county_id)
        items = self._table.query_all(pk, consistent=True)
        return [
            PassRevocation(
                county_id=county_id,
                member_id=item["member_id"],
                version=item["profile_version"],
                at=parse_time(item["at"]),
                is_revoked=item["is_revoked"],
            )
            for item in items
        ]

    def put_ticket(self, ticket: Ticket) -> None:
        """Only for sign-ups whose outcome cannot be read from the wallet of their own member. What
        was told first stands."""
        self._table.put_new(
            {
                **keys.ticket(ticket.county_id, ticket.signup_id)._asdict(),
                "type": "ticket",
                "member_id": ticket.member_id,
                "already_member": ticket.already_member,
                "granted_mileage": ticket.granted_mileage,
                "reason": ticket.reason,
                **({"why_nothing": ticket.why_nothing} if ticket.why_nothing else {}),
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
            reason=item.get("reason"),
            why_nothing=item.get("why_nothing"),
        )


def item_from_revocation(revocation: PassRevocation) -> Item:
    """For the transaction that stops the membership, or lets it go on."""
    at = format_time(revocation.at)
    return {
        **keys.pass_revocation(
            revocation.county_id, at, revocation.member_id, revocation.version
        )._asdict(),
        "type": "pass_revocation",
        "member_id": revocation.member_id,
        "profile_version": revocation.version,
        "at": at,
        "is_revoked": revocation.is_revoked,
        "ttl": int((revocation.at + KEPT_FOR).timestamp()),
    }


def item_from_holder(holder: PhoneHolder) -> Item:
    return {
        **keys.person(holder.county_id, holder.phone_key)._asdict(),
        "type": "person",
        "member_id": holder.member_id,
        "birth_key": holder.birth_key,
        "verified_by": holder.verified_by,
        "signed_up_at": format_time(holder.signed_up_at),
        "may_grant": holder.may_grant,
        "freed_at": format_time(holder.freed_at) if holder.freed_at else None,
        "granted_to": holder.granted_to,
        "released_at": format_time(holder.released_at) if holder.released_at else None,
        "version": holder.version,
    }


def _holder_from_item(county_id: str, phone_key: str, item: Item) -> PhoneHolder:
    return PhoneHolder(
        county_id=county_id,
        phone_key=phone_key,
        member_id=item["member_id"],
        birth_key=item["birth_key"],
        verified_by=item["verified_by"],
        signed_up_at=parse_time(item["signed_up_at"]),
        may_grant=item["may_grant"],
        freed_at=parse_time(item["freed_at"]) if item["freed_at"] else None,
        granted_to=item.get("granted_to"),
        released_at=parse_time(item["released_at"]) if item.get("released_at") else None,
        version=item["version"],
    )
