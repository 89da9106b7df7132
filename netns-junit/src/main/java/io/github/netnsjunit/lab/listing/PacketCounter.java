package io.github.netnsjunit.lab.listing;

/**
 * A counter of nf_tables, as the kernel lists it: one that has a name, or that of a rule. A {@code Firewall} has counters with names,
 * such as {@code dropped}, in a table that bears its own name.
 *
 * @param table the name of its table
 * @param chain the name of the rule's chain; empty for a counter with a name
 * @param name its name, or the rule's comment, which may be empty
 * @param packets how many packets it has counted
 * @param bytes how many bytes they had, from the IP header on
 */
public record PacketCounter(String table, String chain, String name, long packets, long bytes) {

    /** One line: {@code firewall_stateful dropped: 3 packets, 180 bytes}. */
    @Override
    public String toString() {
        return (table + (chain.isEmpty() ? "" : " " + chain) + (name.isEmpty() ? "" : " " + name)) + ": " + packets
                + " packets, " + bytes + " bytes";
    }
}
