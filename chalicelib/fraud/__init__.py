"""What looks like misuse in the ledger and in members' reports, and what staff made of it.

Promises: a signal is no verdict, and nothing is stopped or taken by it; the same days give the same
signals; what staff said of a case is on record, and the last word of two at once is refused.
"""
