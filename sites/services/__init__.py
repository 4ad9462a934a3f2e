"""Writing sites, agencies, roles, and the programme as a whole."""
