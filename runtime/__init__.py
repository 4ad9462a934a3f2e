"""How the product is installed, started and stopped. Imports none of the apps."""
