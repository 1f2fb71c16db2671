"""The environment, read once. The only module that reads `os.environ`; see docs/runbook.md."""

import json
import os
from collections.abc import Mapping
from functools import cache

from msgspec import Struct

_DEAD_LETTERS = "_DEAD_LETTER_URL"


class Settings(Struct, frozen=True, kw_only=True):
    """One field for each variable, of the same name in lower case."""

    stage: str
    default_county_id: str
    host_counties: Mapping[str, str]
    table_name: str
    signup_queue_url: str
    dead_letter_urls: Mapping[str, str]
    """By what one message is: `SIGNUP_DEAD_LETTER_URL` is that of `signup`."""
    report_queue_url: str
    grant_queue_url: str
    import_queue_url: str
    purchase_queue_url: str
    reservation_queue_url: str
    settlement_queue_url: str
    report_bucket: str
    ledger_bucket: str
    upload_bucket: str
    data_key_id: str
    mac_key_id: str
    mail_from: str
    staff_pool_id: str
    staff_client_id: str
    staff_issuer: str
    public_base_url: str
    aws_endpoint_url: str
    aws_region: str
    simulated_clock: bool
    identity_secret_id: str = ""
    offices_secret_id: str = ""
    payment_secret_id: str = ""
    payment_queue_url: str = ""
    notice_queue_url: str = ""
    analysis_queue_url: str = ""
    marketing_queue_url: str = ""

    def __post_init__(self) -> None:
        if self.simulated_clock and self.stage != "local":
            raise ValueError("SIMULATED_CLOCK is for the local stage alone")

    @property
    def is_live(self) -> bool:
        """Real money: only `mk_live_` keys open a till."""
        return self.stage == "prod"

    def county_id_of(self, host: str) -> str:
        """The county whose address this is."""
        name = host.partition(":")[0].lower()
        return self.host_counties.get(name, self.default_county_id)

    def site_url_of(self, county_id: str) -> str:
        """Where a county's pages are, for what is sent by no request; its own address if it has
        one. Without a slash at its end."""
        hosts = sorted(host for host, one in self.host_counties.items() if one == county_id)
        if hosts and county_id != self.default_county_id:
            return f"{self.scheme}://{hosts[0]}"
        return self.public_base_url.rstrip("/")

    @property
    def county_ids(self) -> list[str]:
        """Every county of this deployment, for the schedules."""
        return sorted({self.default_county_id, *self.host_counties.values()})

    @property
    def scheme(self) -> str:
        """The local cloud speaks plain HTTP on loopback; nothing else does."""
        return "http" if self.aws_endpoint_url else "https"

    @property
    def staff_keys_url(self) -> str:
        """Where the keys of staff tokens are published (JWKS)."""
        if self.aws_endpoint_url:
            return f"{self.aws_endpoint_url}/{self.staff_pool_id}/.well-known/jwks.json"
        return f"{self.staff_issuer}/.well-known/jwks.json"

    @property
    def staff_login_url(self) -> str:
        """Where the staff page logs in (Cognito)."""
        return self.aws_endpoint_url or f"https://cognito-idp.{self.aws_region}.amazonaws.com"

    @property
    def upload_url(self) -> str:
        """Where a page sends images to, and shows them from (S3)."""
        if self.aws_endpoint_url:
            return self.aws_endpoint_url
        return f"https://{self.upload_bucket}.s3.{self.aws_region}.amazonaws.com"


def is_packaging() -> bool:
    """Whether Chalice's command line is looking at the application, and no request will come."""
    return os.environ.get("AWS_CHALICE_CLI_MODE") == "true"


@cache
def process_settings() -> Settings:
    return read(os.environ)


def read(environment: Mapping[str, str]) -> Settings:
    """Raises `KeyError` for a missing variable and `ValueError` for one that may not be so."""
    return Settings(
        stage=environment["STAGE"],
        default_county_id=environment["DEFAULT_COUNTY_ID"],
        host_counties=json.loads(environment.get("HOST_COUNTIES") or "{}"),
        table_name=environment["TABLE_NAME"],
        signup_queue_url=environment["SIGNUP_QUEUE_URL"],
        dead_letter_urls={
            name.removesuffix(_DEAD_LETTERS).lower(): url
            for name, url in environment.items()
            if name.endswith(_DEAD_LETTERS)
        },
        report_queue_url=environment["REPORT_QUEUE_URL"],
        grant_queue_url=environment["GRANT_QUEUE_URL"],
        import_queue_url=environment["IMPORT_QUEUE_URL"],
        purchase_queue_url=environment["PURCHASE_QUEUE_URL"],
        reservation_queue_url=environment["RESERVATION_QUEUE_URL"],
        settlement_queue_url=environment["SETTLEMENT_QUEUE_URL"],
        report_bucket=environment["REPORT_BUCKET"],
        ledger_bucket=environment["LEDGER_BUCKET"],
        upload_bucket=environment["UPLOAD_BUCKET"],
        data_key_id=environment["DATA_KEY_ID"],
        mac_key_id=environment["MAC_KEY_ID"],
        mail_from=environment["MAIL_FROM"],
        staff_pool_id=environment["STAFF_POOL_ID"],
        staff_client_id=environment["STAFF_CLIENT_ID"],
        staff_issuer=environment["STAFF_ISSUER"],
        public_base_url=environment.get("PUBLIC_BASE_URL", ""),
        aws_endpoint_url=environment.get("AWS_ENDPOINT_URL", ""),
        aws_region=environment.get("AWS_REGION", "ap-northeast-2"),
        simulated_clock=environment.get("SIMULATED_CLOCK", "") == "1",
        identity_secret_id=environment.get("IDENTITY_SECRET_ID", ""),
        offices_secret_id=environment.get("OFFICES_SECRET_ID", ""),
        payment_secret_id=environment.get("PAYMENT_SECRET_ID", ""),
        payment_queue_url=environment.get("PAYMENT_QUEUE_URL", ""),
        notice_queue_url=environment.get("NOTICE_QUEUE_URL", ""),
        analysis_queue_url=environment.get("ANALYSIS_QUEUE_URL", ""),
        marketing_queue_url=environment.get("MARKETING_QUEUE_URL", ""),
    )
