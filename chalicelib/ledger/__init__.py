"""A member's wallet: one chain of immutable entries, each with the whole state after it.

Promises: a command takes effect exactly once, under retries, crashes and races; balances are the
sums of the lots; each entry names the hash of the one before. Packages above decide *what* to
append (a pure function from head to draft) and append through `Chain` alone;
`joining` writes the first entry of a wallet, which can exist once.
"""
