"""QR codes as SVG."""

import io


def svg(text: str) -> str:
    """A QR code that scales to its box, with a quiet zone of four modules. Its white ground is part
    of it: a page that a browser makes dark leaves an image alone, and a till's page may be dark.

    Error correction M: the payment standard limits the level, so that a code cannot be altered
    unnoticed by printing over it.
    """
    # Not at the top: most payments show no code, and must not wait for this at a cold start.
    import segno

    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out,
        kind="svg",
        border=4,
        omitsize=True,
        xmldecl=False,
        svgns=True,
        nl=False,
        dark="black",
        light="white",
    )
    return out.getvalue().decode()
