"""What happens when a date passes: one step up, over empty posts, and somebody is always told."""
