package io.github.netnsjunit.kernel.nft;

import java.time.Duration;

/** Batches that a kernel refuses if it lacks something that rules can do. Use them only in a scratch namespace. */
public final class TryNft {

    private static final NftTable TABLE = new NftTable(NftFamily.INET, "try");

    private TryNft() {}

    /** Tries a filter that knows the states of connections. */
    public static NftBatch filter() {
        return batch(
                NftTable.Hook.filter(NfTables.NF_INET_LOCAL_IN, NfTables.NF_IP_PRI_FILTER),
                rule().read(0, Load.connection(NfTables.NFT_CT_STATE)).then(Action.count()));
    }

    /** Tries to reject packets. */
    public static NftBatch reject() {
        return batch(
                NftTable.Hook.filter(NfTables.NF_INET_LOCAL_IN, NfTables.NF_IP_PRI_FILTER),
                rule().where(Load.meta(NfTables.NFT_META_NFPROTO), Data.u8(NfTables.NFPROTO_IPV6))
                        .then(Action.rejectWithIcmp(1)));
    }

    /** Tries to limit a rate. */
    public static NftBatch limit() {
        return batch(
                NftTable.Hook.filter(NfTables.NF_INET_LOCAL_IN, NfTables.NF_IP_PRI_FILTER),
                rule().then(Action.limit(1, Duration.ofSeconds(1), 1, false)));
    }

    /** Tries to translate addresses. */
    public static NftBatch translate() {
        return batch(
                NftTable.Hook.nat(NfTables.NF_INET_PRE_ROUTING, NfTables.NF_IP_PRI_NAT_DST),
                rule().read(0, Load.constant(new byte[4]))
                        .then(Action.destinationNat(NftFamily.IP, Action.Target.address(0), 0)));
    }

    /** Tries to masquerade, in a table that goes with the socket that made it. */
    public static NftBatch masqueradeInOwnTable() {
        NftTable.Hook hook = NftTable.Hook.nat(NfTables.NF_INET_POST_ROUTING, NfTables.NF_IP_PRI_NAT_SRC);
        return NftBatch.of(
                TABLE.addOwned(),
                TABLE.addChain("chain", hook),
                TABLE.addRule(rule().where(Load.meta(NfTables.NFT_META_NFPROTO), Data.u8(NfTables.NFPROTO_IPV4))
                        .then(Action.masquerade())));
    }

    private static NftRule rule() {
        return NftRule.in("chain", "");
    }

    private static NftBatch batch(NftTable.Hook hook, NftRule rule) {
        return NftBatch.of(TABLE.addNew(), TABLE.addChain("chain", hook), TABLE.addRule(rule));
    }
}
