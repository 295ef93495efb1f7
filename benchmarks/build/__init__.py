"""What building costs, against the first release, Hugo and copying the same files: `python -m benchmarks.build 500 5000`."""
