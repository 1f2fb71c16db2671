"""DynamoDB and SQS in memory, as exact as their documentation, and able to fail on purpose.

`dynamodb.DynamoDB` and `sqs.SQS` stand where boto3's clients stand, so that the code's own
expressions and messages are what is tried. `faults` breaks their calls; `schedules` breaks them in
every way there is.
"""
