"""Persons and their profiles: joining makes one, leaving erases it, a member sees and mends it.

The profile is the one place with personal data, sealed field by field.
"""
