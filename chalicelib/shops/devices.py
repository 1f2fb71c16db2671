"""A phone or tablet of a shop, and what it proves itself by."""

import hashlib
import re
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

DEVICES_MAX = 20
"""Open ones of a shop at once."""
_PREFIX = "md_"


class Device(Struct, frozen=True, kw_only=True):
    """`number` counts the shop's phones and is never given twice. The credential is not kept, only
    `secret_hash` (SHA-256, hex). `invited_by`: the person of the shop, `None` for the county."""

    county_id: str
    merchant_id: str
    number: int
    name: str
    secret_hash: str
    opened_at: datetime
    invited_by: str | None = None
    closed_at: datetime | None = None
    version: int = 1

    @property
    def device_id(self) -> str:
        return f"d{self.number}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def closed(self, now: datetime) -> "Device":
        return replace(self, closed_at=now, version=self.version + 1)


class DeviceCredential(Struct, frozen=True):
    """What a phone keeps: it names its shop and itself, so that no register of secrets is needed to
    find it."""

    merchant_id: str
    number: int
    secret: str

    @property
    def secret_hash(self) -> str:
        return hashlib.sha256(self.secret.encode()).hexdigest()[:40]

    def text(self, *, live: bool) -> str:
        bare = self.merchant_id.removeprefix("mch_")
        return f"{_PREFIX}{_stage(live)}_{bare}-{self.number}-{self.secret}"


def read_credential(text: str, *, live: bool) -> DeviceCredential | None:
    """`None` for what is no credential of a phone of this stage."""
    prefix = f"{_PREFIX}{_stage(live)}_"
    if not text.startswith(prefix) or not text.isascii():
        return None
    bare, _, rest = text.removeprefix(prefix).partition("-")
    number, _, secret = rest.partition("-")
    if not (bare and secret and device_number(number)):
        return None
    return DeviceCredential(f"mch_{bare}", device_number(number), secret)


def device_number(device_id: str) -> int:
    """Of `d3` the 3; 0, which no phone has, for what is no id of one."""
    digits = device_id.removeprefix("d")
    return int(digits) if re.fullmatch("[1-9][0-9]{0,3}", digits) else 0


def _stage(live: bool) -> str:
    return "live" if live else "test"
