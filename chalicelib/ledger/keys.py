"""Keys of wallets, of the indexes over their entries, and of the budgets that entries take from."""

from datetime import date, datetime
from zlib import crc32

from chalicelib.aws.keys import Key
from chalicelib.core.values import format_time, seoul_date

DAY_SHARDS = 8
"""A day's entries are spread over this many partitions of `by_day`."""


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


def is_of_part(pk: str, part: int, parts: int) -> bool:
    """Whether a wallet is of this part of all; `parts` is a multiple of the shards, and part n is
    in shard n % DAY_SHARDS."""
    return crc32(split_wallet(pk)[1].encode()) % parts == part


def split_day(by_day_pk: str) -> date:
    """The business day of what `day` made. Raises `ValueError`."""
    return date.fromisoformat(by_day_pk.split("#")[1])


def time_of_entry(by_day_sk: str) -> str:
    """When the entry was written, as `format_time` has it."""
    return by_day_sk.partition("#")[0]


def merchant_entries(county_id: str, merchant_id: str) -> str:
    return f"{county_id}#MERCHANT#{merchant_id}"


def merchant_of_entries(by_merchant_pk: str) -> str:
    """The merchant's id from what `merchant_entries` made."""
    return by_merchant_pk.rpartition("#")[2]


def merchant_redemption(redemption_on: date, redemption_id: str) -> str:
    """In the index `by_merchant`; a cancellation's key begins with its redemption's."""
    return f"{redemption_on.isoformat()}#{redemption_id}"


def merchant_cancellation(redemption_on: date, redemption_id: str, cancel_id: str) -> str:
    return f"{merchant_redemption(redemption_on, redemption_id)}#{cancel_id}"


def redemption_of_cancellation(by_merchant_sk: str) -> str:
    """The redemption's id from what `merchant_cancellation` made."""
    return by_merchant_sk.split("#")[1]


def split_merchant_entry(by_merchant_sk: str) -> tuple[str, str | None]:
    """The ids of redemption and cancellation from what the two above made."""
    _, redemption_id, *cancel_id = by_merchant_sk.split("#")
    return redemption_id, (cancel_id[0] if cancel_id else None)


def owing(county_id: str) -> str:
    """In the index `by_merchant`: the entries by which somebody owes more or less."""
    return f"{county_id}#OWING"


def owing_entry(county_id: str, member_id: str, seq: int) -> dict[str, str]:
    """An entry's place there: a wallet's stand side by side, in their order."""
    return {"by_merchant_pk": owing(county_id), "by_merchant_sk": f"{member_id}#{seq:010d}"}


def round_budget(county_id: str, round_id: str, shard: int) -> Key:
    """A partition for each shard, so that no two share one's throughput."""
    return Key(f"{county_id}#BUDGET#{round_id}#{shard:02d}", "BUDGET")


def carry_over(county_id: str) -> Key:
    return Key(f"{county_id}#BUDGET#CARRYOVER", "BUDGET")


def named(county_id: str, name_key: str) -> str:
    """In the index `by_merchant`: the members of a name."""
    return f"{county_id}#NAME#{name_key}"


def named_member(county_id: str, name_key: str, born_key: str, member_id: str) -> dict[str, str]:
    """A profile's place there, those of one birth date side by side."""
    pk, sk = named(county_id, name_key), f"{born_key}#{member_id}"
    return {"by_merchant_pk": pk, "by_merchant_sk": sk}


def split_named_member(by_merchant_pk: str, by_merchant_sk: str) -> tuple[str, str]:
    """(name_key, born_key) from what `named_member` made."""
    return by_merchant_pk.rpartition("#")[2], by_merchant_sk.partition("#")[0]


def cashback_budget(county_id: str, campaign_id: str, shard: int) -> Key:
    return Key(f"{county_id}#CASHBACKBUDGET#{campaign_id}#{shard:02d}", "BUDGET")
