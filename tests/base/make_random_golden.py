"""Writes random_golden.txt: what Rng must give, from the published definitions of its parts.

SplitMix64: Steele, Lea, Flood 2014. xoshiro256++: Blackman, Vigna 2019 (prng.di.unimi.it). Bounded integers without bias: Lemire 2019,
algorithm 5. Each is first checked against values published with other implementations. Needs Python's standard library alone.

usage: python3 tests/base/make_random_golden.py > tests/base/random_golden.txt
"""
import platform

MASK = 2**64 - 1


def split_mix(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def rotl(x, k):
    return ((x << k) | (x >> (64 - k))) & MASK


def xoshiro256pp(state):
    s = list(state)
    while True:
        yield (rotl((s[0] + s[3]) & MASK, 23) + s[0]) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 45)


def take(generator, count):
    return [next(generator) for _ in range(count)]


def rng(seed, stream):
    """Kinora's own part: the stream is folded into the mixed seed, from which SplitMix64 fills the state."""
    mixed = next(split_mix(seed)) ^ ((stream * 0xD1342543DE82EF95) & MASK)
    return xoshiro256pp(take(split_mix(mixed), 4))


def below(generator, bound):
    product = next(generator) * bound
    if product & MASK < bound:
        threshold = 2**64 % bound
        while product & MASK < threshold:
            product = next(generator) * bound
    return product >> 64


def shuffled(generator, count):
    items = list(range(count))
    for i in range(count, 1, -1):
        j = below(generator, i)
        items[i - 1], items[j] = items[j], items[i - 1]
    return items


def check_published_values():
    assert take(split_mix(1234567), 5) == [
        6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821]
    assert take(xoshiro256pp([1, 2, 3, 4]), 6) == [
        41943041, 58720359, 3588806011781223, 3591011842654386, 9228616714210784205, 9973669472204895162]


def main():
    check_published_values()
    print(f"# made by make_random_golden.py, Python {platform.python_version()}")
    for seed, stream in [(0, 0), (42, 0), (42, 1), (42, MASK), (MASK, 7)]:
        print("next", seed, stream, *take(rng(seed, stream), 20))
    for seed, bound in [(1, 1), (2, 2), (3, 10), (4, 2**32 + 1), (5, 3 * 2**62), (6, 2**63 + 1), (7, MASK)]:
        generator = rng(seed, 0)
        print("below", seed, bound, *(below(generator, bound) for _ in range(20)))
    for seed in [1, 2, 3]:
        print("shuffle", seed, 0, *shuffled(rng(seed, 0), 20))
    generator = rng(9, 0)
    print("float24", 9, 0, *(value >> 40 for value in take(generator, 20)))
    print("double53", 9, 0, *(value >> 11 for value in take(rng(9, 0), 20)))


main()
