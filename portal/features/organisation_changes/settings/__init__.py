"""The pages on which an agency is replaced, parted or renamed."""
