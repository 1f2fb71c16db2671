"""The outside services that the local cloud plays: where they are, and our keys there."""

import json

from infra.localcloud import identity_agency, payment_agency, payment_bank, public_offices
from infra.localcloud.deployment import Deployment


def addresses(endpoint_url: str) -> dict[str, str]:
    """As `stack.json` names them: the agency of identity verification, the tax office and the
    banks, the payment provider."""
    return {
        "identity_provider_url": f"{endpoint_url}{identity_agency.PATH}",
        "offices_url": f"{endpoint_url}{public_offices.PATH}",
        "payment_provider_url": f"{endpoint_url}{payment_agency.PATH}",
    }


def set_up(deployment: Deployment, county_id: str, endpoint_url: str) -> None:
    """Writes the county's secrets: addresses and keys of what is played."""
    at = addresses(endpoint_url)
    identity, payment = at["identity_provider_url"], at["payment_provider_url"]
    secrets: dict[str, object] = {
        "IdentitySecretId": {
            "api_secret": identity_agency.API_SECRET,
            "api_url": identity,
            "page_url": f"{identity}/page",
        },
        "PaymentSecretId": {
            "secret_key": payment_bank.SECRET_KEY,
            "client_key": payment_bank.CLIENT_KEY,
            "api_url": payment,
            "page_url": f"{payment}/page",
        },
        "OfficesSecretId": public_offices.config(at["offices_url"]),
    }
    client, outputs = deployment.client("secretsmanager"), deployment.outputs()
    for output, config in secrets.items():
        text = json.dumps({county_id: config})
        client.put_secret_value(SecretId=outputs[output], SecretString=text)
