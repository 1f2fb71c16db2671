"""Security headers of pages and their files."""

from chalice import Response


def secure(response: Response, *, staff_login_url: str) -> Response:
    """Nothing but our own scripts and styles, and talk only to ourselves and the staff's log-in."""
    policy = (
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; "
        "script-src 'self' 'wasm-unsafe-eval'; "
        f"connect-src 'self' {staff_login_url}; "
        "frame-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'none'"
    )
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response
