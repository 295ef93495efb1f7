"""What Lighthouse and stylelint say of the pages and their styles: `python -m benchmarks.pages` (needs Node 20 and npm)."""
