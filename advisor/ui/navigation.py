"""The pages of the app, and what is the same on all of them."""

from pathlib import Path

import streamlit as st

# A file of our own: Streamlit asks another host for the icons that it knows by name.
_ICON = Path(__file__).parent / "assets" / "icon.png"

st.set_page_config(
    page_title="Readiness Advisor", page_icon=str(_ICON), layout="centered", initial_sidebar_state="auto"
)
st.html("<style>h1 { font-size: 2rem !important; } .asked { white-space: pre-wrap; overflow-wrap: anywhere; }</style>")
# The folder is not called "pages": Streamlit would run what lies there by itself, without what stands above.
st.navigation(
    [
        st.Page("views/chat.py", title="Chat", icon=":material/chat:", default=True),
        st.Page("views/documents.py", title="Documents", icon=":material/description:"),
        st.Page("views/readiness.py", title="Readiness", icon=":material/traffic:"),
        st.Page("views/gaps.py", title="Gaps", icon=":material/checklist:"),
        st.Page("views/milestones.py", title="Milestones", icon=":material/flag:"),
        st.Page("views/evaluation.py", title="Evaluation", icon=":material/speed:"),
    ]
).run()
