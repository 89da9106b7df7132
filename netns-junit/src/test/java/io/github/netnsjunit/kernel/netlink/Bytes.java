package io.github.netnsjunit.kernel.netlink;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** What requests write, in hexadecimal digits. */
public final class Bytes {

    private Bytes() {}

    /** A request as it is sent, with the sequence number 0. */
    public static String of(NetlinkRequest request) {
        var writer = new AttributeWriter();
        writer.message(request, Netlink.NLM_F_REQUEST | Netlink.NLM_F_ACK, 0);
        ByteBuffer written = writer.written();
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
