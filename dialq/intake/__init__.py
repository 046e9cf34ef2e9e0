"""Lead files as they really come, read into plain records."""
