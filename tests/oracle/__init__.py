"""A slow, obvious second model of the rulebook: gather all, judge all, sort. The engine is held to it."""
