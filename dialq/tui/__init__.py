"""The full-screen app: the only part of dialq that knows Textual."""
