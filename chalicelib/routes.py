"""Every operation of the JSON API, and what the function that serves them all may do."""

from chalicelib.aws import rights
from chalicelib.aws.functions import Counted, Function, Requests, declare
from chalicelib.http.operations import Operation
from chalicelib.joining.verification_routes import TEXT_MESSAGE_CAPS
from chalicelib.paying.errors import TypedCodesPausedError
from chalicelib.route_table import every_operation

OPERATIONS: tuple[Operation, ...] = every_operation()

# API Gateway waits 29 seconds for an answer.
declare(
    "api_handler",
    Function(
        trigger=Requests(),
        timeout_seconds=29,
        memory_mb=512,
        from_snapshot=True,
        may=(
            rights.TABLE.read(),
            rights.TABLE.put(
                "WALLET",
                "PERSON",
                "LEFT",
                "IDENTITY",
                "VERIFICATION",
                "PAYCODE",
                "PROPOSAL",
                "SETTINGS",
                "SETTINGTURN",
                "SETTINGPROPOSALS",
                "ROUNDS",
                "BUDGET",
                "COUNTERSALES",
                "COUNTERREQUESTS",
                "SELLERDAY",
                "PAYOUTS",
                "PAYMENT",
                "PAYMENTDUE",
                "MERCHANTS",
                "SHOPREPORTS",
                "MERCHANTCODE",
                "APPLICATIONS",
                "REGISTRATIONS",
                "BUSINESS",
                "IMPORT",
                "KEY",
                "ADJUSTMENTS",
                "GRANTS",
                "GRANT",
                "AUDIT",
                "DRAWS",
                "DRAW",
                "BUYER",
                "APPLIED",
                "PURCHASE",
                "SETTLEMENT",
                "PAYOUTBATCHES",
                "PAYOUTLINES",
                "SHOP",
                "INVITATION",
            ),
            rights.TABLE.count(
                "VERIFICATION",
                "THROTTLE",
                "LINE",
                attributes=("tries", "count", "ttl", "place", "asked"),
            ),
            rights.TABLE.sum_up(
                "BUDGET",
                "SELLERDAY",
                beside=("WALLET", "COUNTERSALES", "COUNTERREQUESTS"),
            ),
            rights.TABLE.query("by_day", "by_merchant"),
            rights.Queue("signup").send(),
            rights.Queue("report").send(),
            rights.Queue("grant").send(),
            rights.Queue("import").send(),
            rights.Queue("purchase").send(),
            rights.Queue("reservation").send(),
            rights.Queue("payment").send(),
            rights.Queue("signup").count(),
            rights.derive_keys(),
            rights.seal_personal_data(),
            rights.REPORTS.get(),
            rights.REPORTS.find(),
            # Without it a file that is not there is as one that may not be read.
            rights.LEDGER.find(),
            rights.LEDGER.get("*/leaves/*"),
            rights.LEDGER.get("*/draws/*"),
            rights.LEDGER.put("*/draws/*"),
            rights.LEDGER.get("*/settlements/*"),
            rights.LEDGER.get("*/payouts/*"),
            rights.LEDGER.put("*/payouts/*"),
            rights.send_text_messages(),
            rights.ask_for_staff_accounts(),
            rights.read_secret(),
            rights.read_offices_secret(),
            rights.read_payment_secret(),
        ),
        alarms=(
            Counted(TEXT_MESSAGE_CAPS, "An hour's cap on text messages was reached"),
            Counted(TypedCodesPausedError.METRIC, "A shop typed 300 wrong pay codes in one day"),
        ),
    ),
)
