"""The night's look at one day of a county: wallets, indexes, merchants, sums, approvals and the
published root must agree, and each difference is named."""
