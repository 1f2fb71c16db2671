"""Puts a county's first data into a stack: what is missing is added, what people changed stays.

The data is `counties/<county>.json` beside this file. The county's own record follows that file at
each run, and so do its pictures and those of campaigns, files beside it; settings, holidays,
campaigns and facilities are only created: a version of a setting that is there stays, a missing
one is added. Shops, accounts of staff and readers of reports come from a
register: the invented ones of `counties/<county>.demo.json` into the local stage alone, where their
keys and passwords are made at random once and kept beside its state; the county's own elsewhere,
where Cognito invites its staff by mail and nobody else knows a password.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from msgspec.structs import replace

from chalicelib.aws.dynamodb import DynamoDBTable
from chalicelib.core.periods import KINDS
from chalicelib.core.text import cleaned
from chalicelib.county.counties import County
from chalicelib.county.facilities import Facility
from chalicelib.county.facility_store import FacilityStore
from chalicelib.county.picture_store import PictureStore
from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.joining.campaigns import Booth, Campaign
from chalicelib.merchants.merchant_keys import merchant_key_hash, new_merchant_key
from chalicelib.merchants.merchants import SCOPES, Merchant, MerchantKey
from chalicelib.merchants.store import MerchantStore
from chalicelib.staff.subscriber_store import SubscriberStore
from chalicelib.visits.facility_file import terms_from_record
from chalicelib.visits.terms_store import TermsStore
from infra.deploy.declared_holidays import seed_holidays
from infra.deploy.seed_looks import Pictures, RegisterError, looks_of, put_county, words_of
from infra.deploy.staff_pool import StaffPool

COUNTIES = Path(__file__).resolve().parent / "counties"
_FESTIVAL = COUNTIES.parents[1] / "demo" / "festival.json"
_REGISTER = ("merchants", "staff", "report_subscribers")


class DemoDataError(RegisterError):
    """Invented shops or people on their way into a stage that is not the local one."""


class Stack(Protocol):
    """A deployed stack: clients with an administrator's rights, and the template's outputs."""

    @property
    def stage(self) -> str: ...

    def client(self, service: str) -> Any: ...

    def outputs(self) -> dict[str, str]: ...


@dataclass(frozen=True)
class Secrets:
    """What only this stack knows, in a file that nobody else may read."""

    path: Path

    def get(self, name: str, make: Any) -> str:
        """The secret of that name, made by `make()` when there is none yet."""
        known = self.find(name)
        if known is None:
            known = make()
            self.put(name, known)
        return known

    def find(self, name: str) -> str | None:
        return self._known().get(name)

    def put(self, name: str, secret: str) -> None:
        self.path.touch(mode=0o600)
        self.path.write_text(json.dumps(self._known() | {name: secret}, indent=2))

    def _known(self) -> dict[str, str]:
        text = self.path.read_text() if self.path.exists() else ""
        known: dict[str, str] = json.loads(text) if text else {}
        return known


def county_data(county_id: str) -> dict[str, Any]:
    """What is the county's own: no shops, no people."""
    return _read(COUNTIES / f"{county_id}.json")


def demo_register(county_id: str) -> dict[str, Any]:
    """Invented shops, accounts of staff and readers of reports, for the local stage."""
    return _read(COUNTIES / f"{county_id}.demo.json")


def _read(path: Path) -> dict[str, Any]:
    return read_county(path.read_text(encoding="utf-8"))


def read_county(text: str) -> dict[str, Any]:
    """A county's file or register; its words in the form in which words are kept and compared."""
    data: dict[str, Any] = _cleaned(json.loads(text))
    return data


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return cleaned(value)
        case list():
            return [_cleaned(each) for each in value]
        case dict():
            return {key: _cleaned(each) for key, each in value.items()}
        case _:
            return value


def seed(
    deployment: Stack,
    data: Mapping[str, Any],
    register: Mapping[str, Any],
    stack_secrets: Secrets,
) -> list[str]:
    """Idempotent: a second run changes nothing. What it leaves to people, a sentence each."""
    if deployment.stage != "local":
        _refuse_invented(register)
    seed_county(deployment, data)
    return _seed_register(deployment, data["county"]["county_id"], register, stack_secrets)


def seed_county(deployment: Stack, data: Mapping[str, Any], beside: Path = COUNTIES) -> None:
    """What is the county's own; its emblem and pictures are files in `beside`, until staff set them
    at the desk. Idempotent too."""
    table = _table(deployment)
    county_id = data["county"]["county_id"]
    pictures = Pictures(PictureStore(table), county_id, beside)
    _seed_county(CountyStore(table), data, looks_of(data["county"], pictures))
    seed_holidays(table, county_id, data.get("holidays", ()))
    campaigns = CampaignStore(table)
    for row in data["campaigns"]:
        known = campaigns.by_id(county_id, row["campaign_id"])
        wanted = known or _campaign(county_id, row)
        if not wanted.picture_by_desk:
            wanted = replace(
                wanted,
                picture=pictures.put(row.get("picture", ""), "picture"),
                **words_of(row, "picture"),
            )
        if wanted != known or not known.version:
            campaigns.put(replace(wanted, version=wanted.version + 1))
    facilities, terms = FacilityStore(table), TermsStore(table)
    known_ids = {facility.facility_id for facility in facilities.all(county_id)}
    for row in data["facilities"]:
        if row["facility_id"] not in known_ids:
            facilities.put(_facility(county_id, row))
        facilities.give_version(county_id, row["facility_id"])
        for record in row["terms"]:
            terms.put_first(terms_from_record(county_id, row["facility_id"], record))


def _seed_register(
    deployment: Stack, county_id: str, register: Mapping[str, Any], stack_secrets: Secrets
) -> list[str]:
    table = _table(deployment)
    # Of the local stage alone: elsewhere people record what opens a programme.
    _seed_settings(CountyStore(table), county_id, register.get("settings", ()))
    merchants = MerchantStore(table)
    for row in register.get("merchants", ()):
        # A key is made for a shop that is about to be: no file is to have one that opens nothing.
        if _is_missing(merchants, county_id, row):
            is_live = deployment.stage == "prod"
            key = merchant_key(stack_secrets, row["merchant_id"], is_live=is_live)
            _seed_merchant(merchants, county_id, row, key)
    subscribers = SubscriberStore(table)
    for email in register.get("report_subscribers", ()):
        subscribers.put(county_id, email, KINDS)
    pool = StaffPool(deployment.client("cognito-idp"), deployment.outputs()["StaffPoolId"])
    left = []
    for row in register.get("staff", ()):
        is_local = deployment.stage == "local"
        password = staff_password(stack_secrets, row["username"]) if is_local else None
        left += pool.seed(county_id, row, password)
    return left


def _table(deployment: Stack) -> DynamoDBTable:
    return DynamoDBTable(deployment.client("dynamodb"), deployment.outputs()["TableName"])


def _refuse_invented(register: Mapping[str, Any]) -> None:
    if unknown := register.keys() - set(_REGISTER):
        raise DemoDataError(f"a register has no {', '.join(sorted(unknown))}")
    invented: set[str] = set()
    for path in (*COUNTIES.glob("*.demo.json"), _FESTIVAL):
        invented |= _names(_read(path))
    if found := sorted(_names(register) & invented):
        raise DemoDataError(f"invented, and for the local stage alone: {', '.join(found)}")


def _names(register: Mapping[str, Any]) -> set[str]:
    """By what its shops, people and readers are known."""
    shops = {
        row[name]
        for row in register.get("merchants", ())
        for name in ("merchant_id", "merchant_code", "name")
    }
    people = {row[n] for row in register.get("staff", ()) for n in ("username", "email")}
    return shops | people | set(register.get("report_subscribers", ()))


def merchant_key(stack_secrets: Secrets, merchant_id: str, *, is_live: bool = False) -> str:
    return stack_secrets.get(f"merchant_key/{merchant_id}", lambda: new_merchant_key(live=is_live))


def staff_password(stack_secrets: Secrets, username: str) -> str:
    # A capital, a small letter and a digit, as the pool's policy asks for, before the random part.
    return stack_secrets.get(
        f"staff_password/{username}", lambda: "On1" + secrets.token_urlsafe(15)
    )


def _seed_county(store: CountyStore, data: Mapping[str, Any], looks: Mapping[str, str]) -> None:
    row = data["county"]
    opened_on = date.fromisoformat(row["opened_on"])
    put_county(store, County(**{**row, **looks, "opened_on": opened_on}))
    _seed_settings(store, row["county_id"], data["settings"])


def _seed_settings(store: CountyStore, county_id: str, rows: Iterable[Mapping[str, Any]]) -> None:
    for row in rows:
        version = SettingVersion(
            row["key"], date.fromisoformat(row["effective_on"]), row["value"], row["source"]
        )
        store.create_setting(county_id, version)


def _campaign(county_id: str, row: Mapping[str, Any]) -> Campaign:
    return Campaign(
        county_id=county_id,
        campaign_id=row["campaign_id"],
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        signup_mileage=row["signup_mileage"],
        opens_at=datetime.fromisoformat(row["opens_at"]),
        closes_at=datetime.fromisoformat(row["closes_at"]),
        booths=tuple(Booth(booth["code"], booth["name"]) for booth in row["booths"]),
    )


def _facility(county_id: str, row: Mapping[str, Any]) -> Facility:
    return Facility(
        county_id=county_id,
        facility_id=row["facility_id"],
        name=row["name"],
        name_en=row["name_en"],
        address=row["address"],
        fee_amount=row["fee_amount"],
        benefit=row["benefit"],
    )


def _is_missing(store: MerchantStore, county_id: str, row: Mapping[str, Any]) -> bool:
    if store.by_id(county_id, row["merchant_id"], consistent=True) is not None:
        return False
    holder = store.by_code(county_id, row["merchant_code"])
    if holder is not None:
        code = row["merchant_code"]
        raise RegisterError(f"{row['name']}: its code {code} is that of {holder.name}")
    return True


def _seed_merchant(store: MerchantStore, county_id: str, row: Mapping[str, Any], key: str) -> None:
    key_hash = merchant_key_hash(key)
    store.put_key(
        MerchantKey(
            county_id=county_id,
            key_hash=key_hash,
            merchant_id=row["merchant_id"],
            scopes=SCOPES,
            hint=key[-4:],
        )
    )
    store.create(
        Merchant(
            county_id=county_id,
            merchant_id=row["merchant_id"],
            merchant_code=row["merchant_code"],
            name=row["name"],
            category=row["category"],
            status="active",
            over_sales_cap=row["over_sales_cap"],
            address=row["address"],
            key_hashes=(key_hash,),
        )
    )
