"""Who imports whom, read from the source: also within functions, and for types only."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name and where it stands."""

    name: str
    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line} imports {self.name}"


def read_imports(root: Path, file: Path) -> Iterator[Import]:
    """Give every import of a file by its full name; `from a import b` is `a.b`."""
    for node in ast.walk(ast.parse((root / file).read_bytes(), str(file))):
        for name in _names(node, file):
            yield Import(name, file, getattr(node, "lineno", 0))


def _names(node: ast.AST, file: Path) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=module, names=names, level=level):
            start = ".".join(part for part in (_package(file, level), module) if part)
            return [f"{start}.{alias.name}" for alias in names]
        case ast.Call(func=function, args=[ast.Constant(value=str(name)), *_]):
            called = ast.unparse(function)
            return [name] if called in {"import_module", "importlib.import_module"} else []
        case _:
            return []


def _package(file: Path, level: int) -> str:
    """Say what the dots of a relative import stand for; no dots: nothing."""
    return ".".join(file.parts[:-level]) if level else ""


def belongs_to(name: str, module: str) -> bool:
    """Say whether a name is a module or stands within it."""
    return name == module or name.startswith(f"{module}.")
