"""What is written down of the bank's files: who took one, and who brought a result in."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from chalicelib.core.values import id_of
from chalicelib.settlement.bank_files import Transfer
from chalicelib.settlement.payout_batches import LineResult, PayoutBatch, ResultFile
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.person import Person


def file_made(
    batch: PayoutBatch,
    person: Person,
    at: datetime,
    *,
    reason: str,
    form: str,
    transfers: list[Transfer],
    content: bytes,
) -> AuditRecord:
    """Of each file anew; sums in won."""
    return AuditRecord.made(
        county_id=batch.county_id,
        at=at,
        by=person,
        action="payout_file_made",
        target_id=batch.batch_id,
        reason=reason,
        before={},
        after={
            "lines": len(transfers),
            "amount": sum(transfer.line.amount for transfer in transfers),
            "format": form,
            "sha256": hashlib.sha256(content).hexdigest(),
        },
    )


def results_taken(
    batch: PayoutBatch, file: ResultFile, said: list[LineResult], amounts: Mapping[str, int]
) -> AuditRecord:
    """Of one file always the same record, whoever brings it in again; `amounts`: won, by
    reference."""
    paid = [amounts[each.reference] for each in said if each.result == "paid"]
    failed = [amounts[each.reference] for each in said if each.result == "failed"]
    return AuditRecord(
        county_id=batch.county_id,
        audit_id=id_of("aud", file.at, int(file.sha256[:8], 16)),
        at=file.at,
        by=file.by,
        action="payout_results_taken",
        target_id=batch.batch_id,
        reason="",
        before={},
        after={
            "paid_lines": len(paid),
            "paid_amount": sum(paid),
            "failed_lines": len(failed),
            "failed_amount": sum(failed),
            "sha256": file.sha256,
        },
    )
