#!/usr/bin/python3
"""Makes golden/tokenize.jsonl: strings of our own with NLTK's tokens. Run with Debian's python3-nltk 3.8.

    make_tokenize_golden.py > golden/tokenize.jsonl

The first line records the versions; every other one is {"text", "lower", "tokens"}.
"""
import itertools
import json
import platform
import unicodedata

import nltk

from oracle import record

SENTENCES = [
    "", " ", "\n", "\t \r\n", "a", ".", "..", "...", "....", " . ", "a.", "a..", "a...", "a. ", "a.\n", "a.\n\n", "a. b.", "a.b.",
    "Genres: Animation, Comedy, Family\nTitle: Toy Story\n", "genres: drama\ntitle: it's a mad, mad, mad, mad world\n",
    "genres: science fiction, tv movie\ntitle: 2001: a space odyssey\n", "title: dr. strangelove or: how i learned to stop worrying\n",
    "title: mr. & mrs. smith\n", "title: e.t. the extra-terrestrial\n", "title: s.w.a.t.\n", "title: what's up, doc?\n",
    "title: who's afraid of virginia woolf?\n", "title: o brother, where art thou?\n", "title: se7en\n", "title: (500) days of summer\n",
    "title: [rec]²\n", "title: m*a*s*h\n", "title: 8½\n", "title: wall·e\n", "title: $9.99\n", "title: 1,000,000 years b.c.\n",
    "title: the #1 hit, part 2: 50% off!\n", "title: user@example.com\n", "title: ocean's eleven\n", "title: the lion king 1½\n",
    "title: 'til death\n", "title: rock 'n' roll\n", "title: 'twas the night\n", "title: 'tis autumn\n", "title: d'ye ken\n",
    "title: gonna, gotta, gimme, lemme, wanna\n", "title: you cannot be serious\n", "title: wanna.\n", "title: i wanna", "wanna ", "wanna",
    "Good muffins cost $3.88 (roughly 3,36 euros)\nin New York.  Please buy me\ntwo of them.\nThanks.",
    "They'll save and invest more.", "hi, my name can't hello,", "\"We beat some pretty good teams to get here,\" Slocum said.",
    "Well, we couldn't have this predictable, cliche-ridden, \"Touched by an Angel\" wanna-be.",
    "I cannot cannot work under these conditions!", "The company spent $30,000,000 last year.", "The company spent 40.75% last year.",
    "He arrived at 3:00 pm", "I bought these items: books, pencils, and pens.", "Though there were 150, 100 of them were old.",
    "There were 300,000, but that wasn't enough.", "It's more'n enough.", "more'n", "more'nx", "xmore'n", "MORE'N",
    "The quote «unclosed", "«quoted» “double” ‘single’ „low“ ‚single low‘", "it’s the ’90s", "don’t", "don't", "DON'T", "Don'T", "n't", " n't ",
    "we'll WE'LL We'Ll we're WE'RE we've WE'VE", "x'll. y've! z're?", "'s", "s's", "'S 's", "a's b's c's ", "a's's ", "boys' toys'", "boys'",
    "''", "'' ''", "''a''", "a''b", "'''", "''''", "'a'", "'ab'", "'a b'", "' a '", "a ' b", "a' b' c'", "a' ' b", "a'' b", "'re 've 'll 'm 't 's 'd 'n",
    "'r 'v 'l 'x 'é 'ſ 'K", "'x1 'x_ 'x- 'x' 'x.", "'1 '12 '_ '__", "\"", "\"\"", "\"\"\"", "\"a\"", "a\"b", "a \"b\" c", "(\"a\")", "[\"a\"]", "{\"a\"}",
    "<\"a\">", "( \"a\" )", "('a')", "(''a'')", " ''a", "\"'a'\"", "'\"a\"'", "`", "``", "```", "````", "`a`", "``a''", "a`b``c```d", "a\"`b", "\"``",
    "\"a.\"", "a.\"", "a.'", "a.)", "a.)]}>", "a. )", "a.”", "a.»", "a.’", "a.“", "a.\" ", "a.\"\n", "a.\t", "a.\t)", "a. \t)", "a. )\u2003", "a.)\u00a0\n ",
    ".a", " .a", "..a.", "a..b.", "a . ", "a .. ", ".\"", "x\n.", "x\n.\n", "\n.", "a.b.c", "a. b. c.", "u.s.a.", "3.14", "3.", ".5", "v1.2.",
    ",", ":", ",,", "::", ",,,", ",:", ":,", ",\n", ":\n", ",,\n", "a,b", "a, b", "a ,b", "1,2", "1,a", "a,1", "1, 2", "1,,2", ",1", ",a", "a,", "a:", "1:",
    "1,\n", "a:\n\n", "10:30", "10:30:", "a:b:c", "a::b", "a:1:b", ":1", ":-)", "8:٣", "8,१", "8,²", "8,½", "8,Ⅷ", ",\u00a0", "x,\u3000y", "a,“b”", "a:'b'",
    "-", "--", "---", "----", "-----", "a--b", "a -- b", "a---b", "a—b", "a–b", "well-known", "-a", "a-", "--a", "a--", "a -b",
    ";", "@", "#", "$", "%", "&", ";;", "a;b", "a&b", "a&amp;b", "$1", "1%", "#tag", "@user", "a@b.c", "%%", "&&", "?!", "?", "!", "??", "a?b!c", "!?.", "?.", "a?\"", "*", "**", "a*b",
    "(", ")", "[", "]", "{", "}", "<", ">", "()", "(a)", "[a]", "{a}", "<a>", "<br/>", "<<a>>", "((a))", "a(b)c", ")(", "a)b", "(a.)", "(a).", "(a),", "[...]", "[a...]",
    "cannot", "Cannot", "CANNOT", "canNOT", "cannots", "xcannot", "can-not", "cannot.", "(cannot)", "cannot-x", "x-cannot", "_cannot", "cannot_", "écannot", "cannoté", "can\u200bnot",
    "gimme", "gimmes", "GIMME", "gımme", "gİmme", "gonna", "gonnae", "gotta", "gottam", "lemme", "lemmer", "wanna", "wanna go", "wanna, go", "wanna\tgo", "wanna\u2003go", "wannabe", "WANNA GO",
    "d'ye", "D'YE", "d'yes", "xd'ye", "d'ye'", "'tis", " 'tis", " 'TIS", " 'tıs", " 'tiſ", " 'twaſ", "x'tis", " 'tisn't", " 'twas", "'twas 'twas 'tis", " 'tis'", "gimme cannot gonna gotta lemme wanna ",
    "gimmegimme gonnagonna", "more'n more'n", "whaddya whatcha", "cannot'", "'cannot'", "cannot's", "\"cannot\"", "gonna's ", "wanna's ",
    "a\u00a0b", "a\u1680b", "a\u2000b\u2001c\u2002d\u2003e\u2004f\u2005g\u2006h\u2007i\u2008j\u2009k\u200al", "a\u2028b\u2029c", "a\u202fb\u205fc\u3000d", "a\u0085b", "a\u180eb", "a\u200bb", "a\u2060b", "a\ufeffb",
    "a\x1cb\x1dc\x1ed\x1fe", "a\x0bb\x0cc\rd", "a\x00b", "\x00", "a\x01b\x7fc", "title\u200e", "title\u200e\u200e\n", "title.\u200e", "title.\u200e\u200e\n", "title,\u200e", "'\u200e", "a\u0301", "a\u0301'", "'a\u0301", "'a\u0301b", "e\u0301's ", "can\u0301not", "cannot\u0301", "\u0301cannot",
    "😀", "a😀b", "😀.", "😀'", "'😀", "😀's ", "😀,😀", "👩‍👩‍👧", "🇫🇷.", "東京物語", "東京,物語", "東京。", "「東京」", "'東", "'東京", "'東 ", "東's ", "Москва.", "москва, брат", "брат'", "'я ", "'я", "Ελλάς", "ΟΔΟΣ", "ΟΔΟΣ.", "ΟΔΟΣ'Σ", "Σ", "ΑΣ", "ΑΣΑ", "ΑΣ'Α", "Α'Σ", "ΑΣ.Σ", "ΑΣ̈", "Σ.Α", "ªΣ", "ⒶΣ", "ⅠΣ", "ʰΣ", "Aʰ:Σ·", "İ", "İSTANBUL", "ıI", "STRASSE ẞ", "ǅ ǈ Ω K Å", "ÀÉÎÕÜ ŁØĐ", "ᏸᎠ Ⴀ Ა", "𐐀𐐨",
    "amélie", "león: the professional", "the 'burbs", "'neath the arizona skies", "i ♥ huckabees", "¡three amigos!", "¿quién?", "crouching tiger, hidden dragon",
    "good night, and good luck.", "help!", "...and justice for all", "...", "tick, tick... boom!", "mother! ", "no.", "no. 2", "vol. 2.", "mr.", "jr. & sr.", "p.s.", "a.k.a. ", "ph.d., m.d.",
    "she said: \"'tis so.\"", "\"'tis\"", "(''tis)", "he's 'bout 5'10\" tall", "6'2''", "rock'n'roll", "rock 'n roll", "l'avventura", "d'artagnan's ", "o'brien's.", "y'all'd've ", "ain't.", "ain't ", "ain't", "shan't've ", "it'd ", "i'm.", "I'M ", "'m ", "a 'm ",
    "«a.»", "“a.”", "‘a.’", "„a.“", "a»b", "a”b’c", "a«b“c‘d„e", "»", "””", "’’", "’s ", "a’s", "«»“”‘’„", "«\"a\"»", "\"«a»\"", "“'a'”", "(“a”)", "“``", "''”",
]


def combinations():
    """Every pair and some triples of what rules begin, end and look at."""
    pieces = ["a", "'", "''", "\"", "`", ".", "..", ",", ":", " ", "--", "(", ")", "?", "&", "5", "'s", "n't", "’", "“"]
    for left, right in itertools.product(pieces, repeat=2):
        yield f"x{left}{right}"
    for left, middle in itertools.product(["'", "\"", ".", ",", "''", "`"], repeat=2):
        yield f"{left} {middle}y {middle}{left} z"


def main():
    versions = {"nltk": nltk.__version__, "python": platform.python_version(), "unicode": unicodedata.unidata_version}
    print(json.dumps(versions))
    for text in dict.fromkeys(itertools.chain(SENTENCES, combinations())):
        print(json.dumps(record(text)))


if __name__ == "__main__":
    main()
