package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TopologyTests {

    /** Two namespaces with a link: right in itself. */
    static Topology.Builder sound() {
        return Topology.builder()
                .namespace("a")
                .namespace("b")
                .vethPair(End.of("a", "eth_a", "10.0.0.1/24"), End.of("b", "eth_b", "10.0.0.2/24"));
    }

    static Topology.Builder link(Topology.Builder builder, String left, String right) {
        return builder.vethPair(End.of("a", "x", left), End.of("b", "y", right));
    }

    private static Arguments mistake(String what, UnaryOperator<Topology.Builder> added, String... words) {
        return arguments(what, added, words);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("empty interface name", t -> t.vethPair(End.of("a", ""), End.of("b", "y")), "name", "is empty"),
                mistake(
                        "long interface name",
                        t -> t.vethPair(End.of("a", "sixteen_letters_"), End.of("b", "y")),
                        "[sixteen_letters_]",
                        "16 bytes",
                        "at most 15"),
                mistake(
                        "interface name of long letters",
                        t -> t.vethPair(End.of("a", "ääääääää"), End.of("b", "y")),
                        "[ääääääää]",
                        "16 bytes"),
                mistake("slash", t -> t.vethPair(End.of("a", "a/b"), End.of("b", "y")), "[a/b]", "'/'"),
                mistake("white space", t -> t.vethPair(End.of("a", "a b"), End.of("b", "y")), "[a b]", "white space"),
                mistake("space of Latin-1", t -> t.vethPair(End.of("a", "voilà"), End.of("b", "y")), "[voilà]", "A0"),
                mistake("NUL", t -> t.vethPair(End.of("a", "a\0b"), End.of("b", "y")), "[a\\u0000b]", "NUL"),
                mistake("all", t -> t.vethPair(End.of("a", "all"), End.of("b", "y")), "[all]", "net.ipv4.conf"),
                mistake(
                        "name of the loopback",
                        t -> t.namespace("localhost"),
                        "[localhost]",
                        "already means an address"),
                mistake("name of two numbers", t -> t.namespace("10.1"), "[10.1]", "already means an address"),
                mistake("name that is a number", t -> t.namespace("1"), "[1]", "already means an address"),
                mistake("hexadecimal name", t -> t.namespace("0X7f.1"), "[0X7f.1]", "already means an address"),
                mistake("octal name", t -> t.namespace("010.0.0.1"), "[010.0.0.1]", "already means an address"),
                mistake(
                        "names of one host",
                        t -> t.namespace("Web_1").namespace("web-1"),
                        "[Web_1] and [web-1] are one host name"),
                mistake("dot-dot", t -> t.vethPair(End.of("a", ".."), End.of("b", "y")), "[..]"),
                mistake("lo", t -> t.vethPair(End.of("a", "lo"), End.of("b", "y")), "interface [lo]", "already"),
                mistake("duplicate namespace", t -> t.namespace("a"), "already a namespace [a]"),
                mistake("empty namespace name", t -> t.namespace(""), "is empty"),
                mistake("namespace name with a slash", t -> t.namespace("x/y"), "[x/y]", "single dots"),
                mistake("namespace name with a hyphen in front", t -> t.namespace("-x"), "[-x]", "begins with"),
                mistake("namespace name with dot-dot", t -> t.namespace("x..y"), "[x..y]"),
                mistake("namespace name with NUL", t -> t.namespace("x\0"), "[x\\u0000]"),
                mistake("long namespace name", t -> t.namespace("n".repeat(65)), "64 bytes"),
                mistake(
                        "unknown namespace",
                        t -> t.vethPair(End.of("nowhere", "x"), End.of("b", "y")),
                        "no namespace [nowhere]",
                        "[a, b]"),
                mistake(
                        "duplicate interface",
                        t -> t.vethPair(End.of("a", "eth_a"), End.of("b", "y")),
                        "already an interface [eth_a] in namespace [a]"),
                mistake("missing prefix", t -> link(t, "10.0.1.1", "10.0.1.2/24"), "[10.0.1.1]", "no prefix"),
                mistake("long prefix", t -> link(t, "10.0.1.1/33", "10.0.1.2/24"), "10.0.1.1/33", "0 and 32"),
                mistake("no number", t -> link(t, "10.0.1.1/x", "10.0.1.2/24"), "[10.0.1.1/x]", "number"),
                mistake("not an address", t -> link(t, "10.0.1/24", "10.0.1.2/24"), "[10.0.1]"),
                mistake("host name", t -> link(t, "example.org/24", "10.0.1.2/24"), "[example.org]"),
                mistake("network's own", t -> link(t, "10.0.1.0/24", "10.0.1.2/24"), "[10.0.1.0/24]", "network itself"),
                mistake("broadcast", t -> link(t, "10.0.1.255/24", "10.0.1.2/24"), "[10.0.1.255/24]", "broadcast"),
                mistake("anycast", t -> link(t, "fd00::/64", "fd00::2/64"), "[fd00::/64]", "anycast"),
                mistake("multicast", t -> link(t, "224.0.0.1/24", "10.0.1.2/24"), "[224.0.0.1/24]"),
                mistake("loopback", t -> link(t, "127.0.0.2/8", "10.0.1.2/24"), "[127.0.0.2/8]"),
                mistake(
                        "IPv4 as IPv6",
                        t -> link(t, "::ffff:10.0.1.1/120", "fd00::2/64"),
                        "[::ffff:10.0.1.1/120]",
                        "itself"),
                mistake("same address on a link", t -> link(t, "10.0.1.1/24", "10.0.1.1/24"), "[10.0.1.1]", "also"),
                mistake("same address in a namespace", t -> link(t, "10.0.0.1/24", "10.0.1.2/24"), "[10.0.0.1]"),
                mistake(
                        "overlapping subnets",
                        t -> link(t, "10.0.0.129/25", "172.16.0.1/24"),
                        "[10.0.0.129/25]",
                        "overlaps",
                        "[10.0.0.1/24]"),
                mistake(
                        "overlapping subnets of one interface",
                        t -> t.vethPair(End.of("a", "x", "10.1.0.1/24", "10.1.1.1/16"), End.of("b", "y")),
                        "[10.1.1.1/16]",
                        "[10.1.0.1/24]",
                        "overlap"),
                mistake(
                        "prefix of nothing",
                        t -> link(t, "10.1.0.1/0", "10.1.0.2/24"),
                        "[10.1.0.1/0]",
                        "every address"),
                mistake("IPv6 of nothing", t -> link(t, "fd00::1/0", "fd00::2/64"), "[fd00::1/0]", "every address"),
                mistake("limited broadcast", t -> link(t, "255.255.255.255/32", "10.1.0.2/24"), "[255.255.255.255/32]"),
                mistake("this network", t -> link(t, "0.0.0.1/8", "10.1.0.2/24"), "[0.0.0.1/8]", "not an address"),
                mistake(
                        "gateway is broadcast",
                        t -> t.defaultRoute("a", "10.0.0.255"),
                        "gateway [10.0.0.255]",
                        "[10.0.0.0/24]",
                        "of all"),
                mistake(
                        "gateway is network",
                        t -> t.defaultRoute("a", "10.0.0.0"),
                        "gateway [10.0.0.0]",
                        "network itself"),
                mistake(
                        "gateway is anycast",
                        t -> link(t, "fd00::1/64", "fd00::2/64").defaultRoute("a", "fd00::"),
                        "gateway [fd00::]",
                        "network itself"),
                mistake(
                        "route to a connected network",
                        t -> t.route("a", "10.0.0.0/24", "10.0.0.9"),
                        "[10.0.0.0/24]",
                        "already",
                        "the kernel sets it for the address [10.0.0.1/24] of eth_a"),
                mistake(
                        "route to a connected network through an interface",
                        t -> t.vethPair(End.of("a", "x"), End.of("b", "y"))
                                .route(new StaticRoute("a", "10.0.0.0/24", null, "x", 0)),
                        "[10.0.0.0/24]",
                        "already"),
                mistake(
                        "route to a connected network of IPv6",
                        t -> link(t, "fd00::1/64", "fd00::2/64")
                                .route(StaticRoute.of("a", "fd00::/64", "fd00::9")
                                        .metric(256)),
                        "[fd00::/64]",
                        "already"),
                mistake("gateway off link", t -> t.defaultRoute("a", "10.9.9.9"), "gateway [10.9.9.9]", "no link"),
                mistake("gateway itself", t -> t.defaultRoute("a", "10.0.0.1"), "[10.0.0.1]", "itself"),
                mistake("gateway of another family", t -> t.route("a", "fd01::/64", "10.0.0.2"), "same family"),
                mistake("gateway is a name", t -> t.defaultRoute("a", "gateway"), "[gateway]"),
                mistake(
                        "blank address",
                        t -> t.vethPair(End.of("a", "x", ""), End.of("b", "y")),
                        "blank",
                        "[10.0.0.1/24]"),
                mistake("link-local without dev", t -> t.defaultRoute("a", "fe80::1"), "[fe80::1]", "[dev]"),
                mistake(
                        "two default routes",
                        t -> t.defaultRoute("a", "10.0.0.2").defaultRoute("a", "10.0.0.3"),
                        "[default]",
                        "already"),
                mistake(
                        "route without a way",
                        t -> t.route(new StaticRoute("a", "10.1.0.0/16", null, null, 0)),
                        "[via]",
                        "[dev]"),
                mistake(
                        "route through no interface",
                        t -> t.route(StaticRoute.defaultVia("a", "10.0.0.2").dev("eth9")),
                        "no interface [eth9]"),
                mistake("bits beyond the prefix", t -> t.route("a", "10.1.0.1/16", "10.0.0.2"), "[10.1.0.0/16]"),
                mistake(
                        "negative metric",
                        t -> t.route(StaticRoute.defaultVia("a", "10.0.0.2").metric(-1)),
                        "[-1]"),
                mistake("small MTU", t -> t.vethPair(End.of("a", "x").mtu(67), End.of("b", "y")), "[67]", "68"),
                mistake(
                        "MTU too small for IPv6",
                        t -> t.vethPair(End.of("a", "x", "fd00::1/64").mtu(1279), End.of("b", "y")),
                        "[1279]",
                        "1280"),
                mistake(
                        "MTU too small for the bridge's IPv6",
                        t -> t.bridge("a", "br", "fd00::1/64")
                                .vethPair(End.of("a", "x").master("br").mtu(1279), End.of("b", "y")),
                        "[1279]",
                        "1280",
                        "bridge"),
                mistake("short MAC", t -> t.vethPair(End.of("a", "x").mac("02:00"), End.of("b", "y")), "[02:00]"),
                mistake(
                        "bad MAC",
                        t -> t.vethPair(End.of("a", "x").mac("02-00-00-00-00-01"), End.of("b", "y")),
                        "-01]"),
                mistake(
                        "MAC of zeros",
                        t -> t.vethPair(End.of("a", "x").mac("00:00:00:00:00:00"), End.of("b", "y")),
                        "cannot be the MAC address"),
                mistake(
                        "multicast MAC",
                        t -> t.vethPair(End.of("a", "x").mac("01:00:00:00:00:01"), End.of("b", "y")),
                        "multicast"),
                mistake(
                        "no bridge",
                        t -> t.vethPair(End.of("a", "x").master("br9"), End.of("b", "y")),
                        "[br9]",
                        "not a bridge"),
                mistake("ring of bridges", t -> ring(t, ""), "cycle of bridges", "spanning tree"),
                mistake(
                        "cable from a bridge to itself",
                        t -> t.bridge("a", "br")
                                .vethPair(
                                        End.of("a", "p").master("br"),
                                        End.of("a", "q").master("br")),
                        "cycle of bridges"),
                mistake("sysctl of no namespace", t -> t.sysctl("a", "kernel.hostname", "x"), "[kernel.hostname]"),
                mistake("sysctl that climbs", t -> t.sysctl("a", "net/../kernel/hostname", "x"), "[net."),
                mistake(
                        "two values of one sysctl",
                        t -> t.sysctl("a", "net.ipv4.ip_forward", "1").sysctl("a", "net/ipv4/ip_forward", "0"),
                        "net/ipv4/ip_forward = 0",
                        "[net.ipv4.ip_forward] to [1]"),
                mistake("bridge on the host", t -> t.hostNamespace("h").bridge("h", "br"), "outlive"),
                mistake(
                        "host named twice",
                        t -> t.hostNamespace("h").hostNamespace("i"),
                        "host's namespace already has"),
                mistake(
                        "host without loopback",
                        t -> t.namespace(Namespace.host("h").withoutLoopback()),
                        "may not take the host's lo down"),
                mistake("sysctl of the host", t -> t.hostNamespace("h").sysctl("h", "net.x", "1"), "may not change"));
    }

    /** Three bridges in a ring, of which those named speak the spanning tree protocol. */
    static Topology.Builder ring(Topology.Builder builder, String stp) {
        return ring(builder, stp, 0, 1, 2);
    }

    static Topology.Builder ring(Topology.Builder builder, String stp, int... order) {
        for (String each : new String[] {"br0", "br1", "br2"}) {
            BridgeLink bridge = BridgeLink.of("a", each);
            builder.bridge(stp.contains(each) ? bridge.withStp() : bridge);
        }
        for (int i : order) {
            builder.vethPair(
                    End.of("a", "l" + i).master("br" + i), End.of("a", "r" + i).master("br" + (i + 1) % 3));
        }
        return builder;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void findsAMistake(String what, UnaryOperator<Topology.Builder> added, String[] words) {
        TopologyException found = catchThrowableOfType(
                TopologyException.class, () -> added.apply(sound()).build());
        assertThat(found).as(what).isNotNull();
        assertThat(found.mistakes()).as(found.getMessage()).hasSize(1);
        assertThat(found).hasMessageContainingAll(words);
    }

    @Test
    void tellsEveryMistakeAtOnceAndNamesItsPart() {
        VethLink pair = new VethLink(End.of("a", "much_too_long_name", "10.0.1.1/24"), End.of("c", "y", "10.0.1.1"));
        StaticRoute route = StaticRoute.defaultVia("b", "10.7.0.1");
        TopologyException found = catchThrowableOfType(
                TopologyException.class,
                () -> sound().vethPair(pair).route(route).build());
        assertThat(found.mistakes())
                .extracting(TopologyException.Mistake::part)
                .satisfiesExactly(
                        part -> assertThat(part).isSameAs(pair),
                        part -> assertThat(part).isSameAs(pair),
                        part -> assertThat(part).isSameAs(pair),
                        part -> assertThat(part).isSameAs(route));
        assertThat(found).hasMessageStartingWith("The topology has 4 mistakes:");
        assertThat(found.describedBy(part -> part == route ? "@DefaultRoute on X" : "@VethPair on X"))
                .hasMessageContaining("  - @DefaultRoute on X: the gateway [10.7.0.1]")
                .hasMessageContaining("  - @VethPair on X: there is no namespace [c]");
    }

    /** As test engines do that run tests in other processes. */
    @Test
    void tellsEveryMistakeOfOneRoute() {
        assertThat(catchThrowableOfType(
                                TopologyException.class,
                                () -> sound().route(new StaticRoute("a", "10.9.0.1/16", "bogus", "nodev", -5))
                                        .build())
                        .mistakes())
                .extracting(TopologyException.Mistake::message)
                .satisfiesExactly(
                        metric -> assertThat(metric).contains("[-5] is negative"),
                        dev -> assertThat(dev).contains("no interface [nodev]"),
                        via -> assertThat(via).startsWith("[bogus] is neither"),
                        to -> assertThat(to).contains("[10.9.0.1/16]"));
    }

    @Test
    void tellsItsMistakesOnTheOtherSideOfAStreamToo() throws Exception {
        TopologyException found = catchThrowableOfType(
                TopologyException.class, () -> sound().namespace("a").build());
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

    @Test
    void isEqualToOneOfTheSameParts() {
        assertThat(full().build()).isEqualTo(full().build()).hasSameHashCodeAs(full().build());
        assertThat(full().build())
                .isNotEqualTo(sound().build())
                .isNotEqualTo(full().namespace("c").build())
                .isNotEqualTo(full().sysctl("a", "net.ipv4.ip_forward", "1").build());
    }

    @Test
    void printsItsParts() {
        assertThat(full().build())
                .hasToString("Topology[namespace a, namespace b, veth pair a:eth_a - b:eth_b, bridge a:br0,"
                        + " route b: default via 10.0.0.1, sysctl a: net.ipv4.ip_forward = 1]");
    }

    private static Topology.Builder full() {
        return sound().bridge("a", "br0").defaultRoute("b", "10.0.0.1").sysctl("a", "net.ipv4.ip_forward", "1");
    }

    static Stream<Arguments> nulls() {
        Topology.Builder builder = Topology.builder();
        End end = End.of("a", "x");
        return Stream.of(
                absent("name", () -> builder.namespace((String) null)),
                absent("namespace", () -> builder.namespace((Namespace) null)),
                absent("name", () -> builder.hostNamespace(null)),
                absent("left", () -> builder.vethPair(null, end)),
                absent("right", () -> builder.vethPair(end, null)),
                absent("pair", () -> builder.vethPair(null)),
                absent("name", () -> builder.bridge("a", null)),
                absent("bridge", () -> builder.bridge(null)),
                absent("via", () -> builder.defaultRoute("a", null)),
                absent("to", () -> builder.route("a", null, "10.0.0.1")),
                absent("route", () -> builder.route(null)),
                absent("value", () -> builder.sysctl("a", "net.x", null)),
                absent("setting", () -> builder.sysctl(null)),
                absent("namespace", () -> End.of(null, "x")),
                absent("address", () -> End.of("a", "x", (String) null)),
                absent("address", () -> BridgeLink.of("a", "br", "10.0.0.1/24", null)),
                absent("topology", () -> Lab.create(null)));
    }

    private static Arguments absent(String name, ThrowingCallable call) {
        return arguments(name, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nulls")
    void namesWhatIsNull(String name, ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call).withMessage(name);
    }
}
