"""Code that serves an agency or all of them: found, loaded, waited for, and looked at."""
