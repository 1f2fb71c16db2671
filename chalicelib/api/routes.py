"""Every blueprint of the JSON API, for `app.py` to register."""

from chalicelib.api import (
    cancellations,
    health,
    joining,
    members,
    merchants,
    openapi,
    redemptions,
    staff,
    wallets,
)

MODULES = (
    health,
    openapi,
    joining,
    members,
    wallets,
    redemptions,
    cancellations,
    merchants,
    staff,
)
BLUEPRINTS = tuple(module.routes for module in MODULES)
