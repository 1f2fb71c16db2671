"""The one door to AWS: clients, the table, KMS, queues, files, mail, text messages, the frame of
every worker.

boto3 and botocore are imported here and nowhere else. Each error of a service is translated once,
here, into what a caller can do about it.
"""
