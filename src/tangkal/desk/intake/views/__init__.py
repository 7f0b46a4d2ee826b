"""Intake's screens: give a source, agree, watch, settle the quarantine."""
