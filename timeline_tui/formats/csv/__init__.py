"""CSV (RFC 4180), and the flat records that other sheets also use."""
