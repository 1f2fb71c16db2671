"""What no worker could finish: looked at in words, and sent to its worker once more.

Promises: looking and sending lose nothing, and do nothing twice that a worker does once; no
personal data of a message is shown; each sending is on record before it is done.
"""
