"""Reader and writer of YAML."""
