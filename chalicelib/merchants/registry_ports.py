"""What applications and registrations need of the world."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from chalicelib.aws.tax_office import Authenticity, TaxState
from chalicelib.ledger.entries import Entry
from chalicelib.merchants.applications import Application
from chalicelib.merchants.businesses import Business
from chalicelib.merchants.imports import ImportRecord, RowOutcome
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.registration import Registration
from chalicelib.merchants.sealing import Sealed
from chalicelib.merchants.shop_changes import ShopChange
from chalicelib.staff.audit import AuditRecord


class TaxOffice(Protocol):
    """Both raise `TryAgainError` while nobody answers."""

    def states(self, county_id: str, numbers: Sequence[str]) -> Mapping[str, TaxState]: ...

    def authenticity(
        self, county_id: str, number: str, *, opened_on: date, owner_name: str
    ) -> tuple[Authenticity, TaxState]: ...


class AccountHolders(Protocol):
    def holder(self, county_id: str, bank_code: str, account_number: str) -> str: ...


class EntrySource(Protocol):
    def entries_on(self, county_id: str, on: date) -> Iterator[Entry]: ...


class Subscribers(Protocol):
    def emails(self, county_id: str, kind: str) -> Sequence[str]: ...


class Mailer(Protocol):
    def send(self, to: Sequence[str], subject: str, html: str, text: str) -> None: ...


class Files(Protocol):
    def put_once(self, name: str, content: bytes, content_type: str) -> bytes: ...

    def get(self, name: str) -> bytes | None: ...

    def list(self, prefix: str) -> list[str]: ...


class ImportQueue(Protocol):
    def send(self, county_id: str, import_id: str, number: int) -> None: ...


class ImportStore(Protocol):
    def create(self, record: ImportRecord) -> ImportRecord: ...

    def record(self, county_id: str, import_id: str) -> ImportRecord | None: ...

    def put_slice(self, county_id: str, import_id: str, number: int, sealed: Sealed) -> None: ...

    def slice(self, county_id: str, import_id: str, number: int) -> Sealed | None: ...

    def put_outcome(self, county_id: str, import_id: str, outcome: RowOutcome) -> None: ...

    def outcomes(
        self, county_id: str, import_id: str, *, first: int = 0, last: int = 99_999
    ) -> Sequence[RowOutcome]: ...


class TextMessages(Protocol):
    def send(self, phone: str, text: str) -> None: ...


class RegistryStore(Protocol):
    """What changes together is written together: `False` if somebody was first."""

    def application(
        self, county_id: str, application_id: str, *, consistent: bool = False
    ) -> Application | None: ...

    def applications(
        self, county_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[Application], str | None]: ...

    def apply(self, application: Application, business: Business) -> bool: ...

    def replace_application(self, application: Application) -> None: ...

    def decide(
        self,
        application: Application,
        business: Business,
        record: AuditRecord,
        merchant: Merchant | None = None,
        registration: Registration | None = None,
    ) -> bool: ...

    def registration(
        self, county_id: str, merchant_id: str, *, consistent: bool = False
    ) -> Registration | None: ...

    def registrations(
        self, county_id: str, *, consistent: bool = False
    ) -> Iterator[Registration]: ...

    def registration_page(
        self, county_id: str, *, limit: int, after_id: str | None
    ) -> tuple[list[Registration], str | None]: ...

    def replace_registration(self, registration: Registration) -> None: ...

    def change(
        self,
        registration: Registration,
        record: AuditRecord,
        merchant: Merchant | None = None,
        business: Business | None = None,
    ) -> bool: ...

    def register(
        self, merchant: Merchant, registration: Registration, business: Business
    ) -> bool: ...

    def business(self, county_id: str, business_key: str) -> Business: ...


class ShopChangeStore(Protocol):
    """What changes together is written together: `False` if somebody was first."""

    def get(self, county_id: str, change_id: str) -> ShopChange | None: ...

    def page(
        self, county_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[ShopChange], str | None]: ...

    def ask(self, change: ShopChange, registration: Registration, record: AuditRecord) -> bool: ...

    def end(
        self,
        change: ShopChange,
        registration: Registration,
        record: AuditRecord,
        merchant: Merchant | None = None,
    ) -> bool: ...

    def replace(self, change: ShopChange) -> None: ...
