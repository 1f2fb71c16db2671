"""The county's shops: who applies, who is registered and until when, and their tills' keys.

A shop stands below what is paid at it: `paying` asks whose key it is and whether the shop may take.
"""
