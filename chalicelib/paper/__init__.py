"""Vouchers on paper: printed series, whose stock a note is, its sale, return and exchange."""
