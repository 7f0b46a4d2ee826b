"""The documentation: what is generated from tables, and the proof that all of it is true."""
