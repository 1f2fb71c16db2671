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
    hint: str
    scopes: list[str]
    made_at: Time | None
    made_by: str | None


class LookAnswer(Shape):
    """What the tax office said: `unknown` if nobody answered, which is no reason to refuse."""

    status: str
    authenticity: str
    tax_kind: str
    closed_on: date | None
    at: Time | None


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
