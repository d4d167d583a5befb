"""The index in a file that is mapped into memory."""
