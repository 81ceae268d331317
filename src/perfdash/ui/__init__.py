"""The only room that knows Streamlit: controls, cached reads, cards, charts with their tables."""
