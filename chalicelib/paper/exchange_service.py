"""Taking notes from shops: each is looked at, and taken once."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.codes import read_code
from chalicelib.core.errors import DomainError, VersionConflictError
from chalicelib.core.values import id_time, new_id, seoul_date
from chalicelib.county.service import Counties
from chalicelib.ledger.idempotency import digest, fingerprint
from chalicelib.merchants.errors import MerchantNotFoundError
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.ports import MerchantStore
from chalicelib.paper.errors import (
    ExchangeBegunEarlierError,
    NoteUnknownError,
    NoteUnsoldError,
    PaperNotTakenHereError,
)
from chalicelib.paper.exchanges import NOTES_IN_EXCHANGE_MAX, Exchange
from chalicelib.paper.noting import judge, refusal_of
from chalicelib.paper.ports import StockStore
from chalicelib.paper.sale_store import PaperSaleStore
from chalicelib.paper.serials import NoteRange, Serial, check_apart
from chalicelib.paper.stock import NoteEnd, Run, Series
from chalicelib.staff.idempotency_keys import propose_once
from chalicelib.staff.person import IdempotencyRecord, Person
from chalicelib.staff.ports import IdempotencyStore

TRIES_MAX = 5


class SeenNote(Struct, frozen=True):
    """A note that was shown: its value in won (0 where none is known), and why it is not taken."""

    serial: Serial
    amount: int
    refusal: DomainError | None


class PaperExchanges(Struct, frozen=True):
    store: PaperSaleStore
    stock: StockStore
    merchants: MerchantStore
    idempotency_store: IdempotencyStore
    counties: Counties
    ring: Callable[[str, Serial], None]
    clock: Clock

    def look(self, county_id: str, notes: Iterable[NoteRange]) -> list[SeenNote]:
        """Each note, and whether it would be taken; nothing moves. An alarm rings for one that was
        never sold. Raises `NotesRepeatedError`, `TooManyNotesError`."""
        ordered = check_apart(notes, most=NOTES_IN_EXCHANGE_MAX)
        seen = list(self._seen(county_id, ordered, with_ends=True))
        self._ring(county_id, seen)
        return seen

    def exchange(
        self,
        county_id: str,
        by: Person,
        *,
        agent_id: str,
        merchant_code: str,
        notes: Iterable[NoteRange],
        idempotency_key: str,
    ) -> tuple[Exchange, bool]:
        """Take the notes for the shop of this code, all of them or none: (the exchange, whether
        this very request did so before). It is settled with the day that its id tells.

        Raises `MerchantNotFoundError`, `MerchantSuspendedError`, `PaperNotTakenHereError`, why a
        note is not taken, `NotesRepeatedError`, `TooManyNotesError`, `IdempotencyKeyReusedError`,
        `ExchangeBegunEarlierError`, `VersionConflictError`.
        """
        ordered = check_apart(notes, most=NOTES_IN_EXCHANGE_MAX)
        merchant = self.shop(county_id, merchant_code)
        merchant_id = merchant.merchant_id
        now = self.clock()
        wanted = IdempotencyRecord(
            county_id=county_id,
            digest=digest("paper_exchange", by.subject, idempotency_key),
            resource_id=new_id("exg", now),
            fingerprint=fingerprint(
                {"merchant_id": merchant_id, "notes": [list(each) for each in ordered]}
            ),
        )
        exchange_id, is_repeated = propose_once(
            self.idempotency_store,
            wanted,
            lambda: self._check_shop(merchant),
            now=now,
        )
        if is_repeated:
            done = self.store.exchange(county_id, exchange_id)
            if done is not None:
                return done, True
            if seoul_date(id_time(exchange_id)) != seoul_date(now):
                raise ExchangeBegunEarlierError
        for _ in range(TRIES_MAX):
            exchange = self._made(
                county_id, by, agent_id, merchant_id, ordered, exchange_id=exchange_id
            )
            if self.store.put_exchange(exchange, _ends(exchange)):
                return exchange, is_repeated
            done = self.store.exchange(county_id, exchange_id)
            if done is not None:
                return done, True
            for serial in exchange.serials:
                if (end := self.stock.end(county_id, serial)) is not None:
                    raise refusal_of(end)
        raise VersionConflictError

    def _made(
        self,
        county_id: str,
        by: Person,
        agent_id: str,
        merchant_id: str,
        ordered: Sequence[NoteRange],
        *,
        exchange_id: str,
    ) -> Exchange:
        """Raises why a note is not taken, as far as the stock says it."""
        seen = list(self._seen(county_id, ordered, with_ends=False))
        self._ring(county_id, seen)
        for note in seen:
            if note.refusal is not None:
                raise note.refusal
        return Exchange(
            county_id=county_id,
            exchange_id=exchange_id,
            agent_id=agent_id,
            merchant_id=merchant_id,
            serials=tuple(note.serial for note in seen),
            amount=sum(note.amount for note in seen),
            at=id_time(exchange_id),
            by=by,
        )

    def shop(self, county_id: str, merchant_code: str) -> Merchant:
        """Raises `MerchantNotFoundError`."""
        merchant = self.merchants.by_code(county_id, read_code(merchant_code))
        if merchant is None:
            raise MerchantNotFoundError(param="merchant_code")
        return merchant

    def _check_shop(self, merchant: Merchant) -> None:
        """Raises `MerchantSuspendedError`, `PaperNotTakenHereError`."""
        today = seoul_date(self.clock())
        merchant.check_can_accept(today)
        if not merchant.accepts_paper(self.counties.on(merchant.county_id, today)):
            raise PaperNotTakenHereError(param="merchant_code")

    def _seen(
        self, county_id: str, ordered: Sequence[NoteRange], *, with_ends: bool
    ) -> Iterable[SeenNote]:
        today = seoul_date(self.clock())
        series: dict[str, Series | None] = {}
        run: Run | None = None
        for notes in ordered:
            if notes.series not in series:
                series[notes.series] = self.stock.series(county_id, notes.series)
            known = series[notes.series]
            for serial in notes.serials():
                if known is None or not known.first <= serial.number <= known.last:
                    unknown = NoteUnknownError(param="notes", serial=serial.text)
                    yield SeenNote(serial, 0, unknown)
                    continue
                if run is None or run.series != serial.series or run.last < serial.number:
                    (run,) = self.stock.runs(
                        county_id, NoteRange(serial.series, serial.number, serial.number)
                    )
                refusal = judge(serial, known, run, today)
                end = self.stock.end(county_id, serial) if with_ends else None
                if end is not None:
                    refusal = refusal_of(end)
                yield SeenNote(serial, known.denomination, refusal)

    def _ring(self, county_id: str, seen: Iterable[SeenNote]) -> None:
        """A note of somebody's stock is in a shop's till."""
        for note in seen:
            if isinstance(note.refusal, NoteUnsoldError):
                self.ring(county_id, note.serial)


def _ends(exchange: Exchange) -> list[NoteEnd]:
    return [
        NoteEnd(
            county_id=exchange.county_id,
            serial=serial,
            state="exchanged",
            cause=exchange.exchange_id,
            at=exchange.at,
        )
        for serial in exchange.serials
    ]
