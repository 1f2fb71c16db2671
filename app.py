"""The HTTP application, over AWS. Workers do not come through here: each is a Lambda of its own."""

from chalicelib import snapshot
from chalicelib.application import build
from chalicelib.aws.adapters import Adapters

app = build(Adapters())
snapshot.register()
