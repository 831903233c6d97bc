"""What is read of strangers, with anything in it: nothing but a named error comes of it, in time and in bounds."""
