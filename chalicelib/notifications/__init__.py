"""Telling a member what happened in the wallet, by Web Push where a browser of theirs asked for it.

The table's stream brings each new entry after it is written, so that no payment waits for it. A
message that is lost does no harm, and one that comes twice is shown once: the entry's id tags it.
"""
