package io.github.netnsjunit.kernel.advertisement;

import io.github.netnsjunit.address.IpNetwork;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a router tells the hosts of a link (RFC 4861, 4.2).
 *
 * @param defaultRouter whether hosts may take it for their default router
 * @param mtu the MTU of the link, in bytes; 0 to say nothing of it
 * @param prefixes the prefixes of the link. Hosts form addresses of those that have 64 bits (RFC 4862)
 */
public record RouterAdvertisement(boolean defaultRouter, int mtu, List<IpNetwork> prefixes) {

    /** Of the prefixes from which hosts form addresses: the rest of the address has 64 bits (RFC 4291, 2.5.1). */
    public static final int AUTONOMOUS_PREFIX = 64;

    private static final int ROUTER_ADVERTISEMENT = 134;
    private static final int HOP_LIMIT = 64;
    private static final int HEADER_LENGTH = 16;

    /** In seconds, the default of RFC 4861, 6.2.1. */
    private static final int ROUTER_LIFETIME = 1_800;

    private static final int OPTION_PREFIX = 3;
    private static final int PREFIX_LENGTH = 32;
    private static final int ON_LINK = 0x80;
    private static final int AUTONOMOUS = 0x40;

    /** In seconds: 30 days and 7 days, the defaults of RFC 4861, 6.2.1. */
    private static final int VALID_LIFETIME = 2_592_000;

    private static final int PREFERRED_LIFETIME = 604_800;

    private static final int OPTION_MTU = 5;
    private static final int MTU_LENGTH = 8;

    public RouterAdvertisement {
        prefixes = List.copyOf(prefixes);
    }

    /** Whether hosts form addresses of a prefix. */
    public static boolean isAutonomous(IpNetwork prefix) {
        return prefix.address().getAddress().length == 16 && prefix.prefixLength() == AUTONOMOUS_PREFIX;
    }

    /** The packet without its checksum, which the kernel fills in. */
    ByteBuffer packet() {
        return packet(defaultRouter ? ROUTER_LIFETIME : 0, PREFERRED_LIFETIME);
    }

    /** The packet with which the router takes its leave: nobody is to use it, or new addresses, any more. */
    ByteBuffer farewell() {
        return packet(0, 0);
    }

    private ByteBuffer packet(int routerLifetime, int preferredLifetime) {
        int length = HEADER_LENGTH + (mtu == 0 ? 0 : MTU_LENGTH) + prefixes.size() * PREFIX_LENGTH;
        ByteBuffer packet = ByteBuffer.allocateDirect(length);
        packet.put((byte) ROUTER_ADVERTISEMENT).put((byte) 0).putShort((short) 0);
        packet.put((byte) HOP_LIMIT).put((byte) 0).putShort((short) routerLifetime);
        packet.putInt(0).putInt(0);
        if (mtu != 0) {
            packet.put((byte) OPTION_MTU).put((byte) (MTU_LENGTH / 8)).putShort((short) 0);
            packet.putInt(mtu);
        }
        for (IpNetwork prefix : prefixes) {
            packet.put((byte) OPTION_PREFIX).put((byte) (PREFIX_LENGTH / 8)).put((byte) prefix.prefixLength());
            packet.put((byte) (isAutonomous(prefix) ? ON_LINK | AUTONOMOUS : ON_LINK));
            packet.putInt(VALID_LIFETIME).putInt(preferredLifetime).putInt(0);
            packet.put(prefix.address().getAddress());
        }
        return packet.flip();
    }
}
