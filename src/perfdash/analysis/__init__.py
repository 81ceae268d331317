"""The statistics room: numbers in, numbers out.

Asks whether a change is real and how sure we may be. Knows numpy, pandas, scipy and statsmodels and no other
room of perfdash. Import the module you need (`from perfdash.analysis import spc`); the heavy libraries are
imported by the functions that use them, so that a page pays only for what it shows.
"""
