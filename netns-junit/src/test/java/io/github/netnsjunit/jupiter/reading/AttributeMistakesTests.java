package io.github.netnsjunit.jupiter.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.Bond;
import io.github.netnsjunit.jupiter.Bridge;
import io.github.netnsjunit.jupiter.Declares;
import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.DnsRecord;
import io.github.netnsjunit.jupiter.DnsServer;
import io.github.netnsjunit.jupiter.Dummy;
import io.github.netnsjunit.jupiter.Firewall;
import io.github.netnsjunit.jupiter.Geneve;
import io.github.netnsjunit.jupiter.HostNamespace;
import io.github.netnsjunit.jupiter.Ifb;
import io.github.netnsjunit.jupiter.Ipvlan;
import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.jupiter.LinkOptions;
import io.github.netnsjunit.jupiter.Loopback;
import io.github.netnsjunit.jupiter.Macvlan;
import io.github.netnsjunit.jupiter.Macvtap;
import io.github.netnsjunit.jupiter.Masquerade;
import io.github.netnsjunit.jupiter.Nat;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Nft;
import io.github.netnsjunit.jupiter.PolicyRule;
import io.github.netnsjunit.jupiter.PortForward;
import io.github.netnsjunit.jupiter.PrefixNat;
import io.github.netnsjunit.jupiter.Route;
import io.github.netnsjunit.jupiter.Router;
import io.github.netnsjunit.jupiter.StaticNeighbour;
import io.github.netnsjunit.jupiter.Sysctl;
import io.github.netnsjunit.jupiter.Tap;
import io.github.netnsjunit.jupiter.Tunnel;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.jupiter.Vlan;
import io.github.netnsjunit.jupiter.Vrf;
import io.github.netnsjunit.jupiter.Vxlan;
import io.github.netnsjunit.jupiter.WireGuard;
import io.github.netnsjunit.link.TunnelKind;
import io.github.netnsjunit.policy.FirewallPreset;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.support.ReflectionSupport;

/** Each attribute of each annotation is given values that make no sense. What is said then names the annotation and the attribute. */
class AttributeMistakesTests {

    private static final List<String> TEXTS =
            List.of("", " ", "no such", "a/b", "10.0.0.300/24", "::1/200", "-1 s", "999999 m", "n".repeat(70));

    private static final List<Integer> NUMBERS = List.of(-2, -1, 0, 70_000, Integer.MIN_VALUE, Integer.MAX_VALUE);

    private static final List<Long> LONG_NUMBERS = List.of(-2L, -1L, 0L, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE);

    /** Words that a message may have without naming an attribute. */
    private static final Set<String> COMMON_WORDS = Set.of("to", "from", "on", "only", "except", "below", "rate");

    /** Attributes of which nothing can be refused when the network is declared, and why. */
    private static final Map<String, String> TAKES_ANYTHING =
            Map.of("@Sysctl.value", "only the kernel knows what a parameter may be");

    /** A sound network. */
    @NetNamespace("a")
    @NetNamespace("b")
    @VethPair(
            left = @VethEnd(namespace = "a", name = "eth0", address = "10.0.0.1/24"),
            right = @VethEnd(namespace = "b", name = "eth0", address = "10.0.0.2/24"))
    @Lan(name = "lan1", subnet = "10.20.0.0/24", hosts = "h1")
    @Lan(name = "lan2", subnet = "10.21.0.0/24", hosts = "h2")
    @DnsServer(namespace = "b", records = "mail.example.test. 60 IN A 203.0.113.2")
    @Nat(router = "b", outside = "a")
    @HostNamespace
    @VethPair(
            left = @VethEnd(namespace = "host", name = "veth_a", address = "10.203.0.1/24"),
            right = @VethEnd(namespace = "a", name = "eth9", address = "10.203.0.2/24"))
    static class Network {}

    /** Each of these is sound too, added to that network. */
    @Bond(namespace = "a", name = "bond0", address = "10.1.0.1/24")
    @Bridge(namespace = "a", name = "br0", address = "10.2.0.1/24")
    @DefaultRoute(namespace = "a", via = "10.0.0.2")
    @DnsRecord(namespace = "b", record = "www.example.test. 60 IN A 203.0.113.1")
    @DnsServer(namespace = "a", records = "mail.example.test. 60 IN A 203.0.113.2")
    @Dummy(namespace = "a", name = "dummy0", address = "10.3.0.1/24")
    @Firewall(namespace = "a", preset = FirewallPreset.STATEFUL)
    @Geneve(namespace = "a", name = "gnv0", id = 5, remote = "10.0.0.2", address = "10.4.0.1/24")
    @HostNamespace
    @Ifb(namespace = "a", name = "ifb0")
    @Ipvlan(namespace = "a", name = "ipv0", below = "eth0", address = "10.5.0.1/24")
    @Lan(
            name = "office",
            subnet = "10.9.0.0/24",
            hosts = {"alice", "bob"})
    @LinkOptions(namespace = "a", dev = "eth0", queueLength = 10)
    @Loopback(namespace = "a", address = "10.50.0.1/32")
    @Macvlan(namespace = "a", name = "mac0", below = "eth0", address = "10.6.0.1/24")
    @Macvtap(namespace = "a", name = "tap1", below = "eth0", address = "10.11.0.1/24")
    @Masquerade
    @Nat(router = "a", outside = "b")
    @NetNamespace("c")
    @Nft(namespace = "a", ruleset = "table ip t {}")
    @PolicyRule(namespace = "a", table = 100)
    @PortForward(router = "b", port = 8080, to = "h1:80")
    @PrefixNat(router = "a", outside = "b", from = "10.30.0.0/24", to = "10.31.0.0/24")
    @Route(namespace = "a", to = "10.77.0.0/16", via = "10.0.0.2")
    @Router(
            name = "r1",
            lans = {"lan1", "lan2"})
    @StaticNeighbour(namespace = "a", address = "10.0.0.2", dev = "eth0", mac = "02:00:00:00:00:02")
    @Sysctl(namespace = "a", name = "net.ipv4.ip_forward", value = "1")
    @Tap(namespace = "a", name = "tap0", address = "10.12.0.1/24")
    @Tunnel(namespace = "a", name = "tun0", kind = TunnelKind.GRE, local = "10.0.0.1", remote = "10.0.0.2")
    @VethPair(
            left = @VethEnd(namespace = "a", name = "veth1", address = "10.7.0.1/24"),
            right = @VethEnd(namespace = "b", name = "veth1", address = "10.7.0.2/24"))
    @Vlan(namespace = "a", name = "vlan0", below = "eth0", id = 7, address = "10.8.0.1/24")
    @Vrf(namespace = "a", name = "vrf0", table = 100)
    @Vxlan(namespace = "a", name = "vxlan0", id = 7, remote = "10.0.0.2", address = "10.10.0.1/24")
    @WireGuard(namespace = "a", name = "wg0", address = "10.13.0.1/24")
    static class Samples {}

    static Stream<Annotation> samples() {
        return Arrays.stream(Samples.class.getDeclaredAnnotations());
    }

    @Test
    void thereIsASampleOfEachAnnotationOfANetworkOfTheLibrary() throws Exception {
        List<String> declaring = ReflectionSupport.findAllClassesInPackage(
                        Declares.class.getPackageName(), type -> type.isAnnotationPresent(Declares.class), name -> true)
                .stream()
                .filter(type -> type.getPackage() == Declares.class.getPackage() && !type.isMemberClass())
                .map(Class::getSimpleName)
                .filter(name -> !name.equals("Network")) // names a class, which Java checks
                .toList();
        assertThat(declaring)
                .hasSizeGreaterThan(15)
                .isSubsetOf(samples()
                        .map(each -> each.annotationType().getSimpleName())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theSampleIsSound(Annotation sample) {
        assertThat(mistakes(sample)).isEmpty();
    }

    static Stream<Arguments> attributes() {
        return samples()
                .flatMap(sample -> sample instanceof VethPair pair
                        ? attributes(pair.left(), end -> with(pair, "left", end))
                        : attributes(sample, changed -> changed));
    }

    /** @param whole makes the annotation of a network out of the one whose attributes are changed */
    private static Stream<Arguments> attributes(Annotation of, UnaryOperator<Annotation> whole) {
        return Arrays.stream(of.annotationType().getDeclaredMethods())
                .filter(attribute -> !nonsense(attribute).isEmpty())
                .map(attribute -> Arguments.of(of, attribute.getName(), whole, nonsense(attribute)));
    }

    private static List<Object> nonsense(Method attribute) {
        Class<?> type = attribute.getReturnType();
        if (type == String.class) {
            return List.copyOf(TEXTS);
        } else if (type == String[].class) {
            return TEXTS.stream().map(text -> (Object) new String[] {text}).toList();
        } else if (type == int.class) {
            return List.copyOf(NUMBERS);
        } else if (type == long.class) {
            return List.copyOf(LONG_NUMBERS);
        } else if (type == int[].class) {
            return NUMBERS.stream().map(number -> (Object) new int[] {number}).toList();
        }
        return List.of();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("attributes")
    void whatIsSaidNamesTheAttribute(
            Annotation of, String attribute, UnaryOperator<Annotation> whole, List<Object> nonsense) {
        boolean refused = false;
        for (Object value : nonsense) {
            Annotation changed = whole.apply(with(of, attribute, value));
            for (String mistake : mistakes(changed)) {
                refused = true;
                String place = " on class AttributeMistakesTests.Samples: ";
                assertThat(mistake).contains("@" + changed.annotationType().getSimpleName(), place);
                String said = mistake.substring(mistake.indexOf(place) + place.length());
                assertThat(said.toLowerCase(Locale.ROOT)).containsPattern(name(attribute));
            }
        }
        String where = "@" + of.annotationType().getSimpleName() + "." + attribute;
        assertThat(refused || TAKES_ANYTHING.containsKey(where))
                .as("%s refuses something, or has a reason not to", where)
                .isTrue();
    }

    /** How a message names an attribute: in brackets or parentheses, or as a word if no other sentence would have that word. */
    private static String name(String attribute) {
        String lowerCase = attribute.toLowerCase(Locale.ROOT);
        String inBrackets = "[\\[(]" + lowerCase + "[\\])]";
        if (attribute.equals("value")) { // such an attribute stands without its name: @NetNamespace("a")
            return "name";
        }
        return COMMON_WORDS.contains(attribute)
                ? inBrackets
                : inBrackets + "|\\b" + words(attribute) + "\\b|\\b" + lowerCase + "\\b";
    }

    private static String words(String attribute) {
        return attribute.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    private static List<String> mistakes(Annotation annotation) {
        Declarations declarations = new Declarations();
        declarations.read(Network.class);
        declarations.read(annotation, Place.of(Samples.class));
        List<String> mistakes = new ArrayList<>(declarations.mistakes());
        if (mistakes.isEmpty()) {
            try {
                declarations.topology();
            } catch (ExtensionConfigurationException refusal) {
                mistakes.addAll(List.of(String.valueOf(refusal.getMessage()).split("\\R  - ")).stream()
                        .skip(1)
                        .toList());
            }
        }
        return mistakes;
    }

    /** The same annotation with another value of one attribute. */
    private static Annotation with(Annotation annotation, String attribute, Object value) {
        Class<? extends Annotation> type = annotation.annotationType();
        return (Annotation) Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, given) ->
                        method.getName().equals(attribute) ? value : method.invoke(annotation, given));
    }
}
