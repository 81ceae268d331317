"""Typed readers of data/reference: what people have agreed, with dates, owners and sources."""
