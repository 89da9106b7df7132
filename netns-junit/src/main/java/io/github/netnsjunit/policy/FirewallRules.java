package io.github.netnsjunit.policy;

import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.kernel.nft.Action;
import io.github.netnsjunit.kernel.nft.Data;
import io.github.netnsjunit.kernel.nft.Expression;
import io.github.netnsjunit.kernel.nft.Load;
import io.github.netnsjunit.kernel.nft.NfTables;
import io.github.netnsjunit.kernel.nft.NftBatch;
import io.github.netnsjunit.kernel.nft.NftFamily;
import io.github.netnsjunit.kernel.nft.NftRule;
import io.github.netnsjunit.kernel.nft.NftSet;
import io.github.netnsjunit.kernel.nft.NftTable;
import io.github.netnsjunit.kernel.nft.NftTable.Hook;
import io.github.netnsjunit.kernel.nft.NftType;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Writes the rules of a firewall. The chains at the hooks choose the packets by interface, and send them on to the chain
 * {@code inbound} or {@code outbound}, where the rules of the preset are. There a packet passes by returning.
 */
final class FirewallRules {

    private static final String INBOUND = "inbound";
    private static final String OUTBOUND = "outbound";

    /** ICMPv6 types from "multicast listener query" to "redirect", and "multicast listener report": see RFC 4861 and RFC 3810. */
    private static final int[] NEIGHBOUR_TYPES = {130, 137, 143, 143};

    private static final int HTTP = 80;
    private static final int DNS = 53;

    /** The flags of a TCP header: its 13th byte from 0 on. */
    private static final Load TCP_FLAGS = Load.payload(NfTables.NFT_PAYLOAD_TRANSPORT_HEADER, 13, 1);

    private static final int SYN = 0x02;
    private static final int SYN_RST = 0x06;
    private static final int FIN_SYN_RST_ACK = 0x17;

    private final Firewall firewall;
    private final NftTable table;
    private final NftSet guarded;
    private NftBatch batch = new NftBatch(List.of());

    FirewallRules(Firewall firewall) {
        this.firewall = firewall;
        this.table = new NftTable(NftFamily.INET, firewall.name());
        NftSet set = NftSet.of("guarded", 1, NftType.IFNAME);
        for (String name : firewall.interfaces()) {
            set = set.with(Data.interfaceName(name));
        }
        this.guarded = set;
    }

    NftTable table() {
        return table;
    }

    NftBatch batch() {
        batch = batch.with(table.addNew());
        if (!firewall.interfaces().isEmpty()) {
            batch = batch.with(table.addSet(guarded));
            batch = batch.with(table.addElements(guarded));
        }
        switch (firewall.preset()) {
            case OPEN -> open();
            case DENY_INBOUND -> denyWhatOthersBegin(INBOUND, dropping());
            case DENY_OUTBOUND -> denyWhatOthersBegin(OUTBOUND, dropping());
            case STATEFUL -> stateful();
            case DROP_INBOUND -> deny(INBOUND, dropping());
            case DROP_OUTBOUND -> deny(OUTBOUND, dropping());
            case REJECT -> denyWhatOthersBegin(INBOUND, this::reject);
            case CAPTIVE_PORTAL -> captivePortal();
            case RATE_LIMIT -> limitRate();
            case MSS_CLAMP -> clampSegmentSize();
            case DROP_ICMP_TOO_BIG -> dropTooBig();
            case DROP_FRAGMENTS -> dropFragments();
        }
        return batch;
    }

    /** Ends rules that have their conditions, by what is done with the packets. */
    private interface Ending {
        void end(NftRule rule);
    }

    private Ending dropping() {
        counter("dropped");
        return rule -> add(rule.then(Action.countIn("dropped"), Action.drop()));
    }

    private void open() {
        counter(INBOUND);
        counter(OUTBOUND);
        guard(INBOUND);
        add(rule(INBOUND, "count").then(Action.countIn(INBOUND)));
        guard(OUTBOUND);
        add(rule(OUTBOUND, "count").then(Action.countIn(OUTBOUND)));
    }

    private void denyWhatOthersBegin(String chain, Ending ending) {
        guard(chain);
        passAnswers(chain);
        denyTheRest(chain, ending);
    }

    private void deny(String chain, Ending ending) {
        guard(chain);
        denyTheRest(chain, ending);
    }

    private void denyTheRest(String chain, Ending ending) {
        passNeighbours(chain);
        passExceptions(chain);
        chosen(rule(chain, firewall.preset().toString()), chain).forEach(ending::end);
    }

    private void stateful() {
        Ending drop = dropping();
        for (String chain : List.of(INBOUND, OUTBOUND)) {
            guard(chain);
            passAnswers(chain);
            drop.end(rule(chain, "TCP of a connection that did not begin here")
                    .where(Load.protocol(), Data.u8(IpProtocol.IPPROTO_TCP))
                    .whereNotMasked(TCP_FLAGS, Data.u8(FIN_SYN_RST_ACK), Data.u8(SYN)));
        }
        denyTheRest(INBOUND, drop);
    }

    private void reject(NftRule rule) {
        Expression count = Action.countIn("rejected");
        if (firewall.reason() == RejectReason.TCP_RESET) {
            add(rule.where(Load.protocol(), Data.u8(IpProtocol.IPPROTO_TCP)).then(count, Action.rejectWithReset()));
        }
        add(ofFamily(rule, true)
                .then(count, Action.rejectWithIcmp(firewall.reason().icmpCode())));
        add(ofFamily(rule, false)
                .then(count, Action.rejectWithIcmp(firewall.reason().icmp6Code())));
    }

    private static NftRule ofFamily(NftRule rule, boolean ip4) {
        return rule.where(
                Load.meta(NfTables.NFT_META_NFPROTO), Data.u8(ip4 ? NfTables.NFPROTO_IPV4 : NfTables.NFPROTO_IPV6));
    }

    private void captivePortal() {
        Parsed<InetSocketAddress> declared = firewall.portal();
        if (declared == null) {
            throw new IllegalStateException("the topology was checked, and yet [" + firewall + "] has no portal");
        }
        InetSocketAddress portal = declared.get();
        counter("rejected");
        batch = batch.with(
                table.addChain("redirect", Hook.nat(NfTables.NF_INET_PRE_ROUTING, NfTables.NF_IP_PRI_NAT_DST)));
        byte[] address = Data.address(portal.getAddress());
        boolean ip4 = address.length == 4;
        passIfNotGuarded("redirect", NfTables.NFT_META_IIFNAME);
        passExceptions("redirect");
        add(ofFamily(rule("redirect", "HTTP to the portal"), ip4)
                .where(Load.protocol(), Data.u8(IpProtocol.IPPROTO_TCP))
                .where(Load.destinationPort(), Data.u16(HTTP))
                .read(0, Load.constant(address))
                .read(4, Load.constant(Data.u16(portal.getPort())))
                .then(Action.destinationNat(
                        ip4 ? NftFamily.IP : NftFamily.IP6, Action.Target.addressAndPort(0, 4), 0)));
        batch = batch.with(table.addChain(INBOUND));
        hook("forward", NfTables.NF_INET_FORWARD, NfTables.NF_IP_PRI_FILTER);
        send("forward", NfTables.NFT_META_IIFNAME, INBOUND);
        passAnswers(INBOUND);
        add(rule(INBOUND, "what goes to the portal")
                .whereAny(Load.connection(NfTables.NFT_CT_STATUS), Data.u32(NfTables.IPS_DST_NAT))
                .then(Action.returnToCaller()));
        for (int protocol : List.of(IpProtocol.IPPROTO_UDP, IpProtocol.IPPROTO_TCP)) {
            add(rule(INBOUND, "DNS")
                    .where(Load.protocol(), Data.u8(protocol))
                    .where(Load.destinationPort(), Data.u16(DNS))
                    .then(Action.returnToCaller()));
        }
        denyTheRest(INBOUND, this::reject);
    }

    private void limitRate() {
        counter("dropped");
        guard(INBOUND);
        passNeighbours(INBOUND);
        passExceptions(INBOUND);
        // A chain of its own, so that all that is chosen shares one limit.
        batch = batch.with(table.addChain("limited"));
        add(rule("limited", "above the rate")
                .then(
                        Action.limit(firewall.rate(), Duration.ofSeconds(1), firewall.burst(), true),
                        Action.countIn("dropped"),
                        Action.drop()));
        chosen(rule(INBOUND, "limit"), INBOUND).forEach(rule -> add(rule.then(Action.jump("limited"))));
    }

    private void clampSegmentSize() {
        batch = batch.with(table.addChain("clamp"));
        hook("forward", NfTables.NF_INET_FORWARD, NfTables.NF_IP_PRI_MANGLE);
        send("forward", NfTables.NFT_META_IIFNAME, "clamp");
        if (!firewall.interfaces().isEmpty()) {
            send("forward", NfTables.NFT_META_OIFNAME, "clamp");
        }
        hook("output", NfTables.NF_INET_LOCAL_OUT, NfTables.NF_IP_PRI_MANGLE);
        send("output", NfTables.NFT_META_OIFNAME, "clamp");
        NftRule rule = rule("clamp", "TCP that begins")
                .where(Load.protocol(), Data.u8(IpProtocol.IPPROTO_TCP))
                .whereMasked(TCP_FLAGS, Data.u8(SYN_RST), Data.u8(SYN));
        add(
                firewall.segmentSize() == 0
                        ? rule.read(0, Load.segmentSizeOfRoute())
                                .then(Action.toNetworkOrder(0), Action.lowerSegmentSize(0))
                        : rule.read(0, Load.constant(Data.u16(firewall.segmentSize())))
                                .then(Action.lowerSegmentSize(0)));
    }

    private void dropTooBig() {
        Ending drop = dropping();
        batch = batch.with(table.addChain("errors"));
        hook("input", NfTables.NF_INET_LOCAL_IN, NfTables.NF_IP_PRI_FILTER);
        send("input", NfTables.NFT_META_IIFNAME, "errors");
        hook("forward", NfTables.NF_INET_FORWARD, NfTables.NF_IP_PRI_FILTER);
        send("forward", NfTables.NFT_META_IIFNAME, "errors");
        // The router that finds a packet too big sends the error itself.
        hook("output", NfTables.NF_INET_LOCAL_OUT, NfTables.NF_IP_PRI_FILTER);
        send("output", NfTables.NFT_META_OIFNAME, "errors");
        Load typeAndCode = Load.payload(NfTables.NFT_PAYLOAD_TRANSPORT_HEADER, 0, 2);
        drop.end(rule("errors", "fragmentation needed")
                .where(Load.protocol(), Data.u8(IpProtocol.IPPROTO_ICMP))
                .where(typeAndCode, Data.u16(3 << 8 | 4)));
        drop.end(rule("errors", "packet too big")
                .where(Load.protocol(), Data.u8(IpProtocol.IPPROTO_ICMPV6))
                .where(typeAndCode, Data.u16(2 << 8)));
    }

    private void dropFragments() {
        Ending drop = dropping();
        hook("fragments", NfTables.NF_INET_PRE_ROUTING, NfTables.BEFORE_DEFRAGMENTATION);
        passIfNotGuarded("fragments", NfTables.NFT_META_IIFNAME);
        // "More fragments" is set, or the offset is not 0.
        drop.end(ofFamily(rule("fragments", "fragments"), true)
                .whereAny(Load.payload(NfTables.NFT_PAYLOAD_NETWORK_HEADER, 6, 2), Data.u16(0x3FFF)));
        int fragmentHeader = 44;
        drop.end(ofFamily(rule("fragments", "fragments"), false).where(Load.hasIp6Header(fragmentHeader), Data.u8(1)));
    }

    /** Makes the chain for one direction, and sends it the packets. */
    private void guard(String chain) {
        boolean inbound = chain.equals(INBOUND);
        int key = inbound ? NfTables.NFT_META_IIFNAME : NfTables.NFT_META_OIFNAME;
        batch = batch.with(table.addChain(chain));
        String local = inbound ? "input" : "output";
        hook(local, inbound ? NfTables.NF_INET_LOCAL_IN : NfTables.NF_INET_LOCAL_OUT, NfTables.NF_IP_PRI_FILTER);
        send(local, key, chain);
        hook("forward", NfTables.NF_INET_FORWARD, NfTables.NF_IP_PRI_FILTER);
        send("forward", key, chain);
        if (firewall.preset() == FirewallPreset.REJECT) {
            counter("rejected");
        }
    }

    private void hook(String chain, int hook, int priority) {
        batch = batch.with(table.addChain(chain, Hook.filter(hook, priority)));
    }

    /** Sends the packets of the guarded interfaces on to a chain. */
    private void send(String from, int key, String to) {
        NftRule rule = rule(from, to);
        add((firewall.interfaces().isEmpty()
                        ? rule.whereNot(Load.meta(key), Data.interfaceName("lo"))
                        : rule.whereIn(guarded, Load.meta(key)))
                .then(Action.jump(to)));
    }

    private void passIfNotGuarded(String chain, int key) {
        if (!firewall.interfaces().isEmpty()) {
            add(rule(chain, "other interfaces")
                    .whereNotIn(guarded, Load.meta(key))
                    .then(Action.returnToCaller()));
        }
    }

    private void passAnswers(String chain) {
        int known = NfTables.CT_STATE_ESTABLISHED | NfTables.CT_STATE_RELATED;
        add(rule(chain, "answers")
                .whereAny(Load.connection(NfTables.NFT_CT_STATE), Data.u32(known))
                .then(Action.returnToCaller()));
    }

    private void passNeighbours(String chain) {
        Load type = Load.payload(NfTables.NFT_PAYLOAD_TRANSPORT_HEADER, 0, 1);
        for (int i = 0; i < NEIGHBOUR_TYPES.length; i += 2) {
            add(rule(chain, "IPv6 neighbours")
                    .where(Load.protocol(), Data.u8(IpProtocol.IPPROTO_ICMPV6))
                    .whereBetween(type, Data.u8(NEIGHBOUR_TYPES[i]), Data.u8(NEIGHBOUR_TYPES[i + 1]))
                    .then(Action.returnToCaller()));
        }
    }

    private void passExceptions(String chain) {
        for (Parsed<Traffic> each : firewall.except()) {
            each.get()
                    .rules(rule(chain, "except " + each), !chain.equals(OUTBOUND))
                    .forEach(rule -> add(rule.then(Action.returnToCaller())));
        }
    }

    /** The rules that match what the firewall is about, made of one that matches everything. */
    private List<NftRule> chosen(NftRule all, String chain) {
        return firewall.only().isEmpty()
                ? List.of(all)
                : firewall.only().stream()
                        .flatMap(each -> each.get().rules(all, chain.equals(INBOUND)).stream())
                        .toList();
    }

    private void counter(String name) {
        batch = batch.with(table.addCounter(name));
    }

    private static NftRule rule(String chain, String comment) {
        return NftRule.in(chain, comment);
    }

    private void add(NftRule rule) {
        batch = batch.with(table.addRule(rule));
    }
}
