"""Writing down what helps and hinders."""
