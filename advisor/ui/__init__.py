"""Streamlit pages: they draw and collect, and decide nothing."""
