"""Advertising messages to segments of members: proposed by one, approved by another, sent to each
once, and only to who agrees to it at that moment; and how members refuse them.

The rules are those of the Act on Promotion of Information and Communications Network Utilization,
art. 50, and its decree, arts. 61 to 62-3.
"""
