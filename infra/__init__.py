"""What deploys and runs the application: the template, the package, the local cloud, the seed."""
