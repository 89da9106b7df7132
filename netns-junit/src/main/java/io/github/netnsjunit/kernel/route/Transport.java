package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;

/**
 * What a rule may ask of a packet besides its addresses. A kernel before Linux 4.17 has no such rules, and does not look at this.
 *
 * @param protocol {@code IPPROTO_…} of {@code linux/in.h}; 0 to leave it out
 * @param sourcePort 0 to leave it out
 * @param port that of the destination; 0 to leave it out
 */
public record Transport(int protocol, int sourcePort, int port) {

    /** Any packet. */
    public static final Transport ANY = new Transport(0, 0, 0);

    private static final int RTA_IP_PROTO = 27;
    private static final int RTA_SPORT = 28;
    private static final int RTA_DPORT = 29;

    /** That of the answers. */
    public Transport answer() {
        return new Transport(protocol, port, sourcePort);
    }

    void write(AttributeWriter out) {
        if (protocol != 0) {
            out.putByte(RTA_IP_PROTO, protocol);
        }
        writePort(out, RTA_SPORT, sourcePort);
        writePort(out, RTA_DPORT, port);
    }

    private static void writePort(AttributeWriter out, int type, int port) {
        if (port != 0) {
            out.putBytes(type, (byte) (port >> Byte.SIZE), (byte) port); // in network order
        }
    }
}
