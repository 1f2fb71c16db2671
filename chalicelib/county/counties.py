"""A county as its residents see it."""

from datetime import date

from msgspec import Struct


class County(Struct, frozen=True, kw_only=True):
    """`region_code` is the official five-digit one; `opened_on` the first business day; `phone` as
    it is dialled in the country; `official_site`: whether the state's masthead may be shown;
    `receiving_account`: bank, number and holder of the account at the county's treasury to which
    shops pay invoices and members what they owe, as one reads it; empty if they pay at the office
    alone.

    Its looks: `emblem` and `picture` are names of its pictures, `brand` and `accent` colours; what
    is empty is the programme's own. `icon…` are pictures of the emblem as phones want an app's icon
    (`pictures.ICON_SIDES`). `…_alt` say in words what is to be seen. `pictures_by_desk`:
    staff set these, and the county's file no longer does. `version` guards changes; 0 of a county
    that was written before there were any.
    """

    county_id: str
    name: str
    name_en: str
    region_code: str
    programme: str
    programme_en: str
    contact: str
    opened_on: date
    terms_version: str
    privacy_version: str
    contact_en: str = ""
    phone: str = ""
    address: str = ""
    official_site: bool = False
    receiving_account: str = ""
    emblem: str = ""
    emblem_alt: str = ""
    emblem_alt_en: str = ""
    icon: str = ""
    icon_maskable: str = ""
    icon_touch: str = ""
    picture: str = ""
    picture_alt: str = ""
    picture_alt_en: str = ""
    pictures_by_desk: bool = False
    version: int = 0
    brand: str = ""
    accent: str = ""


class Contact(Struct, frozen=True, kw_only=True):
    """Whom people ask, as one reads it in a language; `dialled` is for a link."""

    office: str
    phone: str
    dialled: str


def contact_of(county: County, *, english: bool) -> Contact:
    """From abroad the number has Korea's code in place of its zero."""
    abroad = f"+82 {county.phone.removeprefix('0')}" if county.phone else ""
    return Contact(
        office=(county.contact_en or county.name_en) if english else county.contact,
        phone=abroad if english else county.phone,
        dialled=abroad.replace(" ", "").replace("-", ""),
    )
