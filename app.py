"""The HTTP application, over AWS. Workers do not come through here: each is a Lambda of its own."""

from chalicelib import snapshot
from chalicelib.application import build, build_lazily
from chalicelib.aws.adapters import Adapters
from chalicelib.core.settings import is_packaging

app = build(Adapters()) if is_packaging() else build_lazily(Adapters())
snapshot.register()
