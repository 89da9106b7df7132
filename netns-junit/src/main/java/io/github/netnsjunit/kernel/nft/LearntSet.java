package io.github.netnsjunit.kernel.nft;

import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Nfnetlink;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A set or map that rules fill themselves, as the kernel lists it.
 *
 * @param table its table
 * @param name its own name
 */
public record LearntSet(NftTable table, String name) {

    private static final int NFT_MSG_GETSET = 10;
    private static final int NFTA_SET_TABLE = 1;
    private static final int NFTA_SET_NAME = 2;
    private static final int NFTA_SET_FLAGS = 3;

    /** Lists those of a namespace. */
    public static NetlinkDump<LearntSet> dump() {
        return NftRequest.dump("list sets", NFT_MSG_GETSET, LearntSet::parse);
    }

    private static @Nullable LearntSet parse(MessageReader message) {
        NftFamily family = NftFamily.of(message.u8(0));
        AttributeReader attributes = message.attributes(Nfnetlink.NFGENMSG_LENGTH);
        String table = null;
        String name = null;
        int flags = 0;
        while (attributes.next()) {
            switch (attributes.type()) {
                case NFTA_SET_TABLE -> table = attributes.string();
                case NFTA_SET_NAME -> name = attributes.string();
                case NFTA_SET_FLAGS -> {
                    attributes.intAt(0); // checks the length
                    flags = ByteBuffer.wrap(attributes.bytes()).getInt();
                }
                default -> {}
            }
        }
        return family == null || table == null || name == null || (flags & NfTables.NFT_SET_EVAL) == 0
                ? null
                : new LearntSet(new NftTable(family, table), name);
    }

    /** Forgets all that it holds. */
    public NetlinkRequest flush() {
        return table.flushSet(name);
    }
}
