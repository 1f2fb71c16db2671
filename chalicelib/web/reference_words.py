"""Korean of what the reference says, by its English words: many fields share the same ones.

Complete for what a till and a shop's phones call and can be refused; the rest of the API is
described in English.
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
