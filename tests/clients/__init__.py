"""Clients that are generated of the OpenAPI document: `make clients`."""
