package io.github.netnsjunit.kernel.netlink;

/**
 * Generic netlink, by which the kernel's modules offer requests of their own. Each module has a family, whose number is the type of its
 * messages, and is found out by the family's name. Each message begins with {@code struct genlmsghdr}; see {@code linux/genetlink.h}.
 */
public final class GenericNetlink {

    /** The size of {@code struct genlmsghdr}. */
    private static final int HEADER = 4;

    /** The family that knows the others. */
    private static final short GENL_ID_CTRL = 0x10;

    private static final int CTRL_CMD_GETFAMILY = 3;
    private static final int CTRL_VERSION = 1;
    private static final int CTRL_ATTR_FAMILY_ID = 1;
    private static final int CTRL_ATTR_FAMILY_NAME = 2;

    private GenericNetlink() {}

    /** Asks for the number of the family with a name. The kernel refuses with {@code ENOENT} if its module is not loaded. */
    public static NetlinkDump<Integer> family(String name) {
        return new NetlinkDump<>(
                "find the netlink family " + name,
                GENL_ID_CTRL,
                Netlink.NLM_F_ACK,
                out -> writeHeader(out, CTRL_CMD_GETFAMILY, CTRL_VERSION).putString(CTRL_ATTR_FAMILY_NAME, name),
                GenericNetlink::parseFamily);
    }

    /** Writes {@code struct genlmsghdr}. */
    public static AttributeWriter writeHeader(AttributeWriter out, int command, int version) {
        return out.u8(command).u8(version).u16(0);
    }

    private static Integer parseFamily(MessageReader message) {
        AttributeReader attributes = message.attributes(HEADER);
        while (attributes.next()) {
            if (attributes.type() == CTRL_ATTR_FAMILY_ID) {
                return attributes.u16At(0);
            }
        }
        throw new NetlinkFormatException("a netlink family without a number");
    }
}
