"""Small components of our own: HTML, style and script from advisor/ui/assets."""

from pathlib import Path
from typing import Any

import streamlit as st

_ASSETS = Path(__file__).parent / "assets"


@st.cache_resource(show_spinner=False)
def component(name: str, html: str) -> Any:
    """The component of that name, registered once: `html` with assets/NAME.css, and shared.js before NAME.js."""
    return st.components.v2.component(
        f"advisor_{name}",
        html=html,
        css=(_ASSETS / f"{name}.css").read_text(encoding="utf-8"),
        js="".join((_ASSETS / file).read_text(encoding="utf-8") for file in ("shared.js", f"{name}.js")),
    )
