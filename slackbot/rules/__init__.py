"""What the policy says: pure functions, enums and the frozen dataclasses that cross layers."""
