"""Campaigns as the county's staff make and change them.

What moves money takes two people; names, booths and dates one, and a record of it.
"""
