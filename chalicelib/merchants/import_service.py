"""Taking over an existing register: a file in slices on a queue, each row with its outcome.

The same file again is the same import: what has an outcome keeps it, and what was cut off goes on.
A row is one shop however often it comes, since its business says which shops it has.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec import json as msgspec_json

from chalicelib.aws.signer import Signer
from chalicelib.aws.tax_office import TaxState
from chalicelib.core.clock import Clock
from chalicelib.core.csv_rows import write_csv
from chalicelib.core.errors import TryAgainError, VersionConflictError
from chalicelib.core.values import seoul_date, to_base32, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.merchants.applications import Look
from chalicelib.merchants.businesses import Place, shop_name
from chalicelib.merchants.decision_service import free_code
from chalicelib.merchants.errors import ImportNotFoundError
from chalicelib.merchants.import_faults import reason_of
from chalicelib.merchants.import_files import RegisterRow, RowFault, category_of, parse
from chalicelib.merchants.imports import RESULT_WORDS, ImportRecord, Progress, Result, RowOutcome
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.ports import MerchantStore
from chalicelib.merchants.registration import Registration
from chalicelib.merchants.registry_ports import ImportQueue, ImportStore, RegistryStore, TaxOffice
from chalicelib.merchants.sealing import Cipher, Sealed, seal
from chalicelib.merchants.tax_classes import with_tax_class
from chalicelib.merchants.trades import is_barred
from chalicelib.staff.person import Person

SLICE_ROWS = 50
TRIES_MAX = 5


class Imports(Struct, frozen=True):
    store: ImportStore
    registry: RegistryStore
    merchants: MerchantStore
    queue: ImportQueue
    tax_office: TaxOffice
    counties: Counties
    cipher: Cipher
    signer: Signer
    clock: Clock

    def upload(self, county_id: str, person: Person, content: bytes) -> Progress:
        """Keep the file, sealed, and send what has no outcome yet to the queue.

        Raises `CsvInvalidError`, `RegisterFileInvalidError`.
        """
        parsed = parse(content)
        import_id = _id_of(county_id, content)
        rows = [row for row in parsed if isinstance(row, RegisterRow)]
        slices = [rows[i : i + SLICE_ROWS] for i in range(0, len(rows), SLICE_ROWS)]
        record = ImportRecord(
            county_id=county_id,
            import_id=import_id,
            row_count=len(parsed),
            slice_count=len(slices),
            faults=tuple(row for row in parsed if isinstance(row, RowFault)),
            by=person,
            at=to_milliseconds(self.clock()),
        )
        for number, part in enumerate(slices, 1):
            text = msgspec_json.encode(part).decode()
            context = f"{import_id}/{number}"
            self.store.put_slice(
                county_id, import_id, number, seal(self.cipher, context, {"rows": text})
            )
        kept = self.store.create(record)
        done = {outcome.line for outcome in self.store.outcomes(county_id, import_id)}
        for number, part in enumerate(slices, 1):
            if any(row.line not in done for row in part):
                self.queue.send(county_id, import_id, number)
        return self._progress(kept)

    def by_id(self, county_id: str, import_id: str) -> Progress:
        """Raises `ImportNotFoundError`."""
        record = self.store.record(county_id, import_id)
        if record is None:
            raise ImportNotFoundError
        return self._progress(record)

    def report(self, county_id: str, import_id: str, result: Result | None = None) -> str:
        """What became of each row, or of those with one result, as csv. Raises
        `ImportNotFoundError`."""
        progress = self.by_id(county_id, import_id)
        listed = (
            (o.line, RESULT_WORDS[o.result], reason_of(o.code), o.merchant_id)
            for o in progress.listed(result)
        )
        return write_csv(("줄", "결과", "이유", "가맹점"), listed)

    def run_slice(self, county_id: str, import_id: str, number: int) -> int:
        """Give each row of a slice its outcome; how many are new. Raises `VersionConflictError` and
        `TryAgainError`: then it comes again, and goes on where it stopped."""
        sealed = self.store.slice(county_id, import_id, number)
        if sealed is None:
            raise ImportNotFoundError
        rows = msgspec_json.decode(sealed.open(self.cipher, "rows"), type=list[RegisterRow])
        found = self.store.outcomes(county_id, import_id, first=rows[0].line, last=rows[-1].line)
        done = {outcome.line for outcome in found}
        pending = [row for row in rows if row.line not in done]
        states = self._states(county_id, pending)
        for row in pending:
            outcome = self._take(county_id, row, states.get(row.business_number))
            self.store.put_outcome(county_id, import_id, outcome)
        return len(pending)

    def _states(self, county_id: str, rows: Sequence[RegisterRow]) -> dict[str, TaxState]:
        """Of the office's silence nothing follows: the night asks again."""
        if not rows:
            return {}
        try:
            numbers = sorted({row.business_number for row in rows})
            return dict(self.tax_office.states(county_id, numbers))
        except TryAgainError:
            return {}

    def _take(self, county_id: str, row: RegisterRow, state: TaxState | None) -> RowOutcome:
        today = seoul_date(self.clock())
        if is_barred(row.trade, self.counties.on(county_id, today)):
            return RowOutcome(row.line, "refused", "trade_barred")
        if state is not None and state.status in ("closed", "unregistered"):
            code = "tax_closed" if state.status == "closed" else "unregistered"
            return RowOutcome(row.line, "refused", code)
        business_key = self.signer.identity_key(county_id, "business", row.business_number)
        for _ in range(TRIES_MAX):
            business = self.registry.business(county_id, business_key)
            place = next(
                (p for p in business.places if (p.kind, p.outlet) == ("regular", row.outlet)), None
            )
            if place is not None:
                return self._known(county_id, row, place.merchant_id)
            if business.barred_until_on is not None and today <= business.barred_until_on:
                return RowOutcome(row.line, "refused", "registration_banned")
            merchant = self._merchant(county_id, row, business_key, state)
            papers = self._papers(merchant, row, business_key, state, today)
            made = business.with_shop(Place(merchant.merchant_id, "regular", row.outlet))
            if self.registry.register(merchant, papers, made):
                return RowOutcome(row.line, "created", merchant_id=merchant.merchant_id)
        raise VersionConflictError

    def _known(self, county_id: str, row: RegisterRow, merchant_id: str) -> RowOutcome:
        shop = self.merchants.by_id(county_id, merchant_id, consistent=True)
        told = (shop_name(row.name, row.outlet), row.address, category_of(row))
        is_same = shop is not None and (shop.name, shop.address, shop.category) == told
        if is_same:
            return RowOutcome(row.line, "same_already", merchant_id=merchant_id)
        return RowOutcome(row.line, "refused", "registered_differently", merchant_id)

    def _merchant(
        self, county_id: str, row: RegisterRow, business_key: str, state: TaxState | None
    ) -> Merchant:
        now = self.clock()
        seed = f"{business_key}/{row.outlet}"
        low = hashlib.sha256(seed.encode()).digest()[:10]
        return Merchant(
            county_id=county_id,
            merchant_id=f"mch_{to_base32(int.from_bytes(low), characters=16)}",
            merchant_code=free_code(self.merchants, county_id, f"{seed}/{now.date()}"),
            name=shop_name(row.name, row.outlet),
            category=category_of(row),
            status="active",
            over_sales_cap=row.sales_class == "over_3b",
            address=row.address,
            phone=row.phone,
            # The night writes it only where the office says something else than is noted already.
            tax_classes=with_tax_class((), state.tax_class if state else None, seoul_date(now)),
        )

    def _papers(
        self,
        merchant: Merchant,
        row: RegisterRow,
        business_key: str,
        state: TaxState | None,
        today: date,
    ) -> Registration:
        papers = Registration(
            county_id=merchant.county_id,
            merchant_id=merchant.merchant_id,
            business_key=business_key,
            kind="regular",
            outlet=row.outlet,
            sales_class=row.sales_class,
            registered_on=today,
            opened_on=row.opened_on,
            bank_code=row.bank_code,
            sealed=_sealed(self.cipher, merchant.merchant_id, row),
            poster_on=today,
            poster_number=1,
        )
        if state is None or state.status == "unknown":
            return papers
        return papers.first_looked_at(Look.of(state, at=to_milliseconds(self.clock())))

    def _progress(self, record: ImportRecord) -> Progress:
        refused = [RowOutcome(fault.line, "refused", fault.code) for fault in record.faults]
        worked = self.store.outcomes(record.county_id, record.import_id)
        return Progress(record, (*refused, *worked))


def _sealed(cipher: Cipher, context: str, row: RegisterRow) -> Sealed:
    fields = {
        "business_number": row.business_number,
        "owner_name": row.owner_name,
        "account_number": row.account_number,
        "account_holder": row.account_holder if row.account_number else "",
    }
    return seal(cipher, context, fields)


def _id_of(county_id: str, content: bytes) -> str:
    digest = hashlib.sha256(json.dumps([county_id]).encode() + content).digest()
    return f"imp_{to_base32(int.from_bytes(digest[:10]), characters=16)}"
