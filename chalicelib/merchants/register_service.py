"""Publishing the register of merchants: once for each half-year, and as it is now for staff."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date
from chalicelib.merchants import register
from chalicelib.merchants.errors import RegisterNotFoundError
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.ports import MerchantStore
from chalicelib.merchants.register import CONTENT_TYPES, HalfYear, last_half_year
from chalicelib.merchants.registry_ports import Files

FileKind = Literal["csv", "xlsx"]
KINDS: tuple[FileKind, ...] = ("csv", "xlsx")


class Registers(Struct, frozen=True):
    merchants: MerchantStore
    files: Files
    clock: Clock

    def now(self, county_id: str, kind: FileKind) -> bytes:
        """The register as it is today."""
        return self._made(county_id, kind, seoul_date(self.clock()))

    def publish(self, county_id: str, today: date) -> HalfYear | None:
        """Keep the register of the half-year that is over, once: what was published stays. The
        half-year, or `None` if it was published before."""
        half = last_half_year(today)
        if self.files.get(_name(county_id, half, "csv")) is not None:
            return None
        # The csv last: as long as it is not there, the next night makes both again.
        for kind in reversed(KINDS):
            content = self._made(county_id, kind, today)
            self.files.put_once(_name(county_id, half, kind), content, CONTENT_TYPES[kind])
        return half

    def published(self, county_id: str) -> list[str]:
        """The names of the half-years, newest first."""
        names = self.files.list(f"{county_id}/registers/")
        found = {name.rpartition("/")[2].rpartition(".")[0] for name in names}
        return sorted(found, reverse=True)

    def file(self, county_id: str, half_year: str, kind: FileKind) -> bytes:
        """Raises `RegisterNotFoundError`."""
        if half_year not in self.published(county_id):
            raise RegisterNotFoundError
        content = self.files.get(f"{county_id}/registers/{half_year}.{kind}")
        if content is None:
            raise RegisterNotFoundError
        return content

    def _made(self, county_id: str, kind: FileKind, on: date) -> bytes:
        listed = register.rows(self._all(county_id), on)
        return register.to_csv(listed) if kind == "csv" else register.to_xlsx(listed, "가맹점")

    def _all(self, county_id: str) -> Iterator[Merchant]:
        after_id: str | None = None
        while True:
            page, after_id = self.merchants.page(county_id, limit=500, after_id=after_id)
            yield from page
            if after_id is None:
                return


def _name(county_id: str, half: HalfYear, kind: FileKind) -> str:
    return f"{county_id}/registers/{half.name}.{kind}"
