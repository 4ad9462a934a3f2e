"""What helps and hinders, themes by sites, for supporters and for those who serve one site."""
