"""One module per family of peers: what must hold between tgferry and that library."""
