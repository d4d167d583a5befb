"""Parquet, read with DuckDB."""
