"""What Chalice does not know of the API: that its function is behind an alias, and other methods.

Chalice's integrations and permission name the function itself, whose code of this moment
(`$LATEST`) has no snapshot to start from. And beside the routes' methods any other one reaches the
function too: it answers HEAD as GET, and names the methods there are where one is wrong (405,
`Allow`), where API Gateway alone would say that there is no such address.
"""

import re
from typing import Any

from infra.deploy.functions import ALIAS, application
from infra.deploy.template import Resources

ANY = "x-amazon-apigateway-any-method"
_INTEGRATION = "x-amazon-apigateway-integration"
_FUNCTION = f"APIHandlerAlias{ALIAS}"
"""As SAM calls the alias that it makes."""
_URI = (
    "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
    f"${{{_FUNCTION}}}/invocations"
)


def resources() -> Resources:
    """To merge with the API that Chalice makes."""
    app = application()
    paths = {
        path: {method.lower(): {_INTEGRATION: {"uri": {"Fn::Sub": _URI}}} for method in methods}
        | {ANY: _operation(path)}
        for path, methods in sorted(app.routes.items())
    }
    return {
        "RestAPI": {"Properties": {"DefinitionBody": {"paths": paths}}},
        "APIHandlerInvokePermission": {"Properties": {"FunctionName": {"Ref": _FUNCTION}}},
    }


def _operation(path: str) -> dict[str, Any]:
    return {
        "produces": ["application/json"],
        "parameters": [
            {"name": name, "in": "path", "required": True, "type": "string"}
            for name in re.findall(r"{(\w+)}", path)
        ],
        _INTEGRATION: {
            "type": "aws_proxy",
            "httpMethod": "POST",
            "uri": {"Fn::Sub": _URI},
            "passthroughBehavior": "when_no_match",
            "contentHandling": "CONVERT_TO_TEXT",
            "responses": {"default": {"statusCode": "200"}},
        },
    }
