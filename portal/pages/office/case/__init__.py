"""The page of one complaint, part by part."""
