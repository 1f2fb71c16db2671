"""Agents who sell vouchers for the county at their counters, and their tellers."""
