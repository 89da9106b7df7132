package io.github.netnsjunit.kernel.conntrack;

import static io.github.netnsjunit.kernel.conntrack.Ctnetlink.*;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Nfnetlink;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A connection that the kernel tracks, as it lists it.
 *
 * @param original the packets of the side that began, as they arrive
 * @param reply the answers, as they arrive; they differ from the reverse of the others where addresses are translated
 * @param seenReply whether an answer has come
 * @param sourceTranslated whether the address of the side that began is translated
 * @param destinationTranslated whether the address of the other side is translated
 * @param secondsLeft until the entry expires, if no packet comes
 * @param tcpState {@code enum tcp_conntrack} of {@code linux/netfilter/nf_conntrack_tcp.h}; null for another protocol
 * @param id tells it from a later one with the same addresses
 */
public record TrackedConnection(
        Flow original,
        Flow reply,
        boolean seenReply,
        boolean sourceTranslated,
        boolean destinationTranslated,
        long secondsLeft,
        @Nullable Integer tcpState,
        int id) {

    /** Lists the connections of a namespace, IPv4 and IPv6. */
    public static NetlinkDump<TrackedConnection> dump() {
        return new NetlinkDump<>(
                "list connections",
                IPCTNL_MSG_CT_GET,
                out -> Nfnetlink.header(out, Rtnetlink.AF_UNSPEC, 0),
                TrackedConnection::parse);
    }

    /** Forgets all connections of a namespace. */
    public static NetlinkRequest flush() {
        return new Delete(null);
    }

    /** Forgets one connection. */
    public static NetlinkRequest delete(Flow original) {
        return new Delete(original);
    }

    private static TrackedConnection parse(MessageReader message) {
        AttributeReader attributes = message.attributes(Nfnetlink.NFGENMSG_LENGTH);
        Flow original = null;
        Flow reply = null;
        int status = 0;
        long seconds = 0;
        Integer tcpState = null;
        int id = 0;
        while (attributes.next()) {
            switch (attributes.type()) {
                case CTA_TUPLE_ORIG -> original = Flow.read(attributes.nested());
                case CTA_TUPLE_REPLY -> reply = Flow.read(attributes.nested());
                case CTA_STATUS -> status = big(attributes);
                case CTA_TIMEOUT -> seconds = Integer.toUnsignedLong(big(attributes));
                case CTA_PROTOINFO -> tcpState = tcpState(attributes.nested());
                case CTA_ID -> id = big(attributes);
                default -> {}
            }
        }
        if (original == null || reply == null) {
            throw new NetlinkFormatException("a connection without addresses");
        }
        return new TrackedConnection(
                original,
                reply,
                (status & IPS_SEEN_REPLY) != 0,
                (status & IPS_SRC_NAT) != 0,
                (status & IPS_DST_NAT) != 0,
                seconds,
                tcpState,
                id);
    }

    private static @Nullable Integer tcpState(AttributeReader protocol) {
        while (protocol.next()) {
            if (protocol.type() == CTA_PROTOINFO_TCP) {
                AttributeReader tcp = protocol.nested();
                while (tcp.next()) {
                    if (tcp.type() == CTA_PROTOINFO_TCP_STATE) {
                        return tcp.byteValue();
                    }
                }
            }
        }
        return null;
    }

    private static int big(AttributeReader attribute) {
        attribute.intAt(0); // checks the length
        return ByteBuffer.wrap(attribute.bytes()).getInt();
    }

    /** @param original the connection's first direction; null for all connections */
    private record Delete(@Nullable Flow original) implements NetlinkRequest {

        @Override
        public short type() {
            return IPCTNL_MSG_CT_DELETE;
        }

        @Override
        public void write(AttributeWriter out) {
            Flow one = original;
            if (one == null) {
                Nfnetlink.header(out, Rtnetlink.AF_UNSPEC, 0);
            } else {
                Nfnetlink.header(out, one.isIpv4() ? Libc.AF_INET : Libc.AF_INET6, 0);
                one.writeAsOriginal(out);
            }
        }

        @Override
        public String toString() {
            return original == null ? "forget all connections" : "forget the connection " + original;
        }
    }
}
