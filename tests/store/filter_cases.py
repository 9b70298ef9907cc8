"""Random filters over a random table, the same ones for a seed, for the differential tests of filters.

The table holds what filters trip over: nulls, NaN of both signs, infinities, zeros of both signs, integers beyond 2^53, empty
strings, quotes, %, _, backslashes, several scripts, null and empty lists, null items.
"""

import random
import struct

ROWS = 240

TEXTS = ["", "a", "b", "ab", "ba", "A", "aB", "Toy Story", "toy story", "it's", "''", "%", "_", "100%", "a_b", "a%b", "\\", "a\\", "\\%",
         "\\\\", "x\\y", "Comedy", "Comedy, Drama", "Drama", "comedy", "Dra, ma", "é", "É", "e", "Straße", "STRASSE", "ẞ", "日本", "日本語",
         "a日b", "🎬", "a\nb", " ", "tab\t", "ſ", "K", "İ", "ı", "σς", "ΣΣ", "null", "true", "1995", "-- x", "\"q\"", "`b`",
         "a long text about a film in which a man meets a dog, and the dog meets Comedy, and all is well in the end"]
ITEMS = ["a", "b", "c", "", "it's", "é", "Comedy", "a,b", "日本"]
YEARS = [1995, 1996, 2001, 0, 1, -1, -3, 2147483647, -2147483648, 1888]
BIGS = [0, 1, -1, 5, 1995, 2**53, 2**53 + 1, 2**24, 2**24 + 1, 2**63 - 1, -2**63, -2**63 + 1, 10**12]
DOUBLES = [0.0, 1.5, -1.5, 0.1, 1995.0, 1995.5, 1e308, 5e-324, -2.0, 3.0, float(2**53), 16777217.0]
FLOAT_COLUMNS = ("rating", "stars")
HEX_DOUBLES = ["7ff8000000000000", "fff8000000000000", "7ff0000000000000", "fff0000000000000", "8000000000000000"]
HEX_FLOATS = ["7fc00000", "ffc00000", "7f800000", "ff800000", "80000000"]


def double_bits(value):
    return struct.pack(">d", value).hex()


def float_bits(value):
    return struct.pack(">f", value).hex()


def make_table(rng):
    """{"columns": [{"name", "type", "values"}]}; int64 as decimal strings, floats as the hexadecimal of their bits."""

    def column(name, kind, draw, nulls=0.15):
        return {"name": name, "type": kind, "values": [None if rng.random() < nulls else draw() for _ in range(ROWS)]}

    def draw_double():
        return rng.choice(HEX_DOUBLES) if rng.random() < 0.4 else double_bits(rng.choice(DOUBLES))

    def draw_float():
        small = [value for value in DOUBLES if abs(value) < 1e38]
        return rng.choice(HEX_FLOATS) if rng.random() < 0.4 else float_bits(rng.choice(small))

    def draw_list():
        return [None if rng.random() < 0.1 else rng.choice(ITEMS) for _ in range(rng.choice([0, 0, 1, 1, 2, 3, 5]))]

    ids = {"name": "id", "type": "int64", "values": [str(row) for row in range(ROWS)]}
    return {"columns": [
        ids,
        column("year", "int32", lambda: rng.choice(YEARS)),
        column("born", "int32", lambda: rng.choice(YEARS), nulls=0),
        column("big", "int64", lambda: str(rng.choice(BIGS))),
        column("rating", "float", draw_float),
        column("stars", "float", draw_float),
        column("popularity", "double", draw_double),
        column("budget", "double", draw_double),
        column("plain", "double", lambda: double_bits(rng.choice(DOUBLES))),
        column("seen", "bool", lambda: rng.random() < 0.5),
        column("liked", "bool", lambda: rng.random() < 0.5),
        column("title", "string", lambda: rng.choice(TEXTS)),
        column("genres", "string", lambda: ", ".join(rng.sample(["Comedy", "Drama", "Thriller", "comedy"], rng.randint(0, 3)))),
        column("tags", "list", draw_list),
        column("CamelCase", "int32", lambda: rng.choice(YEARS)),
        column("with space", "string", lambda: rng.choice(TEXTS)),
    ]}


def quote(text):
    return "'" + text.replace("'", "''") + "'"


class Generator:
    """Filters that an oracle understands as Kinora does. `oracle` is "lancedb" or "sqlite".

    One in some 20,000 joins two IN lists of one column that have no value in common: of a null LanceDB's optimiser then makes false
    instead of unknown, which shows below NOT or IS (docs/filters.md). Seeds that draw one differ in it.
    """

    COMPARISONS = ["=", "=", "<>", "!=", "<", "<=", ">", ">="]

    def __init__(self, rng, oracle):
        self.rng = rng
        self.lance = oracle == "lancedb"
        # LanceDB rounds a literal to float where only AND and OR stand above the comparison; deeper it brings the column to double,
        # so that NOT NOT x is not x. Whoever wants logic's laws to hold takes literals that float holds exactly.
        self.exact_floats = False
        self.integers = {"year": YEARS, "born": YEARS, "CamelCase": YEARS, "big": BIGS}
        self.reals = {"plain": DOUBLES}
        if self.lance:
            self.reals.update({name: DOUBLES for name in ("rating", "stars", "popularity", "budget")})
        self.texts = ["title", "genres", "with space"]

    def condition(self, depth=4):
        kinds = [self.comparison, self.comparison, self.membership, self.range, self.like, self.like, self.null_test, self.flag]
        if self.lance:
            kinds += [self.list_test, self.list_test]
        if depth > 0 and self.rng.random() < 0.6:
            kinds = [self.chain, self.chain, self.negation, self.truth_test, self.truth_comparison]
            return self.rng.choice(kinds)(depth)
        return self.rng.choice(kinds)()

    def nested(self, depth):
        """Brackets where they are needed, and sometimes where they are not."""
        inner = self.condition(depth - 1)
        return f"({inner})"

    def chain(self, depth):
        operator = self.rng.choice([" AND ", " OR ", " and ", " Or "])
        return operator.join(self.nested(depth) for _ in range(self.rng.choice([2, 2, 3, 4])))

    def mixed_chain(self):
        """AND, OR and NOT without brackets: precedence."""
        parts = [self.rng.choice(["", "NOT ", "not not "]) + self.rng.choice([self.flag, self.comparison, self.range, self.like])()
                 for _ in range(self.rng.randint(2, 5))]
        text = parts[0]
        for part in parts[1:]:
            text += self.rng.choice([" AND ", " OR "]) + part
        return text

    def negation(self, depth):
        return "NOT " + self.nested(depth)

    def truth_test(self, depth):
        return self.nested(depth) + self.rng.choice([" IS NULL", " IS NOT NULL", " IS TRUE", " IS NOT TRUE", " IS FALSE", " IS NOT FALSE"])

    def truth_comparison(self, depth):
        right = self.rng.choice([lambda: self.nested(depth), lambda: f"({self.flag()})", lambda: self.rng.choice(["true", "FALSE", "null"])])()
        return f"{self.nested(depth)} {self.rng.choice(self.COMPARISONS)} {right}"

    def name(self, name):
        """A spelling of a column's name."""
        if " " in name:
            return self.rng.choice(['"with space"', "`with space`"])
        return self.rng.choice([name, name, f'"{name}"', f"`{name}`", name.upper(), name.lower()])

    def integer(self, column):
        values = self.integers[column]
        value = self.rng.choice(values) + self.rng.choice([0, 0, 0, 1, -1])
        lowest, highest = (-2**31, 2**31 - 1) if column != "big" else (-2**63 + 1, 2**63 - 1)
        value = min(max(value, lowest), highest)
        return self.rng.choice([str(value), str(value), f"({value})", str(value).replace("-", "- ")])

    def real(self, column):
        if self.exact_floats and column in FLOAT_COLUMNS:
            return self.rng.choice(["0", "-0.0", "1.5", "-1.5", "1995.0", "1995", "1995.5", "2", "-2e0", "16777216", "1e400", "-1e400", ".5"])
        value = self.rng.choice(self.reals[column])
        spellings = [repr(value), str(int(value)) if abs(value) < 2**62 else repr(value), f"{value:e}"]
        if self.lance:
            spellings += ["1e400", "-1e400", "0", "-0.0", "1e39", ".5", "2."]
        return self.rng.choice(spellings)

    def text(self):
        return quote(self.rng.choice(TEXTS))

    def value_of(self, column):
        if self.rng.random() < 0.05:
            return "NULL"
        if column in self.integers:
            return self.integer(column)
        if column in self.reals:
            return self.real(column)
        return self.text()

    def column(self):
        return self.rng.choice([*self.integers, *self.reals, *self.texts])

    def like_column(self, column):
        """Another column that it can be compared with."""
        if column in self.texts:
            return self.rng.choice(self.texts)
        if column == "big":  # beyond 2^53 SQLite compares integers with double exactly
            return self.rng.choice(list(self.integers))
        numbers = [*self.integers, *self.reals]
        numbers.remove("big")
        return self.rng.choice(numbers)

    def comparison(self):
        column = self.column()
        operator = self.rng.choice(self.COMPARISONS)
        if self.rng.random() < 0.25:
            return f"{self.name(column)} {operator} {self.name(self.like_column(column))}"
        if self.lance and self.rng.random() < 0.03:
            return f"big {operator} {self.name(self.rng.choice(list(self.reals)))}"
        sides = [self.name(column), self.value_of(column)]
        if self.rng.random() < 0.15:
            sides.reverse()
        if self.rng.random() < 0.03:
            values = self.rng.choice([["1", "2", "1.5"], ["'a'", "'b'", "''"]])
            sides = [self.rng.choice(values), self.rng.choice(values)]
        return f"{sides[0]} {operator} {sides[1]}"

    def membership(self):
        column = self.column()
        items = [self.value_of(column) for _ in range(self.rng.choice([1, 1, 2, 3, 5, 12]))]
        if self.rng.random() < 0.1:  # LanceDB brings a whole list to one type and rounds its integers; Kinora compares pair by pair
            items.append(self.name(self.rng.choice(list(self.integers)) if column in self.integers else self.like_column(column)))
        return f"{self.name(column)} {self.rng.choice(['IN', 'NOT IN', 'in'])} ({', '.join(items)})"

    def range(self):
        column = self.column()
        bounds = [self.value_of(column), self.value_of(column)]
        if self.rng.random() < 0.1:
            bounds[self.rng.randint(0, 1)] = self.name(column)
        return f"{self.name(column)} {self.rng.choice(['BETWEEN', 'NOT BETWEEN'])} {bounds[0]} AND {bounds[1]}"

    def pattern(self):
        text = self.rng.choice(TEXTS + ["Comedy", "Drama", "Thriller", ", ", "o", "a", "日"])
        if len(text) > 6:
            begin = self.rng.randint(0, len(text) - 1)
            text = text[begin:begin + self.rng.randint(1, 6)]
        out = ""
        for character in text:
            if character in "%_\\":
                out += "\\" + character
            elif self.rng.random() < 0.12:
                out += self.rng.choice(["_", "%", "%%", "_%", "\\" + character])
            else:
                out += character
        pattern = self.rng.choice(["", "", "%", "_", "%%", "_%"]) + out + self.rng.choice(["", "", "%", "%", "_", "%_"])
        if self.lance and self.rng.random() < 0.05:
            pattern += "\\"
        return pattern

    def like(self):
        column = self.name(self.rng.choice(self.texts))
        operators = ["LIKE", "NOT LIKE", "like"] + (["ILIKE", "NOT ILIKE"] if self.lance else [])
        operator = self.rng.choice(operators)
        if self.rng.random() < 0.03:
            return f"{column} {operator} NULL"
        escape = " ESCAPE '\\'" if not self.lance or ("I" not in operator and self.rng.random() < 0.1) else ""
        return f"{column} {operator} {quote(self.pattern())}{escape}"

    def null_test(self):
        columns = [*self.integers, *self.reals, *self.texts, "seen"] + (["tags"] if self.lance else [])
        return self.name(self.rng.choice(columns)) + self.rng.choice([" IS NULL", " IS NOT NULL"])

    def flag(self):
        name = self.name(self.rng.choice(["seen", "liked"]))
        forms = [name, name, f"{name} = true", f"{name} <> false", f"{name} IS TRUE", f"{name} IS NOT FALSE", f"{name} < true",
                 f"{name} IN (true, NULL)", f"{name} NOT IN (false)", "seen = liked", "seen < liked", "true", "false"]
        if self.lance:  # SQLite takes a bare null for a condition and LanceDB does within another one
            forms.append("(NULL AND seen)")
        return self.rng.choice(forms)

    def list_test(self):
        def item():
            return "NULL" if self.rng.random() < 0.1 else quote(self.rng.choice(ITEMS + ["nothing"]))

        if self.rng.random() < 0.4:
            return f"array_has(tags, {quote(self.rng.choice(ITEMS))})"
        items = ", ".join(item() for _ in range(self.rng.choice([0, 1, 1, 2, 2, 3, 10])))
        return f"{self.rng.choice(['array_has_any', 'array_has_all'])}(tags, [{items}])"

    def ill_typed(self):
        """What both refuse."""
        return self.rng.choice([
            lambda: f"{self.rng.choice(list(self.integers))} {self.rng.choice(self.COMPARISONS)} {self.rng.choice(['1.5', '1e3', self.text(), 'true'])}",
            lambda: f"year = {self.rng.choice(['2147483648', '-2147483649', '99999999999999999999'])}",
            lambda: f"{self.rng.choice(self.texts[:2])} {self.rng.choice(self.COMPARISONS)} {self.rng.choice(['1', '1.5', 'true'])}",
            lambda: f"{self.rng.choice(list(self.reals))} = {self.text()}",
            lambda: f"{self.rng.choice(['seen', 'liked'])} = {self.rng.choice(['1', self.text(), 'year', 'title'])}",
            lambda: f"year IN (1995, {self.text()})",
            lambda: "title IN ('a', 5)",
            lambda: f"{self.rng.choice(['year', 'seen', 'rating', 'tags'])} LIKE '1%'",
            lambda: self.rng.choice(["year", "title", "tags", "1", "'a'", "NULL", "NOT year", "seen AND year", "seen OR 'a'", "year IS TRUE"]),
            lambda: self.rng.choice(["nosuch = 1", '"YEAR" = 1', "`Seen`", "title = \"Toy Story\""]),
            lambda: self.rng.choice(["year =", "(year = 1", "year IN ()", "year BETWEEN 1", "title LIKE", "AND seen", "title = 'a", "()", "year IS 5"]),
            lambda: self.rng.choice(["seen = year < 3", "title LIKE 'a%' = seen", "seen = title LIKE 'a%'", "tags = 'a'", "array_has(title, 'a')"]),
        ])()

    def filters(self, count):
        result = []
        for _ in range(count):
            draw = self.rng.random()
            if self.lance and draw < 0.07:
                result.append(self.ill_typed())
            elif self.lance and draw < 0.2:
                result.append(self.mixed_chain())
            else:
                result.append(self.condition(self.rng.choice([0, 0, 1, 2, 3])))
        return result


def make_cases(seed, oracle, count):
    rng = random.Random(seed)
    table = make_table(rng)
    return table, Generator(rng, oracle).filters(count)


def make_letters():
    """A row for each letter that has a case or folds, and ILIKE with each."""
    letters = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    letters = [c for c in letters if c.lower() != c or c.upper() != c or c.casefold() != c]
    table = {"columns": [
        {"name": "id", "type": "int64", "values": [str(row) for row in range(len(letters))]},
        {"name": "title", "type": "string", "values": letters},
    ]}
    return table, [f"title ILIKE '{letter}'" for letter in letters]
