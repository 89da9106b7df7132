package io.github.netnsjunit.kernel.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.netnsjunit.holds.Programs;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.kernel.netlink.NetlinkException;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.ExecResult;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel makes of our messages, as the program {@code nft} reads it. */
@NetNamespace("router")
@NetNamespace("other")
@Tag("kernel")
class NftBatchTests {

    private static final NftTable TABLE = new NftTable(NftFamily.IP, "nat");

    @NetNamespace("router")
    private NetworkNamespace router;

    @NetNamespace("other")
    private NetworkNamespace other;

    /** The rules of a full cone NAT whose maps are filled by the flows themselves. */
    @Test
    void makesTheSetsMapsAndTranslationsThatNftPrints(@TempDir Path directory) throws Exception {
        NftSet cone = NftSet.of("cone", 1, NftType.INET_PROTO, NftType.INET_SERVICE)
                .to(NftType.IPV4_ADDR, NftType.INET_SERVICE)
                .dynamic(Duration.ofMinutes(5), 65535);
        NftSet permitted = NftSet.of("perm", 2, NftType.INET_PROTO, NftType.INET_SERVICE, NftType.IPV4_ADDR)
                .dynamic(Duration.ofMinutes(5), 65535);
        NftSet protocols = NftSet.of("protocols", 3, NftType.INET_PROTO)
                .with(Data.u8(IpProtocol.IPPROTO_TCP))
                .with(Data.u8(IpProtocol.IPPROTO_UDP));
        NftSet hosts = NftSet.of("hosts", 4, NftType.IPV4_ADDR)
                .to(NftType.IPV4_ADDR)
                .withEntry(address("10.0.0.2"), address("192.0.2.2"));
        byte[] outside = address("192.0.2.1");
        List<NetlinkRequest> requests = new ArrayList<>(List.of(
                TABLE.addNew(),
                TABLE.addSet(cone),
                TABLE.addSet(permitted),
                TABLE.addSet(protocols),
                TABLE.addElements(protocols),
                TABLE.addSet(hosts),
                TABLE.addElements(hosts),
                TABLE.addCounter("learnt"),
                TABLE.addChain("source"),
                TABLE.addChain("before", NftTable.Hook.nat(NfTables.NF_INET_PRE_ROUTING, NfTables.NF_IP_PRI_NAT_DST)),
                TABLE.addChain("after", NftTable.Hook.nat(NfTables.NF_INET_POST_ROUTING, NfTables.NF_IP_PRI_NAT_SRC)),
                TABLE.addChain(
                        "learn",
                        NftTable.Hook.filter(NfTables.NF_INET_POST_ROUTING, NfTables.NF_IP_PRI_NAT_SRC + 10))));
        List.of(
                        rule("before")
                                .where(Load.meta(NfTables.NFT_META_IIFNAME), Data.interfaceName("wan"))
                                .where(Load.ip4Destination(), outside)
                                .whereIn(permitted, Load.protocol(), Load.destinationPort(), Load.ip4Source())
                                .find(cone, 0, Load.protocol(), Load.destinationPort())
                                .then(Action.destinationNat(NftFamily.IP, Action.Target.addressAndPort(0, 1), 0)),
                        rule("before")
                                .where(Load.protocol(), Data.u8(IpProtocol.IPPROTO_TCP))
                                .whereBetween(Load.destinationPort(), Data.u16(80), Data.u16(90))
                                .read(0, Load.constant(Data.u16(8080)))
                                .then(Action.redirect(Action.Target.ports(0, Action.NO_REGISTER), 0)),
                        rule("source")
                                .find(hosts, 0, Load.ip4Source())
                                .then(Action.sourceNat(NftFamily.IP, Action.Target.address(0), 0)),
                        rule("source")
                                .where(Load.protocol(), Data.u8(IpProtocol.IPPROTO_UDP))
                                .read(0, Load.constant(outside))
                                .read(1, Load.constant(Data.u16(32768)))
                                .read(2, Load.constant(Data.u16(61000)))
                                .then(Action.sourceNat(
                                        NftFamily.IP,
                                        new Action.Target(0, Action.NO_REGISTER, 1, 2),
                                        NfTables.NF_NAT_RANGE_PROTO_RANDOM)),
                        rule("after")
                                .where(Load.meta(NfTables.NFT_META_OIFNAME), Data.interfaceName("wan"))
                                .whereNot(Load.ip4Source(), outside)
                                .then(Action.jump("source")),
                        rule("after")
                                .whereAny(Load.connection(NfTables.NFT_CT_STATUS), Data.u32(NfTables.IPS_DST_NAT))
                                .then(Action.masquerade(
                                        Action.Target.ports(Action.NO_REGISTER, Action.NO_REGISTER),
                                        NfTables.NF_NAT_RANGE_PROTO_RANDOM_FULLY)),
                        Pooling.learn(
                                        rule("learn")
                                                .where(Load.protocol(), Data.u8(IpProtocol.IPPROTO_UDP))
                                                .where(
                                                        Load.connection(NfTables.NFT_CT_DIRECTION),
                                                        Data.u8(NfTables.IP_CT_DIR_ORIGINAL)),
                                        cone,
                                        Duration.ofMinutes(1),
                                        List.of(Load.protocol(), Load.sourcePort()),
                                        List.of(
                                                Load.connection(NfTables.NFT_CT_SRC_IP, NfTables.IP_CT_DIR_ORIGINAL),
                                                Load.connection(
                                                        NfTables.NFT_CT_PROTO_SRC, NfTables.IP_CT_DIR_ORIGINAL)))
                                .then(Action.countIn("learnt")),
                        Pooling.learn(
                                        rule("learn").whereIn(protocols, Load.protocol()),
                                        permitted,
                                        Duration.ofMinutes(1),
                                        List.of(Load.protocol(), Load.sourcePort(), Load.ip4Destination()),
                                        List.of())
                                .then(Action.count()))
                .forEach(rule -> requests.add(TABLE.addRule(rule)));
        execute(new NftBatch(requests));
        String expected = """
                table ip nat {
                \tcounter learnt {
                \t}

                \tmap cone {
                \t\ttype inet_proto . inet_service : ipv4_addr . inet_service
                \t\tsize 65535
                \t\tflags dynamic,timeout
                \t\ttimeout 5m
                \t}

                \tset perm {
                \t\ttype inet_proto . inet_service . ipv4_addr
                \t\tsize 65535
                \t\tflags dynamic,timeout
                \t\ttimeout 5m
                \t}

                \tset protocols {
                \t\ttype inet_proto
                \t\telements = { tcp, udp }
                \t}

                \tmap hosts {
                \t\ttype ipv4_addr : ipv4_addr
                \t\telements = { 10.0.0.2 : 192.0.2.2 }
                \t}

                \tchain source {
                \t\tsnat to ip saddr map @hosts
                \t\tmeta l4proto udp snat to 192.0.2.1:32768-61000 random
                \t}

                \tchain before {
                \t\ttype nat hook prerouting priority dstnat; policy accept;
                \t\tiifname "wan" ip daddr 192.0.2.1 meta l4proto . th dport . ip saddr @perm dnat ip to meta l4proto . th dport map @cone
                \t\ttcp dport 80-90 redirect to :8080
                \t}

                \tchain after {
                \t\ttype nat hook postrouting priority srcnat; policy accept;
                \t\toifname "wan" ip saddr != 192.0.2.1 jump source
                \t\tct status dnat masquerade fully-random
                \t}

                \tchain learn {
                \t\ttype filter hook postrouting priority srcnat + 10; policy accept;
                \t\tct direction original update @cone { meta l4proto . udp sport timeout 1m : ct original ip saddr . ct original proto-src } counter name "learnt"
                \t\tmeta l4proto @protocols update @perm { meta l4proto . th sport . ip daddr timeout 1m } counter
                \t}
                }
                """;
        assertThat(listed(router)).isEqualTo(expected);
        // The same text, made by nft itself.
        Path file = Files.writeString(directory.resolve("ruleset"), expected);
        Programs.need("nft");
        assertThat(other.exec("nft", "-f", file.toString()).output()).isEmpty();
        assertThat(listed(other)).isEqualTo(expected);
    }

    @Test
    void makesFilters() throws Exception {
        NftTable table = new NftTable(NftFamily.INET, "filter");
        NftRule rule = NftRule.in("input", "");
        List<NftRule> rules = List.of(
                rule.whereAny(
                                Load.connection(NfTables.NFT_CT_STATE),
                                Data.u32(NfTables.CT_STATE_ESTABLISHED | NfTables.CT_STATE_RELATED))
                        .then(Action.accept()),
                rule.where(Load.meta(NfTables.NFT_META_NFPROTO), Data.u8(NfTables.NFPROTO_IPV4))
                        .then(Action.limit(10, Duration.ofSeconds(1), 5, true), Action.drop()),
                rule.where(Load.meta(NfTables.NFT_META_NFPROTO), Data.u8(NfTables.NFPROTO_IPV6))
                        .where(Load.hasIp6Header(44), Data.u8(1))
                        .then(Action.drop()),
                rule.where(Load.number(3, false), Data.u32(0)).then(Action.drop()),
                rule.where(Load.protocol(), Data.u8(IpProtocol.IPPROTO_TCP)).then(Action.rejectWithReset()),
                rule.where(Load.meta(NfTables.NFT_META_NFPROTO), Data.u8(NfTables.NFPROTO_IPV4))
                        .then(Action.rejectWithIcmp(13)));
        List<NetlinkRequest> requests = new ArrayList<>(
                List.of(table.addNew(), table.addChain("input", NftTable.Hook.filter(NfTables.NF_INET_LOCAL_IN, 0))));
        rules.forEach(each -> requests.add(table.addRule(each)));
        execute(new NftBatch(requests));
        assertThat(listed(router)).isEqualTo("""
                table inet filter {
                \tchain input {
                \t\ttype filter hook input priority filter; policy accept;
                \t\tct state established,related accept
                \t\tmeta nfproto ipv4 limit rate over 10/second drop
                \t\texthdr frag exists drop
                \t\tnumgen inc mod 3 0 drop
                \t\tmeta l4proto tcp reject with tcp reset
                \t\treject with icmp admin-prohibited
                \t}
                }
                """);
    }

    @Test
    void namesTheRuleThatTheKernelRefusesAndChangesNothing() throws Exception {
        NftSet absent = NftSet.of("absent", 9, NftType.INET_PROTO);
        NftBatch batch = NftBatch.of(
                TABLE.addNew(),
                TABLE.addChain("input", NftTable.Hook.filter(NfTables.NF_INET_LOCAL_IN, 0)),
                TABLE.addRule(NftRule.in("input", "first").then(Action.accept())),
                TABLE.addRule(NftRule.in("input", "second")
                        .whereIn(absent, Load.protocol())
                        .then(Action.drop())),
                TABLE.addRule(NftRule.in("nowhere", "third").then(Action.drop())));
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> execute(batch))
                .withMessageStartingWith("add rule [second] to chain [input] of table ip [nat]: ENOENT");
        assertThat(listed(router)).isEmpty();
    }

    @Test
    void namesTheAttributeThatTheKernelObjectsTo() {
        int ruleChain = 2; // NFTA_RULE_CHAIN
        NftBatch batch = NftBatch.of(
                TABLE.addNew(), TABLE.addRule(NftRule.in("nowhere", "lost").then(Action.drop())));
        assertThatExceptionOfType(NetlinkException.class)
                .isThrownBy(() -> execute(batch))
                .withMessageStartingWith("add rule [lost] to chain [nowhere] of table ip [nat]: ENOENT")
                .withMessageEndingWith("; attribute " + ruleChain + ")");
    }

    /** The answers to as many requests as this would not fit the receive buffer if each were acknowledged. */
    @Test
    void carriesOutALargeBatchAtOnce() throws Exception {
        NftSet block = NftSet.of("block", 1, NftType.IPV4_ADDR);
        List<NetlinkRequest> requests = new ArrayList<>(List.of(TABLE.addNew(), TABLE.addSet(block)));
        for (int host = 0; host < 2_000; host++) {
            byte[] address = {10, 0, (byte) (host >> 8), (byte) host};
            requests.add(TABLE.addElements(block, block.with(address).elements()));
        }
        execute(new NftBatch(requests));
        execute(NftBatch.of(TABLE.flushSet("block")));
        assertThat(listed(router)).contains("set block").doesNotContain("elements");
        execute(NftBatch.of(TABLE.delete()));
        assertThat(listed(router)).isEmpty();
    }

    private static NftRule rule(String chain) {
        return NftRule.in(chain, "");
    }

    private static byte[] address(String text) throws Exception {
        return Data.address(InetAddress.getByName(text));
    }

    private void execute(NftBatch batch) throws Exception {
        router.run(() -> {
            try (NetlinkSocket netfilter = NetlinkSocket.openForNetfilter(NativeLibrary.libc())) {
                batch.execute(netfilter);
            }
        });
    }

    private static String listed(NetworkNamespace namespace) {
        Programs.need("nft");
        ExecResult listed = namespace.exec("nft", "-s", "list", "ruleset");
        assertThat(listed.exitCode()).as(listed.toString()).isZero();
        return listed.output();
    }
}
