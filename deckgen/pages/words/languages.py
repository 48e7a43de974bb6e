"""Lists the names that pages give to languages, and guesses the language of code without a name."""

import re

LANGUAGES = frozenset(
    [
        "bash",
        "c",
        "cpp",
        "c++",
        "csharp",
        "cs",
        "css",
        "dart",
        "diff",
        "docker",
        "dockerfile",
        "go",
        "golang",
        "gradle",
        "graphql",
        "groovy",
        "haskell",
        "html",
        "http",
        "ini",
        "java",
        "javascript",
        "js",
        "json",
        "jsx",
        "julia",
        "kotlin",
        "latex",
        "lua",
        "makefile",
        "markdown",
        "matlab",
        "mysql",
        "nginx",
        "objectivec",
        "perl",
        "php",
        "plaintext",
        "powershell",
        "protobuf",
        "python",
        "py",
        "python3",
        "r",
        "ruby",
        "rust",
        "scala",
        "scss",
        "sh",
        "shell",
        "sql",
        "swift",
        "text",
        "toml",
        "ts",
        "tsx",
        "typescript",
        "vim",
        "vue",
        "xml",
        "yaml",
        "yml",
        "pycon",
        "console",
    ]
)


def guess_language(code: str) -> str:
    """The language of code without a name, if its words show it; else empty."""
    if re.search(r"^\s*(?:def |import |from \w+ import|print\(|class \w+.*:$)", code, re.MULTILINE):
        return "python"
    if re.search(r"^\s*(?:#include|int main|std::)", code, re.MULTILINE):
        return "cpp"
    if re.search(r"^\s*(?:SELECT|INSERT|CREATE|UPDATE)\b", code, re.MULTILINE):
        return "sql"
    if re.search(r"^\s*(?:const|let|var|function)\b|console\.log", code, re.MULTILINE):
        return "javascript"
    if re.search(r"^\s*(?:public|private)\b|System\.out", code, re.MULTILINE):
        return "java"
    return ""
