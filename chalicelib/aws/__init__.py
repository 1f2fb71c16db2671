"""The one door to AWS: clients, the table, KMS, queues, files, mail, text messages, the frame of
every worker.

botocore is imported here and nowhere else, boto3 nowhere. Each error of a service is translated
once, here, into what a caller can do about it.
"""
