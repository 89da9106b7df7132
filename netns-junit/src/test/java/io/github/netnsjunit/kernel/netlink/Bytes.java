package io.github.netnsjunit.kernel.netlink;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The bytes that requests write, as hexadecimal digits. */
public final class Bytes {

    private Bytes() {}

    /** The message that is sent for a request, with the sequence number 0. */
    public static String of(NetlinkRequest request) {
        var writer = new AttributeWriter();
        writer.message(request, Netlink.NLM_F_REQUEST | Netlink.NLM_F_ACK, 0);
        ByteBuffer written = writer.written();
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
