"""What a function is told by its environment, as tests have it. Imported before the application."""

import os

os.environ.update(
    STAGE="local",
    DEFAULT_COUNTY_ID="gangjin",
    HOST_COUNTIES='{"jinju.example": "jinju"}',
    TABLE_NAME="onmin-test",
    SIGNUP_QUEUE_URL="http://127.0.0.1/signups",
    SIGNUP_DEAD_LETTER_URL="http://127.0.0.1/signups-dead",
    REPORT_QUEUE_URL="http://127.0.0.1/reports",
    GRANT_QUEUE_URL="http://127.0.0.1/grants",
    SETTLEMENT_QUEUE_URL="http://127.0.0.1/settlements",
    REPORT_BUCKET="onmin-test",
    LEDGER_BUCKET="onmin-test-ledger",
    DATA_KEY_ID="data",
    MAC_KEY_ID="mac",
    MAIL_FROM="no-reply@onmin.example",
    STAFF_POOL_ID="pool",
    STAFF_CLIENT_ID="client",
    STAFF_ISSUER="https://staff.example",
    SIMULATED_CLOCK="1",
    IDENTITY_SECRET_ID="identity",
    OFFICES_SECRET_ID="offices",
    PAYMENT_SECRET_ID="payment",
    PAYMENT_QUEUE_URL="http://127.0.0.1/payments",
    AWS_REGION="ap-northeast-2",
    AWS_DEFAULT_REGION="ap-northeast-2",
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    POWERTOOLS_LOG_LEVEL="CRITICAL",
    POWERTOOLS_METRICS_DISABLED="true",
)
