"""A load run over HTTP, beside a peer on the same machine."""
