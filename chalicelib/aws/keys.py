"""Every key of the table. No other module knows how one looks.

Each partition key, of items and indexes alike, begins with the county: many counties share one
table, and none can reach another's items.
"""

from typing import NamedTuple


class Key(NamedTuple):
    pk: str
    sk: str
