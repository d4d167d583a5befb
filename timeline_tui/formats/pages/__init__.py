"""Pages to read: text, Markdown and HTML."""
