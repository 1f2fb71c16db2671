"""The National Tax Service's service about businesses (국세청 사업자등록정보, data.go.kr 15081808).

Two questions, each of up to a hundred businesses: in what state a number is, and whether number,
opening date and owner belong together. Its nights are long and its days have a quota: who gets no
answer knows nothing, and never that a shop has closed. Numbers and names stay here.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from msgspec import Struct

from chalicelib.aws.office_requests import ask
from chalicelib.aws.secret import SecretSource
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import TaxClass

API_URL = "https://api.odcloud.kr/api/nts-businessman/v1"
NUMBERS_MAX = 100
"""Of one call; the service refuses more."""
READ_SECONDS = 5

TaxStatus = Literal["active", "resting", "closed", "unregistered", "unknown"]
Authenticity = Literal["confirmed", "not_confirmed", "unknown"]
_TAX_CLASSES: Mapping[str, TaxClass] = {
    "01": "general",
    "02": "simplified",
    "03": "simplified",
    "04": "exempt",
    "05": "untaxed",
    "06": "untaxed",
    "07": "simplified",
}
"""By `tax_type_cd`: 일반, 간이, 과세특례, 면세, 비영리·국가기관, 고유번호단체, 간이 (계산서)."""
_STATUSES: Mapping[str, TaxStatus] = {"01": "active", "02": "resting", "03": "closed"}


class TaxState(Struct, frozen=True, kw_only=True):
    """`tax_kind` as the office words it; `tax_class` by its code, `None` if it named none."""

    status: TaxStatus
    tax_kind: str = ""
    tax_class: TaxClass | None = None
    closed_on: date | None = None


class TaxOffice:
    """The secret holds, by county: `tax_office: {service_key, api_url?}`; the key decoded, as
    data.go.kr shows it in its second form. A county without one gets no answers."""

    def __init__(self, secret: SecretSource) -> None:
        self._secret = secret

    def states(self, county_id: str, numbers: Sequence[str]) -> dict[str, TaxState]:
        """By number, of at most `NUMBERS_MAX`. Raises `TryAgainError` while it is not known."""
        if len(numbers) > NUMBERS_MAX:
            raise ValueError("too many numbers for one call")
        rows = self._ask(county_id, "status", {"b_no": list(numbers)})
        return {str(row.get("b_no")): _state(row) for row in rows}

    def authenticity(
        self, county_id: str, number: str, *, opened_on: date, owner_name: str
    ) -> tuple[Authenticity, TaxState]:
        """Whether the three belong together, and the state. Raises `TryAgainError`."""
        business = {"b_no": number, "start_dt": f"{opened_on:%Y%m%d}", "p_nm": owner_name}
        rows = self._ask(county_id, "validate", {"businesses": [business]})
        if len(rows) != 1 or str(rows[0].get("b_no")) != number:
            raise TryAgainError(retry_after_seconds=60)
        # The words beside it are for people, and change.
        valid: Authenticity = {"01": "confirmed", "02": "not_confirmed"}.get(
            str(rows[0].get("valid")), "unknown"
        )  # type: ignore[assignment]
        status = rows[0].get("status")
        return valid, _state(status if isinstance(status, dict) else {})

    def _ask(self, county_id: str, question: str, body: Mapping[str, Any]) -> list[dict[str, Any]]:
        config = self._secret.value().get(county_id, {}).get("tax_office")
        if not config:
            raise TryAgainError(retry_after_seconds=3600)
        url = f"{config.get('api_url') or API_URL}/{question}?{_encoded(config['service_key'])}"
        status, answer = ask("POST", url, read_seconds=READ_SECONDS, body=body)
        if status in (401, 403):
            # It may have another one by now: the next try asks for it.
            self._secret.forget()
        rows = answer.get("data") if isinstance(answer, dict) else None
        if status != 200 or not isinstance(rows, list):
            raise TryAgainError(retry_after_seconds=60)
        return [row for row in rows if isinstance(row, dict)]


def _encoded(service_key: str) -> str:
    """Once and only once: the service refuses a key that was encoded twice."""
    from urllib.parse import urlencode

    return urlencode({"serviceKey": service_key})


def _state(row: Mapping[str, Any]) -> TaxState:
    code, kind = str(row.get("b_stt_cd") or ""), str(row.get("tax_type") or "")
    if code in _STATUSES:
        return TaxState(
            status=_STATUSES[code],
            tax_kind=kind,
            tax_class=_TAX_CLASSES.get(str(row.get("tax_type_cd") or "")),
            closed_on=_day(row.get("end_dt")),
        )
    # Of a number that nobody has, all codes are empty and this one sentence says so.
    is_nobodys = not code and "등록되지 않은" in kind
    return TaxState(status="unregistered" if is_nobodys else "unknown")


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text or ""))
    except ValueError:
        return None
