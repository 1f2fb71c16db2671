"""Photos that visitors of a campaign enter: sent, looked at by staff, and what they are worth.

Where one was is known by what proves a visit (decision 0053), never by what a picture says.
"""
