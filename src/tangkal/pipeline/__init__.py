"""Introduces the stages to one another."""
