package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.util.Set;

/**
 * A policy rule, as the kernel lists it. See ip-rule(8) and {@code linux/fib_rules.h}.
 *
 * @param rule the rule, as far as it is known here
 * @param saysMore whether it also says something that is not known here, such as {@code not} or {@code goto}
 */
public record RuleMessage(RuleSpec rule, boolean saysMore) {

    private static final int FRA_GOTO = 4;
    private static final int FRA_FLOW = 11;
    private static final int FRA_TUN_ID = 12;
    private static final int FRA_SUPPRESS_IFGROUP = 13;
    private static final int FRA_SUPPRESS_PREFIXLEN = 14;
    private static final int FRA_L3MDEV = 19;
    private static final int FIB_RULE_INVERT = 2;

    private static final int DEFAULT_TABLE = 253;

    /** The tables that the kernel's own rules name. */
    private static final Set<Integer> USUAL_TABLES =
            Set.of(DEFAULT_TABLE, RouteMessage.MAIN_TABLE, RouteLookup.LOCAL_TABLE);

    /** Lists the IPv4 and IPv6 rules of a namespace, in the order in which the kernel tries them. */
    public static NetlinkDump<RuleMessage> dump() {
        return new NetlinkDump<>(
                "list rules",
                Rtnetlink.RTM_GETRULE,
                out -> out.u32(Rtnetlink.AF_UNSPEC).u32(0).u32(0),
                message -> Family.isInternet(message.u8(0)) ? parse(message) : null);
    }

    /** {@code AF_INET} or {@code AF_INET6}. */
    public int family() {
        return rule.ipv6() ? Libc.AF_INET6 : Libc.AF_INET;
    }

    /** The table in which a packet is looked up; 0 if the rule decides by itself. */
    public int table() {
        return rule.action() == RouteType.UNICAST ? rule.table() : 0;
    }

    /** Whether a user added the rule: the kernel's own ones send all packets to its own tables. */
    public boolean isUsers() {
        return saysMore || !USUAL_TABLES.contains(table()) || !rule.selectors().equals(RuleSelectors.ALL);
    }

    /**
     * Reads a rule.
     *
     * @throws NetlinkFormatException if it is malformed
     */
    public static RuleMessage parse(MessageReader message) {
        RuleSelectors selectors = RuleSelectors.ALL;
        boolean more = message.u8(3) != 0 || (message.u32(8) & FIB_RULE_INVERT) != 0;
        int priority = 0;
        int table = message.u8(4);
        AttributeReader attributes = message.attributes(RuleSpec.HEADER_LENGTH);
        while (attributes.next()) {
            RuleSelectors with = selectors.with(attributes, message.u8(2), message.u8(1));
            if (with != null) {
                selectors = with;
                continue;
            }
            switch (attributes.type()) {
                case RuleSpec.FRA_PRIORITY -> priority = attributes.intValue();
                case RuleSpec.FRA_TABLE -> table = attributes.intValue();
                case FRA_SUPPRESS_PREFIXLEN -> more |= attributes.intValue() != -1;
                case FRA_GOTO, FRA_FLOW, FRA_TUN_ID, FRA_SUPPRESS_IFGROUP, FRA_L3MDEV -> more = true;
                default -> {}
            }
        }
        RouteType action = RouteType.of(message.u8(7));
        return new RuleMessage(
                new RuleSpec(
                        message.u8(0) == Libc.AF_INET6,
                        priority,
                        selectors,
                        action,
                        action == RouteType.UNICAST ? table : 0),
                more);
    }

    /** The name of a table, or its number. */
    public static String tableName(int table) {
        return switch (table) {
            case DEFAULT_TABLE -> "default";
            case RouteMessage.MAIN_TABLE -> "main";
            case RouteLookup.LOCAL_TABLE -> "local";
            default -> Integer.toUnsignedString(table);
        };
    }

    /** The rule as {@code ip rule} prints it, without the priority. */
    public String text() {
        return rule + (saysMore ? " [and more]" : "");
    }

    /** The rule as {@code ip rule} prints it. */
    @Override
    public String toString() {
        return Integer.toUnsignedString(rule.priority()) + ": " + text();
    }
}
