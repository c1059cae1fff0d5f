"""Inputs whose cost must grow with their size and no faster: each a function of a count."""

from __future__ import annotations

import random
from collections.abc import Callable

Shape = Callable[[int], str]


def function(body: str) -> str:
    """A function with this body."""
    return f"void f(void)\n{{\n{body}\n}}\n"


def random_brackets(count: int) -> str:
    """Brackets and braces nested and cut at random."""
    chooser = random.Random(count)
    return function(
        "".join(chooser.choice(["(", ")", "[", "]", "{", "}", "a", ",", ";", " = ", "\n\t"]) for _ in range(count))
    )


SHAPES: dict[str, Shape] = {
    "a macro with continuation lines": lambda n: "#define A(x) do { \\\n" + "\tg(x); \\\n" * n + "} while (0)\n",
    "a macro with empty continuation lines": lambda n: "#define A(x) \\\n" + "\\\n" * n + "\tg(x)\n",
    "a macro with blank continuation lines": lambda n: "#define A(x) \\\n" + "\t\t\\\n" * n + "\tg(x)\n",
    "a parameter used again and again": lambda n: "#define A(x) (" + " + ".join(["(x)"] * n) + ")\n",
    "a bare parameter used again and again": lambda n: "#define A(x) " + "x + " * n + "1\n",
    "many parameters": lambda n: f"#define A({', '.join(f'a{i}' for i in range(n))}) g(a0)\n",
    "pasted tokens": lambda n: "#define A(x) a" + " ## x" * n + "\n",
    "commas": lambda n: function("\t" + ", ".join(["a"] * n) + ";"),
    "comma assignments": lambda n: function("\t" + ", ".join(["a = 1"] * n) + ";"),
    "arguments": lambda n: function("\tg(" + ", ".join(["a"] * n) + ");"),
    "a long sum": lambda n: function("\ta = " + " + ".join(["b"] * n) + ";"),
    "a long product": lambda n: function("\ta = " + " * ".join(["b"] * n) + ";"),
    "a long condition": lambda n: function("\tif (" + " && ".join(["a == b"] * n) + ")\n\t\tg();"),
    "a long ?:": lambda n: function("\ta = " + "b ? c : " * n + "d;"),
    "if in if": lambda n: function("\tif (a)\n" * n + "\t\tg();"),
    "if in if with braces": lambda n: function("\tif (a) {\n" * n + "\tg();\n" + "\t}\n" * n),
    "else if": lambda n: function("\tif (a)\n\t\tg();\n" + "\telse if (a)\n\t\tg();\n" * n),
    "else after else": lambda n: function("\tif (a)\n\t\tg();\n" + "\telse\n\t\tg();\n" * n),
    "for in for": lambda n: function("\tfor (;;)\n" * n + "\t\tg();"),
    "do in do": lambda n: function("\tdo\n" * n + "\t\tg();" + "\twhile (0);\n" * n),
    "switch in switch": lambda n: function("\tswitch (a) {\n\tcase 1:\n" * n + "\tg();\n" + "\t}\n" * n),
    "cases": lambda n: function("\tswitch (a) {\n" + "\tcase 1:\n" * n + "\t\tbreak;\n\t}"),
    "labels": lambda n: function("l:\n" * n + "\tg();"),
    "unclosed parentheses": lambda n: function("\ta = " + "(" * n),
    "unclosed square brackets": lambda n: function("\ta" + "[" * n),
    "unclosed braces": lambda n: "{" * n + "\n",
    "unopened parentheses": lambda n: ")" * n + "\n",
    "unopened braces": lambda n: "}" * n + "\n",
    "unopened braces on lines": lambda n: "}\n" * n,
    "nested parentheses": lambda n: function("\ta = " + "(" * n + "b" + ")" * n + ";"),
    "nested calls": lambda n: function("\t" + "g(" * n + "b" + ")" * n + ";"),
    "nested casts": lambda n: function("\ta = " + "(u8)" * n + "b;"),
    "nested initialisers": lambda n: "int a[] = " + "{ " * n + "1" + " }" * n + ";\n",
    "pointers": lambda n: "int " + "*" * n + "a;\n",
    "dereferences": lambda n: function("\ta = " + "*" * n + "b;"),
    "negations": lambda n: function("\ta = " + "!" * n + "b;"),
    "minus signs": lambda n: function("\ta = " + "- " * n + "b;"),
    "members": lambda n: function("\ta = b" + "->c" * n + ";"),
    "subscripts": lambda n: function("\ta = b" + "[1]" * n + ";"),
    "strings": lambda n: function("\tg(" + '"a" ' * n + ");"),
    "strings on lines": lambda n: function("\tg(" + '"a"\n\t  ' * n + ");"),
    "declarators": lambda n: "int " + ", ".join(f"a{i}" for i in range(n)) + ";\n",
    "declared pointers": lambda n: "int " + ", ".join(f"*a{i}" for i in range(n)) + ";\n",
    "parameters": lambda n: "int f(" + ", ".join(f"int a{i}" for i in range(n)) + ");\n",
    "members of a struct": lambda n: "struct a {\n" + "\tint b;\n" * n + "};\n",
    "structs in structs": lambda n: "struct a {\n" * n + "\tint b;\n" + "};\n" * n,
    "enumerators": lambda n: "enum a {\n" + "\tB,\n" * n + "};\n",
    "elements": lambda n: "int a[] = {\n" + "\t1,\n" * n + "};\n",
    "designated elements": lambda n: "struct a b = {\n" + "\t.c = 1,\n" * n + "};\n",
    "elements on a line": lambda n: "int a[] = { " + "1, " * n + "};\n",
    "conditionals": lambda n: "#if A\n" * n + "int a;\n" + "#endif\n" * n,
    "#else in functions": lambda n: function("#if A\n\tg(\n#else\n\th(\n#endif\n\t\t1);\n" * n),
    "unfinished conditionals": lambda n: "#if A\n" * n,
    "macros": lambda n: "".join(f"#define A{i} ({i} + 1)\n" for i in range(n)),
    "includes": lambda n: "".join(f"#include <linux/a{i}.h>\n" for i in range(n)),
    "comments": lambda n: "/* a */\n" * n,
    "comments on a line": lambda n: function("\t" + "/* a */ " * n + "g();"),
    "// comments": lambda n: "// a\n" * n,
    "unclosed comments": lambda n: "/* a\n" * n,
    "lines of a comment": lambda n: "/*\n" + " * a\n" * n + " */\n",
    "empty lines": lambda n: "int a;\n" + "\n" * n,
    "spaces": lambda n: "int" + " " * n + "a;\n",
    "spaces at the end": lambda n: "int a;" + " " * n + "\n",
    "tabs": lambda n: "\t" * n + "int a;\n",
    "backslashes": lambda n: "\\\n" * n,
    "hashes": lambda n: "#" * n + "\n",
    "quotes": lambda n: '"' * n + "\n",
    "apostrophes": lambda n: "'" * n + "\n",
    "words": lambda n: function("\t" + "a " * n + ";"),
    "assignments to assignments": lambda n: function("\t" + "a = " * n + "1;"),
    "semicolons": lambda n: function("\t" + ";" * n),
    "statements": lambda n: function("\tg(a, b);\n" * n),
    "statements on a line": lambda n: function("\t" + "g(a, b); " * n),
    "functions": lambda n: "void f(void)\n{\n\tg();\n}\n\n" * n,
    "prototypes": lambda n: "void f(int);\n" * n,
    "macro calls": lambda n: "DEFINE_MUTEX(a);\n" * n,
    "statement expressions": lambda n: function("\ta = " + "({ " * n + "b;" + " });" * n),
    "random brackets": random_brackets,
}  # fmt: skip
