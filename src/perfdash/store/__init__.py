"""The DuckDB store: land, build, check, publish, read. What is published is a rebuildable view of the Parquet record."""
