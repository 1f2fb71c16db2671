"""Paying shops: what is due on a day, a batch that two people confirm, the bank's answer."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

from chalicelib.approvals.approvals import DECISION, OUTCOME, Step
from chalicelib.approvals.requests import ApprovalRequests
from chalicelib.core.values import to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.ledger.idempotency import digest
from chalicelib.settlement import bank_files, payout_audit, payout_batches, result_files
from chalicelib.settlement.bank_files import Transfer
from chalicelib.settlement.errors import (
    NothingToPayError,
    PayoutBatchNotFoundError,
    PayoutBatchOpenError,
    PayoutFileNotMadeError,
    PayoutNotApprovedError,
    PayoutResultDiffersError,
)
from chalicelib.settlement.payout_batches import (
    DoneLine,
    FollowedBatch,
    LineResult,
    Payable,
    PayoutBatch,
    PayoutLine,
    PayoutLines,
    ResultFile,
)
from chalicelib.settlement.ports import PayeeSource, PayoutFiles, PayoutStore
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.person import Person

FileFormat = Literal["csv", "xlsx"]
BATCHES_A_DAY_MAX = 99


class Payouts(ApprovalRequests[PayoutBatch], frozen=True, kw_only=True):
    MATTER = "payout_batches"
    NOT_FOUND = PayoutBatchNotFoundError
    SETTLED = DECISION

    store: PayoutStore
    files: PayoutFiles
    payees: PayeeSource
    counties: Counties
    record: Callable[[AuditRecord], None]

    def due_on(self, county_id: str, payout_on: date) -> list[Payable]:
        """All that is to be paid on a day, paid or not, and what is held now."""
        due = self.store.due_on(county_id, payout_on)
        return payout_batches.payables(due, self.payees.all(county_id))

    def propose(
        self, county_id: str, person: Person, payout_on: date, *, idempotency_key: str
    ) -> tuple[PayoutBatch, bool]:
        """(the batch as it was proposed, whether this repeats it). Raises `PayoutBatchOpenError`,
        `NothingToPayError`, `IdempotencyKeyReusedError`."""
        asked = {"payout_on": payout_on.isoformat()}
        self.idempotency_keys.bind(county_id, "payouts", person.subject, idempotency_key, asked)
        key = digest("payouts", person.subject, idempotency_key)
        for number in range(1, BATCHES_A_DAY_MAX + 1):
            found = self.store.by_id(county_id, payout_batches.batch_id(payout_on, number))
            if found is None:
                found = self._create(county_id, person, payout_on, number, key)
                if found.idempotency == key:
                    return found.as_proposed(), False
            if found.idempotency == key:
                return found.as_proposed(), True
            if found.is_open:
                raise PayoutBatchOpenError(batch_id=found.batch_id)
        raise PayoutBatchOpenError(batch_id=payout_batches.batch_id(payout_on, BATCHES_A_DAY_MAX))

    def _create(
        self, county_id: str, person: Person, payout_on: date, number: int, key: str
    ) -> PayoutBatch:
        """The batch of this number, whoever was first to propose it."""
        paid = self._paid_before(county_id, payout_on, number)
        due = (
            each
            for each in self.due_on(county_id, payout_on)
            if (each.settlement.statement.merchant_id, each.settlement.statement.on) not in paid
        )
        made = payout_batches.make_lines(county_id, payout_on, number, due)
        if not made.lines:
            raise NothingToPayError
        self.files.keep_lines(made)
        batch = PayoutBatch(
            county_id=county_id,
            batch_id=payout_batches.batch_id(payout_on, number),
            payout_on=payout_on,
            number=number,
            line_count=len(made.lines),
            amount=made.amount,
            hash=made.hash,
            idempotency=key,
            steps=(Step("proposed", to_milliseconds(self.clock()), by=person),),
        )
        return batch if self.store.create(batch) else self.by_id(county_id, batch.batch_id)

    def _paid_before(self, county_id: str, payout_on: date, number: int) -> set[tuple[str, date]]:
        """What the day's earlier batches paid, read consistently: the index tells it seconds
        late, and nothing may be paid twice."""
        paid: set[tuple[str, date]] = set()
        for earlier in range(1, number):
            batch = self.by_id(county_id, payout_batches.batch_id(payout_on, earlier))
            results = self.store.results(batch)
            for line in self.lines(batch) if results else ():
                found = results.get(line.reference)
                if found and found.result == "paid":
                    paid |= {(line.merchant_id, on) for on, _ in line.parts}
        return paid

    def approve(
        self, county_id: str, person: Person, request_id: str, *, reason: str | None
    ) -> PayoutBatch:
        """Raises `PayoutBatchNotFoundError`, `ApproverIsProposerError`, `AlreadyDecidedError`. The
        outcome is what the bank says of the lines."""
        return self.decide(county_id, person, request_id, "approved", reason)

    def lines(self, batch: PayoutBatch) -> tuple[PayoutLine, ...]:
        return self._kept(batch).lines

    def file(
        self, county_id: str, person: Person, batch_id: str, form: FileFormat, *, reason: str
    ) -> bytes:
        """The bank's file of an approved batch, account numbers in clear: written down, with its
        hash. A line whose shop has another account by now is left out, and fails if no file had it
        before: the first file decides, and it is kept which lines it had before its bytes leave. Of
        a line that may have gone to the bank only the bank says how it went.

        Raises `PayoutBatchNotFoundError`, `PayoutNotApprovedError`, `NothingToPayError`.
        """
        batch = self.by_id(county_id, batch_id)
        if batch.status != "approved":
            raise PayoutNotApprovedError(status=batch.status)
        done = self.store.results(batch)
        lines = self.lines(batch)
        transfers: list[Transfer] = []
        changed: list[str] = []
        left = [line for line in lines if line.reference not in done]
        accounts = self.payees.accounts(county_id, {line.merchant_id for line in left})
        for line in left:
            account = accounts.get(line.merchant_id)
            if account is None or account.account_id != line.account_id:
                changed.append(line.reference)
            else:
                transfers.append(Transfer(line, account))
        left_out = self.store.keep_left_out(batch, changed)
        transfers = [each for each in transfers if each.line.reference not in left_out]
        self._keep_results(
            FollowedBatch(batch, lines, done),
            self._left_out(county_id, lines, left_out),
        )
        if not transfers:
            raise NothingToPayError
        programme = self.counties.county(county_id).programme
        make = bank_files.csv_file if form == "csv" else bank_files.xlsx_file
        content = make(transfers, programme)
        at = to_milliseconds(self.clock())
        self.record(
            payout_audit.file_made(
                batch, person, at, reason=reason, form=form, transfers=transfers, content=content
            )
        )
        return content

    def _left_out(
        self, county_id: str, lines: tuple[PayoutLine, ...], left_out: list[str]
    ) -> list[LineResult]:
        """Failed, for why their shops are held now, else because the account is another one."""
        payees = self.payees.all(county_id) if left_out else {}
        held = {line.reference: payees.get(line.merchant_id) for line in lines}
        return [
            LineResult(
                reference=reference,
                result="failed",
                reason=payee.held_for or "account_changed" if payee else "not_registered",
            )
            for reference in left_out
            for payee in (held.get(reference),)
        ]

    def take_results(
        self, county_id: str, person: Person, batch_id: str, text: str, *, content: bytes
    ) -> FollowedBatch:
        """What the bank said of the lines; who brought it in is kept, with the hash of the file's
        bytes, its `content`. The same file again changes nothing; a file with some of the lines
        leaves the others open.

        Raises `PayoutBatchNotFoundError`, `PayoutNotApprovedError`, `PayoutFileNotMadeError`,
        `ResultFileInvalidError`, `ResultFileUnclearError`, and `PayoutResultDiffersError` for a
        line with another result.
        """
        batch = self.by_id(county_id, batch_id)
        if batch.status not in ("approved", "completed"):
            raise PayoutNotApprovedError(status=batch.status)
        if batch.is_open and not self.store.has_file(batch):
            raise PayoutFileNotMadeError
        before = self.followed(batch)
        amounts = {line.reference: line.amount for line in before.lines}
        said = result_files.read_results(text, amounts)
        _check_agrees(before.results, said)
        # Before anything of it counts: whoever is cut off and tries again writes the same record.
        own = ResultFile(hashlib.sha256(content).hexdigest(), person, to_milliseconds(self.clock()))
        kept = self.store.keep_result_file(batch, own)
        self.record(payout_audit.results_taken(batch, kept, said, amounts))
        after = self._keep_results(before, said)
        # Of two files at the same moment one was first.
        _check_agrees(after, said)
        return FollowedBatch(self.by_id(county_id, batch_id), before.lines, after)

    def followed(self, batch: PayoutBatch) -> FollowedBatch:
        return FollowedBatch(batch, self.lines(batch), self.store.results(batch))

    def _keep_results(
        self, before: FollowedBatch, said: list[LineResult]
    ) -> Mapping[str, LineResult]:
        """What stands there then, read anew: others may have been at the same lines."""
        batch, at = before.batch, to_milliseconds(self.clock())
        lines = {line.reference: line for line in before.lines}
        self.store.put_results(
            [
                DoneLine(batch, lines[each.reference], each, at)
                for each in said
                if each.reference not in before.results
            ]
        )
        after = self.store.results(batch)
        if batch.status == "approved" and len(after) == len(lines):
            self.store.put_step(batch, OUTCOME, Step("completed", at))
        return after

    def _kept(self, batch: PayoutBatch) -> PayoutLines:
        """What was confirmed is what the locked bucket has."""
        kept = self.files.lines(batch)
        if kept is None or kept.hash != batch.hash or not kept.is_sound:
            raise AssertionError(f"{batch.batch_id}: not the lines that were proposed")
        return kept


def _check_agrees(known: Mapping[str, LineResult], said: list[LineResult]) -> None:
    """Raises `PayoutResultDiffersError`."""
    for each in said:
        if known.get(each.reference, each).result != each.result:
            raise PayoutResultDiffersError(reference=each.reference)
