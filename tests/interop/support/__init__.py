"""What the interop runner, the judges' callers and the fixture generators share."""
