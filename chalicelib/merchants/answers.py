"""How a key of a till and the tax office's word look to those who may see them."""

from datetime import date
from typing import Any

from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.merchants.applications import Look
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


class LookAnswer(Shape):
    """What the tax office said: `unknown` if nobody answered, which is no reason to refuse."""

    status: str
    """What the tax office says of the business; `unknown` if it did not answer."""
    authenticity: str
    """Whether number, owner and day of opening belong together."""
    tax_kind: str
    """How the business is taxed, in the office's words."""
    closed_on: date | None
    """The day on which it was closed; null if it was not."""
    at: Time | None
    """When the office was asked; null if it never answered."""


def key_facts(key: MerchantKey) -> dict[str, Any]:
    """The fields of a `KeyRow`."""
    return {
        "key_id": key.key_id,
        "hint": key.hint,
        "scopes": list(key.scopes),
        "made_at": key.made_at,
        "made_by": key_id_of(key.made_by) if key.made_by else None,
    }


def look_answer(look: Look) -> LookAnswer:
    return LookAnswer(
        status=look.status,
        authenticity=look.authenticity,
        tax_kind=look.tax_kind,
        closed_on=look.closed_on,
        at=look.at,
    )
