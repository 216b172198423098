"""How forms write in an agency's draft: what the draft says, fields, forms that are declared."""
