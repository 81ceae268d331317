"""What the command line does, command by command; `cli.py` names them."""
