"""A member's copy of everything that is held about them (Personal Information Protection Act, art.
35): of the wallet and of what other packages keep of a member.

It stands above them all, as what it reads is theirs.
"""
