"""How to read the pages: the rules in plain words, how often they are wrong, and the words used."""

import streamlit as st

from perfdash.ui import chrome

chrome.begin()
st.markdown(chrome.method_text())
