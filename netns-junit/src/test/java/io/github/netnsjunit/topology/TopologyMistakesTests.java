package io.github.netnsjunit.topology;

import static io.github.netnsjunit.topology.TopologyTests.link;
import static io.github.netnsjunit.topology.TopologyTests.ring;
import static io.github.netnsjunit.topology.TopologyTests.sound;
import static io.github.netnsjunit.topology.TopologyTests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.rules.MistakeList;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the check of a topology refuses; {@link SoundTopologyTests} shows what it accepts. */
class TopologyMistakesTests {

    /** A cable from this end to a correct one in b. */
    private static List<Part> cable(End end) {
        return List.of(VethLink.between(end, End.of("b", "y")));
    }

    private static Arguments mistake(String what, List<Part> added, String... words) {
        return arguments(what, added, words);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("empty interface name", cable(End.of("a", "")), "name", "is empty"),
                mistake(
                        "long interface name",
                        cable(End.of("a", "sixteen_letters_")),
                        "[sixteen_letters_]",
                        "16 bytes",
                        "at most 15"),
                mistake("interface name of long letters", cable(End.of("a", "ääääääää")), "[ääääääää]", "16 bytes"),
                mistake("slash", cable(End.of("a", "a/b")), "[a/b]", "'/'"),
                mistake("white space", cable(End.of("a", "a b")), "[a b]", "white space"),
                mistake("space of Latin-1", cable(End.of("a", "voilà")), "[voilà]", "A0"),
                mistake("NUL", cable(End.of("a", "a\0b")), "[a\\u0000b]", "NUL"),
                mistake("all", cable(End.of("a", "all")), "[all]", "net.ipv4.conf"),
                mistake(
                        "name of the loopback",
                        List.of(Namespace.of("localhost")),
                        "[localhost]",
                        "already means an address"),
                mistake("name of two numbers", List.of(Namespace.of("10.1")), "[10.1]", "already means an address"),
                mistake("name that is a number", List.of(Namespace.of("1")), "[1]", "already means an address"),
                mistake("hexadecimal name", List.of(Namespace.of("0X7f.1")), "[0X7f.1]", "already means an address"),
                mistake("octal name", List.of(Namespace.of("010.0.0.1")), "[010.0.0.1]", "already means an address"),
                mistake(
                        "names of one host",
                        List.of(Namespace.of("Web_1"), Namespace.of("web-1")),
                        "[Web_1] and [web-1] are one host name"),
                mistake("dot-dot", cable(End.of("a", "..")), "[..]"),
                mistake("lo", cable(End.of("a", "lo")), "interface [lo]", "already"),
                mistake(
                        "one end twice",
                        List.of(VethLink.between(End.of("a", "x"), End.of("a", "x"))),
                        "its two ends have one name"),
                mistake(
                        "route of no namespace",
                        List.of(StaticRoute.through("c", "10.1.0.0/16", "eth0")),
                        "no namespace [c]"),
                mistake("duplicate namespace", List.of(Namespace.of("a").withoutLoopback()), "already a namespace [a]"),
                mistake("empty namespace name", List.of(Namespace.of("")), "is empty"),
                mistake("namespace name with a slash", List.of(Namespace.of("x/y")), "[x/y]", "single dots"),
                mistake("namespace name with a hyphen in front", List.of(Namespace.of("-x")), "[-x]", "begins with"),
                mistake("namespace name with dot-dot", List.of(Namespace.of("x..y")), "[x..y]"),
                mistake("namespace name with NUL", List.of(Namespace.of("x\0")), "[x\\u0000]"),
                mistake("long namespace name", List.of(Namespace.of("n".repeat(65))), "64 bytes"),
                mistake("unknown namespace", cable(End.of("nowhere", "x")), "no namespace [nowhere]", "[a, b]"),
                mistake(
                        "duplicate interface",
                        cable(End.of("a", "eth_a")),
                        "already an interface [eth_a] in namespace [a]"),
                mistake("missing prefix", List.of(link("10.0.1.1", "10.0.1.2/24")), "[10.0.1.1]", "no prefix"),
                mistake("long prefix", List.of(link("10.0.1.1/33", "10.0.1.2/24")), "10.0.1.1/33", "0 and 32"),
                mistake("no number", List.of(link("10.0.1.1/x", "10.0.1.2/24")), "[10.0.1.1/x]", "number"),
                mistake("not an address", List.of(link("10.0.1/24", "10.0.1.2/24")), "[10.0.1]"),
                mistake("host name", List.of(link("example.org/24", "10.0.1.2/24")), "[example.org]"),
                mistake("broadcast", List.of(link("10.0.1.255/24", "10.0.1.2/24")), "[10.0.1.255/24]", "broadcast"),
                mistake("multicast", List.of(link("224.0.0.1/24", "10.0.1.2/24")), "[224.0.0.1/24]"),
                mistake("loopback", List.of(link("127.0.0.2/8", "10.0.1.2/24")), "[127.0.0.2/8]"),
                mistake(
                        "IPv4 as IPv6",
                        List.of(link("::ffff:10.0.1.1/120", "fd00::2/64")),
                        "[::ffff:10.0.1.1/120]",
                        "itself"),
                mistake("same address on a link", List.of(link("10.0.1.1/24", "10.0.1.1/24")), "[10.0.1.1]", "also"),
                mistake("same address in a namespace", List.of(link("10.0.0.1/24", "10.0.1.2/24")), "[10.0.0.1]"),
                mistake(
                        "no address of all",
                        List.of(link("0.0.0.0/0", "10.1.0.2/24")),
                        "[0.0.0.0/0] of a:",
                        "not one that a host"),
                mistake(
                        "limited broadcast",
                        List.of(link("255.255.255.255/32", "10.1.0.2/24")),
                        "[255.255.255.255/32]"),
                mistake(
                        "no host",
                        List.of(link("0.0.0.0/8", "10.1.0.2/24")),
                        "[0.0.0.0/8] of a:",
                        "not one that a host"),
                mistake(
                        "gateway is the lowest address, which nobody has",
                        List.of(StaticRoute.defaultVia("a", "10.0.0.0")),
                        "gateway [10.0.0.0]",
                        "no interface has it",
                        "[onlink]"),
                mistake(
                        "metric too high",
                        List.of(StaticRoute.defaultVia("a", "10.0.0.2").metric(4_294_967_296L)),
                        "the metric [4294967296] is not between 0 and 4294967295"),
                mistake(
                        "gateway is broadcast",
                        List.of(StaticRoute.defaultVia("a", "10.0.0.255")),
                        "gateway [10.0.0.255]",
                        "[10.0.0.0/24]",
                        "of all"),
                mistake(
                        "route to a connected network",
                        List.of(StaticRoute.of("a", "10.0.0.0/24", "10.0.0.9")),
                        "[10.0.0.0/24]",
                        "already",
                        "the kernel sets it for the address [10.0.0.1/24] of eth_a"),
                mistake(
                        "route to a connected network through an interface",
                        List.of(
                                VethLink.between(End.of("a", "x"), End.of("b", "y")),
                                StaticRoute.through("a", "10.0.0.0/24", "x")),
                        "[10.0.0.0/24]",
                        "already"),
                mistake(
                        "route to a connected network of IPv6",
                        List.of(
                                link("fd00::1/64", "fd00::2/64"),
                                StaticRoute.of("a", "fd00::/64", "fd00::9").metric(256)),
                        "[fd00::/64]",
                        "already"),
                mistake(
                        "gateway off link",
                        List.of(StaticRoute.defaultVia("a", "10.9.9.9")),
                        "gateway [10.9.9.9]",
                        "no link"),
                mistake("gateway itself", List.of(StaticRoute.defaultVia("a", "10.0.0.1")), "[10.0.0.1]", "itself"),
                mistake(
                        "gateway of another family",
                        List.of(StaticRoute.of("a", "fd01::/64", "10.0.0.2")),
                        "same family"),
                mistake("gateway is a name", List.of(StaticRoute.defaultVia("a", "gateway")), "[gateway]"),
                mistake("blank address", cable(End.of("a", "x", "")), "blank", "[10.0.0.1/24]"),
                mistake(
                        "link-local without dev",
                        List.of(StaticRoute.defaultVia("a", "fe80::1")),
                        "[fe80::1]",
                        "[dev]"),
                mistake(
                        "link-local gateway itself",
                        List.of(
                                VethLink.between(End.of("a", "x", "fe80::1/64"), End.of("b", "y")),
                                StaticRoute.of("a", "default", "fe80::1", "x")),
                        "[fe80::1] is an address of namespace [a] itself"),
                mistake(
                        "two default routes",
                        List.of(StaticRoute.defaultVia("a", "10.0.0.2"), StaticRoute.defaultVia("a", "10.0.0.3")),
                        "[default]",
                        "already"),
                mistake(
                        "route without a way",
                        List.of(StaticRoute.of("a", "10.1.0.0/16", null, null)),
                        "[via]",
                        "[dev]"),
                mistake(
                        "route through no interface",
                        List.of(StaticRoute.defaultVia("a", "10.0.0.2").dev("eth9")),
                        "no interface [eth9]"),
                mistake(
                        "bits beyond the prefix",
                        List.of(StaticRoute.of("a", "10.1.0.1/16", "10.0.0.2")),
                        "[10.1.0.0/16]"),
                mistake(
                        "negative metric",
                        List.of(StaticRoute.defaultVia("a", "10.0.0.2").metric(-1)),
                        "[-1]"),
                mistake("small MTU", cable(End.of("a", "x").mtu(67)), "[67]", "68"),
                mistake(
                        "MTU too small for IPv6",
                        cable(End.of("a", "x", "fd00::1/64").mtu(1279)),
                        "[1279]",
                        "1280"),
                mistake(
                        "MTU too small for the bridge's IPv6",
                        List.of(
                                BridgeLink.of("a", "br", "fd00::1/64"),
                                VethLink.between(End.of("a", "x").master("br").mtu(1279), End.of("b", "y"))),
                        "[1279]",
                        "1280",
                        "which a:br has too"),
                mistake("short MAC", cable(End.of("a", "x").mac("02:00")), "[02:00]"),
                mistake("bad MAC", cable(End.of("a", "x").mac("02-00-00-00-00-01")), "-01]"),
                mistake("MAC of zeros", cable(End.of("a", "x").mac("00:00:00:00:00:00")), "cannot be the MAC address"),
                mistake("multicast MAC", cable(End.of("a", "x").mac("01:00:00:00:00:01")), "multicast"),
                mistake("no bridge", cable(End.of("a", "x").master("br9")), "[br9]", "not a bridge"),
                mistake("ring of bridges", ring(""), "cycle of bridges", "spanning tree"),
                mistake(
                        "cable from a bridge to itself",
                        List.of(
                                BridgeLink.of("a", "br"),
                                VethLink.between(
                                        End.of("a", "p").master("br"),
                                        End.of("a", "q").master("br"))),
                        "cycle of bridges"),
                mistake(
                        "sysctl of no namespace",
                        List.of(SysctlSetting.of("a", "kernel.hostname", "x")),
                        "[kernel.hostname]"),
                mistake("sysctl that climbs", List.of(SysctlSetting.of("a", "net/../kernel/hostname", "x")), "[net."),
                mistake(
                        "sysctl with an empty part",
                        List.of(SysctlSetting.of("a", "net/ipv4/./ip_forward", "1")),
                        "[net."),
                mistake(
                        "sysctl of no interface",
                        List.of(SysctlSetting.of("a", "net.ipv4.conf.x9.forwarding", "1")),
                        "there is no interface [x9]"),
                mistake(
                        "two values of one sysctl",
                        List.of(
                                SysctlSetting.of("a", "net.ipv4.ip_forward", "1"),
                                SysctlSetting.of("a", "net/ipv4/ip_forward", "0")),
                        "net/ipv4/ip_forward = 0",
                        "[net.ipv4.ip_forward] to [1]"),
                mistake("bridge on the host", List.of(Namespace.host("h"), BridgeLink.of("h", "br")), "outlive"),
                mistake(
                        "host named twice",
                        List.of(Namespace.host("h"), Namespace.host("i")),
                        "host's namespace already has"),
                mistake(
                        "host without loopback",
                        List.of(Namespace.host("h").withoutLoopback()),
                        "may not take the host's lo down"),
                mistake(
                        "sysctl of the host",
                        List.of(Namespace.host("h"), SysctlSetting.of("h", "net.x", "1")),
                        "may not change"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void findsAMistake(String what, List<Part> added, String[] words) {
        TopologyException found = catchThrowableOfType(TopologyException.class, () -> with(added));
        assertThat(found).as(what).isNotNull();
        assertThat(found.mistakes()).as(found.getMessage()).hasSize(1);
        assertThat(found).hasMessageContainingAll(words);
    }

    @Test
    void tellsEveryMistakeAtOnceAndNamesItsPart() {
        VethLink pair = new VethLink(End.of("a", "much_too_long_name", "10.0.1.1/24"), End.of("c", "y", "10.0.1.1"));
        StaticRoute route = StaticRoute.defaultVia("b", "10.7.0.1");
        TopologyException found = catchThrowableOfType(TopologyException.class, () -> sound().with(pair, route));
        assertThat(found.mistakes())
                .extracting(TopologyException.Mistake::part)
                .satisfiesExactly(
                        part -> assertThat(part).isSameAs(pair),
                        part -> assertThat(part).isSameAs(pair),
                        part -> assertThat(part).isSameAs(pair),
                        part -> assertThat(part).isSameAs(route));
        assertThat(found).hasMessageStartingWith("The topology has 4 mistakes:");
        assertThat(MistakeList.text(found.mistakes(), part -> part == route ? "@DefaultRoute on X" : "@VethPair on X"))
                .contains("  - @DefaultRoute on X: the gateway [10.7.0.1]")
                .contains("  - @VethPair on X: there is no namespace [c]");
    }

    @Test
    void tellsEveryMistakeOfOneRoute() {
        assertThat(catchThrowableOfType(
                                TopologyException.class,
                                () -> sound().with(StaticRoute.of("a", "10.9.0.1/16", "bogus", "nodev")
                                        .metric(-5)))
                        .mistakes())
                .extracting(TopologyException.Mistake::message)
                .satisfiesExactly(
                        to -> assertThat(to).contains("[to]: [10.9.0.1/16]"),
                        metric -> assertThat(metric).contains("[-5] is not between 0 and 4294967295"),
                        via -> assertThat(via).startsWith("the gateway [via]: [bogus] is neither"),
                        dev -> assertThat(dev).contains("[dev]: there is no interface [nodev]"));
    }

    /** Exceptions are serialized if tests run in another process than the one that shows their results. */
    @Test
    void theMessageSurvivesSerialization() throws Exception {
        TopologyException found = catchThrowableOfType(
                TopologyException.class, () -> sound().with(Namespace.of("a").withoutLoopback()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(found);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat((TopologyException) in.readObject())
                    .hasMessage(found.getMessage())
                    .returns(List.of(), TopologyException::mistakes);
        }
    }
}
