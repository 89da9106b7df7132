package io.github.netnsjunit.kernel.nft;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import java.util.function.Consumer;

/**
 * One change of a batch.
 *
 * @param description what it does, for messages to users
 * @param type the type of the message
 * @param flags the {@code NLM_F_…} flags
 * @param family the number of the family
 * @param resource a number of 16 bits, which is 0 except at the limits of a batch
 * @param attributes writes the attributes
 */
record NftRequest(
        String description, short type, int flags, int family, int resource, Consumer<AttributeWriter> attributes)
        implements NetlinkRequest {

    /** The number of nf_tables among the parts of netfilter; see {@code linux/netfilter/nfnetlink.h}. */
    static final int NFNL_SUBSYS_NFTABLES = 10;

    static NftRequest of(
            String description, int message, int flags, NftFamily family, Consumer<AttributeWriter> attributes) {
        return new NftRequest(description, type(message), flags, family.number(), 0, attributes);
    }

    static short type(int message) {
        return (short) (NFNL_SUBSYS_NFTABLES << 8 | message);
    }

    /** Writes {@code struct nfgenmsg}: family, version, and the resource in network order. */
    static void header(AttributeWriter out, int family, int resource) {
        out.u8(family).u8(0).u8(resource >> 8).u8(resource);
    }

    @Override
    public void write(AttributeWriter out) {
        header(out, family, resource);
        attributes.accept(out);
    }

    @Override
    public String toString() {
        return description;
    }
}
