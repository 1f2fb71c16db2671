"""The stored forms of applications, registrations and businesses."""

from datetime import date, datetime
from typing import Any

from chalicelib.aws.table import Item
from chalicelib.core.values import format_time, parse_time
from chalicelib.merchants import keys
from chalicelib.merchants.applications import Application, Decision, Look, Shop
from chalicelib.merchants.businesses import Business, Place
from chalicelib.merchants.registration import Registration
from chalicelib.merchants.sealing import Sealed
from chalicelib.staff.person import Person


def item_from_application(application: Application) -> Item:
    shop = application.shop
    item: Item = {
        **keys.application(application.county_id, application.application_id)._asdict(),
        "type": "merchant_application",
        "status": application.status,
        "received_at": format_time(application.received_at),
        "business_key": application.business_key,
        "shop": {
            "name": shop.name,
            "trade": shop.trade,
            "address": shop.address,
            "outlet": shop.outlet,
            "phone": shop.phone,
            "sales_class": shop.sales_class,
            "kind": shop.kind,
            "event_name": shop.event_name,
            **_days(event_ends_on=shop.event_ends_on),
            **_numbers(latitude_e6=shop.latitude_e6, longitude_e6=shop.longitude_e6),
        },
        "opened_on": application.opened_on.isoformat(),
        "bank_code": application.bank_code,
        "sealed": application.sealed.stored(),
        "contact_key": application.contact_key,
        "is_phone_proven": application.is_phone_proven,
        "look": _from_look(application.look),
        "version": application.version,
    }
    if application.decision is not None:
        decision = application.decision
        item["decision"] = {
            "by": [decision.by.subject, decision.by.username],
            "at": format_time(decision.at),
            "reason": decision.reason,
            **_times(told_at=decision.told_at),
        }
    if application.merchant_id is not None:
        item["merchant_id"] = application.merchant_id
    return item


def application_from_item(county_id: str, item: Item) -> Application:
    shop = dict(item["shop"])
    if "event_ends_on" in shop:
        shop["event_ends_on"] = date.fromisoformat(shop["event_ends_on"])
    decision = item.get("decision")
    return Application(
        county_id=county_id,
        application_id=item["sk"],
        status=item["status"],
        received_at=parse_time(item["received_at"]),
        business_key=item["business_key"],
        shop=Shop(**shop),
        opened_on=date.fromisoformat(item["opened_on"]),
        bank_code=item["bank_code"],
        sealed=Sealed(*item["sealed"]),
        contact_key=item["contact_key"],
        is_phone_proven=item["is_phone_proven"],
        look=_to_look(item["look"]),
        decision=Decision(
            by=Person(*decision["by"]),
            at=parse_time(decision["at"]),
            reason=decision["reason"],
            told_at=_time(decision, "told_at"),
        )
        if decision
        else None,
        merchant_id=item.get("merchant_id"),
        version=item["version"],
    )


def item_from_registration(registration: Registration) -> Item:
    return {
        **keys.registration(registration.county_id, registration.merchant_id)._asdict(),
        "type": "merchant_registration",
        "business_key": registration.business_key,
        "kind": registration.kind,
        "outlet": registration.outlet,
        "sales_class": registration.sales_class,
        "registered_on": registration.registered_on.isoformat(),
        "bank_code": registration.bank_code,
        "sealed": registration.sealed.stored(),
        "look": _from_look(registration.look),
        "account_state": registration.account_state,
        **_times(
            account_verified_at=registration.account_verified_at,
            account_asked_at=registration.account_asked_at,
        ),
        **({"held_for": registration.held_for} if registration.held_for else {}),
        **(
            {"account_changed_by": registration.account_changed_by}
            if registration.account_changed_by
            else {}
        ),
        "canceled_for": list(registration.canceled_for),
        **_days(
            opened_on=registration.opened_on,
            ends_on=registration.ends_on,
            canceled_on=registration.canceled_on,
            poster_on=registration.poster_on,
        ),
        "poster_number": registration.poster_number,
        **({"change_id": registration.change_id} if registration.change_id else {}),
        **({"open_change": registration.open_change} if registration.open_change else {}),
        "version": registration.version,
    }


def registration_from_item(county_id: str, item: Item) -> Registration:
    return Registration(
        county_id=county_id,
        merchant_id=item["sk"],
        business_key=item["business_key"],
        kind=item["kind"],
        outlet=item["outlet"],
        sales_class=item["sales_class"],
        registered_on=date.fromisoformat(item["registered_on"]),
        opened_on=_day(item, "opened_on"),
        bank_code=item["bank_code"],
        sealed=Sealed(*item["sealed"]),
        ends_on=_day(item, "ends_on"),
        look=_to_look(item["look"]),
        account_state=item["account_state"],
        account_verified_at=_time(item, "account_verified_at"),
        account_asked_at=_time(item, "account_asked_at"),
        held_for=item.get("held_for"),
        account_changed_by=item.get("account_changed_by"),
        canceled_on=_day(item, "canceled_on"),
        canceled_for=tuple(item["canceled_for"]),
        poster_on=_day(item, "poster_on"),
        # Approved before posters had numbers: the first one.
        poster_number=item.get("poster_number", int("poster_on" in item)),
        change_id=item.get("change_id"),
        open_change=item.get("open_change"),
        version=item["version"],
    )


def item_from_business(business: Business) -> Item:
    item: Item = {
        **keys.business(business.county_id, business.business_key)._asdict(),
        "type": "business",
        "open_fingerprint": business.open_fingerprint,
        "places": [[p.merchant_id, p.kind, p.outlet] for p in business.places],
        "barred_for": list(business.barred_for),
        **_days(barred_until_on=business.barred_until_on),
        "version": business.version,
    }
    if business.open_application_id is not None:
        item["open_application_id"] = business.open_application_id
    return item


def business_from_item(county_id: str, business_key: str, item: Item) -> Business:
    return Business(
        county_id=county_id,
        business_key=business_key,
        open_application_id=item.get("open_application_id"),
        open_fingerprint=item["open_fingerprint"],
        places=tuple(Place(*place) for place in item["places"]),
        barred_until_on=_day(item, "barred_until_on"),
        barred_for=tuple(item["barred_for"]),
        version=item["version"],
    )


def _from_look(look: Look) -> dict[str, Any]:
    return {
        "status": look.status,
        "authenticity": look.authenticity,
        "tax_kind": look.tax_kind,
        **({"tax_class": look.tax_class} if look.tax_class else {}),
        **_days(closed_on=look.closed_on),
        **_times(at=look.at),
    }


def _to_look(item: dict[str, Any]) -> Look:
    return Look(
        status=item["status"],
        authenticity=item["authenticity"],
        tax_kind=item["tax_kind"],
        tax_class=item.get("tax_class"),
        closed_on=_day(item, "closed_on"),
        at=_time(item, "at"),
    )


def _days(**days: date | None) -> dict[str, str]:
    return {name: day.isoformat() for name, day in days.items() if day is not None}


def _times(**times: datetime | None) -> dict[str, str]:
    return {name: format_time(at) for name, at in times.items() if at is not None}


def _numbers(**numbers: int | None) -> dict[str, int]:
    return {name: number for name, number in numbers.items() if number is not None}


def _day(item: dict[str, Any], name: str) -> date | None:
    return date.fromisoformat(item[name]) if name in item else None


def _time(item: dict[str, Any], name: str) -> datetime | None:
    return parse_time(item[name]) if name in item else None
