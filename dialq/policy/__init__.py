"""Policy: campaign, programme and settings files, read into values of the engine."""
