"""Facilities, passes, gates and the book of fees."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.settlement.wiring import SettlementWiring
from chalicelib.staff.wiring import StaffWiring

if TYPE_CHECKING:
    from datetime import date

    from chalicelib.core.actors import MemberActor
    from chalicelib.visits.admission_service import Admissions
    from chalicelib.visits.admission_store import AdmissionStore
    from chalicelib.visits.facility_desk import FacilityDesk
    from chalicelib.visits.facility_service import Facilities
    from chalicelib.visits.fee_book_service import FeeBooks
    from chalicelib.visits.fee_dues import FeeDues
    from chalicelib.visits.fee_share_service import FeeShares
    from chalicelib.visits.fee_share_store import FeeShareStore
    from chalicelib.visits.gate_service import Gates
    from chalicelib.visits.notice_service import Notices
    from chalicelib.visits.pass_service import Passes
    from chalicelib.visits.terms_proposal_service import TermsProposals
    from chalicelib.visits.terms_proposal_store import TermsProposalStore
    from chalicelib.visits.terms_store import TermsStore


class VisitsWiring(Wiring):
    @cached_property
    def facilities(self) -> "Facilities":
        from chalicelib.visits.facility_service import Facilities

        return Facilities(
            directory=self.adapters.wired(CountyWiring).facilities,
            terms=self.terms_store,
            holidays=self.adapters.wired(SettlementWiring).holiday_store,
            clock=self.adapters.now,
        )

    @cached_property
    def terms_store(self) -> "TermsStore":
        from chalicelib.visits.terms_store import TermsStore

        return TermsStore(self.adapters.table)

    @cached_property
    def notices(self) -> "Notices":
        from chalicelib.visits.notice_service import Notices

        return Notices(self.facilities, self.terms_store, self.adapters.now)

    @cached_property
    def facility_desk(self) -> "FacilityDesk":
        from chalicelib.visits.facility_desk import FacilityDesk
        from chalicelib.visits.facility_desk_store import FacilityDeskStore

        return FacilityDesk(
            store=FacilityDeskStore(self.adapters.table),
            directory=self.adapters.wired(CountyWiring).facilities,
            facilities=self.facilities,
            idempotency_store=self.adapters.wired(StaffWiring).idempotency_store,
            clock=self.adapters.now,
        )

    @cached_property
    def terms_proposal_store(self) -> "TermsProposalStore":
        from chalicelib.visits.terms_proposal_store import TermsProposalStore

        return TermsProposalStore(self.adapters.table)

    @cached_property
    def terms_proposals(self) -> "TermsProposals":
        from chalicelib.visits.terms_proposal_service import TermsProposals

        return TermsProposals(
            store=self.terms_proposal_store,
            facilities=self.facilities,
            idempotency_keys=self.adapters.wired(StaffWiring).idempotency_keys,
            clock=self.adapters.now,
        )

    @cached_property
    def passes(self) -> "Passes":
        from chalicelib.visits.pass_service import Passes

        def birth_of(actor: "MemberActor") -> "date":
            return self.adapters.wired(MembersWiring).members.own(actor).birth_on

        return Passes(self.adapters.signer.pass_keys, self.facilities, birth_of, self.adapters.now)

    @cached_property
    def gates(self) -> "Gates":
        from chalicelib.visits.gate_service import Gates
        from chalicelib.visits.gate_store import GateStore

        return Gates(
            store=GateStore(self.adapters.table),
            facilities=self.facilities,
            idempotency_store=self.adapters.wired(StaffWiring).idempotency_store,
            keys=self.adapters.signer.pass_keys,
            is_live=self.adapters.settings.is_live,
            clock=self.adapters.now,
        )

    @cached_property
    def admission_store(self) -> "AdmissionStore":
        from chalicelib.visits.admission_store import AdmissionStore

        return AdmissionStore(self.adapters.table)

    @cached_property
    def admissions(self) -> "Admissions":
        from chalicelib.visits.admission_service import Admissions

        members = self.adapters.wired(MembersWiring).store
        return Admissions(
            store=self.admission_store,
            facilities=self.facilities,
            profiles=members,
            revocations=members,
            keys=self.adapters.signer.pass_keys,
            clock=self.adapters.now,
        )

    @cached_property
    def fee_books(self) -> "FeeBooks":
        from chalicelib.visits.fee_book_service import FeeBooks

        return FeeBooks(
            store=self.admission_store,
            facilities=self.facilities,
            idempotency_keys=self.adapters.wired(StaffWiring).idempotency_keys,
            clock=self.adapters.now,
        )

    @cached_property
    def fee_dues(self) -> "FeeDues":
        from chalicelib.visits.fee_due_store import FeeDueStore
        from chalicelib.visits.fee_dues import FeeDues

        return FeeDues(
            store=FeeDueStore(self.adapters.table),
            books=self.fee_books,
            facilities=self.facilities,
            clock=self.adapters.now,
        )

    @cached_property
    def fee_share_store(self) -> "FeeShareStore":
        from chalicelib.visits.fee_share_store import FeeShareStore

        return FeeShareStore(self.adapters.table)

    @cached_property
    def fee_shares(self) -> "FeeShares":
        from chalicelib.visits.fee_share_service import FeeShares

        ledger = self.adapters.wired(LedgerWiring)
        return FeeShares(
            store=self.fee_share_store,
            admissions=self.admission_store,
            facilities=self.facilities,
            profiles=self.adapters.wired(MembersWiring).store,
            counties=self.adapters.wired(CountyWiring).counties,
            wallets=ledger.store,
            chain=ledger.chain,
        )
