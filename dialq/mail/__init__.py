"""Mail: templates to text, text to messages, messages to a Maildir."""
