package io.github.netnsjunit.policy;

import io.github.netnsjunit.kernel.nft.Load;
import io.github.netnsjunit.kernel.nft.NfTables;
import io.github.netnsjunit.kernel.nft.NftFamily;
import io.github.netnsjunit.kernel.nft.NftType;

/** How rules read the addresses of IPv4 or of IPv6. */
enum AddressFamily {
    IPV4(NftFamily.IP, NftType.IPV4_ADDR, 1),
    IPV6(NftFamily.IP6, NftType.IPV6_ADDR, 4);

    private final NftFamily family;
    private final NftType type;
    private final int registers;

    AddressFamily(NftFamily family, NftType type, int registers) {
        this.family = family;
        this.type = type;
        this.registers = registers;
    }

    NftFamily family() {
        return family;
    }

    NftType type() {
        return type;
    }

    /** How many registers an address takes. */
    int registers() {
        return registers;
    }

    /** The packet's source address. */
    Load source() {
        return this == IPV4 ? Load.ip4Source() : Load.ip6Source();
    }

    /** The packet's destination address. */
    Load destination() {
        return this == IPV4 ? Load.ip4Destination() : Load.ip6Destination();
    }

    /** The source address of one direction of a packet's connection, before it is translated. */
    Load connectionSource(int direction) {
        return Load.connection(this == IPV4 ? NfTables.NFT_CT_SRC_IP : NfTables.NFT_CT_SRC_IP6, direction);
    }

    /** The address to which the connection of a packet was opened, before it was translated. */
    Load connectionDestination() {
        return Load.connection(
                this == IPV4 ? NfTables.NFT_CT_DST_IP : NfTables.NFT_CT_DST_IP6, NfTables.IP_CT_DIR_ORIGINAL);
    }
}
