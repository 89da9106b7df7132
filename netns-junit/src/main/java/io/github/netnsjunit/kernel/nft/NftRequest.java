package io.github.netnsjunit.kernel.nft;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Nfnetlink;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One change of a batch. Its attributes are written when it is made, while the objects of its rule are in the processor's caches. When it
 * is sent, the kernel has made namespaces meanwhile, and to write them then would take ten times as long.
 */
final class NftRequest implements NetlinkRequest {

    private final String description;
    private final short type;
    private final int flags;
    private final int family;
    private final int resource;
    private final Consumer<AttributeWriter> attributes;
    private final byte[] bytes;

    /**
     * @param description what it does, for messages to users
     * @param type the type of the message
     * @param flags the {@code NLM_F_…} flags
     * @param family the number of the family
     * @param resource a number of 16 bits, which is 0 except at the limits of a batch
     * @param attributes writes the attributes, the same ones each time
     */
    NftRequest(
            String description, short type, int flags, int family, int resource, Consumer<AttributeWriter> attributes) {
        this.description = description;
        this.type = type;
        this.flags = flags;
        this.family = family;
        this.resource = resource;
        this.attributes = attributes;
        bytes = AttributeWriter.bytesOf(attributes);
    }

    static NftRequest of(
            String description, int message, int flags, NftFamily family, Consumer<AttributeWriter> attributes) {
        return new NftRequest(description, type(message), flags, family.number(), 0, attributes);
    }

    /** Lists something of all families. */
    static <T> NetlinkDump<T> dump(String description, int message, Function<MessageReader, @Nullable T> parser) {
        return new NetlinkDump<>(description, type(message), out -> Nfnetlink.header(out, 0, 0), parser);
    }

    private static short type(int message) {
        return Nfnetlink.type(Nfnetlink.NFNL_SUBSYS_NFTABLES, message);
    }

    @Override
    public short type() {
        return type;
    }

    @Override
    public int flags() {
        return flags;
    }

    @Override
    public void write(AttributeWriter out) {
        Nfnetlink.header(out, family, resource);
        out.again(attributes, bytes);
    }

    @Override
    public String toString() {
        return description;
    }
}
