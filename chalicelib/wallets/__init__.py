"""What a member does with the own wallet: see it, convert mileage; and the nightly write-off."""
