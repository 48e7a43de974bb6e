"""Compiles one source, then one package: the steps that `compile.py` shows as a whole."""
