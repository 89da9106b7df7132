package io.github.netnsjunit.policy;

import static io.github.netnsjunit.kernel.nft.NfTables.IP_CT_DIR_ORIGINAL;
import static io.github.netnsjunit.kernel.nft.NfTables.IP_CT_DIR_REPLY;

import io.github.netnsjunit.kernel.nft.Action;
import io.github.netnsjunit.kernel.nft.Data;
import io.github.netnsjunit.kernel.nft.Load;
import io.github.netnsjunit.kernel.nft.NfTables;
import io.github.netnsjunit.kernel.nft.NftRule;
import io.github.netnsjunit.kernel.nft.Pooling;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The rules of a {@link Nat} that learn from packets which were translated. */
final class NatLearning {

    private final Nat nat;
    private final String outside;
    private final AddressFamily family;
    private final NatMemory memory;
    private final List<NftRule> rules = new ArrayList<>();

    /** @param outside the name of the outside interface */
    NatLearning(Nat nat, String outside, AddressFamily family, NatMemory memory) {
        this.nat = nat;
        this.outside = outside;
        this.family = family;
        this.memory = memory;
    }

    private byte[] outsideName() {
        return Data.interfaceName(outside);
    }

    private static Load leaving() {
        return Load.meta(NfTables.NFT_META_OIFNAME);
    }

    /** A rule for packets of those behind the NAT that were sent to an outside address, and go back inside. */
    static NftRule hairpinned(String chain, String outside) {
        return NftRule.in(chain, "from inside to inside, by an outside address")
                .whereNot(Load.meta(NfTables.NFT_META_IIFNAME), Data.interfaceName(outside))
                .whereNot(leaving(), Data.interfaceName(outside))
                .whereAny(Load.connection(NfTables.NFT_CT_STATUS), Data.u32(NfTables.IPS_DST_NAT));
    }

    List<NftRule> rules() {
        rules.add(NatRules.withPorts(NftRule.in("translated", "to the outside"))
                .where(leaving(), outsideName())
                .whereAny(
                        Load.connection(NfTables.NFT_CT_STATUS), Data.u32(NfTables.IPS_SRC_NAT | NfTables.IPS_DST_NAT))
                .then(Action.jump("learn")));
        if (nat.hairpinning()) {
            rules.add(NatRules.withPorts(hairpinned("translated", outside)).then(Action.jump("learn")));
        }
        if (memory.tcpTimeout().equals(memory.udpTimeout())) {
            learnRules(rule -> rule, memory.udpTimeout());
        } else {
            learnRules(rule -> rule.where(Load.protocol(), Data.u8(IpProtocol.IPPROTO_TCP)), memory.tcpTimeout());
            learnRules(rule -> rule.where(Load.protocol(), Data.u8(IpProtocol.IPPROTO_UDP)), memory.udpTimeout());
        }
        return List.copyOf(rules);
    }

    /** A rule about packets of some protocols and one direction of their connections. */
    private static NftRule learn(UnaryOperator<NftRule> protocol, int direction, String comment) {
        return protocol.apply(NftRule.in("learn", comment))
                .where(Load.connection(NfTables.NFT_CT_DIRECTION), Data.u8(direction));
    }

    private void learnRules(UnaryOperator<NftRule> protocol, Duration timeout) {
        Load proto = Load.protocol();
        Load source = family.source();
        Load sourcePort = Load.sourcePort();
        List<Load> mapping = List.of(proto, source, sourcePort);
        Load from = family.connectionSource(IP_CT_DIR_ORIGINAL);
        Load fromPort = Load.connection(NfTables.NFT_CT_PROTO_SRC, IP_CT_DIR_ORIGINAL);
        Load asked = family.connectionDestination();
        Load askedPort = Load.connection(NfTables.NFT_CT_PROTO_DST, IP_CT_DIR_ORIGINAL);
        NftRule original = learn(protocol, IP_CT_DIR_ORIGINAL, "who is behind the port, and what the host has");
        rules.add(
                memory.learnsMappings()
                        ? learnBoth(original, timeout, mapping, asked)
                        : Pooling.learn(original, memory.cone(), timeout, mapping, List.of(from, fromPort)));
        rules.add(Pooling.learn(
                learn(protocol, IP_CT_DIR_REPLY, "who is behind the port, by an answer"),
                memory.cone(),
                timeout,
                mapping,
                List.of(
                        family.connectionSource(IP_CT_DIR_REPLY),
                        Load.connection(NfTables.NFT_CT_PROTO_SRC, IP_CT_DIR_REPLY))));
        if (!memory.asksWhoMaySend()) {
            return;
        }
        boolean ports = nat.filtering() == NatBehavior.ADDRESS_AND_PORT_DEPENDENT;
        if (nat.hairpinning()) {
            rules.add(Pooling.learn(
                    learn(protocol, IP_CT_DIR_ORIGINAL, "who may answer from inside")
                            .whereNot(leaving(), outsideName()),
                    memory.allowed(),
                    timeout,
                    ports
                            ? List.of(proto, source, sourcePort, asked, askedPort)
                            : List.of(proto, source, sourcePort, asked),
                    List.of()));
            NftRule refused = learn(protocol, IP_CT_DIR_ORIGINAL, "who may not send from inside")
                    .whereNot(leaving(), outsideName())
                    .whereNot(Load.connection(NfTables.NFT_CT_MARK), PortForwardRules.MARK);
            rules.add((ports
                            ? refused.whereNotIn(memory.allowed(), proto, asked, askedPort, source, sourcePort)
                            : refused.whereNotIn(memory.allowed(), proto, asked, askedPort, source))
                    .then(Action.drop()));
        }
        NftRule sent = protocol.apply(NftRule.in("learn", "who may answer")).where(leaving(), outsideName());
        rules.add(Pooling.learn(
                sent,
                memory.allowed(),
                timeout,
                ports
                        ? List.of(proto, source, sourcePort, family.destination(), Load.destinationPort())
                        : List.of(proto, source, sourcePort, family.destination()),
                List.of()));
    }

    /**
     * Learns who is behind the port, and what the host has. What is read serves both maps: but for the protocol, the key of one is the value
     * of the other. With IPv6 and address-dependent mapping this fills all 16 registers.
     */
    private NftRule learnBoth(NftRule rule, Duration timeout, List<Load> mapping, Load asked) {
        List<Load> all = new ArrayList<>(mapping);
        all.add(Load.protocol());
        all.add(family.connectionSource(IP_CT_DIR_ORIGINAL));
        all.add(Load.connection(NfTables.NFT_CT_PROTO_SRC, IP_CT_DIR_ORIGINAL));
        if (nat.mapping() == NatBehavior.ADDRESS_DEPENDENT) {
            all.add(asked);
        }
        int host = Load.registersOf(mapping);
        int afterProtocol = Load.protocol().registers();
        NftRule cone = Pooling.learnRead(rule.readAll(all), memory.cone(), timeout, 0, host + afterProtocol);
        return Pooling.learnRead(cone, memory.out(), timeout, host, afterProtocol);
    }
}
