package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Describes a policy rule, to add or to delete: which packets are looked up in which table. See ip-rule(8) and
 * {@code linux/fib_rules.h}.
 *
 * @param ipv6 whether it is for packets of IPv6, otherwise for those of IPv4
 * @param priority unsigned; the kernel tries the lowest first, and equal ones in the order in which they were added
 * @param selectors which packets it is for
 * @param action {@code UNICAST} looks the packet up in the table; {@code BLACKHOLE}, {@code UNREACHABLE} and {@code PROHIBIT} refuse it
 * @param table the table's number, unsigned; 0 if the rule refuses packets
 */
public record RuleSpec(boolean ipv6, int priority, RuleSelectors selectors, RouteType action, int table) {

    /** The length of {@code struct fib_rule_hdr}. */
    static final int HEADER_LENGTH = 12;

    static final int FRA_PRIORITY = 6;
    static final int FRA_TABLE = 15;

    /** The header has one byte for a table. */
    private static final int LAST_TABLE_OF_HEADER = 255;

    /** Writes the header and the attributes, as {@code ip rule} does. The numbers of the actions are those of the types of routes. */
    void write(AttributeWriter out, boolean withAction) {
        boolean fits = Integer.compareUnsigned(table, LAST_TABLE_OF_HEADER) <= 0;
        out.u8(ipv6 ? Libc.AF_INET6 : Libc.AF_INET)
                .u8(prefixLength(selectors.to()))
                .u8(prefixLength(selectors.from()))
                .u8(0)
                .u8(fits ? table : 0)
                .u8(0)
                .u8(0)
                .u8(withAction ? action.number() : 0)
                .u32(0);
        selectors.write(out);
        if (!fits) {
            out.putInt(FRA_TABLE, table);
        }
        out.putInt(FRA_PRIORITY, priority);
    }

    private static int prefixLength(@Nullable IpNetwork network) {
        return network == null ? 0 : network.prefixLength();
    }

    /**
     * Whether the kernel would take a rule for this one if it were asked to delete this one. What a selector does not say, it does not
     * compare.
     */
    boolean covers(RuleSpec other) {
        return ipv6 == other.ipv6
                && priority == other.priority
                && action == other.action
                && table == other.table
                && selectors.covers(other.selectors);
    }

    /** As {@code ip rule} prints it, without the priority. */
    @Override
    public String toString() {
        return selectors + " "
                + (action == RouteType.UNICAST
                        ? "lookup " + RuleMessage.tableName(table)
                        : action.name().toLowerCase(Locale.ROOT));
    }
}
