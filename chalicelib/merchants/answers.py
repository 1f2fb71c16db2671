"""How a key of a till looks to those who may see it."""

from typing import Any

from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.merchants.merchants import MerchantKey, key_id_of


class KeyRow(Shape):
    """`key_id` names the key and opens nothing; `hint` is how it ends. `made_by` is the key that
    made it by a rotation, `null` if the county issued it."""

    key_id: str
    """Names the key; it opens nothing."""
    hint: str
    """How the key ends."""
    scopes: list[str]
    """What the key may do: `read`, `use` (pay), `cancel`."""
    made_at: Time | None
    """When it was made; null for the county's first ones."""
    made_by: str | None
    """The key that made it by a rotation; null if the county did."""


def key_facts(key: MerchantKey) -> dict[str, Any]:
    """The fields of a `KeyRow`."""
    return {
        "key_id": key.key_id,
        "hint": key.hint,
        "scopes": list(key.scopes),
        "made_at": key.made_at,
        "made_by": key_id_of(key.made_by) if key.made_by else None,
    }
