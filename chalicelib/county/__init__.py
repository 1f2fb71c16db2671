"""A county, its facilities, and its rules as dated settings.

A version of a setting is written once and takes effect on a later day; what held on a day that has
begun never changes.
"""
