"""What the county learns from what its members do: a nightly extract without names, segments,
cohorts, campaigns and where members spend.

The extract is derived: it can be made again from the ledger, and nothing about money reads it.
"""
