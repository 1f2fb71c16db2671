"""A county's looks as its staff set them: the emblem, the county's picture, a campaign's.

A picture is called after its content, so only the record that names it is read anew: within a
minute every page shows it, without a deployment.
"""
