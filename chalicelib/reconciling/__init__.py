"""The nightly reconciliation: the day's rows against chains, totals, roots, approvals, merchants.

It reads what is stored, whatever it says, and tells each difference; it never repairs one.
"""
