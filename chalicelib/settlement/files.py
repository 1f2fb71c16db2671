"""What is settled, in the bucket with object lock: written once, for good.

`<county>/settlement-days/<day>.json` holds a day's sales, and
`<county>/settlements/<shop>/<day>.json` a shop's statement of it. Nothing here can overwrite
or delete.
"""

from datetime import date

from chalicelib.proofs.ports import WriteOnceFiles
from chalicelib.settlement.payout_batches import (
    PayoutBatch,
    PayoutLines,
    content_of,
    read_content,
)

_JSON = "application/json"


class SettlementFiles:
    def __init__(self, files: WriteOnceFiles) -> None:
        self._files = files

    def keep_day(self, county_id: str, on: date, content: bytes) -> bytes:
        """Write the day's sales if there are none yet; in any case what stands there then."""
        return self._files.put_once(_day_name(county_id, on), content, _JSON)

    def day(self, county_id: str, on: date) -> bytes | None:
        return self._files.get(_day_name(county_id, on))

    def keep_statement(self, county_id: str, merchant_id: str, on: date, content: bytes) -> bytes:
        """The same for a shop's statement."""
        return self._files.put_once(_statement_name(county_id, merchant_id, on), content, _JSON)

    def statement(self, county_id: str, merchant_id: str, on: date) -> bytes | None:
        return self._files.get(_statement_name(county_id, merchant_id, on))


class PayoutFiles:
    """The lines of each batch of payouts, as they were when it was proposed: names, amounts and
    which account is meant, but no account number. Their hash is in the name, so that lines of a
    proposal that was cut off are nobody's: only those count whose hash a batch has."""

    def __init__(self, files: WriteOnceFiles) -> None:
        self._files = files

    def keep_lines(self, lines: PayoutLines) -> None:
        """Write them if they are not there yet."""
        self._files.put_once(_lines_name(lines, lines.hash), content_of(lines), _JSON)

    def lines(self, batch: PayoutBatch) -> PayoutLines | None:
        """Those of this hash; what an earlier release kept has none in its name."""
        for name in (_lines_name(batch, batch.hash), _lines_name(batch)):
            content = self._files.get(name)
            if content is not None:
                return read_content(content)
        return None


def _lines_name(of: PayoutLines | PayoutBatch, sha256: str = "") -> str:
    number = f"{of.number:03d}-{sha256}" if sha256 else f"{of.number:03d}"
    return f"{of.county_id}/payouts/{of.payout_on.isoformat()}/{number}.json"


def _day_name(county_id: str, on: date) -> str:
    return f"{county_id}/settlement-days/{on.isoformat()}.json"


def _statement_name(county_id: str, merchant_id: str, on: date) -> str:
    return f"{county_id}/settlements/{merchant_id}/{on.isoformat()}.json"
