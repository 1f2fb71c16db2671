"""The environment first: what a module reads of it on import, as the logger does its level, is read
before the rest of `tests` is."""

from tests import environment as environment
