"""The verifier's own table of the kinds of entries, written apart from `ledger/kinds.py`.

The product's table says how its code moves value; this one says what may be found. A test holds
that both name the same kinds.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Term = Literal["issued", "spent", "expired", "refunded", "taken"]
"""Of the accounting identities: see `ledger_totals.AccountingIdentity`."""


class Kind(NamedTuple):
    """The sign of the mileage and of the vouchers that such an entry moves (`None`: either); what
    it must say besides what all say, and what it may; which kinds of lots it may open. `puts` and
    `takes`: under which term of the identities what it puts in or takes out stands."""

    mileage: int | None
    voucher: int | None
    must: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    opens: frozenset[str] = frozenset()
    puts: Term | None = None
    takes: Term | None = None


def _names(*names: str) -> frozenset[str]:
    return frozenset(names)


# fmt: off
KINDS: Mapping[str, Kind] = {
    "signup": Kind(
        None, 0, must=_names("origin"), opens=_names("mileage"), puts="issued",
    ),
    "conversion": Kind(
        -1, 1, opens=_names("policy"), puts="issued", takes="spent",
    ),
    "redemption": Kind(
        0, -1, must=_names("merchant"), may=_names("terminal_id", "cashback"), takes="spent",
    ),
    "cancellation": Kind(
        0, 1, must=_names("merchant", "of_redemption_id", "reason"), may=_names("cashback"),
        puts="spent",
    ),
    "net_cancel": Kind(
        0, 0, must=_names("merchant"),
    ),
    "adjustment": Kind(
        None, None, must=_names("reason"), may=_names("corrects_entry_id"),
        opens=_names("mileage", "policy"),
        puts="issued", takes="taken",
    ),
    "expiration": Kind(
        None, None, takes="expired",
    ),
    # Its reason: who sold it, if it was paid at the counter.
    "purchase": Kind(
        0, 1, must=_names("purchase"), may=_names("reason"), opens=_names("sale"), puts="issued",
    ),
    "purchase_cancel": Kind(
        0, -1, must=_names("purchase"), takes="refunded",
    ),
    "change_refund": Kind(
        0, -1, must=_names("purchase"), takes="refunded",
    ),
    "grant_return": Kind(
        -1, 0, takes="taken",
    ),
    "identity_grant": Kind(
        1, 0, opens=_names("mileage"), puts="issued",
    ),
    # Lots as they are, out of one wallet and into another: what is taken is put.
    "carry_over": Kind(
        None, None, may=_names("receivable"), opens=_names("mileage", "policy", "sale"),
        puts="taken", takes="taken",
    ),
    # Its reason: who of staff recorded it.
    "leaving_refund": Kind(
        0, -1, must=_names("purchase", "reason"), takes="refunded",
    ),
    "reservation": Kind(0, 0, must=_names("purchase", "reservations")),
    # Its reason: whether it was not paid in time, or given up.
    "reservation_end": Kind(0, 0, must=_names("purchase", "reason")),
    "online_purchase": Kind(
        0, 1, must=_names("purchase"), opens=_names("sale"), puts="issued",
    ),
    "online_purchase_cancel": Kind(
        0, -1, must=_names("purchase"), takes="refunded",
    ),
    # What is spent already stays spent: then it takes nothing.
    "purchase_reversal": Kind(
        0, None, must=_names("purchase"), takes="refunded",
    ),
    "receivable": Kind(
        0, 0, must=_names("receivable", "owed"),
    ),
    # Its reason: who of staff it was paid to, or who forgave it.
    "receivable_settled": Kind(
        0, 0, must=_names("receivable", "reason"),
    ),
    # Of what it is a share: see `trip_book.py`.
    "trip_grant": Kind(
        0, 1, opens=_names("policy"), puts="issued",
    ),
    # What is spent already stays spent: then it takes nothing.
    "trip_clawback": Kind(
        0, None, takes="taken",
    ),
    "cashback": Kind(
        0, 1, must=_names("cashback", "of_redemption_id"), opens=_names("policy"), puts="issued",
    ),
    # What is spent of it is owed: then it may take nothing.
    "cashback_return": Kind(
        0, None, must=_names("cashback", "of_redemption_id"), may=_names("receivable"),
        takes="taken",
    ),
    # Its reason: the campaign's two names. Of what, and whether once: see `visit_book.py`.
    "visit_grant": Kind(
        1, 0, must=_names("reason"), opens=_names("mileage"), puts="issued",
    ),
    # Nothing moves in the wallet: the notes are in a hand. Its reason: who sold them.
    "paper_sale": Kind(0, 0, must=_names("purchase", "reason")),
    # Its reason: who took them back.
    "paper_return": Kind(0, 0, must=_names("purchase", "reason")),
    # Of rewards beside visits: see `reward_book.py`.
    "tour_grant": Kind(
        1, 0, must=_names("reason"), opens=_names("mileage"), puts="issued",
    ),
    "referral_grant": Kind(
        1, 0, must=_names("reason"), opens=_names("mileage"), puts="issued",
    ),
    "activity_grant": Kind(
        1, 0, must=_names("reason"), opens=_names("mileage"), puts="issued",
    ),
    # What is turned into vouchers stays so: then it takes nothing.
    "referral_return": Kind(
        None, 0, must=_names("reason"), takes="taken",
    ),
    # Of what fee it is a share, and whether once: see `fee_share_book.py`.
    "fee_share": Kind(
        0, 1, must=_names("reason"), opens=_names("policy"), puts="issued",
    ),
}
# fmt: on
