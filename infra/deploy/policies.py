"""Says rights in IAM's words."""

from collections.abc import Iterable
from typing import Any

from chalicelib.aws.rights import TABLE, Right

# A phone has no ARN and a topic has one: whoever may send to phones may not publish to topics.
_PHONES: dict[str, Any] = {"NotResource": "arn:aws:sns:*:*:*"}
# The local cloud decides ses:SendEmail for all identities at once and does not know
# ses:FromAddress, which elsewhere bounds the right to our sender.
_MAIL: dict[str, Any] = {
    "Resource": {
        "Fn::If": [
            "IsLocal",
            "*",
            {"Fn::Sub": "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/*"},
        ]
    },
    "Condition": {
        "Fn::If": [
            "IsLocal",
            {"Ref": "AWS::NoValue"},
            {"StringEquals": {"ses:FromAddress": {"Ref": "MailFrom"}}},
        ]
    },
}
# Secrets Manager ends each ARN with six characters of its own. What `Ref` gives is the ARN, but in
# the local cloud the name.
_IDENTITY_SECRET: dict[str, Any] = {
    "Resource": {
        "Fn::Sub": "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}"
        ":secret:onmin-${Stage}-identity-??????"
    }
}
_OFFICES_SECRET: dict[str, Any] = {
    "Resource": {
        "Fn::Sub": "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}"
        ":secret:onmin-${Stage}-offices-??????"
    }
}
_PAYMENT_SECRET: dict[str, Any] = {
    "Resource": {
        "Fn::Sub": "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}"
        ":secret:onmin-${Stage}-payment-??????"
    }
}
OUTSIDE: dict[str, dict[str, Any]] = {
    "phones": _PHONES,
    "mail": _MAIL,
    "identity secret": _IDENTITY_SECRET,
    "offices secret": _OFFICES_SECRET,
    "payment secret": _PAYMENT_SECRET,
}
"""What rights name otherwise than by a resource of the template with an `Arn`."""

_TRACES = {
    "Sid": "SendTraces",
    "Effect": "Allow",
    "Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
    "Resource": "*",
}


def policy(rights: Iterable[Right], *, log_group: str) -> dict[str, Any]:
    """Of one function: to write its own log, to send traces, and its rights."""
    log = Right("WriteOwnLog", ("logs:CreateLogStream", "logs:PutLogEvents"), (log_group,))
    statements = [statement(right) for right in _joined([log, *rights])]
    return {"Version": "2012-10-17", "Statement": [*statements, _TRACES]}


def _joined(rights: Iterable[Right]) -> list[Right]:
    """Rights of one purpose are one statement, over the resources of all of them."""
    by_purpose: dict[str, Right] = {}
    for right in rights:
        known = by_purpose.get(right.purpose, right._replace(resources=()))
        if (known.actions, known.kinds) != (right.actions, right.kinds):
            raise ValueError(f"{right.purpose} is said twice, and differently")
        by_purpose[right.purpose] = known._replace(resources=known.resources + right.resources)
    return list(by_purpose.values())


def statement(right: Right) -> dict[str, Any]:
    """One right in IAM's words."""
    said: dict[str, Any] = {
        "Sid": right.purpose,
        "Effect": "Allow",
        "Action": list(right.actions),
    }
    if right.resources[0] in OUTSIDE:
        return said | OUTSIDE[right.resources[0]]
    said["Resource"] = [_arn(resource) for resource in right.resources]
    if right.kinds:
        kinds = (*right.kinds, *right.beside)
        # A kind is one partition of each county (`…#TOTALS`), or many (`…#WALLET#mem_…`).
        keys = [f"*#{kind}{rest}" for kind in kinds for rest in ("", "#*")]
        said["Condition"] = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": keys}}
    if right.beside:
        within = {"dynamodb:EnclosingOperation": ["TransactWriteItems"]}
        said["Condition"]["ForAnyValue:StringEquals"] = within
    if right.attributes:
        named = {"dynamodb:Attributes": ["pk", "sk", *right.attributes]}
        said["Condition"]["ForAllValues:StringEquals"] = named
    return said


def _arn(resource: str) -> dict[str, Any]:
    name, _, part = resource.partition("/")
    # A restored table has another name, and no resource in the template (`make restore`).
    arn = f"${{{name}.Arn}}" + ("${TableSuffix}" if name == TABLE.name else "")
    if part:
        return {"Fn::Sub": f"{arn}/{part}"}
    return {"Fn::Sub": arn} if name == TABLE.name else {"Fn::GetAtt": [name, "Arn"]}
