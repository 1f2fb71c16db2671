"""What shops took, day by day, and the money that they get for it.

A shop's day is closed once: a row a payment, a minus row a cancel, each by its own day. What is
closed never changes, is rebuilt from the ledger to the same bytes, and is paid out to the won.
"""
