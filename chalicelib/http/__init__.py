"""How the JSON API behaves: one operation parses, authenticates, calls a view and answers.

It knows no feature: who is calling is found out by an authenticator that is handed in. Every
failure has one shape, a problem document.
"""
