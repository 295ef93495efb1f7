"""Tables that have lost their cells: pasted text, lines, gaps, bars."""
