"""Korean of what the reference says, by its English words: many fields share the same ones.

Complete for what a till, a shop's phones, an agent's counters and anybody without a log-in call and
can be refused; what members and staff call, with our own pages, is described in English.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_suffix(".json")


@cache
def table() -> Mapping[str, str]:
    """Korean by English: a field's words, a summary, a sentence of a description, a note."""
    return json.loads(_TABLE.read_text("utf-8"))  # type: ignore[no-any-return]


def korean(words: str) -> str | None:
    """`None`: there is none yet, and the English words stand."""
    return table().get(words)
