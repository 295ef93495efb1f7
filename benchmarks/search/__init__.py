"""How fast and how small the search is, against Pagefind and a whole lunr index: `python -m benchmarks.search 300 3000`."""
