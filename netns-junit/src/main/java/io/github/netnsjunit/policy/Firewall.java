package io.github.netnsjunit.policy;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.rules.Known;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a namespace lets through: a table of nf_tables, which the library makes by itself, without a program. A namespace may have
 * several with different names; a packet passes if all of them let it. What a firewall dropped or rejected it has counted, as
 * {@code dropped} or {@code rejected} among {@code NetworkNamespace.counters()}.
 *
 * @param namespace the namespace whose packets it sees
 * @param name the name of its table: a letter, then up to 63 letters, digits and underscores
 * @param preset what it does
 * @param interfaces the declared interfaces that it guards; none for all, except {@code lo}
 * @param except what it lets through; on {@link FirewallPreset#CAPTIVE_PORTAL} the clients that have signed in
 * @param only what it is about; nothing for all
 * @param reason what a sender is told, on {@link FirewallPreset#REJECT} and {@link FirewallPreset#CAPTIVE_PORTAL}
 * @param portal address and port of the portal, on {@link FirewallPreset#CAPTIVE_PORTAL}; else {@code null}
 * @param rate how many packets a second may pass, from 1 on, on {@link FirewallPreset#RATE_LIMIT}; else 0
 * @param burst how many may pass at once, from 1 on
 * @param segmentSize to how many bytes {@link FirewallPreset#MSS_CLAMP} lowers it, 1 to 65535; 0 for what fits the route
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record Firewall(
        String namespace,
        String name,
        FirewallPreset preset,
        List<String> interfaces,
        List<Parsed<Traffic>> except,
        List<Parsed<Traffic>> only,
        RejectReason reason,
        @Nullable Parsed<InetSocketAddress> portal,
        int rate,
        int burst,
        int segmentSize)
        implements Provisioned {

    private static final int HIGHEST_SIZE = 65535;
    private static final int DEFAULT_BURST = 5;

    public Firewall {
        requireNonNull(namespace, "namespace");
        requireNonNull(name, "name");
        requireNonNull(preset, "preset");
        requireNonNull(reason, "reason");
        interfaces = List.copyOf(interfaces);
        except = List.copyOf(except);
        only = List.copyOf(only);
    }

    private record FirewallKey(String namespace, String name) implements Key {
        @Override
        public String taken() {
            return "there is already a firewall [" + name + "] in namespace [" + namespace
                    + "], with something else in it; give one of them another [name]";
        }

        @Override
        public String toString() {
            return "firewall [" + name + "] of namespace [" + namespace + "]";
        }
    }

    /** Declares a firewall, whose name follows from the preset: {@code firewall_stateful}. */
    public static Firewall of(String namespace, FirewallPreset preset) {
        String name = "firewall_" + preset.name().toLowerCase(Locale.ROOT);
        return new Firewall(
                namespace,
                name,
                preset,
                List.of(),
                List.of(),
                List.of(),
                RejectReason.PORT_UNREACHABLE,
                null,
                0,
                DEFAULT_BURST,
                0);
    }

    /** The same with another name. */
    public Firewall name(String other) {
        return new Firewall(
                namespace, other, preset, interfaces, except, only, reason, portal, rate, burst, segmentSize);
    }

    /** The same, but it guards these interfaces only. On a router these are the ones outside. */
    public Firewall on(String... some) {
        return new Firewall(
                namespace, name, preset, List.of(some), except, only, reason, portal, rate, burst, segmentSize);
    }

    /** The same, but it lets these through; see {@link Traffic#parse}. */
    public Firewall except(String... traffic) {
        return new Firewall(
                namespace, name, preset, interfaces, parse(traffic), only, reason, portal, rate, burst, segmentSize);
    }

    /** The same, but it is about these only; see {@link Traffic#parse}. */
    public Firewall only(String... traffic) {
        return new Firewall(
                namespace, name, preset, interfaces, except, parse(traffic), reason, portal, rate, burst, segmentSize);
    }

    /** The same, but it tells senders this. */
    public Firewall reason(RejectReason other) {
        return new Firewall(namespace, name, preset, interfaces, except, only, other, portal, rate, burst, segmentSize);
    }

    /** The same with a portal, such as {@code 10.1.0.254:8080} or {@code [fd00::1]:8080}. */
    public Firewall portal(String addressAndPort) {
        Parsed<InetSocketAddress> parsed = Parsed.of(addressAndPort, Firewall::parsePortal);
        return new Firewall(
                namespace, name, preset, interfaces, except, only, reason, parsed, rate, burst, segmentSize);
    }

    /** The same with a rate: so many packets a second, and as many at once. */
    public Firewall rate(int packetsASecond, int atOnce) {
        return new Firewall(
                namespace, name, preset, interfaces, except, only, reason, portal, packetsASecond, atOnce, segmentSize);
    }

    /** The same with a segment size of so many bytes. */
    public Firewall segmentSize(int bytes) {
        return new Firewall(namespace, name, preset, interfaces, except, only, reason, portal, rate, burst, bytes);
    }

    private static List<Parsed<Traffic>> parse(String... traffic) {
        return Stream.of(traffic).map(text -> Parsed.of(text, Traffic::parse)).toList();
    }

    private static InetSocketAddress parsePortal(String text) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon < 1 || !port.matches("\\d{1,5}")) {
            throw new IllegalArgumentException(
                    "[" + text + "] is not an address and a port, such as 10.1.0.254:8080 or [fd00::1]:8080");
        }
        String address = text.substring(0, colon);
        boolean brackets = address.startsWith("[") && address.endsWith("]");
        int number = Integer.parseInt(port);
        if (number < 1 || number > HIGHEST_SIZE) {
            throw new IllegalArgumentException("[" + port + "] is no port: from 1 to " + HIGHEST_SIZE);
        }
        return new InetSocketAddress(
                IpAddress.parse(brackets ? address.substring(1, address.length() - 1) : address), number);
    }

    @Override
    public Set<Key> declares() {
        return Set.of(new FirewallKey(namespace, name));
    }

    @Override
    public Set<KernelFeature> features() {
        return preset.features();
    }

    @Override
    public void outline(Draft draft) {
        draft.remark(
                namespace,
                "firewall: " + preset.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                        + listed(" on ", interfaces)
                        + listed(" only ", only)
                        + listed(" except ", except));
    }

    private static String listed(String before, List<?> some) {
        return some.isEmpty()
                ? ""
                : before + some.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        if (all.isHost(namespace)) {
            mistake.accept("a test may not filter the host's packets");
        }
        if (!name.matches("[A-Za-z][A-Za-z0-9_]{0,63}")) {
            mistake.accept("the name [" + name + "] is not a letter and up to 63 letters, digits and underscores");
        }
        for (String each : interfaces) {
            Key.Link link = new Key.Link(namespace, each);
            if (all.link(link).isEmpty()) {
                mistake.accept("the interface [on]: " + link.missing() + Known.interfaces(all, namespace));
            }
        }
        except.forEach(each -> each.mistake().ifPresent(wrong -> mistake.accept("what passes [except]: " + wrong)));
        only.forEach(each -> each.mistake().ifPresent(wrong -> mistake.accept("what it is about [only]: " + wrong)));
        if (!preset.chooses() && !(except.isEmpty() && only.isEmpty())) {
            mistake.accept("with the preset [" + preset.name() + "], [only] and [except] have no meaning");
        }
        checkNumbers(mistake);
    }

    private void checkNumbers(Consumer<String> mistake) {
        boolean limits = preset == FirewallPreset.RATE_LIMIT;
        if (limits ? rate < 1 || burst < 1 : rate != 0 || burst != DEFAULT_BURST) {
            mistake.accept("with the preset [" + preset.name() + "], "
                    + (limits
                            ? "the rate [" + rate + "] (rate) and what passes at once [" + burst
                                    + "] (burst) must be at least 1 packet"
                            : "[rate] and [burst] have no meaning; they belong to RATE_LIMIT"));
        }
        boolean hasPortal = preset == FirewallPreset.CAPTIVE_PORTAL;
        if (hasPortal != (portal != null)) {
            mistake.accept("with the preset [" + preset.name() + "], a [portal] "
                    + (hasPortal ? "is needed" : "has no meaning; it belongs to CAPTIVE_PORTAL"));
        } else if (portal != null) {
            portal.mistake().ifPresent(wrong -> mistake.accept("the portal [portal]: " + wrong));
        }
        if (segmentSize != 0 && preset != FirewallPreset.MSS_CLAMP) {
            mistake.accept("with the preset [" + preset.name() + "], [segmentSize] has no meaning");
        } else if (segmentSize < 0 || segmentSize > HIGHEST_SIZE) {
            mistake.accept("the segment size [" + segmentSize + "] (segmentSize) is not between 1 and " + HIGHEST_SIZE);
        }
    }

    /** If it is only about packets of a family that nobody has, nothing is left of it. */
    @Override
    public List<Part> in(Counterparts families) {
        List<Parsed<Traffic>> onlyThere = Traffic.in(families, only);
        if (onlyThere.isEmpty() && !only.isEmpty()) {
            return List.of();
        }
        return List.of(new Firewall(
                namespace,
                name,
                preset,
                interfaces,
                Traffic.in(families, except),
                onlyThere,
                reason,
                portal == null ? null : families.onlySocketAddress(portal, Firewall::parsePortal),
                rate,
                burst,
                segmentSize));
    }

    @Override
    public void provision(Outline all, Steps to) {
        FirewallRules rules = new FirewallRules(this);
        to.table(namespace, rules.table(), rules.batch());
    }

    @Override
    public String toString() {
        return "firewall " + namespace + ": " + preset
                + (preset == FirewallPreset.REJECT ? " with " + reason : "")
                + (portal == null ? "" : " " + portal)
                + (rate == 0 ? "" : " " + rate + " packets/s burst " + burst)
                + (segmentSize == 0 ? "" : " to " + segmentSize)
                + (interfaces.isEmpty() ? "" : " on " + interfaces)
                + (only.isEmpty() ? "" : " only " + only)
                + (except.isEmpty() ? "" : " except " + except);
    }
}
