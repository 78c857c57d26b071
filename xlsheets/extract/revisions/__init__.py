"""What people left in a Word document besides its text: comments, tracked changes, pictures."""
