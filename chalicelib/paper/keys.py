"""Keys of paper vouchers."""

from datetime import date

from chalicelib.aws.keys import Key
from chalicelib.paper.stock import BLOCK


def series_list(county_id: str) -> str:
    return f"{county_id}#PAPERSERIES"


def series(county_id: str, code: str) -> Key:
    return Key(series_list(county_id), code)


def runs(county_id: str, code: str) -> str:
    return f"{county_id}#PAPERRUNS#{code}"


def run(county_id: str, code: str, first: int) -> Key:
    return Key(runs(county_id, code), f"{first:08d}")


def note_end(county_id: str, code: str, number: int) -> Key:
    return Key(note_ends(county_id, code, number // BLOCK), f"{number:08d}")


def note_ends(county_id: str, code: str, block: int) -> str:
    """Of a thousand notes."""
    return f"{county_id}#PAPERENDS#{code}#{block:05d}"


def movements(county_id: str) -> str:
    return f"{county_id}#PAPERMOVES"


def movement(county_id: str, move_id: str) -> Key:
    return Key(movements(county_id), move_id)


def sums(county_id: str, holder: str) -> str:
    return f"{county_id}#PAPERSUM#{holder}"


def sum_of(county_id: str, holder: str, code: str, state: str) -> Key:
    return Key(sums(county_id, holder), f"{code}#{state}")


def split_sum(sk: str) -> tuple[str, str]:
    """(series, state) of a sum's sort key."""
    code, _, state = sk.partition("#")
    return code, state


def sales(county_id: str, on: date) -> str:
    """Sales and returns of notes."""
    return f"{county_id}#PAPERSALES#{on.isoformat()}"


def sale(county_id: str, on: date, entry_id: str) -> Key:
    return Key(sales(county_id, on), entry_id)


def exchanges(county_id: str, on: date) -> str:
    return f"{county_id}#PAPEREXCHANGES#{on.isoformat()}"


def exchange(county_id: str, on: date, exchange_id: str) -> Key:
    return Key(exchanges(county_id, on), exchange_id)
