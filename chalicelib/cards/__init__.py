"""Printed cards, for members without a smartphone.

A card opens no payment by itself: with its PIN a till makes a pay code of it, which then pays as
any other does (docs/decisions/0050).
"""
