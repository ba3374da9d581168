"""One module a kind of case."""
