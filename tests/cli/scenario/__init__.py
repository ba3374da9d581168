"""Command-line scenarios: plain files that run tgferry and say what must happen. See ../README.md."""
