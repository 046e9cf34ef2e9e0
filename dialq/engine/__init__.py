"""The rules, pure: no I/O, no SQL, no clock. Values in, values out."""
