"""Entries to a draw by a comment that a member wrote under a post of the county's, and certifies.

A platform such as a blog or an SNS tells us nothing of who comments there: the member names the
handle and shows the comment by its link or a picture of it, and staff look.
"""
