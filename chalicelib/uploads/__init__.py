"""Images that a member sends from a phone: straight into a bucket of their own, by a form.

What came is never trusted: an image is looked at when something uses it (`images`), and what is
kept and shown is a copy without where and by what it was taken. The first copy is gone in a day.
"""
