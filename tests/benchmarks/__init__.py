"""How fast and how big: ratios against a floor measured in the same run (`make bench`)."""
