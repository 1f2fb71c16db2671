"""Every day's entries as a published Merkle root, and the proof of one entry under it.

A published day is never changed; a proof shows one entry and tells nothing of any other.
"""
