"""What one member of staff proposes and another decides: adjustments and bulk grants.

Promises: nobody decides what they proposed; an approved proposal moves value once, and its outcome
is written in the same transaction as the entry.
"""
