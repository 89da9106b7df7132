package io.github.netnsjunit.kernel.nft;

import java.util.List;

/**
 * The type of a field of a set's keys or of a map's values. The kernel needs its length only. The program {@code nft} needs its number
 * to print it: see {@code enum datatypes} of {@code include/datatype.h} in the sources of nftables.
 */
public enum NftType {
    IPV4_ADDR(7, 4),
    IPV6_ADDR(8, 16),
    INET_PROTO(12, 1),
    INET_SERVICE(13, 2),
    MARK(19, 4),
    IFNAME(41, 16);

    /** A concatenation has the numbers of its types, each in as many bits. */
    private static final int BITS = 6;

    private final int number;
    private final int length;

    NftType(int number, int length) {
        this.number = number;
        this.length = length;
    }

    /** The length of a value, in bytes. */
    int length() {
        return length;
    }

    /** In a concatenation each field begins at a multiple of four bytes. */
    static int lengthOf(List<NftType> fields) {
        return fields.size() == 1
                ? fields.get(0).length
                : fields.stream().mapToInt(each -> Data.padded(each.length)).sum();
    }

    static int numberOf(List<NftType> fields) {
        return fields.stream().mapToInt(each -> each.number).reduce(0, (all, next) -> all << BITS | next);
    }
}
