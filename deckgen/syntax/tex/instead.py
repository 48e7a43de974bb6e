"""Lists what works in place of commands that authors know from LaTeX, and that Anki's MathJax lacks.

Sources: the manuals of siunitx, physics, cleveref, nicefrac and xfrac, which define these commands.
"""

INSTEAD = {
    r"\argmax": r"\operatorname*{argmax}",
    r"\argmin": r"\operatorname*{argmin}",
    r"\bm": r"\boldsymbol",
    r"\bold": r"\mathbf",
    r"\coloneq": r"\coloneqq",
    r"\llbracket": r"[\![",
    r"\mathbbm": r"\mathbb",
    r"\mathds": r"\mathbb",
    r"\R": r"\mathbb{R}",
    r"\rrbracket": r"]\!]",
    r"\textsc": r"\text",
    **{f"\\{sign}": sign for sign in "^*<+-=~."},  # Markdown's escapes, which a formula does not need
}
"""What works in place of a command whose name is like no other."""

_UNIT = r"a number with its unit, such as `9.81\,\mathrm{m/s^2}`"
_FRACTION = r"`\frac{a}{b}`, or `a/b`"
_REFERENCE = "the name of what it refers to"

_PACKAGES = {
    "siunitx": {
        **dict.fromkeys(
            (r"\SI", r"\si", r"\unit", r"\SIrange", r"\SIlist", r"\qtyrange", r"\qtylist"), _UNIT
        ),
        r"\num": "the number alone",
        r"\ang": r"a number and `^\circ`",
    },
    "siunitx or physics": {r"\qty": _UNIT + r", and brackets as `\left(` and `\right)`"},
    "physics": {
        r"\dv": r"`\frac{\mathrm{d}f}{\mathrm{d}x}`",
        r"\pdv": r"`\frac{\partial f}{\partial x}`",
        r"\dd": r"`\mathrm{d}x`",
        r"\abs": r"`\left|x\right|`",
        r"\norm": r"`\left\|x\right\|`",
        r"\vb": r"`\mathbf{x}`",
        r"\va": r"`\vec{x}`",
        r"\vu": r"`\hat{x}`",
        r"\grad": r"`\nabla`",
        r"\curl": r"`\nabla\times`",
        r"\ev": r"`\langle x\rangle`",
        r"\expval": r"`\langle x\rangle`",
        r"\comm": "`[a, b]`",
        r"\Tr": r"`\operatorname{Tr}`",
    },
    "nicefrac": {r"\nicefrac": _FRACTION},
    "units": {r"\unitfrac": _UNIT},
    "xfrac": {r"\sfrac": _FRACTION},
    "cleveref": {r"\cref": _REFERENCE, r"\Cref": _REFERENCE},
    "hyperref": {r"\autoref": _REFERENCE},
}
"""What to write for the commands of packages, by package."""


def instead_of(name: str) -> str:
    """What to write in place of a command, as the end of a message; empty if its name is not known."""
    if name in INSTEAD:
        return f"write `{INSTEAD[name]}`"
    for package, commands in _PACKAGES.items():
        if name in commands:
            return f"it is of LaTeX's {package}; write {commands[name]}"
    return ""
