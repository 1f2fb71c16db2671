"""Those outside of the county whom the local cloud plays: where they are, and our keys there."""

import json
from collections.abc import Mapping
from typing import Any

from infra.localcloud import identity_agency, payment_agency, payment_bank, public_offices
from infra.localcloud.deployment import Deployment


def addresses(endpoint_url: str) -> dict[str, str]:
    """As `stack.json` names them."""
    return {
        "identity_provider_url": f"{endpoint_url}{identity_agency.PATH}",
        "offices_url": f"{endpoint_url}{public_offices.PATH}",
        "payment_provider_url": f"{endpoint_url}{payment_agency.PATH}",
    }


def set_up(deployment: Deployment, county_id: str) -> None:
    """Write our keys into the secrets of the county."""
    client, outputs = deployment.client("secretsmanager"), deployment.outputs()
    for output, config in _secrets(addresses(deployment.endpoint_url)).items():
        text = json.dumps({county_id: config})
        client.put_secret_value(SecretId=outputs[output], SecretString=text)


def _secrets(urls: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """By the template's output."""
    agency, provider = urls["identity_provider_url"], urls["payment_provider_url"]
    return {
        "IdentitySecretId": {
            "api_secret": identity_agency.API_SECRET,
            "api_url": agency,
            "page_url": f"{agency}/page",
        },
        "PaymentSecretId": {
            "secret_key": payment_bank.SECRET_KEY,
            "client_key": payment_bank.CLIENT_KEY,
            "api_url": provider,
            "page_url": f"{provider}/page",
        },
        "OfficesSecretId": public_offices.config(urls["offices_url"]),
    }
