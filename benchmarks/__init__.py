"""What is measured: `pages` are those that people work in all day, `rush` is the last minute before a deadline."""
