"""Cues: what can be seen in a text that is worth a second look, with the place where it stands.

A cue describes content. It is no verdict, it says nothing of a person, and it moves nothing:
an analyst reads it beside the text and decides whether it means anything.
"""
