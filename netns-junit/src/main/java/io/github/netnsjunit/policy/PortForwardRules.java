package io.github.netnsjunit.policy;

import io.github.netnsjunit.kernel.nft.Action;
import io.github.netnsjunit.kernel.nft.Data;
import io.github.netnsjunit.kernel.nft.Load;
import io.github.netnsjunit.kernel.nft.NfTables;
import io.github.netnsjunit.kernel.nft.NftBatch;
import io.github.netnsjunit.kernel.nft.NftRule;
import io.github.netnsjunit.kernel.nft.NftSet;
import io.github.netnsjunit.kernel.nft.NftTable;
import io.github.netnsjunit.kernel.nft.NftType;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/** The rules of a {@link PortForward} for one family of addresses, as a table of nf_tables. */
final class PortForwardRules {

    /** Tells the rules of a NAT that a connection was forwarded, so that it does not matter who sent to whom before. */
    static final byte[] MARK = Data.u32(0x6e_61_74_66);

    private static final int ADDRESS = 8;

    /** Before the rules of the NAT. */
    private static final int PRIORITY = NfTables.NF_IP_PRI_NAT_DST - 5;

    private final PortForward forward;
    private final String outside;
    private final boolean hairpinning;
    private final List<InetAddress> addresses;
    private final InetAddress receiver;
    private final int shift;
    private final AddressFamily family;
    private final NftTable table;

    /**
     * @param outside the name of the outside interface
     * @param addresses the outside addresses
     * @param shift what is added to a port
     */
    PortForwardRules(
            PortForward forward,
            String outside,
            boolean hairpinning,
            List<InetAddress> addresses,
            InetAddress receiver,
            int shift) {
        this.forward = forward;
        this.outside = outside;
        this.hairpinning = hairpinning;
        this.addresses = addresses;
        this.receiver = receiver;
        this.shift = shift;
        this.family = receiver instanceof Inet6Address ? AddressFamily.IPV6 : AddressFamily.IPV4;
        String protocols = forward.protocols().size() == 1
                ? forward.protocols().iterator().next().name()
                : "";
        this.table = new NftTable(
                family.family(),
                NatRules.tableName("forward" + protocols + forward.ports().first(), outside));
    }

    NftTable table() {
        return table;
    }

    /** All of it, to be made at once. */
    NftBatch batch() {
        NftBatch batch = NftBatch.of(
                table.addNew(), table.addChain("arrive", NftTable.Hook.nat(NfTables.NF_INET_PRE_ROUTING, PRIORITY)));
        NftSet shifted = NftSet.of("shifted", 1, NftType.INET_SERVICE).to(NftType.INET_SERVICE);
        if (shift != 0) {
            for (int port = forward.ports().first(); port <= forward.ports().last(); port++) {
                shifted = shifted.withEntry(Data.u16(port), Data.u16(port + shift));
            }
            batch = batch.with(table.addSet(shifted), table.addElements(shifted));
        }
        for (TransportProtocol protocol : forward.protocols()) {
            int number = protocol == TransportProtocol.TCP ? IpProtocol.IPPROTO_TCP : IpProtocol.IPPROTO_UDP;
            for (InetAddress address : addresses) {
                batch = batch.with(table.addRule(rule(number, address, shifted)));
            }
        }
        return batch;
    }

    private NftRule rule(int protocol, InetAddress address, NftSet shifted) {
        NftRule rule = NftRule.in("arrive", "to the host behind the port");
        if (!hairpinning) {
            rule = rule.where(Load.meta(NfTables.NFT_META_IIFNAME), Data.interfaceName(outside));
        }
        rule = rule.where(family.destination(), address.getAddress())
                .where(Load.protocol(), Data.u8(protocol))
                .whereBetween(
                        Load.destinationPort(),
                        Data.u16(forward.ports().first()),
                        Data.u16(forward.ports().last()));
        if (hairpinning) {
            rule = rule.read(0, Load.constant(MARK)).then(Action.setConnection(NfTables.NFT_CT_MARK, 0));
        }
        int port = ADDRESS + family.registers();
        if (shift != 0) {
            rule = rule.find(shifted, port, Load.destinationPort());
        }
        Action.Target target =
                shift == 0 ? Action.Target.address(ADDRESS) : Action.Target.addressAndPort(ADDRESS, port);
        return rule.read(ADDRESS, Load.constant(receiver.getAddress()))
                .then(Action.destinationNat(family.family(), target, 0));
    }
}
