"""The verifier's own copies of the numbers that bound a ledger.

A number that changed in the product by mistake must be found here, so none is imported from there;
`tests/infra/verifier/test_verifier_apart.py` says where the two differ.
"""

from datetime import timedelta, timezone

SEOUL = timezone(timedelta(hours=9), "KST")

GENESIS_HASH = "0" * 64
ENTRY_SCHEMA = 2
"""Of the form in which entries are stored."""

DAY_SHARDS = 8
"""Into so many parts the index of a day's entries is cut."""

LOTS_MAX = 200
CANCELS_MAX = 1_000
"""Of one wallet at one moment: open lots, and payments with a cancel that is remembered."""

CANCEL_DAYS_MAX = 90
REPLAY_DAYS = 15
GRANT_SLICE_ROWS = 50
