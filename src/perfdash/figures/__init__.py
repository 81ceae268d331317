"""Charts, style and sentences: records in, Plotly figure or English out."""
