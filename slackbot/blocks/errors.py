"""What is wrong with an answer, said so that the person can mend it."""


class FormError(ValueError):
    """Answers to mend: by block_id of an input block, what to do, in words of ours."""

    def __init__(self, words: dict[str, str]) -> None:
        super().__init__("an answer is missing or cannot be taken")
        self.words = words


class TamperedError(ValueError):
    """No form of ours sends this: a field is gone, or a value was never offered."""

    def __init__(self) -> None:
        super().__init__("the form came back other than it was made")
