"""The county's account for vouchers at its treasury: money by day, interest, what is published.

Promises: what the account's book says of sales, payments and what is left is the ledger's day
totals and nothing else; interest is two people's word, never changed in place; what was published
stays as it was, with its hash.
"""
