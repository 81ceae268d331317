"""The record kinds perfdash accepts: columns, types, units and rules. No input or output happens here."""
