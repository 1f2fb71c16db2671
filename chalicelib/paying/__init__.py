"""Paying at a shop: pay codes, redemptions, cancels, net-cancels.

An order is paid once however often it is sent; a net-cancel wins even if it comes first.
"""
