"""What is settled, in the bucket with object lock: written once, for good.

`<county>/settlement-days/<day>.json` holds a day's sales, and
`<county>/settlements/<shop>/<day>.json` a shop's statement of it. Nothing here can overwrite
or delete.
"""

from datetime import date

from chalicelib.proofs.ports import WriteOnceFiles

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
    which account is meant, but no account number."""

    def __init__(self, files: WriteOnceFiles) -> None:
        self._files = files

    def keep_lines(self, county_id: str, payout_on: date, number: int, content: bytes) -> bytes:
        """Write them if there are none yet; in any case what stands there then."""
        return self._files.put_once(_lines_name(county_id, payout_on, number), content, _JSON)

    def lines(self, county_id: str, payout_on: date, number: int) -> bytes | None:
        return self._files.get(_lines_name(county_id, payout_on, number))


def _lines_name(county_id: str, payout_on: date, number: int) -> str:
    return f"{county_id}/payouts/{payout_on.isoformat()}/{number:03d}.json"


def _day_name(county_id: str, on: date) -> str:
    return f"{county_id}/settlement-days/{on.isoformat()}.json"


def _statement_name(county_id: str, merchant_id: str, on: date) -> str:
    return f"{county_id}/settlements/{merchant_id}/{on.isoformat()}.json"
