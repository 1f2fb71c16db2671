"""Every key of the table. No other module knows how one looks.

Each partition key, of items and indexes alike, begins with the county: many counties share one
table, and none can reach another's items.
"""

from datetime import date, datetime
from typing import NamedTuple
from zlib import crc32

from chalicelib.core.values import format_time, seoul_date

DAY_SHARDS = 8
"""A day's entries are spread over this many partitions of `by_day`."""


class Key(NamedTuple):
    pk: str
    sk: str


def wallet(county_id: str, member_id: str) -> str:
    return f"{county_id}#WALLET#{member_id}"


def entry(county_id: str, member_id: str, seq: int) -> Key:
    return Key(wallet(county_id, member_id), f"ENTRY#{seq:010d}")


def profile(county_id: str, member_id: str) -> Key:
    """Sorts after every entry, so that one query, newest first, reads the profile and the head."""
    return Key(wallet(county_id, member_id), "PROFILE")


def split_wallet(pk: str) -> tuple[str, str]:
    """(county_id, member_id) of what `wallet` made."""
    county_id, _, member_id = pk.split("#")
    return county_id, member_id


def split_entry(pk: str, sk: str) -> tuple[str, str, int]:
    """(county_id, member_id, seq) of an entry's key."""
    return (*split_wallet(pk), int(sk.removeprefix("ENTRY#")))


def day(county_id: str, on: date, shard: int) -> str:
    return f"{county_id}#{on.isoformat()}#{shard:02d}"


def day_of_entry(county_id: str, member_id: str, at: datetime, seq: int) -> Key:
    """In the index `by_day`: the wallet's shard of the business day, sorted by time. `seq` keeps a
    wallet's own entries of one millisecond in order; keys of an index need not be unique."""
    shard = crc32(member_id.encode()) % DAY_SHARDS
    return Key(day(county_id, seoul_date(at), shard), f"{format_time(at)}#{seq:010d}")


def split_day(by_day_pk: str) -> date:
    """The business day of what `day` made. Raises `ValueError`."""
    return date.fromisoformat(by_day_pk.split("#")[1])


def time_of_entry(by_day_sk: str) -> str:
    """When the entry was written, as `format_time` has it."""
    return by_day_sk.partition("#")[0]


def merchant_entries(county_id: str, merchant_id: str) -> str:
    return f"{county_id}#MERCHANT#{merchant_id}"


def merchant_redemption(redemption_on: date, redemption_id: str) -> str:
    """In the index `by_merchant`; a cancellation's key begins with its redemption's."""
    return f"{redemption_on.isoformat()}#{redemption_id}"


def merchant_cancellation(redemption_on: date, redemption_id: str, cancel_id: str) -> str:
    return f"{merchant_redemption(redemption_on, redemption_id)}#{cancel_id}"


def redemption_of_cancellation(by_merchant_sk: str) -> str:
    """The redemption's id from what `merchant_cancellation` made."""
    return by_merchant_sk.split("#")[1]


def person(county_id: str, person_key: str) -> Key:
    return Key(f"{county_id}#PERSON#{person_key}", "PERSON")


def ticket(county_id: str, signup_id: str) -> Key:
    return Key(f"{county_id}#SIGNUP#{signup_id}", "TICKET")


def verification(county_id: str, verification_id: str) -> Key:
    return Key(f"{county_id}#VERIFICATION#{verification_id}", "VERIFICATION")


def throttle(county_id: str, subject: str, window: str) -> Key:
    return Key(f"{county_id}#THROTTLE#{subject}", window)


def typed_pay_code(county_id: str, digits: str) -> Key:
    return Key(f"{county_id}#PAYCODE#{digits}", "PAYCODE")


def rounds(county_id: str) -> str:
    return f"{county_id}#ROUNDS"


def round_(county_id: str, round_id: str) -> Key:
    return Key(rounds(county_id), round_id)


def round_budget(county_id: str, round_id: str, shard: int) -> Key:
    """A partition for each shard, so that no two share one's throughput."""
    return Key(f"{county_id}#BUDGET#{round_id}#{shard:02d}", "BUDGET")


def carry_over(county_id: str) -> Key:
    return Key(f"{county_id}#BUDGET#CARRYOVER", "BUDGET")


def adjustments(county_id: str) -> str:
    return f"{county_id}#ADJUSTMENTS"


def bulk_grants(county_id: str) -> str:
    return f"{county_id}#GRANTS"


def step(pk: str, matter_id: str, number: int) -> Key:
    """A step of what is proposed and decided: `pk` from `adjustments` or `bulk_grants`."""
    return Key(pk, f"{matter_id}#{number}")


def split_step(sk: str) -> tuple[str, int]:
    """(matter_id, number) of a step's sort key."""
    matter_id, _, number = sk.partition("#")
    return matter_id, int(number)


def proposal(county_id: str, digest: str) -> Key:
    return Key(f"{county_id}#PROPOSAL#{digest}", "PROPOSAL")


def payouts(county_id: str) -> str:
    return f"{county_id}#PAYOUTS"


def payout(county_id: str, entry_id: str) -> Key:
    """Of the refund that the entry owes."""
    return Key(payouts(county_id), entry_id)


def grant_rows(county_id: str, grant_id: str) -> str:
    return f"{county_id}#GRANT#{grant_id}"


def grant_slice(county_id: str, grant_id: str, number: int) -> Key:
    return Key(grant_rows(county_id, grant_id), f"SLICE#{number:04d}")


def grant_outcome(county_id: str, grant_id: str, row_number: int) -> Key:
    return Key(grant_rows(county_id, grant_id), f"ROW#{row_number:05d}")


def split_grant_outcome(sk: str) -> int:
    """The row's number from its outcome's sort key."""
    return int(sk.removeprefix("ROW#"))


def row_claim(county_id: str, row_key: str) -> Key:
    return Key(f"{county_id}#ROWKEY#{row_key}", "ROWKEY")


def campaign(county_id: str, campaign_id: str) -> Key:
    return Key(f"{county_id}#CAMPAIGNS", campaign_id)


def join_code(county_id: str, code: str) -> Key:
    return Key(f"{county_id}#CODE#{code}", "CODE")


def merchant(county_id: str, merchant_id: str) -> Key:
    return Key(f"{county_id}#MERCHANTS", merchant_id)


def merchant_code(county_id: str, code: str) -> Key:
    return Key(f"{county_id}#MERCHANTCODE#{code}", "MERCHANTCODE")


def merchant_key(county_id: str, key_hash: str) -> Key:
    return Key(f"{county_id}#KEY#{key_hash}", "KEY")


def day_totals(county_id: str, on: date) -> Key:
    return Key(f"{county_id}#TOTALS", on.isoformat())


def ledger_roots(county_id: str) -> str:
    return f"{county_id}#ROOTS"


def ledger_root(county_id: str, on: date) -> Key:
    return Key(ledger_roots(county_id), on.isoformat())


def reconciliations(county_id: str) -> str:
    return f"{county_id}#RECONCILIATIONS"


def reconciliation(county_id: str, on: date) -> Key:
    return Key(reconciliations(county_id), on.isoformat())


def subscribers(county_id: str) -> str:
    return f"{county_id}#SUBSCRIBERS"


def subscriber(county_id: str, email: str) -> Key:
    return Key(subscribers(county_id), email)
