package io.github.netnsjunit.policy;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.system.SysctlName;
import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A kernel parameter of a namespace, or of one of its interfaces. Such an interface must be declared.
 *
 * @param namespace the namespace that the parameter belongs to
 * @param name a name that begins with {@code net.}, as sysctl(8) writes it: {@code net.ipv4.ip_forward}. The name of an interface in it
 *     may contain dots: {@code net.ipv4.conf.eth0.5.forwarding}
 * @param value the text that is written to the parameter
 * @param optional whether nothing happens if the kernel has no such parameter, as with those of IPv6 on a kernel without IPv6
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record SysctlSetting(String namespace, String name, String value, boolean optional) implements Provisioned {

    public SysctlSetting {
        requireNonNull(namespace, "namespace");
        requireNonNull(name, "name");
        requireNonNull(value, "value");
    }

    /**
     * Identifies a parameter, in whichever way its name is written.
     *
     * @param path the parameter's file, such as {@code /proc/sys/net/ipv4/ip_forward}
     */
    private record SysctlKey(String namespace, String path) implements Key {
        @Override
        public String toString() {
            return "sysctl [" + path + "] of namespace [" + namespace + "]";
        }
    }

    /** Declares the value of a parameter. */
    public static SysctlSetting of(String namespace, String name, String value) {
        return new SysctlSetting(namespace, name, value, false);
    }

    /** Whether it sets this parameter of a namespace, in whichever way its name is written. */
    boolean isOf(String inNamespace, String parameter) {
        return namespace.equals(inNamespace)
                && SysctlName.canonicalPath(name).equals(SysctlName.canonicalPath(parameter));
    }

    /** The same, but nothing happens if the kernel has no such parameter. Otherwise it is an error. */
    public SysctlSetting ifPresent() {
        return new SysctlSetting(namespace, name, value, true);
    }

    @Override
    public Set<Key> declares() {
        return Set.of(new SysctlKey(namespace, SysctlName.canonicalPath(name)));
    }

    @Override
    public Object meaning() {
        return value;
    }

    @Override
    public String contradiction(Key key, Part other) {
        return other instanceof SysctlSetting setting
                ? "it is set otherwise too, as [" + setting.name + "] to [" + setting.value + "]"
                : key.taken();
    }

    @Override
    public Set<Key> needs() {
        return link().<Set<Key>>map(Set::of).orElse(Set.of());
    }

    /** The interface that the parameter belongs to, which must be made first; empty for {@code lo}, which always exists. */
    private Optional<Key.Link> link() {
        return SysctlName.interfaceOf(name)
                .filter(interfaceName -> !interfaceName.equals("lo"))
                .map(interfaceName -> new Key.Link(namespace, interfaceName));
    }

    @Override
    public void outline(Draft draft) {
        switch (SysctlName.canonicalPath(name)) {
            case "/proc/sys/net/ipv4/ip_forward" -> draft.forwarding(namespace, false, isOn());
            case "/proc/sys/net/ipv6/conf/all/forwarding" -> draft.forwarding(namespace, true, isOn());
            default -> {}
        }
    }

    /** A namespace that forwards one family forwards the other too. */
    @Override
    public List<Part> in(Counterparts families) {
        return switch (SysctlName.canonicalPath(name)) {
            case "/proc/sys/net/ipv4/ip_forward" ->
                List.of(
                        this,
                        of(namespace, "net.ipv6.conf.all.forwarding", value).ifPresent());
            case "/proc/sys/net/ipv6/conf/all/forwarding" -> List.of(this, of(namespace, "net.ipv4.ip_forward", value));
            default -> List.of(this);
        };
    }

    private boolean isOn() {
        return !value.strip().equals("0");
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        if (all.isHost(namespace)) {
            mistake.accept("a test may not change the host's kernel parameters");
        }
        SysctlName.mistake(name).ifPresent(mistake);
    }

    @Override
    public void provision(Outline all, Steps to) {
        if (optional) {
            to.setIfPresent(namespace, name, value, link().orElse(null));
        } else {
            to.set(namespace, name, value, link().orElse(null));
        }
    }

    @Override
    public String toString() {
        return "sysctl " + namespace + ": " + name + " = " + value;
    }
}
