package io.github.netnsjunit.policy;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.system.SysctlName;
import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A kernel parameter of one namespace, or of one interface, which has to be declared then.
 *
 * @param namespace the namespace whose parameter it is
 * @param name below {@code net.}, as sysctl(8) writes it: {@code net.ipv4.ip_forward}, or with slashes where a part has a dot
 * @param value what is written to it
 */
@SuppressWarnings("exports") // how a part is made is nothing for users to call
public record SysctlSetting(String namespace, String name, String value) implements Provisioned {

    public SysctlSetting {
        requireNonNull(namespace, "namespace");
        requireNonNull(name, "name");
        requireNonNull(value, "value");
    }

    /**
     * One parameter, however its name is spelled.
     *
     * @param path the file that it is written to: {@code /proc/sys/net/ipv4/ip_forward}
     */
    private record SysctlKey(String namespace, String path) implements Key {
        @Override
        public String toString() {
            return "sysctl [" + path + "] of namespace [" + namespace + "]";
        }
    }

    /** A parameter and its value. */
    public static SysctlSetting of(String namespace, String name, String value) {
        return new SysctlSetting(namespace, name, value);
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

    /** The interface whose parameter it is, with which it comes and goes; {@code lo} is always there. */
    private Optional<Key.Link> link() {
        return SysctlName.interfaceOf(name)
                .filter(interfaceName -> !interfaceName.equals("lo"))
                .map(interfaceName -> new Key.Link(namespace, interfaceName));
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
        to.set(namespace, name, value, link().orElse(null));
    }

    @Override
    public String toString() {
        return "sysctl " + namespace + ": " + name + " = " + value;
    }
}
