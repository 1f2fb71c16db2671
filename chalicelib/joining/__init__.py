"""From a QR code to a wallet: campaigns, phone verification, sign-up, posters.

A sign-up that was accepted is never lost and never granted twice: it is queued at once, and the
worker may get it as often as it likes.
"""
