"""Every stored profile of a deployed stage, for a command that completes those of before a release.

It takes an operator's credentials: `lambda:GetFunctionConfiguration`, `dynamodb:Scan`, and what the
completing itself does. Nothing of a person is printed.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.table import Item

FillIn = Callable[[Adapters, Iterable[Item]], tuple[int, int]]
"""(profiles that were completed, those that somebody changed meanwhile)."""


def complete(fill_in: FillIn) -> int:
    """Of the stage that the variable `STAGE` names; the exit code."""
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    name = f"onmin-{os.environ.get('STAGE', 'local')}-api-handler"
    os.environ.setdefault("AWS_DEFAULT_REGION", "ap-northeast-2")
    try:
        configuration = boto3.client("lambda").get_function_configuration(FunctionName=name)
        os.environ.update(configuration["Environment"]["Variables"])
        made = Adapters()
        done, missed = fill_in(made, _profiles(boto3.client("dynamodb"), made.settings.table_name))
    except (BotoCoreError, ClientError) as error:
        print(f"stopped, and can be run again: {error}")
        return 1
    print(f"{done} filled in" + (f", {missed} changed meanwhile: run it again" if missed else ""))
    return 0


def _profiles(client: Any, table_name: str) -> Iterable[Item]:
    from chalicelib.aws.attributes import unpack

    pages = client.get_paginator("scan").paginate(
        TableName=table_name,
        FilterExpression="sk = :profile",
        ExpressionAttributeValues={":profile": {"S": "PROFILE"}},
    )
    return (unpack(item) for page in pages for item in page["Items"])
