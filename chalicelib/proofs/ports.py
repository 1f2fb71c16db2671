"""What publishing needs of the world, beside the ledger."""

from datetime import date
from typing import Protocol

from chalicelib.proofs.roots import DayRoot


class WriteOnceFiles(Protocol):
    """A bucket in which what is written once stays as it is."""

    def put_once(self, name: str, content: bytes, content_type: str) -> bytes:
        """Write the file if there is none of this name; in any case what stands there then."""

    def get(self, name: str) -> bytes | None: ...


class LedgerRootStore(Protocol):
    def get(self, county_id: str, on: date) -> DayRoot | None: ...

    def newest(
        self, county_id: str, *, limit: int, before: date | None = None
    ) -> list[DayRoot]: ...

    def put_new(self, root: DayRoot) -> DayRoot | None: ...


class PublishedFiles(Protocol):
    def keep_leaves(self, county_id: str, on: date, content: bytes) -> bytes: ...

    def keep_root(self, county_id: str, on: date, content: bytes) -> bytes: ...

    def leaves(self, county_id: str, on: date) -> bytes | None: ...

    def root(self, county_id: str, on: date) -> bytes | None: ...
