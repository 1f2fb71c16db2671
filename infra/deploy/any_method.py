"""The routes' methods beside those that Chalice writes: any other one reaches the function too.

It answers HEAD as GET, and names the methods there are where one is wrong (405, `Allow`): API
Gateway alone would say that there is no such address.
"""

import re
from typing import Any

from infra.deploy.functions import application
from infra.deploy.template import Resources

ANY = "x-amazon-apigateway-any-method"
_URI = (
    "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
    "${APIHandler.Arn}/invocations"
)


def resources() -> Resources:
    """To merge with the API that Chalice makes."""
    app = application()
    paths = {path: {ANY: _operation(path)} for path in sorted(app.routes)}
    return {"RestAPI": {"Properties": {"DefinitionBody": {"paths": paths}}}}


def _operation(path: str) -> dict[str, Any]:
    return {
        "produces": ["application/json"],
        "parameters": [
            {"name": name, "in": "path", "required": True, "type": "string"}
            for name in re.findall(r"{(\w+)}", path)
        ],
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy",
            "httpMethod": "POST",
            "uri": {"Fn::Sub": _URI},
            "passthroughBehavior": "when_no_match",
            "contentHandling": "CONVERT_TO_TEXT",
            "responses": {"default": {"statusCode": "200"}},
        },
    }
