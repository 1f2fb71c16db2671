"""Giving back what the rule says of fees, beside the gates: letting somebody in waits for nothing.

Every run looks at the admissions of a few days that have not had their share: what a gate without a
net reports late, and what could not be given yet, is found by a later run.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

from msgspec import Struct

from chalicelib.approvals.approvals import OutcomeWrite
from chalicelib.approvals.outcome_store import OutcomeExistsError, OutcomeStore
from chalicelib.core.values import SEOUL, seoul_date
from chalicelib.county.service import Counties
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.chain import Chain, View, require_head
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.ports import ChainStore
from chalicelib.ledger.profile import check_is_active
from chalicelib.standing.ports import Profiles
from chalicelib.visits.admissions import Admission
from chalicelib.visits.facility_service import Facilities, KnownFacility
from chalicelib.visits.facility_terms import FacilityTerms, in_force
from chalicelib.visits.fee_shares import GivenShare, decide, share_keys
from chalicelib.visits.ports import AdmissionStore, FeeShareStore

DAYS = 2
"""Today and yesterday: what every run looks at."""
LATE_DAYS = 32
"""What the first run after `LATE_HOUR` looks at: a gate that is longer without a net than this is
not waited for, nor a wallet that is full."""
LATE_HOUR = 3
RUN_EVERY = timedelta(minutes=5)


class FeeShares(Struct, frozen=True):
    store: FeeShareStore
    admissions: AdmissionStore
    facilities: Facilities
    profiles: Profiles
    counties: Counties
    wallets: ChainStore
    chain: Chain

    def due(
        self, county_id: str, days: Sequence[date]
    ) -> Iterator[tuple[KnownFacility, Admission]]:
        """Who of these days has not had what a rule gives back."""
        for known in self.facilities.all(county_id):
            for on in days:
                terms = in_force(known.versions, on)
                if terms is not None and terms.fee_share is not None:
                    for admission in self._due(known, terms, on):
                        yield known, admission

    def give(self, known: KnownFacility, admission: Admission) -> None:
        """Once, whatever else runs.

        Raises `MemberNotFoundError`, `MemberSuspendedError`, `HoldingCapExceededError`,
        `ReceivableOpenError`, `WalletFullError`, `TryAgainError`.
        """
        scan = admission.scan
        amount = known.terms_on(scan.on).given_back(admission.charge)
        wallet_id = self._wallet_of(scan.county_id, admission.member_id)
        names = f"{known.facility.name}\n{known.facility.name_en}"

        def write(entry: Entry) -> OutcomeWrite:
            share = GivenShare(
                county_id=scan.county_id,
                facility_id=scan.facility_id,
                on=scan.on,
                member_id=admission.member_id,
                admission_id=admission.admission_id,
                wallet_id=wallet_id,
                entry_id=entry.entry_id,
                paid=admission.charge.to_pay,
                amount=amount,
                at=entry.at,
            )
            return self.store.append(entry, share)

        def decide_now(view: View) -> Draft:
            check_is_active(view.profile)
            settings = self.counties.on(scan.county_id, seoul_date(view.now))
            return decide(
                require_head(view), amount=amount, names=names, settings=settings, now=view.now
            )

        keys = share_keys(scan.facility_id, scan.on, admission.member_id)
        # By another run at the same moment.
        with suppress(OutcomeExistsError):
            self.chain.over(OutcomeStore(self.wallets, write)).run(
                scan.county_id, wallet_id, keys, decide_now
            )

    def _due(self, known: KnownFacility, terms: FacilityTerms, on: date) -> Iterator[Admission]:
        facility = known.facility
        day = self.admissions.day(facility.county_id, facility.facility_id, on)
        had = {share.member_id for share in day.shares}
        for admission in day.admissions:
            if admission.member_id not in had and terms.given_back(admission.charge):
                yield admission

    def _wallet_of(self, county_id: str, member_id: str) -> str:
        """The member's, or the one in which it goes on."""
        profile = self.profiles.profile(county_id, member_id, consistent=True)
        return (profile and profile.continues_in) or member_id


def days_at(moment: datetime) -> list[date]:
    """Which days a run that was meant for this moment looks at, the newest first."""
    here = moment.astimezone(SEOUL)
    since = here - here.replace(hour=LATE_HOUR, minute=0, second=0, microsecond=0)
    count = LATE_DAYS if timedelta(0) <= since < RUN_EVERY else DAYS
    return [here.date() - timedelta(days=n) for n in range(count)]
