"""Names of a shop's people: sealed where they are kept, and shown to those who work there."""

from typing import Any

from tests.conftest import Stack
from tests.shops.phones import CLERK_PIN, OWNER_PIN, Phone, add_clerk, owners_phone


def people(stack: Stack) -> list[dict[str, Any]]:
    return [item for item in stack.table.items.values() if item.get("type") == "shop_person"]


def shown(phone: Phone) -> list[str]:
    return [row["name"] for row in phone.call("GET", "/v1/merchant/people").json["data"]]


def test_no_name_is_kept_in_clear(stack: Stack) -> None:
    owner = owners_phone(stack)
    person_id = add_clerk(owner)
    body = {"name": "최점원", "role": "clerk", "may_cancel": True, "is_active": True}
    changed = owner.call("PUT", f"/v1/merchant/people/{person_id}", body)

    assert (changed.json["name"], shown(owner)) == ("최점원", ["김사장", "최점원"])
    assert len(people(stack)) == 2
    assert not any(name in repr(people(stack)) for name in ("김사장", "박점원", "최점원"))


def test_a_name_that_an_earlier_release_kept_is_shown_and_sealed_when_it_is_given_anew(
    stack: Stack,
) -> None:
    owner = owners_phone(stack)
    clerk = owner.with_pin(add_clerk(owner), CLERK_PIN)
    for item, name in zip(people(stack), ("김사장", "박점원"), strict=True):
        del item["sealed"]
        item["name"] = name

    body = {"pin": CLERK_PIN, "new_pin": "161803"}
    changed = clerk.call("PUT", "/v1/merchant/pin", body)
    body = {"name": "김사장", "role": "owner", "may_cancel": True, "is_active": True}
    owner.call("PUT", "/v1/merchant/people/p1", body)

    assert changed.json["person"]["name"] == "박점원"
    assert shown(owner.with_pin("p1", OWNER_PIN)) == ["김사장", "박점원"]
    assert ["name" in item for item in people(stack)] == [False, True]
