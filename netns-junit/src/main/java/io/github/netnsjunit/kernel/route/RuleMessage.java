package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.util.Set;

/**
 * A policy rule, as the kernel lists it: which packets are looked up in which table. See ip-rule(8) and {@code linux/fib_rules.h}.
 *
 * @param family {@code AF_INET} or {@code AF_INET6}
 * @param priority the kernel tries the lowest first
 * @param table the table in which a packet is looked up; 0 if the rule decides by itself
 * @param text the rule as {@code ip rule} prints it, with the most common selectors
 */
public record RuleMessage(int family, int priority, int table, String text) {

    private static final short RTM_GETRULE = 34;
    private static final int HEADER_LENGTH = 12;

    private static final int FRA_DST = 1;
    private static final int FRA_SRC = 2;
    private static final int FRA_IIFNAME = 3;
    private static final int FRA_PRIORITY = 6;
    private static final int FRA_FWMARK = 10;
    private static final int FRA_TABLE = 15;
    private static final int FRA_OIFNAME = 17;

    private static final int FR_ACT_TO_TBL = 1;
    private static final int FR_ACT_BLACKHOLE = 6;
    private static final int FR_ACT_UNREACHABLE = 7;
    private static final int FR_ACT_PROHIBIT = 8;

    private static final int DEFAULT_TABLE = 253;

    /** The tables that the kernel's own rules name. */
    private static final Set<Integer> USUAL_TABLES =
            Set.of(DEFAULT_TABLE, RouteMessage.MAIN_TABLE, RouteLookup.LOCAL_TABLE);

    /** Lists the IPv4 and IPv6 rules of a namespace. */
    public static NetlinkDump<RuleMessage> dump() {
        return new NetlinkDump<>(
                "list rules",
                RTM_GETRULE,
                out -> out.u32(Rtnetlink.AF_UNSPEC).u32(0).u32(0),
                message -> Family.isInternet(message.u8(0)) ? parse(message) : null);
    }

    /** Whether a user added the rule: the kernel's own ones send all packets to its own tables. */
    public boolean isUsers() {
        return !USUAL_TABLES.contains(table) || !text.startsWith("from all lookup ");
    }

    /**
     * Reads a rule.
     *
     * @throws NetlinkFormatException if it is malformed
     */
    public static RuleMessage parse(MessageReader message) {
        String from = "from all";
        String to = "";
        String selectors = "";
        int priority = 0;
        int table = message.u8(4);
        int action = message.u8(7);
        AttributeReader attributes = message.attributes(HEADER_LENGTH);
        while (attributes.next()) {
            switch (attributes.type()) {
                case FRA_SRC -> from = "from " + IpAddress.text(attributes.address()) + "/" + message.u8(2);
                case FRA_DST -> to = " to " + IpAddress.text(attributes.address()) + "/" + message.u8(1);
                case FRA_IIFNAME -> selectors += " iif " + attributes.string();
                case FRA_OIFNAME -> selectors += " oif " + attributes.string();
                case FRA_FWMARK -> selectors += " fwmark 0x" + Integer.toHexString(attributes.intValue());
                case FRA_PRIORITY -> priority = attributes.intValue();
                case FRA_TABLE -> table = attributes.intValue();
                default -> {}
            }
        }
        return new RuleMessage(
                message.u8(0),
                priority,
                action == FR_ACT_TO_TBL ? table : 0,
                from + to + selectors + " " + actionText(action, table));
    }

    private static String actionText(int action, int table) {
        return switch (action) {
            case FR_ACT_TO_TBL -> "lookup " + tableName(table);
            case FR_ACT_BLACKHOLE -> "blackhole";
            case FR_ACT_UNREACHABLE -> "unreachable";
            case FR_ACT_PROHIBIT -> "prohibit";
            default -> "action " + action;
        };
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

    /** The rule as {@code ip rule} prints it. */
    @Override
    public String toString() {
        return Integer.toUnsignedString(priority) + ": " + text;
    }
}
