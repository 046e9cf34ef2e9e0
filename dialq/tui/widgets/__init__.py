"""Widgets that know values, never the desk."""
