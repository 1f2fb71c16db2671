"""The JSON API: parse, call one service function, answer."""
