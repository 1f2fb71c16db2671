"""Prices of Seoul (ap-northeast-2) in US dollars, each with its source and date.

Without free tiers, reserved capacity, support plans, tax and steps for large use: a bill is lower.
"""

from typing import NamedTuple

PRICE_LIST = (
    "AWS Price List, offer files of ap-northeast-2, as a public catalogue read them on 2026-10-01"
)
DYNAMODB_LIST = (
    "AWS Price List, `get_products` for ap-northeast-2, as a public program noted it on 2026-06-12"
)
SNAPSTART = "price of us-east-1 as published in 2026; Seoul's own was not found"
FROM_MEMORY = "not verified for Seoul: looked for on 2026-11-29 and not found; the usual list price"
SMS = (
    "12 won without tax, the list price of a Korean sender (docs.hackle.io, 2026-01), at 1,400 won "
    "a dollar. The price of Amazon SNS for +82 was looked for on 2026-11-29 and not found; expect "
    "two to four times this"
)


class Price(NamedTuple):
    dollars: float
    unit: str
    source: str


MILLION = 1_000_000
WON_A_DOLLAR = 1_400

WRITE = Price(0.68 / MILLION, "write request unit", DYNAMODB_LIST)
READ = Price(0.1355 / MILLION, "read request unit", DYNAMODB_LIST)
TABLE_STORAGE = Price(0.27, "GB of table and indexes a month", FROM_MEMORY)
CONTINUOUS_BACKUP = Price(0.22, "GB of table in point-in-time recovery a month", FROM_MEMORY)
API_REQUEST = Price(3.50 / MILLION, "request of a REST API", FROM_MEMORY)
FUNCTION_CALL = Price(0.20 / MILLION, "call of a function", PRICE_LIST)
FUNCTION_SECOND = Price(0.0000133334, "GB-second of a function, arm64", PRICE_LIST)
SNAPSHOT_SECOND = Price(0.0000015046, "GB-second of a cached snapshot", SNAPSTART)
QUEUE_REQUEST = Price(0.40 / MILLION, "request of a standard queue", FROM_MEMORY)
KEY = Price(1.00, "KMS key a month", PRICE_LIST)
KEY_REQUEST = Price(0.03 / 10_000, "KMS request", PRICE_LIST)
SECRET = Price(0.40, "secret a month", PRICE_LIST)
LOG_WRITTEN = Price(0.76, "GB of log written", PRICE_LIST)
LOG_KEPT = Price(0.0314, "GB of log kept a month", PRICE_LIST)
ALARM = Price(0.10, "alarm a month", PRICE_LIST)
METRIC = Price(0.30, "metric of our own a month", PRICE_LIST)
TRACE = Price(5.00 / MILLION, "trace", FROM_MEMORY)
FILE_STORAGE = Price(0.025, "GB of files a month", PRICE_LIST)
FILE_WRITTEN = Price(0.0045 / 1_000, "file written", PRICE_LIST)
SENT_OUT = Price(0.126, "GB sent to the internet", FROM_MEMORY)
MAIL = Price(0.10 / 1_000, "mail", FROM_MEMORY)
TEXT_MESSAGE = Price(12 / WON_A_DOLLAR, "text message to a Korean number", SMS)

ALL = (
    WRITE, READ, TABLE_STORAGE, CONTINUOUS_BACKUP, API_REQUEST, FUNCTION_CALL, FUNCTION_SECOND,
    SNAPSHOT_SECOND, QUEUE_REQUEST, KEY, KEY_REQUEST, SECRET, LOG_WRITTEN, LOG_KEPT, ALARM, METRIC,
    TRACE, FILE_STORAGE, FILE_WRITTEN, SENT_OUT, MAIL, TEXT_MESSAGE,
)  # fmt: skip
