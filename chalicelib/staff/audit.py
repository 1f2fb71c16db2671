"""What staff did to people, shops and keys, and whose data they looked at: who, when, what, why."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from chalicelib.core.values import new_id, to_milliseconds
from chalicelib.staff.person import Person

AuditAction = Literal[
    "member_suspended",
    "member_reopened",
    "merchant_suspended",
    "merchant_closed",
    "merchant_reopened",
    "merchant_key_issued",
    "merchant_key_revoked",
    "merchant_key_changed",
    "round_changed",
    "payout_file_made",
    "payout_results_taken",
    "invoice_paid",
    "invoice_withdrawn",
    "shop_invited",
    "shop_device_closed",
    "merchant_approved",
    "merchant_refused",
    "merchant_changed",
    "merchant_taxed",
    "merchant_change_asked",
    "merchant_change_withdrawn",
    "merchant_change_refused",
    "merchant_registration_canceled",
    "merchant_poster_renewed",
    "trip_approved",
    "trip_rejected",
    "trip_viewed",
    "trip_image_viewed",
    "trip_returned",
    "trip_reviewed",
    "trip_granted",
    "trip_clawed_back",
    "members_searched",
    "member_viewed",
    "entries_listed",
    "member_revealed",
    "entry_viewed",
    "table_taken_out",
    "facility_made",
    "facility_changed",
    "facility_closed",
    "facility_reopened",
    "facility_terms_set",
    "facility_notice_made",
    "facility_notice_taken_back",
    "gate_opened",
    "gate_closed",
    "fees_deposited",
    "fee_difference_named",
    "campaign_changed",
    "election_period_added",
    "picture_set",
    "picture_removed",
    "agent_opened",
    "agent_closed",
    "teller_opened",
    "teller_renewed",
    "teller_ended",
    "dead_letters_redriven",
    "fraud_case_judged",
    "duty_done",
    "duty_reopened",
    "interest_recorded",
    "fund_published",
    "issue_report_made",
    "cashback_approved",
    "cashback_rejected",
    "cashback_closing_proposed",
    "cashback_closed",
    "cashback_closing_rejected",
    "member_joined_at_desk",
    "member_join_refused",
    "member_number_set",
    "card_issued",
    "card_closed",
    "segment_defined",
    "segment_ended",
    "extract_taken_out",
    "referral_taken_back",
    "segment_message_proposed",
    "segment_message_approved",
    "segment_message_rejected",
    "photo_viewed",
    "photo_accepted",
    "photo_refused",
    "photo_taken_down",
    "comment_viewed",
    "comment_accepted",
    "comment_refused",
]
Facts = Mapping[str, str | int | bool | list[str] | None]


class AuditRecord(Struct, frozen=True, kw_only=True):
    """Written with the change it tells of, in one transaction, and never again; of a look at what
    is a person's, before it is answered. `target_id` is what was changed or seen; `before` and
    `after` hold what is different of it."""

    county_id: str
    audit_id: str
    at: datetime
    by: Person
    action: AuditAction
    target_id: str
    reason: str
    before: Facts
    after: Facts

    @classmethod
    def made(
        cls,
        *,
        county_id: str,
        at: datetime,
        by: Person,
        action: AuditAction,
        target_id: str,
        reason: str,
        before: Facts,
        after: Facts,
    ) -> "AuditRecord":
        """A new one, with an id of its moment, which is kept to the millisecond."""
        return cls(
            county_id=county_id,
            audit_id=new_id("aud", at),
            at=to_milliseconds(at),
            by=by,
            action=action,
            target_id=target_id,
            reason=reason,
            before=before,
            after=after,
        )


class AuditFilter(Struct, frozen=True, kw_only=True):
    """What is wanted of the records; `None` is whatever it be. Both days are included."""

    action: AuditAction | None = None
    actions: frozenset[AuditAction] | None = None
    target_id: str | None = None
    username: str | None = None
    from_on: date | None = None
    to_on: date | None = None

    def fits(self, record: AuditRecord) -> bool:
        return (
            self.action in (None, record.action)
            and (self.actions is None or record.action in self.actions)
            and self.target_id in (None, record.target_id)
            and self.username in (None, record.by.username)
        )
