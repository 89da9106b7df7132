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
import io.github.netnsjunit.kernel.nft.Pooling;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a {@link Nat} for one family of addresses, as a table of nf_tables.
 *
 * <p>The kernel's own translation keeps a mapping only as long as the port is free, and lets only those answer to whom something was sent.
 * For the rest, the packets that were translated fill three sets, and the rules look there: {@code out} tells what a host has got, {@code
 * cone} who is behind a port, and {@code allowed} who may send to it.
 */
final class NatRules {

    /** Where what was found in a map is put: beyond the longest key, that of {@code out} for IPv6. */
    private static final int FOUND = 10;

    private final Nat nat;
    private final String outside;
    private final List<InetAddress> addresses;
    private final List<InetAddress> subscribers;
    private final AddressFamily family;
    private final NftTable table;
    private final NatMemory memory;
    private final NftSet blocks;
    private final NftSet blockEnds;
    private final List<NftRule> rules = new ArrayList<>();

    /**
     * @param outside the name of the outside interface
     * @param addresses the outside addresses, at least one
     * @param subscribers the inside addresses that have a block of ports each
     */
    NatRules(Nat nat, String outside, boolean six, List<InetAddress> addresses, List<InetAddress> subscribers) {
        this.nat = nat;
        this.outside = outside;
        this.addresses = addresses;
        this.subscribers = subscribers;
        this.family = six ? AddressFamily.IPV6 : AddressFamily.IPV4;
        this.table = new NftTable(family.family(), tableName("nat", outside));
        NftType address = family.type();
        NftType port = NftType.INET_SERVICE;
        memory = new NatMemory(nat, family);
        blocks = withBlocks(NftSet.of("blocks", 4, address).to(address, port), false);
        blockEnds = withBlocks(NftSet.of("block_ends", 5, address).to(port), true);
    }

    /** {@code nft} reads no other characters in a name. */
    static String tableName(String purpose, String interfaceName) {
        return purpose + "_" + interfaceName.replaceAll("[^A-Za-z0-9_]", "_");
    }

    NftTable table() {
        return table;
    }

    /** All of it, to be made at once. */
    NftBatch batch() {
        NftBatch batch = NftBatch.of(table.addNew());
        if (memory.learns()) {
            batch = batch.with(table.addSet(memory.cone()));
        }
        if (memory.learnsMappings()) {
            batch = batch.with(table.addSet(memory.out()));
        }
        if (memory.asksWhoMaySend()) {
            batch = batch.with(table.addSet(memory.allowed()));
        }
        if (nat.ports().block() > 0) {
            batch = batch.with(table.addSet(blocks), table.addSet(blockEnds));
            if (!blocks.elements().isEmpty()) {
                batch = batch.with(table.addElements(blocks), table.addElements(blockEnds));
            }
        }
        batch = batch.with(
                table.addChain("source"),
                table.addChain("leave", NftTable.Hook.nat(NfTables.NF_INET_POST_ROUTING, NfTables.NF_IP_PRI_NAT_SRC)),
                table.addChain(
                        "to_router", NftTable.Hook.filter(NfTables.NF_INET_LOCAL_IN, NfTables.NF_IP_PRI_FILTER)));
        if (memory.isOpen()) {
            batch = batch.with(table.addChain(
                    "arrive", NftTable.Hook.nat(NfTables.NF_INET_PRE_ROUTING, NfTables.NF_IP_PRI_NAT_DST)));
            arriveRules();
        }
        if (memory.learns()) {
            batch = batch.with(
                    table.addChain("learn"),
                    table.addChain(
                            "translated",
                            NftTable.Hook.filter(NfTables.NF_INET_POST_ROUTING, NfTables.NF_IP_PRI_NAT_SRC + 10)));
            rules.addAll(new NatLearning(nat, outside, family, memory).rules());
        }
        for (int i = 0; addresses.size() > 1 && i < addresses.size(); i++) {
            batch = batch.with(table.addChain("source" + i));
        }
        leaveRules();
        sourceRules();
        toRouterRules();
        for (NftRule rule : rules) {
            batch = batch.with(table.addRule(rule));
        }
        return batch;
    }

    private static Load in() {
        return Load.meta(NfTables.NFT_META_IIFNAME);
    }

    private static Load leaving() {
        return Load.meta(NfTables.NFT_META_OIFNAME);
    }

    private byte[] outsideName() {
        return Data.interfaceName(outside);
    }

    private void arriveRules() {
        Load[] receiver = {Load.protocol(), family.destination(), Load.destinationPort()};
        NftRule mapped = NftRule.in("arrive", "from outside, to the host behind the port")
                .where(in(), outsideName());
        if (nat.filtering() == NatBehavior.ENDPOINT_INDEPENDENT) {
            rules.add(toFound(mapped.find(memory.cone(), FOUND, receiver)));
        } else if (nat.filtering() == NatBehavior.ADDRESS_DEPENDENT) {
            rules.add(toFound(mapped.whereIn(
                            memory.allowed(),
                            Load.protocol(),
                            family.destination(),
                            Load.destinationPort(),
                            family.source())
                    .find(memory.cone(), FOUND))); // the receiver's place is in the registers already
        } // otherwise the kernel knows the connections of those who may send
        if (nat.hairpinning()) {
            rules.add(toFound(NftRule.in("arrive", "from inside, to the host behind the port")
                    .whereNot(in(), outsideName())
                    .find(memory.cone(), FOUND, receiver)));
        }
    }

    private NftRule toFound(NftRule rule) {
        Action.Target found = Action.Target.addressAndPort(FOUND, FOUND + family.registers());
        return rule.then(Action.destinationNat(family.family(), found, 0));
    }

    private void leaveRules() {
        NftRule out = NftRule.in("leave", "to the outside").where(leaving(), outsideName());
        for (InetAddress own : addresses) {
            out = out.whereNot(family.source(), own.getAddress());
        }
        rules.add(out.then(Action.jump("source")));
        if (nat.hairpinning()) {
            rules.add(NatLearning.hairpinned("leave", outside).then(Action.jump("source")));
        }
    }

    private void sourceRules() {
        if (memory.learnsMappings()) {
            Action.Target found = Action.Target.addressAndPort(FOUND, FOUND + family.registers());
            Load[] key = nat.mapping() == NatBehavior.ADDRESS_DEPENDENT
                    ? new Load[] {Load.protocol(), family.source(), Load.sourcePort(), family.connectionDestination()}
                    : new Load[] {Load.protocol(), family.source(), Load.sourcePort()};
            rules.add(NftRule.in("source", "what the host has already")
                    .find(memory.out(), FOUND, key)
                    .then(Action.sourceNat(family.family(), found, 0)));
        }
        if (nat.ports().block() > 0) {
            blockRules();
        }
        if (addresses.size() == 1) {
            sourceRules("source", addresses.get(0));
            return;
        }
        for (int i = 0; i < addresses.size(); i++) {
            NftRule one = NftRule.in("source", "one of the addresses");
            rules.add((nat.pairedPooling()
                            ? Pooling.whereHashed(one, family.source(), family.registers() * 4, addresses.size(), i)
                            : Pooling.whereAtRandom(one, addresses.size() - i))
                    .then(Action.jump("source" + i)));
            sourceRules("source" + i, addresses.get(i));
        }
    }

    private void sourceRules(String chain, InetAddress address) {
        Load own = Load.constant(address.getAddress());
        int flags = memory.isByKernel() ? 0 : NfTables.NF_NAT_RANGE_PROTO_RANDOM;
        if (nat.ports().preserved() && !memory.isRandom()) {
            if (memory.learns()) {
                // Not as a condition of the next rule: in Linux 6.1 no rule can ask whether a key is missing in a map.
                NftRule taken = NftRule.in(chain, "another port, because another host has this one")
                        .find(memory.cone(), FOUND, Load.protocol(), own, Load.sourcePort());
                int ownInKey = Load.protocol().registers();
                rules.add(withPort(taken, ownInKey, restOfPorts(), flags));
            }
            NftRule same = NftRule.in(chain, "the port that it has");
            if (nat.ports().range() == null) {
                rules.add(translated(same, own, null, 0));
                return; // that holds for all packets
            }
            PortRange range = nat.ports().wanted();
            NftRule inRange = same.whereBetween(Load.sourcePort(), Data.u16(range.first()), Data.u16(range.last()));
            rules.add(translated(inRange, own, null, 0));
        }
        NftRule another = withPorts(NftRule.in(chain, "another port"));
        rules.add(translated(another, own, restOfPorts(), flags));
        rules.add(translated(NftRule.in(chain, "without ports"), own, null, 0));
    }

    private NftRule translated(NftRule rule, Load address, @Nullable PortRange ports, int flags) {
        NftRule read = rule.read(FOUND, address);
        return ports == null
                ? read.then(Action.sourceNat(family.family(), Action.Target.address(FOUND), flags))
                : withPort(read, FOUND, ports, flags);
    }

    /** @param address the register that the address is in */
    private NftRule withPort(NftRule rule, int address, PortRange ports, int flags) {
        int port = FOUND + family.registers();
        Action.Target target = new Action.Target(address, Action.NO_REGISTER, port, port + 1);
        return rule.read(port, Load.constant(Data.u16(ports.first())))
                .read(port + 1, Load.constant(Data.u16(ports.last())))
                .then(Action.sourceNat(family.family(), target, flags));
    }

    private void blockRules() {
        int port = FOUND + family.registers();
        Action.Target target = new Action.Target(FOUND, Action.NO_REGISTER, port, port + 1);
        rules.add(withPorts(NftRule.in("source", "the ports of the host's block"))
                .find(blocks, FOUND, family.source())
                .find(blockEnds, port + 1, family.source())
                .then(Action.sourceNat(family.family(), target, 0)));
    }

    /** Adds the condition that the protocol is TCP or UDP: one rule costs less than two. Nothing that is in use has a number between theirs. */
    static NftRule withPorts(NftRule rule) {
        return rule.whereBetween(Load.protocol(), Data.u8(IpProtocol.IPPROTO_TCP), Data.u8(IpProtocol.IPPROTO_UDP));
    }

    private NftSet withBlocks(NftSet map, boolean ends) {
        NftSet filled = map;
        for (int i = 0; i < subscribers.size(); i++) {
            Block block = block(i);
            byte[] value = ends
                    ? Data.u16(block.ports.last())
                    : Data.concatenation(block.address.getAddress(), Data.u16(block.ports.first()));
            filled = filled.withEntry(subscribers.get(i).getAddress(), value);
        }
        return filled;
    }

    private record Block(InetAddress address, PortRange ports) {}

    private int blocksOfAnAddress() {
        return Math.max(1, nat.ports().wanted().size() / nat.ports().block());
    }

    /** The block of a subscriber. If there are not enough, the last ones share the last block. */
    private Block block(int subscriber) {
        int last = blocksOfAnAddress() * addresses.size() - 1;
        int number = Math.min(subscriber, last);
        int first = nat.ports().wanted().first()
                + number % blocksOfAnAddress() * nat.ports().block();
        return new Block(
                addresses.get(number / blocksOfAnAddress()),
                new PortRange(first, first + nat.ports().block() - 1));
    }

    /** The ports of those that have no block, or have no port that could be preserved. */
    private PortRange restOfPorts() {
        return nat.ports().block() == 0
                ? nat.ports().wanted()
                : block(Integer.MAX_VALUE).ports();
    }

    /** What is dropped leaves no trace. Otherwise the kernel would remember it, and a host could not have that port any more. */
    private void toRouterRules() {
        rules.add(fresh().where(in(), outsideName()).then(Action.drop()));
        for (InetAddress own : nat.hairpinning() ? addresses : List.<InetAddress>of()) {
            rules.add(fresh().whereNot(in(), outsideName())
                    .where(family.destination(), own.getAddress())
                    .then(Action.drop()));
        }
    }

    private static NftRule fresh() {
        return withPorts(NftRule.in("to_router", "nobody is behind the port"))
                .where(Load.connection(NfTables.NFT_CT_STATE), Data.u32(NfTables.CT_STATE_NEW));
    }
}
