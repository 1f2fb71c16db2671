"""Whose a bank account is (예금주 조회), by PortOne V2's platform product.

Only for the comparison with the name that a shop gave: the holder's name is not kept and not shown.
"""

from collections.abc import Mapping
from urllib.parse import quote

from chalicelib.aws.office_requests import ask
from chalicelib.aws.secret import SecretSource
from chalicelib.core.errors import TryAgainError

API_URL = "https://api.portone.io"
READ_SECONDS = 8

_BANKS: Mapping[str, str] = {
    "002": "KDB",
    "003": "IBK",
    "004": "KOOKMIN",
    "007": "SUHYUP",
    "011": "NONGHYUP",
    "012": "LOCAL_NONGHYUP",
    "020": "WOORI",
    "023": "STANDARD_CHARTERED",
    "027": "CITI",
    "031": "DAEGU",
    "032": "BUSAN",
    "034": "KWANGJU",
    "035": "JEJU",
    "037": "JEONBUK",
    "039": "KYONGNAM",
    "045": "KFCC",
    "048": "SHINHYUP",
    "050": "SAVINGS_BANK",
    "064": "NFCF",
    "071": "POST",
    "081": "HANA",
    "088": "SHINHAN",
    "089": "K_BANK",
    "090": "KAKAO",
    "092": "TOSS",
}
"""From the clearing code to PortOne's word."""


class AccountHolders:
    """The secret holds, by county: `account_holders: {api_secret, api_url?}`."""

    def __init__(self, secret: SecretSource) -> None:
        self._secret = secret

    def holder(self, county_id: str, bank_code: str, account_number: str) -> str:
        """The name as the bank has it. Raises `TryAgainError` while it is not known: whether there
        is no such account or the bank is silent, the agency tells in one and the same word."""
        config = self._secret.value().get(county_id, {}).get("account_holders")
        bank = _BANKS.get(bank_code)
        if not config or bank is None:
            raise TryAgainError(retry_after_seconds=3600)
        url = (
            f"{config.get('api_url') or API_URL}/platform/bank-accounts/"
            f"{quote(bank, safe='')}/{quote(account_number, safe='')}/holder"
        )
        authorization = {"Authorization": f"PortOne {config['api_secret']}"}
        status, answer = ask("GET", url, read_seconds=READ_SECONDS, headers=authorization)
        if status in (401, 403):
            self._secret.forget()
        name = answer.get("holderName") if isinstance(answer, dict) else None
        if status != 200 or not isinstance(name, str) or not name.strip():
            raise TryAgainError(retry_after_seconds=60)
        return name.strip()
