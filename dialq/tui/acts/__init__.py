"""What the keys of the work screen do, by noun: each part turns a wish into desk calls and new state."""
