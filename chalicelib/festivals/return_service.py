"""Taking back what a dishonest referral was worth to both, with the record of who said so."""

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import seoul_date
from chalicelib.festivals import referring
from chalicelib.festivals.errors import ReferralNotRewardedError
from chalicelib.festivals.keys import mark
from chalicelib.festivals.ports import VisitStore
from chalicelib.festivals.referral_service import Referrals
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.budget import BudgetChange
from chalicelib.ledger.chain import OtherWrites, View, require_head
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.idempotency import CommandKeys, digest
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.person import Person


class Returns(Struct, frozen=True):
    referrals: Referrals
    clock: Clock

    def take_back(
        self, county_id: str, person: Person, newcomer_id: str, *, reason: str
    ) -> list[Entry]:
        """The entries, the new member's first: what is still there of the points, and the debt of
        what is not. Asked again, what was cut off is finished and the same is told.

        Raises `NotReferredError`, `ReferralNotRewardedError`, `TryAgainError`.
        """
        referral = self.referrals.of(county_id, newcomer_id)
        campaign_id = referral.campaign.campaign_id
        taken = [
            self._take(county_id, member_id, mark(campaign_id, turn), person, reason)
            for member_id, turn in (
                (newcomer_id, referring.JOINED),
                (referral.referrer_id, newcomer_id),
            )
        ]
        found = [entry for entry in taken if entry is not None]
        if not found:
            raise ReferralNotRewardedError
        return found

    def _take(
        self, county_id: str, member_id: str, mark: str, person: Person, reason: str
    ) -> Entry | None:
        rewards = self.referrals.rewards
        entry_id = rewards.store.entry_of(county_id, member_id, mark)
        if entry_id is None:
            return None
        given = self._entry(county_id, member_id, entry_id)
        reference = f"referral_return/{given.entry_id}"
        now = self.clock()
        record = AuditRecord.made(
            county_id=county_id,
            at=now,
            by=person,
            action="referral_taken_back",
            target_id=member_id,
            reason=reason,
            before={"given": given.mileage_amount},
            after={},
        )

        def decide(view: View) -> Draft | None:
            if rewards.store.return_of(given):
                return None
            on = seoul_date(view.now)
            return referring.decide_return(
                require_head(view), given,
                settings=rewards.counties.on(county_id, on), reason=reason, on=on,
            )  # fmt: skip

        writing = _Writing(rewards.wallets, rewards.store, given, record)
        outcome = rewards.chain.over(writing).run(
            county_id, member_id, CommandKeys(reference, digest(reference)), decide
        )
        if outcome is not None:
            return outcome.entry
        done = rewards.store.return_of(given)
        return self._entry(county_id, member_id, done) if done else None

    def _entry(self, county_id: str, member_id: str, entry_id: str) -> Entry:
        """What a mark names is there: a copy that lags behind is asked again."""
        entry = self.referrals.wallets.entry(county_id, member_id, entry_id)
        if entry is None:
            raise TryAgainError(retry_after_seconds=1)
        return entry


class _Writing(OtherWrites):
    """Writes beside the entry that this grant was taken back."""

    store: VisitStore
    given: Entry
    record: AuditRecord

    def append(self, entry: Entry) -> bool:
        return self._append(entry, None)

    def append_two(self, entry: Entry, follower: Entry, budget: BudgetChange | None) -> bool:
        return self._append(entry, follower)

    def _append(self, entry: Entry, follower: Entry | None) -> bool:
        record = replace(
            self.record,
            after={
                "taken": -entry.mileage_amount,
                "owed": follower.receivable.amount if follower and follower.receivable else 0,
            },
        )
        return self.store.take_back(entry, follower, self.given, record)
