"""Recomputing a whole ledger, from plain records and apart from the code that wrote it: what
`make verify` holds true of every wallet, every day and every total."""
