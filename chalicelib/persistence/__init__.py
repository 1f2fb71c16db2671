"""DynamoDB: one table, its keys, and a module for each kind of item."""
