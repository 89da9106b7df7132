package io.github.netnsjunit.link;

/** Which other interfaces over the same interface a {@link MacvlanLink} reaches. */
public enum MacvlanMode {
    /** All that are in this mode too, directly. */
    BRIDGE(4),
    /** None, even if a switch outside sends the frames back. */
    PRIVATE(1),
    /** Those to which a switch outside sends the frames back (a hairpin). */
    VEPA(2),
    /** It is the only one, and receives all frames of the interface below. */
    PASSTHRU(8);

    private final int number;

    MacvlanMode(int number) {
        this.number = number;
    }

    /** As in {@code enum macvlan_mode} of {@code linux/if_link.h}. */
    int number() {
        return number;
    }
}
