package io.github.netnsjunit.link;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.kernel.advertisement.RouterAdvertisement;
import io.github.netnsjunit.link.lan.HostAddresses;
import io.github.netnsjunit.link.lan.Networks;
import io.github.netnsjunit.link.lan.ShortName;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.PortVlans;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What is wrong with a LAN. */
final class LanMistakes {

    /** Why the machine is no router, after words that say where it is named as one. */
    static final String WHY_NO_ROUTER = ": a test may not change the host's kernel parameters, so it does not forward;"
            + " let a namespace of the lab be the router";

    private final Lan lan;
    private final Outline all;
    private final Consumer<String> mistake;
    private final List<String> routers;

    /**
     * @param all the outline of the whole topology
     * @param mistake takes each mistake
     */
    LanMistakes(Lan lan, Outline all, Consumer<String> mistake) {
        this.lan = lan;
        this.all = all;
        this.mistake = mistake;
        this.routers = Networks.of(all).routersOf(lan);
    }

    void find() {
        ShortName.mistake(lan.name()).ifPresent(wrong -> mistake.accept("its name [name]: " + wrong));
        checkMachine();
        checkNames(lan.hosts(), "hosts");
        checkNames(lan.routers(), "routers");
        lan.vlans().keySet().stream()
                .filter(each -> !lan.hosts().contains(each) && !routers.contains(each))
                .forEach(each -> mistake.accept("[" + each + "] has VLANs [vlans], and is none of its hosts "
                        + lan.hosts() + " and routers " + routers));
        lan.hosts().stream().filter(routers::contains).forEach(both -> {
            mistake.accept("[" + both + "] is among its [hosts] and is one of its routers");
        });
        checkSlaac();
        checkVlansOfAdvertisements();
        lan.subnets().forEach(this::checkSubnet);
    }

    /** Nothing of the machine changes for a test, so much that follows for a namespace of the lab cannot follow for it. */
    private void checkMachine() {
        if (all.isHost(lan.name())) {
            mistake.accept("the machine [" + lan.name()
                    + "] cannot be the LAN's own namespace [name], in which its switch is; give the LAN another name");
        }
        lan.routers().stream()
                .filter(all::isHost)
                .forEach(machine ->
                        mistake.accept("the machine [" + machine + "] cannot be one of its [routers]" + WHY_NO_ROUTER));
    }

    private void checkNames(List<String> names, String attribute) {
        Set<String> seen = new HashSet<>();
        for (String each : names) {
            ShortName.mistake(each).ifPresent(wrong -> mistake.accept("one of its [" + attribute + "]: " + wrong));
            if (each.equals(lan.name())) {
                mistake.accept("[" + each + "] is among its [" + attribute
                        + "], and is the name of the LAN itself, whose switch has the namespace of this name");
            } else if (!seen.add(each)) {
                mistake.accept("[" + each + "] is twice among its [" + attribute + "]");
            }
        }
    }

    private void checkSlaac() {
        lan.slaac().stream()
                .filter(each -> !lan.hosts().contains(each))
                .forEach(each -> mistake.accept(
                        "[" + each + "] is to form its addresses [slaac], and is none of its hosts " + lan.hosts()));
        if (!lan.slaac().isEmpty() && lan.ipv6Subnets().stream().noneMatch(RouterAdvertisement::isAutonomous)) {
            mistake.accept("to form addresses [slaac], hosts need a subnet [subnet] of IPv6 with the prefix length 64");
        }
    }

    /** A host hears no advertisement from another VLAN, and would wait for its addresses in vain. */
    private void checkVlansOfAdvertisements() {
        List<String> advertising = all.parts(Router.class).stream()
                .filter(Router::advertises)
                .map(Router::name)
                .filter(routers::contains)
                .toList();
        if (advertising.isEmpty() || lan.vlans().isEmpty()) {
            return;
        }
        List<String> there = advertising.stream()
                .map(each -> each + " in " + untaggedVlan(each))
                .toList();
        lan.slaac().stream()
                .filter(lan.hosts()::contains)
                .filter(host -> advertising.stream().noneMatch(each -> untaggedVlan(each) == untaggedVlan(host)))
                .forEach(host -> mistake.accept("[" + host
                        + "] is to form its addresses [slaac], and no router that advertises is in its VLAN "
                        + untaggedVlan(host) + " [vlans], but " + String.join(", ", there)));
    }

    private int untaggedVlan(String namespace) {
        return lan.vlans().getOrDefault(namespace, PortVlans.DEFAULT).untagged();
    }

    private void checkSubnet(Parsed<IpNetwork> subnet) {
        subnet.mistake().ifPresent(wrong -> mistake.accept("the subnet [subnet]: " + wrong));
        if (subnet.value().filter(IpNetwork::isDefault).isPresent()) {
            mistake.accept("the subnet [" + subnet + "] (subnet) is all addresses that there are, also those that no"
                    + " host can have; name a smaller one");
        }
        subnet.value().map(HostAddresses::new).ifPresent(room -> {
            if (!room.hasRoomFor(lan.hosts().size() + routers.size())) {
                mistake.accept("the subnet [" + subnet + "] (subnet) is full: it has " + room.count()
                        + " addresses for hosts, and there are " + lan.hosts().size() + " [hosts] and "
                        + routers.size() + " routers");
            }
        });
    }
}
