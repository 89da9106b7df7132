package io.github.netnsjunit.lab.listing;

/**
 * A policy rule, as the kernel listed it at one moment.
 *
 * @param ipv6 whether it is for packets of IPv6, otherwise for those of IPv4
 * @param priority the kernel tries the lowest first: 0 to 4294967295
 * @param text as {@code ip rule} prints it, without the priority: {@code from 10.1.0.0/16 lookup 100}. What this version of the library
 *     does not know is told by {@code [and more]}
 */
public record RuleEntry(boolean ipv6, long priority, String text) {

    /** As {@code ip rule} prints it: {@code 10000: from 10.1.0.0/16 lookup 100}. */
    @Override
    public String toString() {
        return priority + ": " + text;
    }
}
