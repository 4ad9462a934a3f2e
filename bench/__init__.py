"""The benchmarks of `make bench`: each prints ratios against a floor measured in the same run."""
