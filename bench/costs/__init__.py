"""What onmin costs a month, from measured units, assumptions that are named, and dated prices."""
