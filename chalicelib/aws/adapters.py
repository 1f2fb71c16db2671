"""What the world gives to a process: the environment, the clock, AWS.

`Adapters()` are AWS's. Tests, the simulator and the bench hand over others: a subclass that gives
other clients, another table or clock. Everything is made when it is first asked for, so that the
application can be packaged with no AWS around, and a function loads only what it uses.
"""

import time
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from chalicelib.core.clock import ProcessClock
from chalicelib.core.settings import Settings, process_settings

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.aws.account_holders import AccountHolders
    from chalicelib.aws.beacon import DrandRelays
    from chalicelib.aws.dead_letter_queue import DeadLetterQueue
    from chalicelib.aws.files import FileStore
    from chalicelib.aws.identity_provider import IdentityProvider
    from chalicelib.aws.kms import FieldCipher
    from chalicelib.aws.mail import Mail
    from chalicelib.aws.payment_provider import PaymentProvider
    from chalicelib.aws.push_service import PushServices
    from chalicelib.aws.queues import Queue
    from chalicelib.aws.secret import Secret
    from chalicelib.aws.signer import Signer
    from chalicelib.aws.staff_accounts import CognitoAccounts
    from chalicelib.aws.staff_tokens import StaffTokens
    from chalicelib.aws.table import Table
    from chalicelib.aws.tax_office import TaxOffice
    from chalicelib.aws.text_messages import TextMessages

WiringT = TypeVar("WiringT", bound="Wiring")


class Adapters:
    """Made once per process. What is wired over them is made once, too."""

    def __init__(self) -> None:
        self._wired: dict[type[Wiring], Wiring] = {}

    def wired(self, wiring: type[WiringT]) -> WiringT:
        """A package's services over these adapters."""
        made = self._wired.get(wiring)
        if made is None:
            made = self._wired[wiring] = wiring(self)
        assert isinstance(made, wiring)
        return made

    @cached_property
    def settings(self) -> Settings:
        return process_settings()

    @cached_property
    def clock(self) -> ProcessClock:
        return ProcessClock(may_simulate=lambda: self.settings.simulated_clock)

    def now(self) -> "datetime":
        return self.clock()

    def pause(self, seconds: float) -> None:
        """Wait, before something is tried again."""
        time.sleep(seconds)

    def client(self, service: str) -> Any:
        from chalicelib.aws import clients

        return clients.client(service)

    @cached_property
    def table(self) -> "Table":
        from chalicelib.aws.dynamodb import DynamoDBTable

        return DynamoDBTable(self.client("dynamodb"), self.settings.table_name)

    @cached_property
    def signer(self) -> "Signer":
        from chalicelib.aws.kms import root_key
        from chalicelib.aws.signer import Signer

        return Signer(root_key(self.client("kms"), self.settings.mac_key_id))

    @cached_property
    def cipher(self) -> "FieldCipher":
        from chalicelib.aws.kms import FieldCipher

        return FieldCipher(self.client("kms"), self.settings.data_key_id)

    def queue(self, url: str) -> "Queue":
        from chalicelib.aws.queues import Queue

        return Queue(self.client("sqs"), url)

    def dead_letter_queue(self, url: str) -> "DeadLetterQueue":
        from chalicelib.aws.dead_letter_queue import DeadLetterQueue

        return DeadLetterQueue(self.client("sqs"), url)

    @cached_property
    def text_messages(self) -> "TextMessages":
        from chalicelib.aws.text_messages import TextMessages

        return TextMessages(self.client("sns"))

    @cached_property
    def identity_provider(self) -> "IdentityProvider":
        from chalicelib.aws.identity_provider import IdentityProvider
        from chalicelib.aws.secret import Secret

        secret = Secret(self.client("secretsmanager"), self.settings.identity_secret_id)
        return IdentityProvider(secret)

    @cached_property
    def beacon(self) -> "DrandRelays":
        """Public randomness; the local cloud plays its relays."""
        from chalicelib.aws.beacon import RELAYS, DrandRelays

        local = self.settings.aws_endpoint_url
        played = [f"{local}/_beacon/{name}" for name in ("one", "two", "three")]
        return DrandRelays(played if local else RELAYS)

    @cached_property
    def push_services(self) -> "PushServices":
        """Those of the browsers' makers; the local cloud plays one."""
        from chalicelib.aws.push_service import PushServices

        local = self.settings.aws_endpoint_url
        return PushServices(played=f"{local}/_push/" if local else "")

    @cached_property
    def _offices_secret(self) -> "Secret":
        from chalicelib.aws.secret import Secret

        return Secret(self.client("secretsmanager"), self.settings.offices_secret_id)

    @cached_property
    def tax_office(self) -> "TaxOffice":
        from chalicelib.aws.tax_office import TaxOffice

        return TaxOffice(self._offices_secret)

    @cached_property
    def account_holders(self) -> "AccountHolders":
        from chalicelib.aws.account_holders import AccountHolders

        return AccountHolders(self._offices_secret)

    @cached_property
    def payment_provider(self) -> "PaymentProvider":
        from chalicelib.aws.payment_provider import PaymentProvider
        from chalicelib.aws.secret import Secret

        secret = Secret(self.client("secretsmanager"), self.settings.payment_secret_id)
        return PaymentProvider(secret, may_be_live=self.settings.is_live)

    @cached_property
    def mail(self) -> "Mail":
        from chalicelib.aws.mail import Mail

        return Mail(self.client("sesv2"), self.settings.mail_from)

    @cached_property
    def report_files(self) -> "FileStore":
        from chalicelib.aws.files import FileStore

        return FileStore(self.client("s3"), self.settings.report_bucket)

    @cached_property
    def ledger_files(self) -> "FileStore":
        """The bucket with object lock."""
        from chalicelib.aws.files import FileStore

        return FileStore(self.client("s3"), self.settings.ledger_bucket)

    @cached_property
    def upload_files(self) -> "FileStore":
        """The bucket of images that members send."""
        from chalicelib.aws.files import FileStore

        return FileStore(self.client("s3"), self.settings.upload_bucket)

    @cached_property
    def staff_tokens(self) -> "StaffTokens":
        from chalicelib.aws.staff_tokens import StaffTokens

        return StaffTokens(
            keys_url=self.settings.staff_keys_url,
            issuer=self.settings.staff_issuer,
            client_id=self.settings.staff_client_id,
        )

    @cached_property
    def staff_accounts(self) -> "CognitoAccounts":
        from chalicelib.aws.staff_accounts import CognitoAccounts

        return CognitoAccounts(self.client("cognito-idp"), self.settings.staff_pool_id)


class Wiring:
    """Base of each package's `wiring.py`: its services as cached properties over the adapters."""

    def __init__(self, adapters: Adapters) -> None:
        self.adapters = adapters
