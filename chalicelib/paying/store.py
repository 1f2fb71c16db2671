"""Short pay codes that a till can type."""

from chalicelib.aws.table import Table
from chalicelib.paying import keys


class TypedPayCodeStore:
    """Nine digits standing for a pay code, for a shop whose camera does not read."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def create(self, county_id: str, digits: str, pay_code: str, *, ttl: int) -> bool:
        """`False` if these digits are taken."""
        item = {
            **keys.typed_pay_code(county_id, digits)._asdict(),
            "type": "typed_pay_code",
            "pay_code": pay_code,
            "ttl": ttl,
        }
        return self._table.put_new(item) is None

    def pay_code(self, county_id: str, digits: str) -> str | None:
        """Access pattern 22."""
        item = self._table.get(keys.typed_pay_code(county_id, digits), consistent=True)
        return item["pay_code"] if item else None
