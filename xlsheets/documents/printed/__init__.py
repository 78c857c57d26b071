"""What every printed report shares, whatever the medium: its order, numbering and comparison."""
