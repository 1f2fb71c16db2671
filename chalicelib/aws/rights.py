"""What a function may do, in the words of the thing it does it to: `TABLE.read()`.

This is the whole vocabulary: what no verb here says, no function can be given. A right names
IAM's actions, and the resources as the template does; `infra/deploy/policies.py` makes a statement
of it.
"""

from typing import NamedTuple


class Right(NamedTuple):
    """One statement of a policy."""

    purpose: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    """A resource of the template, or a part of it: `AppTable`, `AppTable/index/by_day`."""
    kinds: tuple[str, ...] = ()
    """Of items: the partitions that may be touched, by what stands after the county in their keys.
    Empty: all."""
    attributes: tuple[str, ...] = ()
    """Of items: all that may be named, beside the keys. Empty: all."""
    beside: tuple[str, ...] = ()
    """Kinds that are put in the same transactions; such a right holds in transactions alone."""


class Table:
    """Items and indexes. There is no verb for a scan and none to delete an item."""

    def __init__(self, name: str) -> None:
        self.name = name

    def read(self) -> Right:
        return Right("ReadTable", ("dynamodb:GetItem", "dynamodb:Query"), (self.name,))

    # Every verb that writes asks for one kind at least, since none at all would mean all items.

    def put(self, kind: str, *kinds: str) -> Right:
        return Right("WriteItems", ("dynamodb:PutItem",), (self.name,), (kind, *kinds))

    def count(self, kind: str, *kinds: str, attributes: tuple[str, ...]) -> Right:
        """To change numbers that stand in items of their own; nothing else of them."""
        named = _named(attributes)
        return Right(
            "ChangeCounters", ("dynamodb:UpdateItem",), (self.name,), (kind, *kinds), named
        )

    def sum_up(self, kind: str, *kinds: str, beside: tuple[str, ...]) -> Right:
        """To change sums in one transaction with what is put `beside` them. AWS does not say
        whether the leading keys of a transaction are each action's own or those of all: this holds
        in both cases, and so names what is beside (docs/decisions/0021)."""
        named, update = _named(beside), ("dynamodb:UpdateItem",)
        return Right("ChangeSums", update, (self.name,), (kind, *kinds), (), named)

    def follow(self) -> Right:
        """Given to who is called with its new items; they need not declare it."""
        actions = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
        named = tuple(f"dynamodb:{action}" for action in actions)
        return Right("FollowTable", named, (f"{self.name}/stream/*",))

    def query(self, index: str, *indexes: str) -> Right:
        places = tuple(f"{self.name}/index/{each}" for each in (index, *indexes))
        return Right("ReadIndexes", ("dynamodb:Query",), places)


class Bucket:
    """Objects, all of them or those whose names match `under`."""

    def __init__(self, name: str) -> None:
        self.name = name

    def get(self, under: str = "*") -> Right:
        return Right(f"ReadFrom{self.name}", ("s3:GetObject",), (f"{self.name}/{under}",))

    def put(self, under: str = "*") -> Right:
        return Right(f"KeepIn{self.name}", ("s3:PutObject",), (f"{self.name}/{under}",))

    def erase(self) -> Right:
        """Of images of people alone: nothing else that is kept is ever deleted."""
        if self.name != "UploadBucket":
            raise ValueError(f"nothing in {self.name} is erased")
        return Right(f"EraseIn{self.name}", ("s3:DeleteObject",), (f"{self.name}/*",))

    def find(self) -> Right:
        return Right(f"Find{self.name}", ("s3:ListBucket",), (self.name,))


class Queue:
    """By the name that its consumer declares (`functions.Messages`)."""

    def __init__(self, name: str) -> None:
        stem = name.title().replace("_", "")
        self.logical_name = f"{stem}Queue"
        self.dead_letters = f"{stem}DeadLetters"

    def send(self) -> Right:
        return Right("SendMessages", ("sqs:SendMessage",), (self.logical_name,))

    def take(self) -> Right:
        """Given to the queue's own consumer; it need not declare it."""
        actions = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
        return Right("TakeMessages", actions, (self.logical_name,))

    def redrive(self) -> Right:
        """To look at its dead letters, and to take out those that are sent again."""
        actions = (
            "sqs:GetQueueAttributes",
            "sqs:ReceiveMessage",
            "sqs:ChangeMessageVisibility",
            "sqs:DeleteMessage",
        )
        return Right("RedriveDeadLetters", actions, (self.dead_letters,))

    def count(self) -> Right:
        """To see how many messages wait, in the queue and among its dead letters."""
        places = (self.logical_name, self.dead_letters)
        return Right("CountMessages", ("sqs:GetQueueAttributes",), places)


def _named(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        raise ValueError("nothing is named, which would mean all")
    return names


TABLE = Table("AppTable")
REPORTS = Bucket("ReportBucket")
LEDGER = Bucket("LedgerBucket")
UPLOADS = Bucket("UploadBucket")


def derive_keys() -> Right:
    """Tokens, pay codes, cursors, sign-up ids and who a person is: all from one root."""
    return Right("DeriveKeys", ("kms:GenerateMac",), ("MacKey",))


def seal_personal_data() -> Right:
    return Right("SealPersonalData", ("kms:GenerateDataKey", "kms:Decrypt"), ("DataKey",))


def send_text_messages() -> Right:
    return Right("SendTextMessages", ("sns:Publish",), ("phones",))


def read_secret() -> Right:
    """How each county asks its agency of identity verification."""
    return Right("ReadSecret", ("secretsmanager:GetSecretValue",), ("identity secret",))


def read_offices_secret() -> Right:
    """How each county asks the tax office, and whose bank accounts are."""
    return Right("ReadOfficesSecret", ("secretsmanager:GetSecretValue",), ("offices secret",))


def read_payment_secret() -> Right:
    """How each county asks its payment provider."""
    return Right("ReadPaymentSecret", ("secretsmanager:GetSecretValue",), ("payment secret",))


def send_mail() -> Right:
    return Right("SendMail", ("ses:SendEmail",), ("mail",))


def ask_for_staff_accounts() -> Right:
    """Whether an account of staff still stands, and which groups it is in."""
    actions = ("cognito-idp:AdminGetUser", "cognito-idp:AdminListGroupsForUser")
    return Right("AskForStaffAccounts", actions, ("StaffPool",))


def list_staff_accounts() -> Right:
    """Who is in a group, and their mail addresses."""
    return Right("ListStaffAccounts", ("cognito-idp:ListUsersInGroup",), ("StaffPool",))
