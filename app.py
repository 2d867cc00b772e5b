"""Streamlit's entry: `streamlit run app.py`. The pages are in advisor/ui."""

import streamlit as st

from advisor.ui.server import MIDDLEWARE, begun_ahead

app = st.App("advisor/ui/navigation.py", middleware=MIDDLEWARE, lifespan=begun_ahead)
