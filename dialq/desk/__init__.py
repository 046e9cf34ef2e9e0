"""What a rep, a lead and a cron job can do: one use case a function."""
