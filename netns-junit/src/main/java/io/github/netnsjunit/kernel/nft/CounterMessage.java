package io.github.netnsjunit.kernel.nft;

import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import io.github.netnsjunit.kernel.netlink.Nfnetlink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A counter, as the kernel lists it: one with a name, or the first one of a rule.
 *
 * @param table the name of its table
 * @param chain the name of the rule's chain; empty for a counter with a name
 * @param name its name, or the rule's comment, which may be empty
 * @param packets how many packets it has counted
 * @param bytes how many bytes they had, from the IP header on
 */
public record CounterMessage(String table, String chain, String name, long packets, long bytes) {

    private static final int NFT_MSG_GETRULE = 7;
    private static final int NFT_MSG_GETOBJ = 19;

    private static final int TABLE = 1;
    private static final int NFTA_RULE_CHAIN = 2;
    private static final int NFTA_RULE_EXPRESSIONS = 4;
    private static final int NFTA_RULE_USERDATA = 7;
    private static final int NFTA_OBJ_NAME = 2;
    private static final int NFTA_OBJ_TYPE = 3;
    private static final int NFTA_OBJ_DATA = 4;
    private static final int NFTA_EXPR_NAME = 1;
    private static final int NFTA_EXPR_DATA = 2;
    private static final int NFTA_COUNTER_BYTES = 1;
    private static final int NFTA_COUNTER_PACKETS = 2;

    /** Packets and bytes. */
    private record Count(long packets, long bytes) {}

    /** Lists the counters that have names. */
    public static NetlinkDump<CounterMessage> dumpNamed() {
        return NftRequest.dump("list counters", NFT_MSG_GETOBJ, CounterMessage::parseNamed);
    }

    /** Lists the counters of rules, in the order of the rules of each chain. */
    public static NetlinkDump<CounterMessage> dumpOfRules() {
        return NftRequest.dump("list rules", NFT_MSG_GETRULE, CounterMessage::parseRule);
    }

    /**
     * Reads an object. Returns null if it is no counter.
     *
     * @throws NetlinkFormatException if it is malformed
     */
    static @Nullable CounterMessage parseNamed(MessageReader message) {
        String table = "";
        String name = "";
        int type = 0;
        Count count = null;
        AttributeReader attributes = message.attributes(Nfnetlink.NFGENMSG_LENGTH);
        while (attributes.next()) {
            switch (attributes.type()) {
                case TABLE -> table = attributes.string();
                case NFTA_OBJ_NAME -> name = attributes.string();
                case NFTA_OBJ_TYPE -> type = (int) number(attributes);
                case NFTA_OBJ_DATA -> count = count(attributes.nested());
                default -> {}
            }
        }
        return type != NftTable.NFT_OBJECT_COUNTER || count == null
                ? null
                : new CounterMessage(table, "", name, count.packets, count.bytes);
    }

    /**
     * Reads a rule. Returns null if it does not count.
     *
     * @throws NetlinkFormatException if it is malformed
     */
    static @Nullable CounterMessage parseRule(MessageReader message) {
        String table = "";
        String chain = "";
        String comment = "";
        Count count = null;
        AttributeReader attributes = message.attributes(Nfnetlink.NFGENMSG_LENGTH);
        while (attributes.next()) {
            switch (attributes.type()) {
                case TABLE -> table = attributes.string();
                case NFTA_RULE_CHAIN -> chain = attributes.string();
                case NFTA_RULE_EXPRESSIONS -> count = firstCount(attributes.nested());
                case NFTA_RULE_USERDATA -> comment = comment(attributes.bytes());
                default -> {}
            }
        }
        return count == null ? null : new CounterMessage(table, chain, comment, count.packets, count.bytes);
    }

    private static @Nullable Count firstCount(AttributeReader expressions) {
        while (expressions.next()) {
            String name = "";
            AttributeReader expression = expressions.nested();
            while (expression.next()) {
                if (expression.type() == NFTA_EXPR_NAME) {
                    name = expression.string();
                } else if (expression.type() == NFTA_EXPR_DATA && name.equals("counter")) {
                    return count(expression.nested());
                }
            }
        }
        return null;
    }

    private static Count count(AttributeReader counter) {
        long packets = 0;
        long bytes = 0;
        while (counter.next()) {
            switch (counter.type()) {
                case NFTA_COUNTER_PACKETS -> packets = number(counter);
                case NFTA_COUNTER_BYTES -> bytes = number(counter);
                default -> {}
            }
        }
        return new Count(packets, bytes);
    }

    /** A number of four or eight bytes in network order. */
    private static long number(AttributeReader attribute) {
        ByteBuffer bytes = ByteBuffer.wrap(attribute.bytes());
        return switch (bytes.remaining()) {
            case Integer.BYTES -> bytes.getInt();
            case Long.BYTES -> bytes.getLong();
            default -> throw new NetlinkFormatException("a number of " + bytes.remaining() + " bytes");
        };
    }

    /** The comment among what {@code nft} stores beside a rule: entries of a type, a length, and as many bytes. A comment ends with a NUL. */
    private static String comment(byte... stored) {
        for (int at = 0; at + 2 <= stored.length; ) {
            int length = Math.min(Byte.toUnsignedInt(stored[at + 1]), stored.length - at - 2);
            if (stored[at] == NftTable.NFTNL_UDATA_RULE_COMMENT && length > 0) {
                return new String(stored, at + 2, length - 1, StandardCharsets.UTF_8);
            }
            at += 2 + length;
        }
        return "";
    }
}
