"""How a site got here, as a picture: things in bands, placed so that no two words overlap."""
