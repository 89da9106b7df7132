package io.github.netnsjunit.topology;

import static io.github.netnsjunit.topology.TwoNamespaces.refused;

import io.github.netnsjunit.link.BondLink;
import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.LinkOptions;
import io.github.netnsjunit.link.MacvlanLink;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.link.VlanLink;
import io.github.netnsjunit.link.VxlanLink;
import io.github.netnsjunit.policy.Firewall;
import io.github.netnsjunit.policy.FirewallPreset;
import io.github.netnsjunit.policy.Nat;
import io.github.netnsjunit.policy.NatKind;
import io.github.netnsjunit.policy.PortForward;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.route.PolicyRule;
import io.github.netnsjunit.route.StaticNeighbour;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.service.DnsServer;
import org.junit.jupiter.api.Test;

/** A mistake in a name lists the names that there are. */
class KnownNamesTests {

    private static final VethLink CABLE =
            VethLink.between(End.of("a", "x", "10.0.0.1/24"), End.of("b", "y", "10.0.0.2/24"));

    private static final String NO_INTERFACE = "there is no interface [%s]%s in namespace [a]; it has [lo, x]";

    private static void unknown(String attribute, Part part) {
        refused(NO_INTERFACE.formatted("eth9", attribute), CABLE, part);
    }

    @Test
    void ofInterfaces() {
        unknown(" (below)", VlanLink.of("a", "v", "eth9", 5));
        unknown(" (below)", MacvlanLink.of("a", "m", "eth9"));
        unknown(" (below)", VxlanLink.of("a", "t", 5, "10.0.0.2").below("eth9"));
        unknown(" (dev)", LinkOptions.of("a", "eth9").queueLength(5));
        unknown(" (dev)", StaticNeighbour.of("a", "10.0.0.9", "eth9", "02:00:00:00:00:01"));
        unknown("", StaticRoute.through("a", "10.9.0.0/16", "eth9"));
        unknown("", PolicyRule.lookup("a", 100).iif("eth9"));
        unknown("", Firewall.of("a", FirewallPreset.STATEFUL).on("eth9"));
        unknown("", SysctlSetting.of("a", "net.ipv4.conf.eth9.forwarding", "1"));
    }

    @Test
    void ofMasters() {
        String none =
                "the master [master] of a:p, [br9], is not a bridge in namespace [a], nor another that has ports; it has ";
        VethLink port = VethLink.between(End.of("a", "p").master("br9"), End.of("b", "q"));
        refused(none + "none", CABLE, port);
        refused(none + "[br0, bond0]", CABLE, BridgeLink.of("a", "br0"), BondLink.of("a", "bond0"), port);
    }

    @Test
    void ofAddressesThatARouteMaySendFrom() {
        refused(
                "the source [10.9.0.1] (source) is no address of namespace [a]; it has [10.0.0.1]",
                CABLE,
                StaticRoute.of("a", "10.8.0.0/16", "10.0.0.2").source("10.9.0.1"));
    }

    @Test
    void ofRoutersWithANat() {
        PortForward forwarded = PortForward.of("a", 80, "b:80");
        refused("[a] (router) has no NAT; there is none", CABLE, forwarded);
        refused("[a] (router) has no NAT; those with one: [b]", CABLE, Nat.of("b", "a", NatKind.FULL_CONE), forwarded);
    }

    @Test
    void ofNamespaces() {
        refused(
                "clients: there is no namespace [bob]; declared: [a, b]",
                CABLE,
                DnsServer.of("a").clients("bob"));
        refused("there is no namespace [nobody]; declared: [a, b]", PolicyRule.lookup("nobody", 100));
    }
}
