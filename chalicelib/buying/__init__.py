"""Buying vouchers online in a rush: a ticket, its turn, what is held while the buyer pays, the end.

A ticket is a place in a line and nothing more; budget, limits and holding cap are reserved, turned
into a lot, or let go by entries of the buyer's own wallet.
"""
