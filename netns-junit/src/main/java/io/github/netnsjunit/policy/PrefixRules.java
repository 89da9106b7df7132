package io.github.netnsjunit.policy;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.kernel.nft.Action;
import io.github.netnsjunit.kernel.nft.Data;
import io.github.netnsjunit.kernel.nft.Load;
import io.github.netnsjunit.kernel.nft.NfTables;
import io.github.netnsjunit.kernel.nft.NftBatch;
import io.github.netnsjunit.kernel.nft.NftRule;
import io.github.netnsjunit.kernel.nft.NftTable;
import java.net.Inet6Address;

/** The rules of a {@link PrefixNat}, as a table of nf_tables. */
final class PrefixRules {

    private static final int FIRST = 8;

    /** Before the rules of a NAT, which would translate the same packets. */
    private static final int BEFORE = -2;

    private final String outside;
    private final IpNetwork from;
    private final IpNetwork to;
    private final AddressFamily family;
    private final NftTable table;

    /** @param outside the name of the outside interface */
    PrefixRules(String outside, IpNetwork from, IpNetwork to) {
        this.outside = outside;
        this.from = from;
        this.to = to;
        this.family = from.address() instanceof Inet6Address ? AddressFamily.IPV6 : AddressFamily.IPV4;
        this.table = new NftTable(
                family.family(), NatRules.tableName("prefix_" + from.toString().replaceAll("[^0-9a-f]", "_"), outside));
    }

    NftTable table() {
        return table;
    }

    /** All of it, to be made at once. */
    NftBatch batch() {
        NftRule leave = translatable("leave", NfTables.NFT_META_OIFNAME, family.source(), from);
        NftRule arrive = translatable("arrive", NfTables.NFT_META_IIFNAME, family.destination(), to);
        return NftBatch.of(
                table.addNew(),
                table.addChain(
                        "leave", NftTable.Hook.nat(NfTables.NF_INET_POST_ROUTING, NfTables.NF_IP_PRI_NAT_SRC + BEFORE)),
                table.addChain(
                        "arrive", NftTable.Hook.nat(NfTables.NF_INET_PRE_ROUTING, NfTables.NF_IP_PRI_NAT_DST + BEFORE)),
                table.addRule(leave.then(Action.sourceNat(family.family(), target(), NfTables.NF_NAT_RANGE_NETMAP))),
                table.addRule(
                        arrive.then(Action.destinationNat(family.family(), target(), NfTables.NF_NAT_RANGE_NETMAP))));
    }

    private NftRule translatable(String chain, int interfaceKey, Load address, IpNetwork prefix) {
        IpNetwork wanted = prefix.equals(from) ? to : from;
        return NftRule.in(chain, prefix + " is " + wanted)
                .where(Load.meta(interfaceKey), Data.interfaceName(outside))
                .whereMasked(address, Data.mask(prefix), prefix.address().getAddress())
                .read(FIRST, Load.constant(wanted.address().getAddress()))
                .read(FIRST + family.registers(), Load.constant(last(wanted)));
    }

    private Action.Target target() {
        return new Action.Target(FIRST, FIRST + family.registers(), Action.NO_REGISTER, Action.NO_REGISTER);
    }

    private static byte[] last(IpNetwork prefix) {
        byte[] bytes = prefix.address().getAddress();
        byte[] mask = Data.mask(prefix);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] |= (byte) ~mask[i];
        }
        return bytes;
    }
}
