"""All planted bugs, and which tests are asked first about each file."""

from tests.planted import in_payments, in_proof, in_replays, in_sales

BUGS = (*in_replays.BUGS, *in_payments.BUGS, *in_sales.BUGS, *in_proof.BUGS)

FAST_SUITE = ("tests/unit", "tests/functional")
"""Asked last: whatever needs no server and no browser."""

_FUNCTIONAL = "tests/functional/test_"
_UNIT = "tests/unit/test_"
_PAYING = (
    f"{_FUNCTIONAL}replays.py",
    f"{_FUNCTIONAL}cancels.py",
    f"{_FUNCTIONAL}net_cancels.py",
    f"{_FUNCTIONAL}paying.py",
    f"{_FUNCTIONAL}traps_of_peers.py",
)
_SELLING = (
    f"{_FUNCTIONAL}purchases.py",
    f"{_FUNCTIONAL}give_back.py",
    f"{_FUNCTIONAL}change_refunds.py",
)
_ORDERS = (
    "tests/contract/test_interleavings.py::test_in_every_order_it_comes_out_as_one_after_the_other"
)
_OF_SALES = (
    f"{_ORDERS}[one purchase, twice, of the last crumbs]",
    f"{_ORDERS}[two people, crumbs of a budget in two shards]",
)
_OF_TWO_PEOPLE = (f"{_ORDERS}[approval against rejection]", f"{_ORDERS}[two approvals]")

FIRST_ASKED: dict[str, tuple[str, ...]] = {
    "http/problems.py": (f"{_FUNCTIONAL}traps_of_peers.py",),
    "approvals/adjustments.py": (f"{_FUNCTIONAL}adjustments.py",),
    "approvals/approvals.py": (f"{_FUNCTIONAL}adjustments.py",),
    "wallets/conversions.py": (
        f"{_UNIT}rules.py",
        f"{_FUNCTIONAL}wallet.py",
        f"{_FUNCTIONAL}expiry.py",
    ),
    "ledger/entries.py": (f"{_UNIT}chain.py", f"{_UNIT}tampering.py"),
    "wallets/expiry.py": (f"{_FUNCTIONAL}expiry.py",),
    "infra/verifier/ledger_audit.py": (
        f"{_UNIT}wallet_check.py",
        f"{_UNIT}ledger_audit.py",
        f"{_UNIT}tampering.py",
    ),
    "reconciling/approval_check.py": (f"{_UNIT}desk_forgery.py",),
    "proofs/roots.py": (f"{_UNIT}ledger_roots.py", f"{_FUNCTIONAL}ledger_roots.py"),
    "ledger/lots.py": (f"{_UNIT}lots.py", f"{_FUNCTIONAL}cancels.py", f"{_FUNCTIONAL}expiry.py"),
    "reconciling/merchant_check.py": (f"{_UNIT}reconciliation.py",),
    "proofs/merkle.py": (f"{_UNIT}merkle.py",),
    "sales/purchases.py": _SELLING,
    "ledger/give_back.py": _SELLING,
    "ledger/vouchers.py": (f"{_UNIT}rules.py", f"{_FUNCTIONAL}wallet.py"),
    "reconciling/reconciliation.py": (
        f"{_UNIT}reconciliation.py",
        f"{_UNIT}reconciliation_sums.py",
    ),
    "paying/redemptions.py": (f"{_UNIT}rules.py", *_PAYING),
    "ledger/idempotency.py": (f"{_UNIT}references.py", f"{_FUNCTIONAL}replays.py"),
    "sales/rounds.py": (f"{_UNIT}rounds.py", *_SELLING),
    "core/values.py": (f"{_UNIT}values.py", f"{_FUNCTIONAL}expiry.py"),
    "ledger/appending.py": (
        f"{_UNIT}appending.py",
        f"{_UNIT}chain.py",
        f"{_FUNCTIONAL}late_cancels.py",
        *_PAYING,
    ),
    "reconciling/wallet_check.py": (f"{_UNIT}wallet_check.py", f"{_UNIT}reconciliation.py"),
    "approvals/adjustment_store.py": (f"{_FUNCTIONAL}two_people_cuts.py",),
    "proofs/store.py": (f"{_FUNCTIONAL}ledger_roots.py",),
    "members/store.py": (
        f"{_FUNCTIONAL}colliding_ids.py",
        f"{_FUNCTIONAL}own_data.py",
        f"{_FUNCTIONAL}interleaved_signups.py",
    ),
    "sales/store.py": _SELLING,
    "aws/dynamodb.py": (
        "tests/contract/test_table.py",
        "tests/contract/test_transactions.py",
        "tests/contract/test_written_together.py",
    ),
    "ledger/store.py": (
        f"{_FUNCTIONAL}privacy.py",
        f"{_UNIT}chain.py",
        "tests/test_units.py",
    ),
    "paying/cancellations.py": (f"{_FUNCTIONAL}cancels.py", f"{_FUNCTIONAL}net_cancels.py"),
    "ledger/chain.py": (f"{_UNIT}chain.py", f"{_FUNCTIONAL}replays.py", *_SELLING),
    "wallets/expirations.py": (f"{_FUNCTIONAL}expiry.py", f"{_FUNCTIONAL}late_cancels.py"),
    "approvals/grant_runs.py": (f"{_FUNCTIONAL}bulk_grants.py",),
    "staff/idempotency_keys.py": (f"{_FUNCTIONAL}counter_sales.py", f"{_FUNCTIONAL}approvals.py"),
    "proofs/publishing.py": (f"{_FUNCTIONAL}ledger_roots.py",),
    "sales/payout_service.py": (f"{_FUNCTIONAL}payouts.py",),
    "approvals/proposing.py": (f"{_FUNCTIONAL}adjustments.py", *_OF_TWO_PEOPLE),
    "sales/service.py": (*_SELLING, *_OF_SALES),
    "paying/service.py": _PAYING,
    "sales/round_service.py": (f"{_FUNCTIONAL}rounds.py",),
    "approvals/outcome_store.py": (
        f"{_UNIT}settling.py",
        f"{_FUNCTIONAL}two_people_cuts.py",
        *_OF_TWO_PEOPLE,
    ),
    "joining/signup_service.py": (f"{_FUNCTIONAL}workers.py", f"{_FUNCTIONAL}joining.py"),
}
"""Those that are most likely to see a bug there, so that the answer comes in seconds."""
