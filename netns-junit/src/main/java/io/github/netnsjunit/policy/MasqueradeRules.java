package io.github.netnsjunit.policy;

import io.github.netnsjunit.kernel.nft.Action;
import io.github.netnsjunit.kernel.nft.Data;
import io.github.netnsjunit.kernel.nft.Load;
import io.github.netnsjunit.kernel.nft.NfTables;
import io.github.netnsjunit.kernel.nft.NftBatch;
import io.github.netnsjunit.kernel.nft.NftFamily;
import io.github.netnsjunit.kernel.nft.NftRule;
import io.github.netnsjunit.kernel.nft.NftTable;
import io.github.netnsjunit.kernel.nft.OwnedRules;

/** The rules for one cable into the machine's namespace, as a table of nf_tables that belongs to the socket which makes it. */
final class MasqueradeRules {

    private static final String PASS = "pass";
    private static final String LEAVE = "leave";
    private static final String COUNT = "count";

    /** Before rules of the machine, so that what they drop is counted too. */
    private static final int BEFORE_OTHERS = NfTables.NF_IP_PRI_FILTER - 1;

    /** {@code ICMP_PKT_FILTERED} of {@code linux/icmp.h}: prohibited by an administrator. */
    private static final int ICMP_PKT_FILTERED = 13;

    private final String cable;
    private final String outside;
    private final NftTable table;

    /**
     * @param cable the name of the cable's end
     * @param outside the name of the interface through which packets leave
     */
    MasqueradeRules(String cable, String outside) {
        this.cable = cable;
        this.outside = outside;
        // No two interfaces have one name at a time. The process is for whoever looks at the machine's rules.
        this.table = new NftTable(
                NftFamily.IP,
                NatRules.tableName(
                        OwnedRules.TABLE_PREFIX + ProcessHandle.current().pid(), cable));
    }

    /** All of it, to be made at once. */
    NftBatch batch() {
        byte[] known = Data.u32(NfTables.CT_STATE_ESTABLISHED | NfTables.CT_STATE_RELATED);
        return NftBatch.of(
                table.addOwned(),
                table.addCounter("forwarded"),
                table.addCounter("left"),
                table.addCounter("rejected"),
                table.addCounter("dropped"),
                table.addChain(PASS, NftTable.Hook.filter(NfTables.NF_INET_FORWARD, BEFORE_OTHERS)),
                table.addChain(LEAVE, NftTable.Hook.nat(NfTables.NF_INET_POST_ROUTING, NfTables.NF_IP_PRI_NAT_SRC)),
                table.addChain(COUNT, NftTable.Hook.filter(NfTables.NF_INET_POST_ROUTING, NfTables.NF_IP_PRI_FILTER)),
                table.addRule(leaving(PASS, "to the outside").then(Action.countIn("forwarded"), Action.accept())),
                table.addRule(ofCable(NfTables.NFT_META_IIFNAME, "nowhere else")
                        .then(Action.countIn("rejected"), Action.rejectWithIcmp(ICMP_PKT_FILTERED))),
                table.addRule(ofCable(NfTables.NFT_META_OIFNAME, "answers")
                        .whereAny(Load.connection(NfTables.NFT_CT_STATE), known)
                        .then(Action.accept())),
                table.addRule(ofCable(NfTables.NFT_META_OIFNAME, "nothing else")
                        .then(Action.countIn("dropped"), Action.drop())),
                table.addRule(leaving(LEAVE, "with the machine's address").then(Action.masquerade())),
                table.addRule(leaving(COUNT, "what no other rules dropped").then(Action.countIn("left"))));
    }

    private NftRule leaving(String chain, String comment) {
        return NftRule.in(chain, comment)
                .where(Load.meta(NfTables.NFT_META_IIFNAME), Data.interfaceName(cable))
                .where(Load.meta(NfTables.NFT_META_OIFNAME), Data.interfaceName(outside));
    }

    private NftRule ofCable(int interfaceKey, String comment) {
        return NftRule.in(PASS, comment).where(Load.meta(interfaceKey), Data.interfaceName(cable));
    }
}
