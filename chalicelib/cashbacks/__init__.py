"""Cashback campaigns: of what bought vouchers pay, a share comes back as a voucher of the county.

A payment gets it at once, in its own transaction, and a cancel takes it back with the payment. Two
people make a campaign and two close it; its budget lies in shards, as a sale round's does.
"""
