"""Paying for a trip, and taking back what was paid for a receipt that did not stand.

One person's finding is approved by another. The entry, the trip and the year's budget are one
transaction, so a trip is paid once, and what the budget has spent is what trips were paid.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.approvals.adjusting import check_is_known
from chalicelib.approvals.approvals import OutcomeWrite
from chalicelib.approvals.errors import ApproverIsProposerError
from chalicelib.approvals.matters import MatterKind
from chalicelib.approvals.outcome_store import OutcomeExistsError, OutcomeStore
from chalicelib.approvals.own_wallets import OwnWallets
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import seoul_date, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.county.settings import CountySettings
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.chain import Chain, View, require_head
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.ports import WalletStore
from chalicelib.payments.receivable_service import Receivables
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.person import Person
from chalicelib.trips import claims as claim_rules
from chalicelib.trips import paying_back
from chalicelib.trips import reviews as rules
from chalicelib.trips.decision_service import record_of
from chalicelib.trips.errors import (
    ReviewMissingError,
    ReviewOutdatedError,
    ReviewReplacedError,
    TripNotClaimedError,
    TripNotFoundError,
)
from chalicelib.trips.evidence import Evidence
from chalicelib.trips.findings import Grant, Review, Seen
from chalicelib.trips.persons import wallets_of
from chalicelib.trips.ports import ClaimStore, Profiles, TripStore
from chalicelib.trips.receipts import Claim
from chalicelib.trips.trips import PAID, Decision, Trip


class Grants(Struct, frozen=True):
    MATTER: ClassVar[MatterKind] = "trip_grants"
    store: TripStore
    claims: ClaimStore
    evidence: Evidence
    members: Profiles
    counties: Counties
    wallets: WalletStore
    chain: Chain
    receivables: Receivables
    own_wallets: OwnWallets
    clock: Clock

    def grant(
        self, county_id: str, person: Person, trip_id: str, *, reason: str, reviewed_at: Seen = None
    ) -> Trip:
        """Approve what another found, and pay it. What is paid already stays as it is.
        `reviewed_at`: of the finding that the approver saw.

        Raises `TripNotFoundError`, `TripNotClaimedError`, `ReviewMissingError`,
        `ReviewReplacedError`, `ReviewOutdatedError`, `TripHeldBackError`,
        `ApproverIsProposerError`, `OwnWalletError`, `StaffNumberMissingError`,
        `MemberUnknownError`, `HoldingCapExceededError`, `ReceivableOpenError`, `WalletFullError`,
        `TryAgainError`.
        """
        trip, claim = self._claimed(county_id, trip_id)
        if trip.status in PAID:
            return trip
        if trip.status != "claimed":
            raise TripNotClaimedError(state=trip.status)
        now = to_milliseconds(self.clock())
        settings = self._settings(trip)
        review = rules.check_may_pay(trip, claim, settings, seoul_date(now))
        self._check_approver(trip, review, person, reviewed_at)
        standing = self.evidence.amounts(trip, claim)
        if rules.spent_of(review.lines, standing) != review.spent_amount:
            raise ReviewOutdatedError(lines=rules.lost(review, claim, standing))
        amount = review.payback_amount
        decision = Decision(Person(person.subject, person.username), now, reason)

        def write(entry: Entry) -> OutcomeWrite:
            granted = trip.granted(
                Grant(
                    amount=amount,
                    spent_amount=review.spent_amount,
                    entry_id=entry.entry_id,
                    at=entry.at,
                    by=decision.by,
                    counted=rules.counted(review.lines),
                )
            )
            return self.claims.append(
                entry,
                granted,
                self.store.budget(county_id, trip.year).spending(
                    amount, released=trip.reserved_amount
                ),
                watched_until=claim_rules.watched_until(claim),
                record=record_of(granted, trip.status, decision, "trip_granted"),
            )

        def decide(view: View) -> Draft:
            check_is_known(view.profile)
            today = seoul_date(view.now)
            return paying_back.decide_grant(
                require_head(view),
                amount=amount,
                settings=self.counties.on(county_id, today),
                now=view.now,
            )

        keys = paying_back.grant_keys(trip_id)
        # By another approval at the same moment, or the trip is another one by now.
        with suppress(OutcomeExistsError):
            self._over(write).run(county_id, self._holder(trip), keys, decide)
        # If the member goes on in another wallet, so does the voucher.
        self.receivables.carry_on(county_id, trip.member_id)
        after, _ = self._claimed(county_id, trip_id)
        if after.status not in (*PAID, "claimed"):
            raise TripNotClaimedError(state=after.status)
        if after.status == "claimed":
            # Of another finding: it was not what was approved.
            raise TryAgainError(retry_after_seconds=2)
        return after

    def claw_back(
        self, county_id: str, person: Person, trip_id: str, *, reason: str, reviewed_at: Seen = None
    ) -> Trip:
        """Approve that less was to be paid, and take back the rest: from the voucher as far as it
        is there, what is spent as a debt. Approved again, it finishes what was cut off.

        Raises `TripNotFoundError`, `TripNotClaimedError`, `ReviewMissingError`,
        `ReviewReplacedError`, `ApproverIsProposerError`, `OwnWalletError`,
        `StaffNumberMissingError`, `TryAgainError`.
        """
        trip, claim = self._claimed(county_id, trip_id)
        if trip.status not in PAID or trip.grant is None:
            raise TripNotClaimedError(state=trip.status)
        # First what an earlier taking left to be owed: a newer one takes its place on the trip.
        trip, grant = self._owe(trip, trip.grant)
        review = trip.review
        if review is None or review.at <= grant.at:
            raise ReviewMissingError
        self._check_approver(trip, review, person, reviewed_at)
        decision = Decision(
            Person(person.subject, person.username), to_milliseconds(self.clock()), reason
        )
        standing = self.evidence.amounts(trip, claim)
        found = replace(
            grant,
            counted=rules.counted(review.lines),
            spent_amount=rules.spent_of(review.lines, standing),
        )
        amount = self._due(trip, found)
        if amount > 0:
            return self._take(trip, found, amount, decision, is_staff=True)
        if amount < 0 or found == grant:
            return trip  # Nobody is paid a second time.
        # What is above the cap does not count, and nothing is to be taken: the night must know.
        recounted = trip.recounted(found, decision)
        record = record_of(recounted, trip.status, decision, "trip_clawed_back")
        if not self.store.change(recounted, record):
            raise TryAgainError(retry_after_seconds=2)
        return recounted

    def watched(self, county_id: str, today: date) -> list[str]:
        """Trips that were paid, and of which something may still have to be taken back."""
        return self.claims.watched(county_id, today)

    def look_again(self, county_id: str, trip_id: str) -> bool:
        """Whether a payment that a trip was paid for was cancelled since, and something was taken
        back for it. Doing so again changes nothing. Raises `TryAgainError`."""
        trip, claim = self._claimed(county_id, trip_id)
        if trip.status not in PAID or trip.grant is None:
            return False
        before = trip.version
        trip, grant = self._owe(trip, trip.grant)
        standing = self.evidence.amounts(trip, claim)
        spent = sum(standing[name] for name in grant.counted)
        found = replace(grant, spent_amount=min(spent, grant.spent_amount))
        amount = self._due(trip, found)
        if amount > 0:
            decision = Decision(
                paying_back.NIGHT, to_milliseconds(self.clock()), paying_back.CANCELED
            )
            trip = self._take(trip, found, amount, decision, is_staff=False)
        return trip.version != before

    def _due(self, trip: Trip, found: Grant) -> int:
        """Won to be taken back, `found` being the grant with what it should be the share of."""
        due = claim_rules.payback(trip, found.spent_amount, self._settings(trip))
        return found.kept_amount - due

    def _take(
        self, trip: Trip, found: Grant, amount: int, decision: Decision, *, is_staff: bool
    ) -> Trip:
        """Raises `TryAgainError`, also if the trip was changed meanwhile: to be looked at anew."""
        self._write_taking(trip, found, amount, decision, is_staff=is_staff)
        after, _ = self._claimed(trip.county_id, trip.trip_id)
        if after.grant is None or after.grant.takings == found.takings:
            raise TryAgainError(retry_after_seconds=2)
        return self._owe(after, after.grant)[0]

    def _write_taking(
        self,
        trip: Trip,
        grant: Grant,
        amount: int,
        decision: Decision,
        *,
        is_staff: bool,
    ) -> None:
        number = grant.takings + 1
        until = seoul_date(decision.at) + paying_back.OWED_WATCHED

        def write(entry: Entry) -> OutcomeWrite:
            taken = trip.taken_back(
                replace(
                    grant,
                    taken_amount=grant.taken_amount + amount,
                    takings=number,
                    owed_amount=amount + entry.voucher_amount,
                ),
                decision,
            )
            record: AuditRecord | None = None
            if is_staff:
                record = record_of(taken, trip.status, decision, "trip_clawed_back")
            return self.claims.append(
                entry,
                taken,
                self.store.budget(trip.county_id, trip.year).spending(-amount, released=0),
                watched_until=until,
                record=record,
            )

        def decide(view: View) -> Draft:
            return paying_back.decide_taking(
                require_head(view), entry_id=grant.entry_id, amount=amount
            )

        keys = paying_back.taking_keys(trip.trip_id, number, amount)
        # By another at the same moment, or the trip is another one by now.
        with suppress(OutcomeExistsError):
            self._over(write).run(trip.county_id, self._holder(trip), keys, decide)

    def _owe(self, trip: Trip, grant: Grant) -> tuple[Trip, Grant]:
        """What was spent already is owed, once; then the trip says that it is written."""
        if not grant.owed_amount:
            return trip, grant
        self.receivables.owe(
            trip.county_id,
            self._holder(trip),
            cause=trip.trip_id,
            amount=grant.owed_amount,
            number=grant.takings,
        )
        owed = replace(grant, owed_amount=0)
        written = trip.taken_back(owed, trip.decision)
        if not self.claims.replace(written):
            raise TryAgainError(retry_after_seconds=2)
        return written, owed

    def _check_approver(self, trip: Trip, review: Review, person: Person, seen: Seen) -> None:
        if seen is not None and seen != review.at:
            raise ReviewReplacedError
        if review.by.may_be(person):
            raise ApproverIsProposerError
        self.own_wallets.check(trip.county_id, person, wallets_of(self.members, trip))

    def _holder(self, trip: Trip) -> str:
        """The wallet in which the member goes on."""
        return wallets_of(self.members, trip)[0]

    def _over(self, write: Callable[[Entry], OutcomeWrite]) -> Chain:
        return self.chain.over(OutcomeStore(self.wallets, write))

    def _settings(self, trip: Trip) -> CountySettings:
        """The terms of the day on which it was applied for."""
        return self.counties.on(trip.county_id, seoul_date(trip.applied_at))

    def _claimed(self, county_id: str, trip_id: str) -> tuple[Trip, Claim]:
        trip = self.store.by_id(county_id, trip_id)
        if trip is None:
            raise TripNotFoundError
        claim = self.claims.of(trip)
        if claim is None:
            raise TripNotClaimedError(state=trip.status)
        return trip, claim
