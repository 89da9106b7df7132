package io.github.netnsjunit.kernel.nft;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A set, or a map if it has values. Immutable.
 *
 * @param name its name in its table
 * @param id a number that no other set of the same batch has
 * @param key the types of its keys; several for a concatenation
 * @param value the types of its values; none for a set
 * @param flags NFT_SET_INTERVAL and its like
 * @param timeout after which an element vanishes, if the flags say so
 * @param size how many elements it may have; 0 for any number
 * @param elements what is in it from the beginning
 */
public record NftSet(
        String name,
        int id,
        List<NftType> key,
        List<NftType> value,
        int flags,
        Duration timeout,
        int size,
        List<Element> elements) {

    private static final int NFT_SET_MAP = 0x8;
    private static final int NFT_SET_CONCAT = 0x80;

    public NftSet {
        key = List.copyOf(key);
        value = List.copyOf(value);
        elements = List.copyOf(elements);
    }

    /**
     * An element of a set.
     *
     * @param key the bytes of its key; see {@link Data}
     * @param keyEnd the last key of a range, included, if the set has intervals and keys of several fields; else empty
     * @param value the bytes of its value; empty in a set
     * @param end whether it ends an interval before this key, which is not included
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Element(byte[] key, byte[] keyEnd, byte[] value, boolean end) {}

    /** An empty set. */
    public static NftSet of(String name, int id, NftType... key) {
        return new NftSet(name, id, List.of(key), List.of(), 0, Duration.ZERO, 0, List.of());
    }

    /** Makes it a map, with values of these types. */
    public NftSet to(NftType... types) {
        return new NftSet(name, id, key, List.of(types), flags, timeout, size, elements);
    }

    /** Says that rules add the elements, and that these vanish after some time. */
    public NftSet dynamic(Duration after, int atMost) {
        int learnt = NfTables.NFT_SET_EVAL | NfTables.NFT_SET_TIMEOUT;
        return new NftSet(name, id, key, value, flags | learnt, after, atMost, elements);
    }

    /** Lets the elements be ranges of keys. */
    public NftSet intervals() {
        return new NftSet(name, id, key, value, flags | NfTables.NFT_SET_INTERVAL, timeout, size, elements);
    }

    /** Adds an element to a set. */
    public NftSet with(byte... element) {
        return with(new Element(element, new byte[0], new byte[0], false));
    }

    /** Adds a key with its value to a map. */
    public NftSet withEntry(byte[] entryKey, byte... entryValue) {
        return with(new Element(entryKey, new byte[0], entryValue, false));
    }

    /** Adds an element of any kind. */
    public NftSet with(Element element) {
        List<Element> all = new ArrayList<>(elements);
        all.add(element);
        return new NftSet(name, id, key, value, flags, timeout, size, all);
    }

    /** The flags, with those that follow from the types. */
    int allFlags() {
        return flags | (value.isEmpty() ? 0 : NFT_SET_MAP) | (key.size() > 1 ? NFT_SET_CONCAT : 0);
    }
}
