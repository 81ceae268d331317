"""perfdash: attendance, retention and wellbeing figures against HMICFRS's *Getting a grip* recommendations."""

__version__ = "0.1.0"
