"""What citizens are shown of an agency: for their own pages, and for the preview of a draft."""
