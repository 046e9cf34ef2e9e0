"""Turns values into lines. Pure: no widgets, no desk, no clock."""
