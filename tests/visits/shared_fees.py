"""A sight of which half of the fee comes back as a voucher, for tests."""

from datetime import date, time
from typing import Any

from chalicelib.visits.facility_terms import FeeShare
from chalicelib.visits.terms_store import TermsStore
from tests.builders import some_terms

HALF = FeeShare(kind="percent", value=50, unit=100, article="조례 제9조")
FEE, SHARE = 2_000, 1_000
"""Of an adult, in won."""


def share_fees(table: Any) -> None:
    """From before any test's day: members pay as others do, at all hours of every day."""
    TermsStore(table).put_first(
        some_terms(
            effective_on=date(2026, 2, 1), benefits=(), closed_weekdays=(), opens_at=time(0),
            closes_at=time(23, 59), early_minutes=0, last_entry_minutes=1, fee_share=HALF,
        )
    )  # fmt: skip
