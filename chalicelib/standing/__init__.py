"""Whether a member or a shop may act, and with which keys: what staff decide, each with its reason
and its record."""
