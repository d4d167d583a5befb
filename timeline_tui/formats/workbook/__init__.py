"""Workbooks: the sheets of Excel and OpenDocument, read by python-calamine in a process of its own."""
