"""Files that are one event each: Markdown with front matter, and mappings in YAML and JSON."""
