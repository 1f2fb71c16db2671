"""Keys of closed days, of shops' statements, and of how these were paid."""

from datetime import date
from zlib import crc32

from chalicelib.aws.keys import Key
from chalicelib.ledger import keys as ledger_keys

SLICES = 16
"""The shops of a county are settled in so many parts, each by a message of its own."""


def slice_of(merchant_id: str) -> int:
    return crc32(merchant_id.encode()) % SLICES


def merchant_days(first: date, last: date) -> tuple[str, str]:
    """In the index `by_merchant`, between these two stand the payments of some days, both included,
    and what was taken back of them on any day."""
    return first.isoformat(), f"{last.isoformat()}~"


def sale_of(by_merchant_sk: str) -> tuple[str, str | None]:
    """The ids of a payment, and of what took it back if that is what stands there."""
    return ledger_keys.split_merchant_entry(by_merchant_sk)


def closed_days(county_id: str) -> str:
    return f"{county_id}#SETTLEMENTDAYS"


def closed_day(county_id: str, on: date) -> Key:
    return Key(closed_days(county_id), on.isoformat())


def settled_slice(county_id: str, number: int) -> Key:
    return Key(f"{county_id}#SETTLEMENTSLICES", f"{number:02d}")


def statements(county_id: str, merchant_id: str) -> str:
    return f"{county_id}#SETTLEMENT#{merchant_id}"


def statement(county_id: str, merchant_id: str, on: date) -> Key:
    return Key(statements(county_id, merchant_id), f"{STATEMENT}{on.isoformat()}")


STATEMENT = "DAY#"


def statements_between(first: date, last: date) -> tuple[str, str]:
    return f"{STATEMENT}{first.isoformat()}", f"{STATEMENT}{last.isoformat()}"


def payable(county_id: str, payout_on: date) -> str:
    """In the index `by_day`: what is to be paid on a day, and how it went."""
    return f"{county_id}#PAYABLE#{payout_on.isoformat()}"


def payable_statement(merchant_id: str, on: date) -> str:
    return f"{merchant_id}#{on.isoformat()}"


def holidays(county_id: str) -> str:
    return f"{county_id}#HOLIDAYS"


def holiday(county_id: str, on: date) -> Key:
    return Key(holidays(county_id), on.isoformat())


def outcome(county_id: str, merchant_id: str, on: date, number: int) -> Key:
    """How a statement went in the n-th batch of its day of payout."""
    sk = f"{OUTCOME}{on.isoformat()}#{number:03d}"
    return Key(statements(county_id, merchant_id), sk)


OUTCOME = "PAYOUT#"


def outcomes_between(first: date, last: date) -> tuple[str, str]:
    return f"{OUTCOME}{first.isoformat()}", f"{OUTCOME}{last.isoformat()}~"


def payable_outcome(merchant_id: str, on: date, number: int) -> str:
    """Right after its statement."""
    return f"{payable_statement(merchant_id, on)}#{number:03d}"


def invoice(county_id: str, merchant_id: str, issued_on: date) -> Key:
    return Key(statements(county_id, merchant_id), f"{INVOICE}{issued_on.isoformat()}")


INVOICE = "INVOICE#"


def invoices_between(first: date, last: date) -> tuple[str, str]:
    return f"{INVOICE}{first.isoformat()}", f"{INVOICE}{last.isoformat()}"


def invoices(county_id: str) -> str:
    """In the index `by_day`, by the ids of invoices, which begin with their day."""
    return f"{county_id}#INVOICES"


def invoices_due(county_id: str, on: date) -> str:
    return f"{county_id}#INVOICEDUE#{on.isoformat()}"


def invoice_due(county_id: str, on: date, merchant_id: str) -> Key:
    """That a shop owes something which is invoiced on a day, if it still owes it then."""
    sk = f"{due_in_slice(slice_of(merchant_id))}{merchant_id}"
    return Key(invoices_due(county_id, on), sk)


def shop_due(sk: str) -> str:
    """The shop from the sort key of what is due."""
    return sk.partition("#")[2]


def due_in_slice(number: int) -> str:
    return f"{number:02d}#"


def invoice_withdrawals(county_id: str) -> str:
    return f"{county_id}#INVOICEWITHDRAWALS"


def payout_batches(county_id: str) -> str:
    return f"{county_id}#PAYOUTBATCHES"


def payout_lines(county_id: str, batch_id: str) -> str:
    return f"{county_id}#PAYOUTLINES#{batch_id}"


def payout_line(county_id: str, batch_id: str, reference: str) -> Key:
    return Key(payout_lines(county_id, batch_id), reference)


def payout_file(county_id: str, batch_id: str) -> Key:
    """That a bank file of the batch was made, and what the first one left out."""
    return Key(f"{payout_lines(county_id, batch_id)}#FILES", "FIRST")


def result_file(county_id: str, batch_id: str, sha256: str) -> Key:
    return Key(f"{payout_lines(county_id, batch_id)}#RESULTFILES", sha256)


def batch_of_step(sk: str) -> str:
    """The id of a batch from the sort key of one of its steps."""
    return sk.partition("#")[0]
