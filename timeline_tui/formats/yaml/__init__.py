"""YAML, read from the events of libyaml."""
