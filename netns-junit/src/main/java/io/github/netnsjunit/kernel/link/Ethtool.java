package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.GenericNetlink;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import java.util.HashSet;
import java.util.Set;

/**
 * The features of interfaces, such as offloads, by their names: {@code ETHTOOL_MSG_FEATURES_…} of {@code linux/ethtool_netlink.h}, which
 * Linux 5.6 and later have.
 */
public final class Ethtool {

    /** The name of the kernel's family. */
    public static final String FAMILY = "ethtool";

    // linux/ethtool_netlink.h
    private static final int ETHTOOL_GENL_VERSION = 1;
    private static final int ETHTOOL_MSG_FEATURES_GET = 11;
    private static final int ETHTOOL_MSG_FEATURES_SET = 12;
    private static final int ETHTOOL_FLAG_OMIT_REPLY = 2;
    private static final int ETHTOOL_A_HEADER_DEV_NAME = 2;
    private static final int ETHTOOL_A_HEADER_FLAGS = 3;
    private static final int ETHTOOL_A_FEATURES_HEADER = 1;
    private static final int ETHTOOL_A_FEATURES_WANTED = 3;
    private static final int ETHTOOL_A_FEATURES_ACTIVE = 4;
    private static final int ETHTOOL_A_BITSET_BITS = 3;
    private static final int ETHTOOL_A_BITSET_BITS_BIT = 1;
    private static final int ETHTOOL_A_BITSET_BIT_NAME = 2;
    private static final int ETHTOOL_A_BITSET_BIT_VALUE = 3;

    /** The size of {@code struct genlmsghdr}. */
    private static final int HEADER = 4;

    private Ethtool() {}

    /**
     * Asks which features of an interface are on. The answer is one set.
     *
     * @param family the number of the kernel's family
     */
    public static NetlinkDump<Set<String>> activeFeatures(int family, String interfaceName) {
        return new NetlinkDump<>(
                "list the features of " + interfaceName,
                (short) family,
                Netlink.NLM_F_ACK,
                out -> writeHeader(out, ETHTOOL_MSG_FEATURES_GET, interfaceName, 0),
                Ethtool::parseActive);
    }

    /**
     * Turns features of an interface on or off. The kernel leaves those as they are that it cannot change.
     *
     * @param family the number of the kernel's family
     * @param features their names
     */
    public record SetFeatures(int family, String interfaceName, Set<String> features, boolean on)
            implements NetlinkRequest {

        public SetFeatures {
            features = Set.copyOf(features);
        }

        @Override
        public short type() {
            return (short) family;
        }

        @Override
        public void write(AttributeWriter out) {
            writeHeader(out, ETHTOOL_MSG_FEATURES_SET, interfaceName, ETHTOOL_FLAG_OMIT_REPLY);
            nested(
                    out,
                    ETHTOOL_A_FEATURES_WANTED,
                    () -> nested(
                            out,
                            ETHTOOL_A_BITSET_BITS,
                            () -> features.stream()
                                    .sorted()
                                    .forEach(feature -> nested(out, ETHTOOL_A_BITSET_BITS_BIT, () -> {
                                        out.putString(ETHTOOL_A_BITSET_BIT_NAME, feature);
                                        if (on) {
                                            out.putBytes(ETHTOOL_A_BITSET_BIT_VALUE);
                                        }
                                    }))));
        }

        @Override
        public String toString() {
            return "turn " + features.stream().sorted().toList() + " of " + interfaceName + (on ? " on" : " off");
        }
    }

    private static void writeHeader(AttributeWriter out, int command, String interfaceName, int flags) {
        GenericNetlink.writeHeader(out, command, ETHTOOL_GENL_VERSION);
        nested(
                out,
                ETHTOOL_A_FEATURES_HEADER,
                () -> out.putString(ETHTOOL_A_HEADER_DEV_NAME, interfaceName).putInt(ETHTOOL_A_HEADER_FLAGS, flags));
    }

    private static void nested(AttributeWriter out, int type, Runnable content) {
        out.nested(type | Netlink.NLA_F_NESTED, content);
    }

    private static Set<String> parseActive(MessageReader message) {
        Set<String> names = new HashSet<>();
        AttributeReader attributes = message.attributes(HEADER);
        while (attributes.next()) {
            if (attributes.type() == ETHTOOL_A_FEATURES_ACTIVE) {
                parseSet(attributes.nested(), names);
            }
        }
        return names;
    }

    /** The kernel lists only the bits that are set. */
    private static void parseSet(AttributeReader set, Set<String> names) {
        while (set.next()) {
            if (set.type() == ETHTOOL_A_BITSET_BITS) {
                AttributeReader bits = set.nested();
                while (bits.next()) {
                    parseBit(bits.nested(), names);
                }
            }
        }
    }

    private static void parseBit(AttributeReader bit, Set<String> names) {
        while (bit.next()) {
            if (bit.type() == ETHTOOL_A_BITSET_BIT_NAME) {
                names.add(bit.string());
            }
        }
    }
}
