"""onmin: a county's online residents, their mileage and their vouchers.

Imports point down only; import-linter checks it (pyproject.toml)::

    app.py
    api | web | workers                    parse, call one service function, answer
    bootstrap                              wires services to adapters, lazily, once per process
    services | persistence | gateways      use cases | DynamoDB | other AWS services
    security                               actors, tokens, signed codes and cursors
    domain                                 pure rules; the standard library alone

The same noun stands in each layer: to work on campaigns, open ``campaigns.py`` in each of them.
"""

import gc

# Importing makes a few hundred thousand objects that stay. Python would look through all of them
# for garbage dozens of times, a tenth of a cold start; a warm function makes little of it.
gc.set_threshold(20_000, 20, 20)
