"""A key of the table. How each looks, only its package's `keys.py` knows.

Each partition key, of items and indexes alike, begins with the county: many counties share one
table, and none can reach another's items.
"""

from typing import NamedTuple


class Key(NamedTuple):
    pk: str
    sk: str
